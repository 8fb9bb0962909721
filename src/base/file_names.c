#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "file_names.h"
#include "tree_walk.h"

static uint64_t hash_of(Str name)
{
    uint64_t hash = str_map_hash(name) & HASH_BITS;
    return hash ? hash : HASH_BITS;
}

static uint64_t hash_in(const _Atomic uint64_t *slot)
{
    return atomic_load_explicit(slot, memory_order_relaxed);
}

/* Its slot, or the free one that it would have. */
static _Atomic uint64_t *find(const FileNames *names, uint64_t hash)
{
    for (size_t i = hash >> 2;; i++) {
        _Atomic uint64_t *slot = &names->slots[i & (names->capacity - 1)];
        if (!hash_in(slot) || (hash_in(slot) & HASH_BITS) == (hash & HASH_BITS)) return slot;
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

/* NULL where there is none of this name. */
static _Atomic uint64_t *look_up(const FileNames *names, Str name)
{
    _Atomic uint64_t *slot = has_names(names) ? find(names, hash_of(name)) : NULL;
    return slot && hash_in(slot) ? slot : NULL;
}

void file_names_reserve(FileNames *names, size_t count)
{
    _Atomic uint64_t *old = names->slots;
    size_t capacity = names->capacity;
    if (count * 4 < capacity * 3) return;
    names->capacity = capacity ? capacity * 2 : 1024;
    while (count * 4 >= names->capacity * 3) names->capacity *= 2;
    names->slots = ARENA_ARRAY(names->arena, _Atomic uint64_t, names->capacity);
    for (size_t i = 0; i < capacity; i++)
        if (hash_in(&old[i])) *find(names, hash_in(&old[i])) = hash_in(&old[i]);
    if (old) arena_give_back(names->arena, old, capacity * sizeof *old);
}

void file_names_put(FileNames *names, uint64_t hash)
{
    file_names_reserve(names, names->count + 1);
    _Atomic uint64_t *slot = find(names, hash);
    names->count += !hash_in(slot);
    *slot = hash;
}

void file_names_add(FileNames *names, Str name)
{
    file_names_put(names, hash_of(name));
}

/* ---- listing ---- */

static bool add(void *context, Str name, bool is_folder)
{
    FileNames *names = context;
    file_names_put(names, hash_of(name) | (is_folder ? IS_FOLDER : 0));
    if (is_folder) VEC_PUSH(names->arena, &names->folders, str_copy(names->arena, name));
    return true;
}

static void list(void *context)
{
    FileNames *names = context;
    names->at = open(names->folder.data, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file_names_read_cache(names)) return;
    names->error = tree_walk(names->folder, add, names);
    names->is_unreadable = names->error && names->error != ENOENT;
    if (!names->is_unreadable) return;
    names->slots = NULL; /* not even those that were read */
    names->capacity = names->count = names->folders.len = 0;
}

static FileNames *new_names(Arena *arena, Str folder)
{
    Arena *mine = arena_new(); /* the thread's until it is done */
    FileNames *names = ARENA_NEW(mine, FileNames);
    arena_adopt(arena, mine);
    *names = (FileNames){.arena = mine, .folder = str_copy(mine, folder), .at = -1, .lock = PTHREAD_MUTEX_INITIALIZER};
    return names;
}

FileNames *file_names(Arena *arena, Str folder, const CacheFile *cache)
{
    FileNames *names = new_names(arena, folder);
    if (cache) names->cache = *cache;
    names->listing = parallel_start(arena, list, names);
    return names;
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

/* ---- meeting ---- */

static bool meet_slot(FileNames *names, _Atomic uint64_t *slot)
{
    if (slot && !(atomic_fetch_or_explicit(slot, IS_MET, memory_order_relaxed) & IS_MET))
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

/* Of a new folder, those below it are all that will be asked: to note each file would take longer than to list it in
 * the next run. */
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

bool file_names_meet_new(FileNames *names, Str name)
{
    if (!names || file_names_meet(names, name)) return names != NULL;
    pthread_mutex_lock(&names->lock);
    if (names->made)
        note_folders(names, name);
    else
        VEC_PUSH(names->arena, &names->added, str_copy(names->arena, name));
    pthread_mutex_unlock(&names->lock);
    return false;
}

bool file_names_has(const FileNames *names, Str name, bool is_met)
{
    const _Atomic uint64_t *slot = look_up(names, name);
    return slot && (hash_in(slot) & IS_MET) == is_met;
}

bool file_names_has_folder(const FileNames *names, Str name)
{
    const _Atomic uint64_t *slot = look_up(names, name);
    return slot && hash_in(slot) & IS_FOLDER;
}

bool file_names_are_met(const FileNames *names)
{
    return !file_names_wait(names) || names->met == names->count;
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

bool file_names_meet_untouched(FileNames *names, Str name, int64_t size, int64_t since)
{
    _Atomic uint64_t *slot = look_up(names, name);
    if (!slot || hash_in(slot) & IS_FOLDER || !is_untouched(names, name, size, since)) return false;
    meet_folders(names, name);
    return meet_slot(names, slot);
}

typedef struct Unmet {
    const FileNames *names;
    Arena *arena;
    StrVec *files;
    bool has_folder;
} Unmet;

static bool add_unmet(void *context, Str name, bool is_folder)
{
    Unmet *unmet = context;
    if (file_names_has(unmet->names, name, true)) return true;
    if (!is_folder) VEC_PUSH(unmet->arena, unmet->files, str_copy(unmet->arena, name));
    unmet->has_folder |= is_folder;
    return !unmet->has_folder;
}

bool file_names_unmet(const FileNames *names, Arena *arena, StrVec *files)
{
    Unmet unmet = {names, arena, files, false};
    if (!file_names_wait(names)) return false;
    if (file_names_are_met(names)) return true;
    return tree_walk(names->folder, add_unmet, &unmet) == 0 && !unmet.has_folder;
}
