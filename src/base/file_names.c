#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file_names.h"

static uint64_t hash_of(Str name)
{
    uint64_t hash = str_map_hash(name) & ~(uint64_t)IS_MET;
    return hash ? hash : ~(uint64_t)IS_MET;
}

static uint64_t hash_in(const NameSlot *slot)
{
    return atomic_load_explicit(&slot->hash, memory_order_relaxed);
}

/* Its slot, or the free one that it would have. */
static NameSlot *find(const FileNames *names, uint64_t hash)
{
    for (size_t i = hash >> 1;; i++) {
        NameSlot *slot = &names->slots[i & (names->capacity - 1)];
        if (!hash_in(slot) || (hash_in(slot) & ~(uint64_t)IS_MET) == hash) return slot;
    }
}

static void know(const FileNames *names)
{
    parallel_wait(names->listing);
}

static bool has_names(const FileNames *names)
{
    if (!names) return false;
    know(names);
    return names->count > 0;
}

/* NULL where there is none of this hash. */
static NameSlot *look_up_hash(const FileNames *names, uint64_t hash)
{
    NameSlot *slot = has_names(names) ? find(names, hash) : NULL;
    return slot && hash_in(slot) ? slot : NULL;
}

static NameSlot *look_up(const FileNames *names, Str name)
{
    return has_names(names) ? look_up_hash(names, hash_of(name)) : NULL;
}

void file_names_reserve(FileNames *names, size_t count)
{
    NameSlot *old = names->slots;
    size_t capacity = names->capacity;
    if (count * 4 < capacity * 3) return;
    names->capacity = capacity ? capacity * 2 : 1024;
    while (count * 4 >= names->capacity * 3) names->capacity *= 2;
    names->slots = ARENA_ARRAY(names->arena, NameSlot, names->capacity);
    for (size_t i = 0; i < capacity; i++) {
        if (!hash_in(&old[i])) continue;
        NameSlot *same = find(names, hash_in(&old[i]));
        same->hash = hash_in(&old[i]);
        same->number = old[i].number;
    }
    if (old) arena_give_back(names->arena, old, capacity * sizeof *old);
}

void file_names_put(FileNames *names, uint64_t hash, uint64_t number)
{
    file_names_reserve(names, names->count + 1);
    NameSlot *slot = find(names, hash);
    names->count += !hash_in(slot);
    slot->hash = hash;
    slot->number = number;
}

void file_names_add(FileNames *names, Str name, uint64_t number)
{
    file_names_put(names, hash_of(name), number);
}

