#include "sync.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct Publication {
    Arena *arena;
    Str target, staging, old, before;
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
           strcmp(name, path_name(publication->old).data) == 0;
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
    publication->staging =
        path_join(publication->arena, folder, str_format(publication->arena, ".%.*s.new", STR_ARG(name)));
    publication->old =
        path_join(publication->arena, folder, str_format(publication->arena, ".%.*s.old", STR_ARG(name)));
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
    if (!tree_remove(publication->staging, diagnostics)) return false;
    if (rename(publication->before.data, publication->staging.data) == 0) return true;
    return tree_remove(publication->before, diagnostics) && folder_make(publication->staging, diagnostics);
}

Publication *publication_start(Str target, const char *const *names, Str before, Diagnostics *diagnostics)
{
    Arena *arena = arena_new();
    Publication *publication = ARENA_NEW(arena, Publication);
    while (target.len > 1 && str_ends(target, STR("/"))) target.len--;
    *publication = (Publication){.arena = arena,
                                 .target = str_copy(arena, target),
                                 .before = str_copy(arena, before),
                                 .names = names,
                                 .lock = -1};
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

/* What has been replaced; a file system that has no place for it beside the target is no trouble. */
static void keep_replaced(const Publication *publication)
{
    if (rename(publication->staging.data, publication->before.data) != 0 && errno == ENOENT)
        rename(publication->old.data, publication->before.data);
}

static int end_syncing(Publication *publication)
{
    int error = sync_end(publication->syncing);
    publication->syncing = NULL;
    return error;
}

bool publication_finish(Publication *publication, bool is_kept, Diagnostics *diagnostics)
{
    int error = end_syncing(publication);
    bool done = error ? diagnostics_fail_errno(diagnostics, publication->staging, error, "sync")
                      : tree_sync(publication->staging, diagnostics);
    if (done) {
        done = publication->is_piecewise
                   ? put_parts_in_place(publication)
                   : put_in_place(publication->staging.data, publication->target.data, publication->old.data);
        if (!done) diagnostics_fail_errno(diagnostics, publication->target, errno, "replace");
    }
    if (done && is_kept) keep_replaced(publication);
    publication_abandon(publication); /* what is in the staging folder now is the old site */
    return done;
}

void publication_abandon(Publication *publication)
{
    if (!publication) return;
    Diagnostics ignored; /* what cannot be removed now is removed by the next run */
    diagnostics_init(&ignored);
    end_syncing(publication);
    tree_remove(publication->staging, &ignored);
    tree_remove(publication->old, &ignored);
    diagnostics_free(&ignored);
    close(publication->lock);
    arena_free(publication->arena);
}

void publication_return(Publication *publication)
{
    rename(publication->staging.data, publication->before.data); /* where it cannot, it is removed */
    publication_abandon(publication);
}
