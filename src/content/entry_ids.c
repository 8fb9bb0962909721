/* Entries by their ids: eight bytes a slot, and the id itself is looked up where the entry is, which a large site has
 * at rest. So it is only looked at where it is most likely the one. */
#include "entry_ids.h"

typedef struct Slot {
    uint32_t hash, number; /* the second from 1; 0: free */
} Slot;

struct EntryIds {
    Slot *slots; /* open addressing; a power of two of them, at most two thirds full */
    size_t capacity;
};

void entry_ids_start(Arena *arena, Content *content)
{
    size_t capacity = 64;
    while (content->entries.len * 3 >= capacity * 2) capacity *= 2;
    content->ids = ARENA_NEW(arena, EntryIds);
    *content->ids = (EntryIds){ARENA_ARRAY(arena, Slot, capacity), capacity};
}

/* Its slot, or the free one that it would have. */
static Slot *find(const Content *content, Str id, uint64_t hash)
{
    const EntryIds *ids = content->ids;
    for (size_t i = hash >> 32;; i++) {
        Slot *slot = &ids->slots[i & (ids->capacity - 1)];
        bool is_it =
            slot->hash == (uint32_t)hash && slot->number && str_equal(content->entries.items[slot->number - 1]->id, id);
        if (is_it || !slot->number) return slot;
    }
}

void entry_ids_add(Content *content, size_t at)
{
    Str id = content->entries.items[at]->id;
    uint64_t hash = str_map_hash(id);
    *find(content, id, hash) = (Slot){(uint32_t)hash, (uint32_t)at + 1};
}

bool content_find_entry(const Content *content, Str id, size_t *at)
{
    const Slot *slot = find(content, id, str_map_hash(id));
    if (slot->number) *at = slot->number - 1;
    return slot->number != 0;
}