void file_names_add_folder(FileNames *names, Str name)
{
    file_names_add(names, name, NUMBER_OF_FOLDER);
    VEC_PUSH(names->arena, &names->folders, str_copy(names->arena, name));
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

static bool walk(FileNames *names, Arena *scratch, int above, const char *folder, Str way, int depth, VisitName *visit)
{
    int fd = openat(above, folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *stream = fd < 0 ? NULL : fdopendir(fd);
    bool goes_on = true;
    if (!stream) note_error(names);
    if (!stream && fd >= 0) close(fd);
    for (const struct dirent *item; stream && goes_on && (errno = 0, item = readdir(stream));) {
        if (strcmp(item->d_name, ".") == 0 || strcmp(item->d_name, "..") == 0) continue;
        Str last = str_from(item->d_name), name = way.len ? path_join(scratch, way, last) : last;
        bool has_more = is_folder_item(fd, item);
        if (has_more && depth == DEEPEST_FOLDER) {
            errno = ELOOP;
            note_error(names);
            continue;
        }
        goes_on = (!has_more || walk(names, scratch, fd, item->d_name, name, depth + 1, visit)) &&
                  visit(names, fd, name, item, has_more);
    }
    if (stream && goes_on && errno) note_error(names);
    if (stream) closedir(stream);
    return goes_on;
}

static bool add(FileNames *names, int above, Str name, const struct dirent *item, bool is_folder)
{
    (void)above;
    if (is_folder)
        file_names_add_folder(names, name);
    else
        file_names_add(names, name, item->d_ino);
    return true;
}

bool file_names_walk(FileNames *names, Str folder, VisitName *visit)
{
    Arena *scratch = arena_new();
    names->error = 0;
    walk(names, scratch, AT_FDCWD, folder.data, STR(""), 0, visit);
    arena_free(scratch);
    return !names->error;
}

/* ---- listing ---- */

static void list(void *context)
{
    FileNames *names = context;
    names->at = open(names->folder.data, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (!file_names_read_cache(names))
        names->is_unreadable = !file_names_walk(names, names->folder, add) && names->error != ENOENT;
    if (names->is_unreadable) {
        names->slots = NULL; /* not even those that were read */
        names->capacity = names->count = names->folders.len = 0;
    }
    if (names->error && names->like.len) file_names_fill(names);
}

static FileNames *new_names(Arena *arena, Str folder)
{
    Arena *mine = arena_new(); /* the thread's until it is done */
    FileNames *names = ARENA_NEW(mine, FileNames);
    arena_adopt(arena, mine);
    *names = (FileNames){.arena = mine, .folder = str_copy(mine, folder), .at = -1, .lock = PTHREAD_MUTEX_INITIALIZER};
    return names;
}

static FileNames *start(Arena *arena, Str folder, Str like, const CacheFile *cache)
{
    FileNames *names = new_names(arena, folder);
    names->like = str_copy(names->arena, like);
    if (cache) names->cache = *cache;
    names->listing = parallel_start(arena, list, names);
    return names;
}

FileNames *file_names(Arena *arena, Str folder, const CacheFile *cache)
{
    return start(arena, folder, STR_NONE, cache);
}

FileNames *file_names_to_fill(Arena *arena, Str folder, Str like, const CacheFile *cache)
{
    return start(arena, folder, like, cache);
}

FileNames *file_names_of_new(Arena *arena, Str folder)
{
    FileNames *names = new_names(arena, folder);
    names->made = str_map_new(names->arena);
    return names;
}

bool file_names_wait(const FileNames *names)
{
    if (names) know(names);
    return names && !names->is_unreadable;
}

void file_names_close(FileNames *names)
{
    if (!names) return;
    know(names);
    if (names->at >= 0) close(names->at);
    names->at = -1;
}

static bool meet_slot(FileNames *names, NameSlot *slot)
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

/* Of a new folder, those below it are all that will be asked: to look up each file's number would take longer than to
 * list it in the next run. */
static void note_folders(FileNames *names, Str name)
{
    size_t known;
    for (Str above = path_folder(name); above.len && !str_map_get(names->made, above, &known);
         above = path_folder(above)) {
        Str folder = str_copy(names->arena, above);
        VEC_PUSH(names->arena, &names->folders, folder);
        str_map_set(names->made, folder, 0);
    }
}

bool file_names_meet_changed(FileNames *names, Str name)
{
    if (!names) return false;
    know(names); /* its arena is the thread's until then */
    pthread_mutex_lock(&names->lock);
    if (names->made)
        note_folders(names, name);
    else
        VEC_PUSH(names->arena, &names->changed, str_copy(names->arena, name));
    pthread_mutex_unlock(&names->lock);
    return file_names_meet(names, name);
}

bool file_names_has(const FileNames *names, Str name, bool is_met)
{
    const NameSlot *slot = look_up(names, name);
    return slot && (hash_in(slot) & IS_MET) == is_met;
}

bool file_names_has_folder(const FileNames *names, Str name)
{
    const NameSlot *slot = look_up(names, name);
    return slot && slot->number == NUMBER_OF_FOLDER;
}

bool file_names_are_met(const FileNames *names)
{
    return !file_names_wait(names) || names->met == names->count;
}

bool file_names_share(const FileNames *names, const FileNames *others, Str name)
{
    const NameSlot *one = look_up(names, name), *other = look_up(others, name);
    return one && other && one->number == other->number;
}

/* To look at each would be a third of a build that makes few pages anew. */
static bool is_untouched(const FileNames *names, Str name, int64_t size, int64_t since)
{
    char room[BUFFER_ROOM];
    Buffer path = BUFFER_IN(room);
    if (names->is_as_kept) return true;
    buffer_add(&path, name);
    FileStamp stamp = file_stamp(names->at, buffer_str(&path).data);
    buffer_free(&path);
    return file_stamp_is_untouched(&stamp, size, since);
}

bool file_names_untouched(const FileNames *names, Str name, int64_t size, int64_t since)
{
    return look_up(names, name) && is_untouched(names, name, size, since);
}

bool file_names_meet_same(FileNames *names, FileNames *others, Str name, int64_t size, int64_t since)
{
    uint64_t hash = hash_of(name);
    NameSlot *one = look_up_hash(names, hash), *other = one ? look_up_hash(others, hash) : NULL;
    if (!other || one->number != other->number || !is_untouched(names, name, size, since)) return false;
    meet_folders(names, name);
    meet_folders(others, name);
    meet_slot(names, one);
    return meet_slot(others, other);
}

/* A folder that is not empty stays. */
static bool remove_unmet(FileNames *names, int above, Str name, const struct dirent *item, bool is_folder)
{
    bool is_unmet = file_names_has(names, name, false);
    if (is_unmet && unlinkat(above, item->d_name, is_folder ? AT_REMOVEDIR : 0) != 0 && !is_folder) note_error(names);
    return true;
}

bool file_names_remove_unmet(FileNames *names, Diagnostics *diagnostics)
{
    if (names && !file_names_wait(names))
        return diagnostics_fail_errno(diagnostics, names->folder, names->error, "look through");
    if (file_names_are_met(names)) return true;
    names->has_lost = true;
    if (file_names_walk(names, names->folder, remove_unmet)) return true;
    return diagnostics_fail_errno(diagnostics, names->folder, names->error, "remove what is of no use any more in");
}
