#include "base.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEEPEST_FOLDER = 64 }; /* a loop of links ends here */

static int by_path(const void *a, const void *b)
{
    return str_compare(((const FileInfo *)a)->path, ((const FileInfo *)b)->path);
}

/* Files are looked at later, by all processors: whether it is one the folder mostly says itself. */
static bool list_folder(Arena *arena, Str root, Str relative, int depth, FileInfoVec *files, Diagnostics *diagnostics)
{
    Str folder = relative.len ? path_join(arena, root, relative) : str_copy(arena, root);
    if (depth > DEEPEST_FOLDER) return diagnostics_fail(diagnostics, folder, "folders nested too deep, or a link loop");
    DIR *stream = opendir(folder.data);
    if (!stream) return diagnostics_fail_errno(diagnostics, folder, errno, "open folder");
    bool done = true;
    const struct dirent *item;
    while (done && (errno = 0, item = readdir(stream))) {
        size_t len = strlen(item->d_name);
        if (item->d_name[0] == '.' || item->d_name[len - 1] == '~') continue;
        Str path = path_join(arena, relative, (Str){item->d_name, len});
        struct stat info = {.st_mode = item->d_type == DT_REG ? S_IFREG : S_IFDIR};
        if (item->d_type != DT_REG && item->d_type != DT_DIR && fstatat(dirfd(stream), item->d_name, &info, 0) != 0)
            done = diagnostics_fail_errno(diagnostics, path_join(arena, root, path), errno, "read");
        else if (S_ISDIR(info.st_mode))
            done = list_folder(arena, root, path, depth + 1, files, diagnostics);
        else if (S_ISREG(info.st_mode))
            VEC_PUSH(arena, files, (FileInfo){.path = path});
    }
    if (done && errno) done = diagnostics_fail_errno(diagnostics, folder, errno, "read folder");
    closedir(stream);
    return done;
}

typedef struct Looking {
    int root;
    FileInfo *files;
    _Atomic int error;     /* of one that could not be looked at; 0: all could */
    _Atomic size_t failed; /* its number */
} Looking;

static void look_at(void *context, unsigned worker, size_t number)
{
    Looking *looking = context;
    FileInfo *file = &looking->files[number];
    struct stat info;
    (void)worker;
    if (fstatat(looking->root, file->path.data, &info, 0) != 0) {
        looking->failed = number;
        looking->error = errno;
        return;
    }
    *file = (FileInfo){file->path, info.st_mtime, (uint64_t)info.st_size, info.st_mtim.tv_nsec};
}

bool tree_list(Arena *arena, Str root, FileInfoVec *files, Diagnostics *diagnostics)
{
    if (!list_folder(arena, root, STR(""), 0, files, diagnostics)) return false;
    if (!files->len) return true;
    qsort(files->items, files->len, sizeof *files->items, by_path);
    Looking looking = {open(str_copy(arena, root).data, O_RDONLY | O_DIRECTORY | O_CLOEXEC), files->items, 0, 0};
    if (looking.root < 0) return diagnostics_fail_errno(diagnostics, root, errno, "open folder");
    parallel_for(parallel_workers(), files->len, look_at, &looking);
    close(looking.root);
    return !looking.error ||
           diagnostics_fail_errno(diagnostics, path_join(arena, root, files->items[looking.failed].path), looking.error,
                                  "read");
}

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
