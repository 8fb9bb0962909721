#include "base.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* Relative to a folder's descriptor, so that a link put in the way cannot lead out of the tree. */
static bool remove_at(int folder, const char *name)
{
    if (unlinkat(folder, name, 0) == 0 || errno == ENOENT) return true;
    if (errno != EISDIR && errno != EPERM) return false;
    int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) return false;
    DIR *stream = fdopendir(fd);
    if (!stream) {
        close(fd);
        return false;
    }
    bool done = true;
    const struct dirent *item;
    while (done && (item = readdir(stream))) {
        if (strcmp(item->d_name, ".") == 0 || strcmp(item->d_name, "..") == 0) continue;
        done = remove_at(fd, item->d_name);
    }
    closedir(stream);
    return done && unlinkat(folder, name, AT_REMOVEDIR) == 0;
}

bool tree_remove(Str path, Diagnostics *diagnostics)
{
    Arena *arena = arena_new();
    bool done = remove_at(AT_FDCWD, str_copy(arena, path).data);
    if (!done) diagnostics_fail_errno(diagnostics, path, errno, "remove");
    arena_free(arena);
    return done;
}

bool tree_sync(Str path, Diagnostics *diagnostics)
{
    Arena *arena = arena_new();
    int fd = open(str_copy(arena, path).data, O_RDONLY | O_CLOEXEC);
    bool done = fd >= 0 && syncfs(fd) == 0;
    if (!done) diagnostics_fail_errno(diagnostics, path, errno, "sync");
    if (fd >= 0) close(fd);
    arena_free(arena);
    return done;
}
