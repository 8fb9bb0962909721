/* A folder gets what another has. Some files are linked at once, by all processors: the whole build may wait for it. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file_names.h"
#include "tree_walk.h"

typedef struct Link {
    Str name;
    bool is_there;
} Link;

typedef struct Filling {
    const FileNames *names;
    Str folder; /* that is filled */
    int to;     /* its descriptor */
    Arena *arena;
    VEC(Link) links; /* to be made */
    Diagnostics *diagnostics;
    bool has_failed;
} Filling;

/* What is there already was made anew. */
static void make_link(void *context, unsigned worker, size_t index)
{
    const Filling *filling = context;
    Link *link = &filling->links.items[index];
    (void)worker;
    link->is_there =
        linkat(filling->names->at, link->name.data, filling->to, link->name.data, 0) == 0 || errno == EEXIST;
    if (link->is_there || errno != ENOENT) return;
    Arena *arena = arena_new(); /* the first of its folder */
    link->is_there = file_link(filling->names->at, link->name.data, path_join(arena, filling->folder, link->name));
    arena_free(arena);
}

static bool copy_time(const Filling *filling, Str name)
{
    struct stat info;
    if (fstatat(filling->names->at, name.data, &info, AT_SYMLINK_NOFOLLOW) != 0) return false;
    struct timespec times[] = {info.st_atim, info.st_mtim};
    return utimensat(filling->to, name.data, times, 0) == 0;
}

/* Where the file system has no links, or no more of this file. */
static bool copy(const Filling *filling, Str name)
{
    Str contents;
    Arena *arena = filling->arena;
    Str from = path_join(arena, filling->names->folder, name), path = path_join(arena, filling->folder, name);
    return file_exists(path) ||
           (file_read(arena, from, &contents, filling->diagnostics) &&
            file_write(path, contents, filling->diagnostics) &&
            (copy_time(filling, name) || diagnostics_fail_errno(filling->diagnostics, path, errno, "set the time of")));
}

static void make_links(Filling *filling)
{
    parallel_for(parallel_workers(), filling->links.len, make_link, filling);
    for (size_t i = 0; i < filling->links.len && !filling->has_failed; i++)
        filling->has_failed = !filling->links.items[i].is_there && !copy(filling, filling->links.items[i].name);
    filling->links.items = NULL;
    filling->links.len = filling->links.cap = 0;
    arena_reset(filling->arena);
}

static bool add_link(void *context, Str name, bool is_folder)
{
    enum { AT_ONCE = 32 * 1024 }; /* links: a few megabytes */
    Filling *filling = context;
    if (!is_folder && file_names_has(filling->names, name, true))
        VEC_PUSH(filling->arena, &filling->links, ((Link){str_copy(filling->arena, name), false}));
    if (filling->links.len == AT_ONCE) make_links(filling);
    return !filling->has_failed;
}

bool file_names_fill(const FileNames *names, Str folder, Diagnostics *diagnostics)
{
    if (!file_names_wait(names)) return true; /* none was met */
    Filling filling = {.names = names, .folder = folder, .arena = arena_new(), .diagnostics = diagnostics};
    filling.to = file_open(folder, O_RDONLY | O_DIRECTORY);
    int error = filling.to < 0 ? errno : tree_walk(names->folder, add_link, &filling);
    if (!error) make_links(&filling);
    if (filling.to >= 0) close(filling.to);
    arena_free(filling.arena);
    return !filling.has_failed && (!error || diagnostics_fail_errno(diagnostics, folder, error, "fill"));
}
