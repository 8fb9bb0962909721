#include "base.h"

typedef struct Slot {
    Str key; /* data NULL: free */
    size_t value;
    uint64_t hash;
} Slot;

struct StrMap {
    Arena *arena;
    Slot *slots; /* open addressing; a power of two of them, at most half full */
    size_t capacity, count;
};

/* FNV-1a, 64 bits (Fowler, Noll, Vo). */
static uint64_t hash_of(Str key)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < key.len; i++) hash = (hash ^ (unsigned char)key.data[i]) * UINT64_C(0x100000001b3);
    return hash ^ hash >> 32;
}

static Slot *find(const StrMap *map, Str key, uint64_t hash)
{
    for (size_t i = hash & (map->capacity - 1);; i = (i + 1) & (map->capacity - 1)) {
        Slot *slot = &map->slots[i];
        if (!slot->key.data || (slot->hash == hash && str_equal(slot->key, key))) return slot;
    }
}

StrMap *str_map_new(Arena *arena)
{
    StrMap *map = ARENA_NEW(arena, StrMap);
    *map = (StrMap){arena, ARENA_ARRAY(arena, Slot, 64), 64, 0};
    return map;
}

bool str_map_get(const StrMap *map, Str key, size_t *value)
{
    const Slot *slot = find(map, key, hash_of(key));
    if (slot->key.data) *value = slot->value;
    return slot->key.data != NULL;
}

static void grow(StrMap *map)
{
    StrMap bigger = *map;
    bigger.capacity *= 2;
    bigger.slots = ARENA_ARRAY(map->arena, Slot, bigger.capacity);
    for (size_t i = 0; i < map->capacity; i++)
        if (map->slots[i].key.data) *find(&bigger, map->slots[i].key, map->slots[i].hash) = map->slots[i];
    *map = bigger;
}

void str_map_set(StrMap *map, Str key, size_t value)
{
    if (map->count * 2 >= map->capacity) grow(map);
    uint64_t hash = hash_of(key);
    Slot *slot = find(map, key, hash);
    if (!slot->key.data) {
        map->count++;
        *slot = (Slot){key.data ? key : STR(""), value, hash};
    }
    slot->value = value;
}
