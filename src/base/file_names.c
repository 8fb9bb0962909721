/* The names below a folder as their hashes: 64 bits tell apart what a folder can hold. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base.h"

enum { IS_MET = 1 /* the lowest bit of a name's hash */, DEEPEST_FOLDER = 64 };

typedef struct Slot {
    _Atomic uint64_t hash; /* 0: free */
    uint64_t number;       /* of its inode */
} Slot;

struct FileNames {
    Arena *arena;
    Str folder, like;  /* the second: whose files it gets, where it is not there; empty: it is not to be filled */
    Slot *slots;       /* open addressing; a power of two of them, at most three quarters full */
    FileStamp *stamps; /* theirs; NULL: nobody asks for them */
    bool has_stamps;
    size_t capacity, count;
    _Atomic size_t met; /* how many of them */
    int error;          /* the first, of walking; 0: none */
    bool is_unreadable;
    Parallel *listing;
    pthread_mutex_t lock; /* of waiting for it */
    atomic_bool is_known; /* it is done */
};

static uint64_t hash_of(Str name)
{
    uint64_t hash = str_map_hash(name) & ~(uint64_t)IS_MET;
    return hash ? hash : ~(uint64_t)IS_MET;
}

static uint64_t hash_in(const Slot *slot)
{
    return atomic_load_explicit(&slot->hash, memory_order_relaxed);
}

/* Its slot, or the free one that it would have. */
static Slot *find(const FileNames *names, uint64_t hash)
{
    for (size_t i = hash >> 1;; i++) {
        Slot *slot = &names->slots[i & (names->capacity - 1)];
        if (!hash_in(slot) || (hash_in(slot) & ~(uint64_t)IS_MET) == hash) return slot;
    }
}

static void know(const FileNames *known)
{
    FileNames *names = (FileNames *)(uintptr_t)known;
    if (atomic_load_explicit(&names->is_known, memory_order_acquire)) return;
    pthread_mutex_lock(&names->lock);
    if (!names->is_known) parallel_wait(names->listing);
    atomic_store_explicit(&names->is_known, true, memory_order_release);
    pthread_mutex_unlock(&names->lock);
}

/* NULL where there is none of this hash. */
static Slot *look_up_hash(const FileNames *names, uint64_t hash)
{
    if (!names) return NULL;
    know(names);
    Slot *slot = names->count ? find(names, hash) : NULL;
    return slot && hash_in(slot) ? slot : NULL;
}

static Slot *look_up(const FileNames *names, Str name)
{
    return look_up_hash(names, hash_of(name));
}

static void grow(FileNames *names)
{
    Slot *old = names->slots;
    FileStamp *stamps = names->stamps;
    size_t capacity = names->capacity;
    names->capacity = capacity ? capacity * 2 : 1024;
    names->slots = ARENA_ARRAY(names->arena, Slot, names->capacity);
    if (names->has_stamps) names->stamps = arena_take(names->arena, names->capacity * sizeof *stamps);
    for (size_t i = 0; i < capacity; i++) {
        if (!hash_in(&old[i])) continue;
        Slot *same = find(names, hash_in(&old[i]));
        same->hash = hash_in(&old[i]);
        same->number = old[i].number;
        if (stamps) names->stamps[same - names->slots] = stamps[i];
    }
    if (old) arena_give_back(names->arena, old, capacity * sizeof *old);
    if (stamps) arena_give_back(names->arena, stamps, capacity * sizeof *stamps);
}

