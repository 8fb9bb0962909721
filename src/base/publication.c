#include "patch.h"
#include "sync.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct Publication {
    Arena *arena;
    Str target, staging, old;
    Patch patch; /* of the target by what the staging folder has */
    const char *const *names;
    bool is_piecewise; /* the target is a mount point, or holds other things: its parts are put in place one by one */
    int lock;          /* the folder that holds the staging folder */
    Syncing *syncing;  /* the staging folder */
};

static bool is_our_name(const Publication *publication, const char *name)
{
    for (size_t i = 0; publication->names[i]; i++)
        if (strcmp(name, publication->names[i]) == 0) return true;
    return strcmp(name, path_name(publication->staging).data) == 0 ||
           strcmp(name, path_name(publication->old).data) == 0 ||
           strcmp(name, path_name(publication->patch.place).data) == 0;
}

/* What the target holds now: how many of our names, and how many others. */
static bool look_at_target(const Publication *publication, size_t *ours, size_t *others, Diagnostics *diagnostics)
{
    *ours = *others = 0;
    DIR *stream = opendir(publication->target.data);
    if (!stream)
        return errno == ENOENT ? true : diagnostics_fail_errno(diagnostics, publication->target, errno, "open");
    const struct dirent *item;
    while ((item = readdir(stream))) {
        if (strcmp(item->d_name, ".") == 0 || strcmp(item->d_name, "..") == 0) continue;
        *(is_our_name(publication, item->d_name) ? ours : others) += 1;
    }
    closedir(stream);
    return true;
}

static bool is_mount_point(const Publication *publication)
{
    struct stat target, above;
    Str folder = path_folder(publication->target);
    if (stat(publication->target.data, &target) != 0) return false;
    Str parent = folder.len ? str_copy(publication->arena, folder) : STR(".");
    return stat(parent.data, &above) == 0 && target.st_dev != above.st_dev;
}

static void set_places(Publication *publication, Str folder, Str name)
{
    Arena *arena = publication->arena;
    publication->staging = path_join(arena, folder, str_format(arena, ".%.*s.new", STR_ARG(name)));
    publication->old = path_join(arena, folder, str_format(arena, ".%.*s.old", STR_ARG(name)));
    publication->patch = (Patch){.target = publication->target,
                                 .fresh = publication->staging,
                                 .place = path_join(arena, folder, str_format(arena, ".%.*s.patch", STR_ARG(name))),
                                 .way = publication->is_piecewise ? STR("") : STR("../")};
}

/* A link to a folder stays: what it leads to is the target. */
static Str resolved(Arena *arena, Str target)
{
    struct stat info;
    while (target.len > 1 && str_ends(target, STR("/"))) target.len--;
    target = str_copy(arena, target);
    if (lstat(target.data, &info) != 0 || !S_ISLNK(info.st_mode)) return target;
    char *place = realpath(target.data, NULL);
    if (place) target = str_copy(arena, str_from(place));
    free(place);
    return target;
}

/* What a run that was killed has left. */
static bool clear_up(const Publication *publication, Diagnostics *diagnostics)
{
    if (!patch_settle(&publication->patch))
        return diagnostics_fail_errno(diagnostics, publication->target, errno, "put in place the files of");
    return tree_remove(publication->staging, diagnostics) && tree_remove(publication->patch.place, diagnostics);
}

