#include "patch.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tree_walk.h"

/* A patch at work. In its place: `now`; `was`, which has second names of what goes; and `aside`, where each name is
 * made that takes the place of another. */
typedef struct Patching {
    const Patch *patch;
    Arena *arena;
    Str was, now, aside;
    StrVec fresh; /* names of files, from their folder */
} Patching;

static Patching start(const Patch *patch)
{
    Patching patching = {.patch = patch, .arena = arena_new()};
    patching.was = path_join(patching.arena, patch->place, STR("was"));
    patching.now = path_join(patching.arena, patch->place, STR("now"));
    patching.aside = path_join(patching.arena, patch->place, STR("aside"));
    return patching;
}

static bool end(Patching *patching, bool done)
{
    int error = errno;
    arena_free(patching->arena);
    errno = error;
    return done;
}

static Str in_target(const Patching *patching, Str name)
{
    return path_join(patching->arena, patching->patch->target, name);
}

typedef struct Names {
    Arena *arena;
    StrVec *list;
} Names;

static bool add_name(void *context, Str name, bool is_folder)
{
    Names *names = context;
    if (!is_folder) VEC_PUSH(names->arena, names->list, str_copy(names->arena, name));
    return true;
}

/* The files below a folder: none where it is not there. */
static bool list_files(const Patching *patching, Str folder, StrVec *files)
{
    Names names = {patching->arena, files};
    errno = tree_walk(folder, add_name, &names);
    return !errno || errno == ENOENT;
}

typedef bool Step(const Patching *patching, Str name);

static bool with_each(const Patching *patching, const StrVec *names, Step *step)
{
    bool done = true;
    for (size_t i = 0; i < names->len && done; i++) done = step(patching, names->items[i]);
    return done;
}

/* ---- up to the moment ---- */

/* `path` becomes a link, whatever was there, in one step. */
static bool put_link(const Patching *patching, Str to, Str path)
{
    return symlink(to.data, patching->aside.data) == 0 && rename(patching->aside.data, path.data) == 0;
}

static bool lead_to_was(const Patching *patching)
{
    return put_link(patching, path_name(patching->was), patching->now);
}

static Str way_to_fresh(const Patching *patching)
{
    return str_concat(patching->arena, STR("../"), path_name(patching->patch->fresh));
}

/* What is there gets a second name. */
static bool set_aside(const Patching *patching, Str name)
{
    struct stat info;
    Str path = in_target(patching, name);
    if (lstat(path.data, &info) != 0) return errno == ENOENT;
    return S_ISREG(info.st_mode) && file_link(AT_FDCWD, path.data, path_join(patching->arena, patching->was, name));
}

/* From the folder that the file is in, by way of `now`. */
static bool put_in_link(const Patching *patching, Str name)
{
    Buffer to = {0};
    for (Str folder = path_folder(name); folder.len; folder = path_folder(folder)) buffer_add(&to, STR("../"));
    BUFFER_ADD(&to, patching->patch->way, path_name(patching->patch->place), STR("/"), path_name(patching->now),
               STR("/"), name);
    bool done = put_link(patching, str_copy(patching->arena, buffer_str(&to)), in_target(patching, name));
    buffer_free(&to);
    return done;
}

bool patch_apply(const Patch *patch, const StrVec *gone)
{
    Patching patching = start(patch);
    bool done = mkdir(patch->place.data, 0777) == 0 && mkdir(patching.was.data, 0777) == 0 && lead_to_was(&patching) &&
                list_files(&patching, patch->fresh, &patching.fresh) &&
                with_each(&patching, &patching.fresh, set_aside) && with_each(&patching, gone, set_aside) &&
                with_each(&patching, &patching.fresh, put_in_link) && with_each(&patching, gone, put_in_link) &&
                put_link(&patching, way_to_fresh(&patching), patching.now);
    return end(&patching, done);
}

/* ---- what follows ---- */

/* No longer, where a run that was killed has been here, or somebody has removed the target, or part of it. */
static bool is_link(Str path)
{
    struct stat info;
    return lstat(path.data, &info) == 0 && S_ISLNK(info.st_mode);
}

/* A second name of what the link leads to takes its place: who has just read the link still finds the first. */
static bool take_place(const Patching *patching, Str from, Str name)
{
    Str path = path_join(patching->arena, from, name), target = in_target(patching, name);
    return !is_link(target) ||
           (file_link(AT_FDCWD, path.data, patching->aside) && rename(patching->aside.data, target.data) == 0);
}

static bool put_in_fresh(const Patching *patching, Str name)
{
    return take_place(patching, patching->patch->fresh, name);
}

static bool put_back(const Patching *patching, Str name)
{
    return take_place(patching, patching->was, name);
}

/* One whose place nothing has taken. */
static bool remove_link(const Patching *patching, Str name)
{
    Str target = in_target(patching, name);
    return !is_link(target) || unlink(target.data) == 0;
}

bool patch_settle(const Patch *patch)
{
    char room[NAME_MAX + 1];
    Patching patching = start(patch);
    ssize_t len = readlink(patching.now.data, room, sizeof room);
    if (len < 0) return end(&patching, errno == ENOENT);
    bool is_new = str_equal((Str){room, (size_t)len}, way_to_fresh(&patching));
    StrVec was = {0};
    bool done = (unlink(patching.aside.data) == 0 || errno == ENOENT) &&
                list_files(&patching, patch->fresh, &patching.fresh) && list_files(&patching, patching.was, &was);
    if (is_new)
        done = done && with_each(&patching, &patching.fresh, put_in_fresh) && with_each(&patching, &was, remove_link);
    else
        done = done && with_each(&patching, &was, put_back) && with_each(&patching, &patching.fresh, remove_link);
    return end(&patching, done);
}
