#include "tree_walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEEPEST_FOLDER = 64 };

typedef struct Walk {
    Arena *arena;
    VisitName *visit;
    void *context;
    int error; /* the first; 0: none */
} Walk;

static bool is_folder_item(int above, const struct dirent *item)
{
    struct stat info;
    if (item->d_type != DT_UNKNOWN) return item->d_type == DT_DIR;
    return fstatat(above, item->d_name, &info, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(info.st_mode);
}

static void note_error(Walk *walk, int error)
{
    if (!walk->error) walk->error = error;
}

static bool walk_folder(Walk *walk, int above, const char *folder, Str way, int depth)
{
    int fd = openat(above, folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *stream = fd < 0 ? NULL : fdopendir(fd);
    bool goes_on = true;
    if (!stream) note_error(walk, errno);
    if (!stream && fd >= 0) close(fd);
    for (const struct dirent *item; stream && goes_on && (errno = 0, item = readdir(stream));) {
        if (strcmp(item->d_name, ".") == 0 || strcmp(item->d_name, "..") == 0) continue;
        Str last = str_from(item->d_name),
            name = way.len ? path_join(walk->arena, way, last) : str_copy(walk->arena, last);
        bool has_more = is_folder_item(fd, item);
        if (has_more && depth == DEEPEST_FOLDER) {
            note_error(walk, ELOOP);
            continue;
        }
        goes_on = (!has_more || walk_folder(walk, fd, item->d_name, name, depth + 1)) &&
                  walk->visit(walk->context, name, has_more);
    }
    if (stream && goes_on && errno) note_error(walk, errno);
    if (stream) closedir(stream);
    return goes_on;
}

int tree_walk(Str folder, VisitName *visit, void *context)
{
    Walk walk = {arena_new(), visit, context, 0};
    walk_folder(&walk, AT_FDCWD, str_copy(walk.arena, folder).data, STR(""), 0);
    arena_free(walk.arena);
    return walk.error;
}