static bool prepare(Publication *publication, Diagnostics *diagnostics)
{
    size_t ours, others;
    Arena *arena = publication->arena;
    Str folder = path_folder(publication->target);
    set_places(publication, folder, path_name(publication->target));
    if (!look_at_target(publication, &ours, &others, diagnostics)) return false;
    if (others && !ours) {
        diagnostics_add(
            diagnostics, SEVERITY_ERROR, NULL, publication->target, 0, 0,
            "the folder holds other things and no site of whyfix: name another one, or an empty one, with -o");
        return false;
    }
    publication->is_piecewise = others || is_mount_point(publication);
    if (publication->is_piecewise) set_places(publication, folder = publication->target, STR("site"));
    if (folder.len && !folder_make(folder, diagnostics)) return false;
    Str held = folder.len ? str_copy(arena, folder) : STR(".");
    publication->lock = open(held.data ? held.data : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (publication->lock < 0) return diagnostics_fail_errno(diagnostics, held, errno, "open");
    while (flock(publication->lock, LOCK_EX) != 0)
        if (errno != EINTR) return diagnostics_fail_errno(diagnostics, held, errno, "lock");
    struct stat info; /* a run that was killed between its two renames left the old site aside */
    /* NOLINTNEXTLINE(clang-analyzer-core.NonNullParamChecker): set_places() has filled both */
    if (stat(publication->target.data, &info) != 0 && stat(publication->old.data, &info) == 0 &&
        rename(publication->old.data, publication->target.data) != 0)
        return diagnostics_fail_errno(diagnostics, publication->target, errno, "put back");
    return clear_up(publication, diagnostics) && folder_make(publication->staging, diagnostics);
}

Publication *publication_start(Str target, const char *const *names, Diagnostics *diagnostics)
{
    Arena *arena = arena_new();
    Publication *publication = ARENA_NEW(arena, Publication);
    *publication = (Publication){.arena = arena, .target = resolved(arena, target), .names = names, .lock = -1};
    if (prepare(publication, diagnostics)) {
        publication->syncing = sync_start(arena, publication->staging);
        return publication;
    }
    if (publication->lock >= 0) close(publication->lock);
    arena_free(arena);
    return NULL;
}

Str publication_folder(const Publication *publication)
{
    return publication->staging;
}

/* One step where the file system can exchange two names (Linux 3.15), else two. */
static bool put_in_place(const char *fresh, const char *target, const char *old)
{
    if (renameat2(AT_FDCWD, fresh, AT_FDCWD, target, RENAME_EXCHANGE) == 0) return true;
    if (errno == ENOENT) return rename(fresh, target) == 0;
    if (errno != EINVAL && errno != ENOSYS) return false;
    if (rename(target, old) != 0) return false;
    if (rename(fresh, target) == 0) return true;
    int error = errno;
    rename(old, target);
    errno = error;
    return false;
}

static bool put_parts_in_place(const Publication *publication)
{
    for (size_t i = 0; publication->names[i]; i++) {
        Str name = str_from(publication->names[i]);
        Str fresh = path_join(publication->arena, publication->staging, name);
        Str old =
            path_join(publication->arena, publication->staging, str_format(publication->arena, ".%s.old", name.data));
        if (!put_in_place(fresh.data, path_join(publication->arena, publication->target, name).data, old.data))
            return false;
    }
    return true;
}

static bool sync_all(Publication *publication, Diagnostics *diagnostics)
{
    int error = sync_end(publication->syncing);
    publication->syncing = NULL;
    return error ? diagnostics_fail_errno(diagnostics, publication->staging, error, "sync")
                 : tree_sync(publication->staging, diagnostics);
}

bool publication_finish(Publication *publication, Diagnostics *diagnostics)
{
    bool done = sync_all(publication, diagnostics);
    if (done) {
        done = publication->is_piecewise
                   ? put_parts_in_place(publication)
                   : put_in_place(publication->staging.data, publication->target.data, publication->old.data);
        if (!done) diagnostics_fail_errno(diagnostics, publication->target, errno, "replace");
    }
    return done;
}

PatchResult publication_patch(Publication *publication, const StrVec *gone, Diagnostics *diagnostics)
{
    if (!sync_all(publication, diagnostics)) return PATCH_FAILED;
    bool done = patch_apply(&publication->patch, gone), is_settled = patch_settle(&publication->patch);
    if (done) return PATCH_DONE; /* links that are left lead to the new files, and are the next run's to settle */
    if (is_settled) return PATCH_IMPOSSIBLE;
    diagnostics_fail_errno(diagnostics, publication->target, errno, "put back the files of");
    return PATCH_FAILED;
}

void publication_end(Publication *publication)
{
    if (!publication) return;
    Diagnostics ignored; /* what cannot be removed now is removed by the next run */
    diagnostics_init(&ignored);
    sync_end(publication->syncing);
    clear_up(publication, &ignored);
    tree_remove(publication->old, &ignored);
    diagnostics_free(&ignored);
    close(publication->lock);
    arena_free(publication->arena);
}