static bool is_folder_item(int above, const struct dirent *item)
{
    struct stat info;
    if (item->d_type != DT_UNKNOWN) return item->d_type == DT_DIR;
    return fstatat(above, item->d_name, &info, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(info.st_mode);
}

static void note_error(FileNames *names)
{
    if (!names->error) names->error = errno;
}

/* Called with each file and folder below a folder, a folder after what is in it: the descriptor of the one above, its
 * name from the first one, and the item. */
typedef void Visit(FileNames *names, int above, Str name, const struct dirent *item, bool is_folder);

static void walk(FileNames *names, Arena *scratch, int above, const char *folder, Str way, int depth, Visit *visit)
{
    int fd = openat(above, folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *stream = fd < 0 ? NULL : fdopendir(fd);
    if (!stream) note_error(names);
    if (!stream && fd >= 0) close(fd);
    for (const struct dirent *item; stream && (errno = 0, item = readdir(stream));) {
        if (strcmp(item->d_name, ".") == 0 || strcmp(item->d_name, "..") == 0) continue;
        Str last = str_from(item->d_name), name = way.len ? path_join(scratch, way, last) : last;
        bool has_more = is_folder_item(fd, item);
        if (has_more && depth == DEEPEST_FOLDER) {
            errno = ELOOP;
            note_error(names);
            continue;
        }
        if (has_more) walk(names, scratch, fd, item->d_name, name, depth + 1, visit);
        visit(names, fd, name, item, has_more);
    }
    if (stream && errno) note_error(names);
    if (stream) closedir(stream);
}

static void add(FileNames *names, int above, Str name, const struct dirent *item, bool is_folder)
{
    if (names->count * 4 >= names->capacity * 3) grow(names);
    uint64_t hash = hash_of(name);
    Slot *slot = find(names, hash);
    names->count += !hash_in(slot);
    slot->hash = hash;
    slot->number = item->d_ino;
    if (names->has_stamps)
        names->stamps[slot - names->slots] = is_folder ? FILE_STAMP_NONE : file_stamp(above, item->d_name);
}

/* Whether all of the folder was walked. */
static bool walk_whole(FileNames *names, Str folder, Visit *visit)
{
    Arena *scratch = arena_new();
    names->error = 0;
    walk(names, scratch, AT_FDCWD, folder.data, STR(""), 0, visit);
    arena_free(scratch);
    return !names->error;
}

/* Where one cannot be linked, all that follow are left: they are made one by one. */
static void add_link(FileNames *names, int above, Str name, const struct dirent *item, bool is_folder)
{
    char room[BUFFER_ROOM];
    Buffer path = BUFFER_IN(room);
    BUFFER_ADD(&path, names->folder, STR("/"), name);
    if (!names->error && !is_folder && !file_link(above, item->d_name, buffer_str(&path))) note_error(names);
    if (!names->error) add(names, above, name, item, is_folder);
    buffer_free(&path);
}

static void fill(FileNames *names)
{
    Diagnostics ignored; /* what stays is reported in the end */
    diagnostics_init(&ignored);
    names->is_unreadable = !tree_remove(names->folder, &ignored);
    diagnostics_free(&ignored);
    if (!names->is_unreadable) walk_whole(names, names->like, add_link);
}

static void list(void *context)
{
    FileNames *names = context;
    names->is_unreadable = !walk_whole(names, names->folder, add) && names->error != ENOENT;
    if (names->is_unreadable) {
        names->slots = NULL; /* not even those that were read */
        names->stamps = NULL;
        names->capacity = names->count = 0;
    }
    if (names->error && names->like.len) fill(names);
}

static FileNames *start(Arena *arena, Str folder, Str like, bool has_stamps)
{
    Arena *mine = arena_new(); /* the thread's until it is done */
    FileNames *names = ARENA_NEW(mine, FileNames);
    arena_adopt(arena, mine);
    *names = (FileNames){.arena = mine,
                         .folder = str_copy(mine, folder),
                         .like = str_copy(mine, like),
                         .has_stamps = has_stamps,
                         .lock = PTHREAD_MUTEX_INITIALIZER};
    names->listing = parallel_start(arena, list, names);
    return names;
}

FileNames *file_names(Arena *arena, Str folder, bool has_stamps)
{
    return start(arena, folder, STR_NONE, has_stamps);
}

FileNames *file_names_to_fill(Arena *arena, Str folder, Str like)
{
    return start(arena, folder, like, false);
}

bool file_names_wait(const FileNames *names)
{
    if (names) know(names);
    return names && !names->is_unreadable;
}

static bool meet_slot(FileNames *names, Slot *slot)
{
    if (slot && !(atomic_fetch_or_explicit(&slot->hash, IS_MET, memory_order_relaxed) & IS_MET))
        atomic_fetch_add_explicit(&names->met, 1, memory_order_relaxed);
    return slot;
}

static void meet_folders(FileNames *names, Str name)
{
    for (Str folder = path_folder(name); folder.len; folder = path_folder(folder))
        meet_slot(names, look_up(names, folder));
}

bool file_names_meet(FileNames *names, Str name)
{
    meet_folders(names, name);
    return meet_slot(names, look_up(names, name));
}

bool file_names_has(const FileNames *names, Str name, bool is_met)
{
    const Slot *slot = look_up(names, name);
    return slot && (hash_in(slot) & IS_MET) == is_met;
}

bool file_names_are_met(const FileNames *names)
{
    return !file_names_wait(names) || names->met == names->count;
}

bool file_names_share(const FileNames *names, const FileNames *others, Str name)
{
    const Slot *one = look_up(names, name), *other = look_up(others, name);
    return one && other && one->number == other->number;
}

static bool is_untouched(const FileNames *names, const Slot *slot, int64_t size, int64_t since)
{
    return slot && file_stamp_is_untouched(&names->stamps[slot - names->slots], size, since);
}

bool file_names_untouched(const FileNames *names, Str name, int64_t size, int64_t since)
{
    return is_untouched(names, look_up(names, name), size, since);
}

bool file_names_meet_same(FileNames *names, FileNames *others, Str name, int64_t size, int64_t since)
{
    uint64_t hash = hash_of(name);
    Slot *one = look_up_hash(names, hash), *other = one ? look_up_hash(others, hash) : NULL;
    if (!other || one->number != other->number || !is_untouched(names, one, size, since)) return false;
    meet_folders(names, name);
    meet_folders(others, name);
    meet_slot(names, one);
    return meet_slot(others, other);
}

/* A folder that is not empty stays. */
static void remove_unmet(FileNames *names, int above, Str name, const struct dirent *item, bool is_folder)
{
    if (!file_names_has(names, name, false)) return;
    if (unlinkat(above, item->d_name, is_folder ? AT_REMOVEDIR : 0) != 0 && !is_folder) note_error(names);
}

bool file_names_remove_unmet(FileNames *names, Diagnostics *diagnostics)
{
    if (names && !file_names_wait(names))
        return diagnostics_fail_errno(diagnostics, names->folder, names->error, "look through");
    if (file_names_are_met(names) || walk_whole(names, names->folder, remove_unmet)) return true;
    return diagnostics_fail_errno(diagnostics, names->folder, names->error, "remove what is of no use any more in");
}
