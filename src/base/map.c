#include <string.h>

#include "base.h"

typedef struct Slot {
    Str key; /* data NULL: free */
    size_t value;
    uint64_t hash;
} Slot;

struct StrMap {
    Arena *arena;
    Slot *slots; /* open addressing; a power of two of them, at most two thirds full */
    size_t capacity, count;
};

static uint64_t read_8(const char *data)
{
    uint64_t word;
    memcpy(&word, data, sizeof word);
    return word;
}

static uint64_t read_4(const char *data)
{
    uint32_t word;
    memcpy(&word, data, sizeof word);
    return word;
}

/* Fewer than 8 bytes as a number; what is read twice stands at one place. */
static uint64_t read_short(const char *data, size_t len)
{
    if (len >= 4) return read_4(data) | read_4(data + len - 4) << 8 * (len - 4);
    if (!len) return 0;
    const unsigned char *bytes = (const unsigned char *)data;
    return bytes[0] | (uint64_t)bytes[len / 2] << 8 * (len / 2) | (uint64_t)bytes[len - 1] << 8 * (len - 1);
}

/* A bijection, so that what is different stays so: the finalizer of MurmurHash3 (Appleby 2011). */
static uint64_t mix(uint64_t word)
{
    word = (word ^ word >> 33) * UINT64_C(0xff51afd7ed558ccd);
    word = (word ^ word >> 33) * UINT64_C(0xc4ceb9fe1a85ec53);
    return word ^ word >> 33;
}

/* Both halves of the product of two words, as wyhash has it (Wang Yi 2019). */
static uint64_t mix_two(uint64_t a, uint64_t b)
{
    unsigned __int128 product =
        (unsigned __int128)(a ^ UINT64_C(0xa0761d6478bd642f)) * (b ^ UINT64_C(0xe7037ed1a0b428db));
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

uint64_t str_map_hash(Str key)
{
    if (key.len <= STR_MAP_KEY_IN_HASH) return mix((uint64_t)key.len << 56 | read_short(key.data, key.len));
    uint64_t hash = key.len;
    if (key.len == STR_MAP_KEY_IN_HASH + 1) return mix(hash ^ read_8(key.data));
    for (size_t at = 0; at + 16 < key.len; at += 16)
        hash = mix_two(hash ^ read_8(key.data + at), read_8(key.data + at + 8));
    size_t end = key.len >= 16 ? key.len - 16 : 0; /* bytes that are read twice change nothing */
    return mix(mix_two(hash ^ read_8(key.data + end), read_8(key.data + key.len - 8)));
}

static bool is_key(const Slot *slot, Str key, uint64_t hash)
{
    if (slot->hash != hash || slot->key.len != key.len) return false;
    return key.len <= STR_MAP_KEY_IN_HASH || memcmp(slot->key.data, key.data, key.len) == 0;
}

static Slot *find(const StrMap *map, Str key, uint64_t hash)
{
    for (size_t i = hash & (map->capacity - 1);; i = (i + 1) & (map->capacity - 1)) {
        Slot *slot = &map->slots[i];
        if (!slot->key.data || is_key(slot, key, hash)) return slot;
    }
}

static bool is_full(size_t count, size_t capacity)
{
    return count * 3 >= capacity * 2;
}

StrMap *str_map_new_for(Arena *arena, size_t count)
{
    StrMap *map = ARENA_NEW(arena, StrMap);
    size_t capacity = 64;
    while (count && is_full(count - 1, capacity)) capacity *= 2;
    *map = (StrMap){arena, ARENA_ARRAY(arena, Slot, capacity), capacity, 0};
    return map;
}

StrMap *str_map_new(Arena *arena)
{
    return str_map_new_for(arena, 0);
}

bool str_map_get(const StrMap *map, Str key, size_t *value)
{
    const Slot *slot = find(map, key, str_map_hash(key));
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
    arena_give_back(map->arena, map->slots, map->capacity * sizeof *map->slots);
    *map = bigger;
}

void str_map_set(StrMap *map, Str key, size_t value)
{
    if (is_full(map->count, map->capacity)) grow(map);
    uint64_t hash = str_map_hash(key);
    Slot *slot = find(map, key, hash);
    if (!slot->key.data) {
        map->count++;
        *slot = (Slot){str_or_empty(key), value, hash};
    }
    slot->value = value;
}
