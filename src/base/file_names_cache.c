/* What a folder holds, kept for the next run: as long as a folder was not changed, it need not be read again. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file_names.h"

/* The contents: a Head, a Folder and its name for each folder, the topmost first, and a hash for each name. */
static const char kind[] = "names";
typedef struct Head {
    uint64_t folders; /* how many */
    uint64_t has_names;
} Head;

/* What is changed when a name in it is added, removed, or given to another file (inode(7)). */
typedef struct Folder {
    uint64_t device, number;
    int64_t written, changed; /* nanoseconds since 1970 */
    uint64_t name_len;
} Folder;

static int64_t nanoseconds_of(struct timespec time)
{
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static bool look_at_folder(int above, const char *name, Folder *folder)
{
    struct stat info;
    if (fstatat(above, name, &info, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISDIR(info.st_mode)) return false;
    *folder =
        (Folder){info.st_dev, info.st_ino, nanoseconds_of(info.st_mtim), nanoseconds_of(info.st_ctim), strlen(name)};
    return true;
}

/* A file system that keeps whole seconds cannot tell of a second change in one. */
static bool has_coarse_times(const Folder *folder)
{
    return folder->changed % 1000000000 == 0;
}

/* ---- reading ---- */

/* False where it is not what it was. */
static bool take_folder(Arena *arena, int at, Str *rest, Str *name, Folder *folder)
{
    Folder now;
    if (!str_take(rest, folder, sizeof *folder) || rest->len < folder->name_len) return false;
    *name = str_copy(arena, str_slice(*rest, 0, folder->name_len));
    *rest = str_slice(*rest, folder->name_len, rest->len);
    return look_at_folder(at, name->data, &now) && memcmp(folder, &now, sizeof now) == 0;
}

/* Whether all folders below the one at `at` are what they were: `head` and their names, and `rest`, which is behind
 * them. */
static bool read_folders(Arena *arena, int at, const CacheFile *cache, Head *head, StrVec *folders, bool *are_coarse,
                         Str *rest)
{
    Folder folder;
    Str name;
    bool done = at >= 0 && cache_read(arena, cache, kind, rest) && str_take(rest, head, sizeof *head);
    *are_coarse = false;
    for (uint64_t i = 0; done && i < head->folders; i++) {
        done = take_folder(arena, at, rest, &name, &folder);
        if (done && !str_is(name, ".")) VEC_PUSH(arena, folders, name);
        *are_coarse |= done && has_coarse_times(&folder);
    }
    return done;
}

bool file_names_read_cache(FileNames *names)
{
    Head head;
    Str rest;
    bool are_coarse;
    bool done = read_folders(names->arena, names->at, &names->cache, &head, &names->folders, &are_coarse, &rest);
    names->is_as_kept = done && !are_coarse;
    if (!names->is_as_kept || !head.has_names) {
        names->folders.len = 0;
        return false;
    }
    file_names_reserve(names, rest.len / sizeof(uint64_t));
    for (uint64_t hash; str_take(&rest, &hash, sizeof hash);) file_names_put(names, hash);
    return true;
}

bool file_names_are_as_kept(Str folder, const CacheFile *cache)
{
    Arena *arena = arena_new();
    Head head;
    StrVec folders = {0};
    Str rest;
    bool are_coarse;
    int at = open(folder.data, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool done = read_folders(arena, at, cache, &head, &folders, &are_coarse, &rest);
    if (at >= 0) close(at);
    arena_free(arena);
    return done;
}

/* ---- writing ---- */

/* Whether what was met is all that is there now, for which each folder has been met, and none is new. */
static bool take_added(FileNames *names)
{
    if (!file_names_are_met(names)) return false;
    for (size_t i = 0; i < names->added.len; i++) {
        Str folder = path_folder(names->added.items[i]);
        if (folder.len && !file_names_has_folder(names, folder)) return false;
        file_names_add(names, names->added.items[i]);
    }
    return true;
}

static bool put_folder(CacheWriter *writer, int at, Str name)
{
    Folder folder = {0};
    bool done = look_at_folder(at, name.data, &folder);
    cache_put(writer, &folder, sizeof folder);
    cache_put(writer, name.data, name.len);
    return done;
}

static void put_names(CacheWriter *writer, const FileNames *names)
{
    for (size_t i = 0; i < names->capacity; i++) {
        uint64_t hash = names->slots[i] & ~(uint64_t)IS_MET;
        if (hash) cache_put(writer, &hash, sizeof hash);
    }
}

static void write_cache(FileNames *names, int at, const CacheFile *cache)
{
    CacheWriter *writer = cache_start(cache, kind);
    Head head = {names->folders.len + 1, !names->made};
    cache_put(writer, &head, sizeof head);
    bool done = put_folder(writer, at, STR("."));
    for (size_t i = 0; done && i < names->folders.len; i++) done = put_folder(writer, at, names->folders.items[i]);
    put_names(writer, names);
    if (done)
        cache_end(writer);
    else
        cache_abandon(writer);
}

void file_names_write_cache(FileNames *names, Str folder, const CacheFile *cache)
{
    int at = open(folder.data, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (at < 0) return;
    Arena *arena = arena_new();
    FileNames *listed = NULL;
    bool is_known = file_names_wait(names) && take_added(names);
    if (!is_known) names = listed = file_names(arena, folder, NULL);
    if (file_names_wait(names)) write_cache(names, at, cache);
    close(at);
    file_names_close(listed);
    arena_free(arena);
}
