/* What a folder holds, kept for the next run: as long as a folder was not changed, it need not be read again. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file_names.h"

/* The contents: a Head, a Folder and its name for each folder, the topmost first, and a Name for each name. */
static const char kind[] = "names";
typedef struct Head {
    uint64_t folders, names; /* how many */
} Head;

/* What is changed when a name in it is added, removed, or given to another file (inode(7)). */
typedef struct Folder {
    uint64_t device, number;
    int64_t written, changed; /* nanoseconds since 1970 */
    uint64_t name_len;
} Folder;

typedef struct Name {
    uint64_t hash, number;
} Name;

static int64_t nanoseconds_of(struct timespec time)
{
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/* False where it is none, or where its times may be too coarse to tell. */
static bool look_at_folder(int above, const char *name, Folder *folder)
{
    struct stat info;
    if (fstatat(above, name, &info, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISDIR(info.st_mode)) return false;
    *folder =
        (Folder){info.st_dev, info.st_ino, nanoseconds_of(info.st_mtim), nanoseconds_of(info.st_ctim), strlen(name)};
    return info.st_ctim.tv_nsec != 0;
}

/* ---- reading ---- */

static bool take_folder(FileNames *names, Str *rest)
{
    Folder kept, now;
    if (!str_take(rest, &kept, sizeof kept) || rest->len < kept.name_len) return false;
    Str name = str_copy(names->arena, str_slice(*rest, 0, kept.name_len));
    *rest = str_slice(*rest, kept.name_len, rest->len);
    if (!look_at_folder(names->at, name.data, &now) || memcmp(&kept, &now, sizeof now) != 0) return false;
    if (!str_is(name, ".")) VEC_PUSH(names->arena, &names->folders, name);
    return true;
}

bool file_names_read_cache(FileNames *names)
{
    Head head;
    Str rest;
    bool done =
        names->at >= 0 && cache_read(names->arena, &names->cache, kind, &rest) && str_take(&rest, &head, sizeof head);
    for (uint64_t i = 0; done && i < head.folders; i++) done = take_folder(names, &rest);
    done = done && head.names == rest.len / sizeof(Name);
    if (!done) {
        names->folders.len = 0;
        return false;
    }
    file_names_reserve(names, head.names);
    for (Name name; str_take(&rest, &name, sizeof name);) file_names_put(names, name.hash, name.number);
    return true;
}

/* ---- writing ---- */

/* The numbers of what was changed; false where that would not be all that has changed. */
static bool look_at_changed(FileNames *names, int at)
{
    struct stat info;
    for (size_t i = 0; i < names->changed.len; i++) {
        Str name = names->changed.items[i], folder = path_folder(name);
        if (folder.len && !file_names_has_folder(names, folder)) return false; /* one that is new */
        if (fstatat(at, name.data, &info, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(info.st_mode)) return false;
        file_names_add(names, name, info.st_ino);
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
        const NameSlot *slot = &names->slots[i];
        Name name = {slot->hash & ~(uint64_t)IS_MET, slot->number};
        if (name.hash) cache_put(writer, &name, sizeof name);
    }
}

void file_names_write_cache(FileNames *names, Str folder, const CacheFile *cache)
{
    if (!file_names_wait(names) || names->has_lost) return;
    file_names_end_looking(names);
    int at = open(folder.data, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool done = at >= 0 && look_at_changed(names, at);
    CacheWriter *writer = done ? cache_start(cache, kind) : NULL;
    Head head = {names->folders.len + 1, names->count};
    cache_put(writer, &head, sizeof head);
    done = done && put_folder(writer, at, STR("."));
    for (size_t i = 0; done && i < names->folders.len; i++) done = put_folder(writer, at, names->folders.items[i]);
    put_names(writer, names);
    if (done)
        cache_end(writer);
    else
        cache_abandon(writer);
    if (at >= 0) close(at);
}
