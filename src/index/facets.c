#include "facets.h"

#include "packed.h"

enum { RECENT = 4 };

struct Facets {
    Arena *arena;
    StrMap *at;
    VEC(Facet) all;
    size_t recent[RECENT]; /* that were asked for, by their numbers */
    size_t asked;
    VEC(uint32_t) pending; /* of the entry under way */
    Buffer buffer;
};

Facets *facets_new(Arena *arena)
{
    Facets *facets = ARENA_NEW(arena, Facets);
    facets->arena = arena;
    facets->at = str_map_new(arena);
    return facets;
}

void facets_free(Facets *facets)
{
    for (size_t i = 0; i < facets->all.len; i++) buffer_free(&facets->all.items[i].entries);
    buffer_free(&facets->buffer);
}

/* Its number; a new one where there is none. */
static size_t number_of(Facets *facets, const char *name, Str value)
{
    size_t at;
    buffer_clear(&facets->buffer);
    buffer_add_text(&facets->buffer, name);
    buffer_add_char(&facets->buffer, '\t');
    buffer_add(&facets->buffer, value);
    Str key = buffer_str(&facets->buffer);
    if (!str_map_get(facets->at, key, &at)) {
        at = facets->all.len;
        key = str_copy(facets->arena, key);
        value = str_slice(key, key.len - value.len, key.len);
        VEC_PUSH(facets->arena, &facets->all, ((Facet){.name = name, .value = value}));
        str_map_set(facets->at, key, at);
    }
    return at;
}

/* Mostly one of the entry before. */
static size_t find(Facets *facets, const char *name, Str value)
{
    for (size_t i = 0; i < RECENT && i < facets->asked; i++) {
        const Facet *facet = &facets->all.items[facets->recent[i]];
        if (facet->name == name && str_equal(facet->value, value)) return facets->recent[i];
    }
    return facets->recent[facets->asked++ % RECENT] = number_of(facets, name, value);
}

void facets_add(Facets *facets, uint32_t entry, const char *name, Str value)
{
    size_t at = find(facets, name, value);
    Facet *facet = &facets->all.items[at];
    if (facet->last == entry) return;
    buffer_add_packed(&facet->entries, entry - facet->last);
    facet->last = entry;
    VEC_PUSH(facets->arena, &facets->pending, (uint32_t)at);
}

Str facets_take_set(Facets *facets, Arena *arena)
{
    buffer_clear(&facets->buffer);
    packed_put_set(&facets->buffer, facets->pending.items, facets->pending.len);
    facets->pending.len = 0;
    return buffer_take(&facets->buffer, arena);
}

size_t facets_pending(const Facets *facets)
{
    return facets->pending.len;
}

size_t facets_count(const Facets *facets)
{
    return facets->all.len;
}

const Facet *facets_get(const Facets *facets, size_t number)
{
    return &facets->all.items[number];
}
