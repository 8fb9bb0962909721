#include "base.h"

typedef struct Slot {
    uint64_t key; /* 0: free */
    size_t value;
} Slot;

struct NumberMap {
    Arena *arena;
    Slot *slots; /* open addressing; a power of two of them, at most half full */
    size_t capacity, count;
};

enum { CAPACITY_FIRST = 64 };

NumberMap *number_map_new_for(Arena *arena, size_t count)
{
    NumberMap *map = ARENA_NEW(arena, NumberMap);
    size_t capacity = CAPACITY_FIRST;
    while (capacity < count * 2) capacity *= 2;
    *map = (NumberMap){arena, ARENA_ARRAY(arena, Slot, capacity), capacity, 0};
    return map;
}

/* The slot of a key, or the free one that it would have. Spread by a multiplication, whose highest bits depend on all
 * of the key (Knuth, The Art of Computer Programming 3, section 6.4). */
static Slot *find(const NumberMap *map, uint64_t key)
{
    for (size_t i = key * UINT64_C(0x9e3779b97f4a7c15) >> 32;; i++) {
        Slot *slot = &map->slots[i & (map->capacity - 1)];
        if (slot->key == key || !slot->key) return slot;
    }
}

static void grow(NumberMap *map)
{
    NumberMap bigger = *map;
    bigger.capacity *= 2;
    bigger.slots = ARENA_ARRAY(map->arena, Slot, bigger.capacity);
    for (size_t i = 0; i < map->capacity; i++)
        if (map->slots[i].key) *find(&bigger, map->slots[i].key) = map->slots[i];
    arena_give_back(map->arena, map->slots, map->capacity * sizeof *map->slots);
    *map = bigger;
}

size_t number_map_add(NumberMap *map, uint64_t key, size_t value)
{
    Slot *slot = find(map, key);
    if (slot->key) return slot->value;
    *slot = (Slot){key, value};
    if (++map->count * 2 > map->capacity) grow(map);
    return value;
}
