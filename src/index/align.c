#include "align.h"

static StrMap *places_of(Arena *arena, const uint64_t *hashes, size_t count)
{
    StrMap *places = str_map_new_for(arena, count);
    for (size_t i = 0; i < count; i++) str_map_set(places, (Str){(const char *)&hashes[i], sizeof *hashes}, i + 1);
    return places;
}

/* The first of the piles whose top is not below the place. */
static size_t pile_for(const uint32_t *places, const uint32_t *tops, size_t piles, uint32_t place)
{
    size_t from = 0;
    for (size_t to = piles; from < to;) {
        size_t middle = from + (to - from) / 2;
        if (places[tops[middle]] < place)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

/* Keeps of the places (0: none) a longest part that ascends. */
static void keep_ascending(Arena *arena, uint32_t *places, size_t count)
{
    uint32_t *tops = ARENA_ARRAY(arena, uint32_t, count + 1);  /* by pile: whose place is on top */
    uint32_t *below = ARENA_ARRAY(arena, uint32_t, count + 1); /* who was on top of the pile before, plus one */
    size_t piles = 0;
    for (size_t i = 0; i < count; i++) {
        if (!places[i]) continue;
        bool is_last = !piles || places[tops[piles - 1]] < places[i]; /* which is usual */
        size_t pile = is_last ? piles : pile_for(places, tops, piles, places[i]);
        below[i] = pile ? tops[pile - 1] + 1 : 0;
        tops[pile] = (uint32_t)i;
        if (pile == piles) piles++;
    }
    size_t kept = piles ? tops[piles - 1] + 1 : 0; /* plus one */
    for (size_t i = count; i > 0; i--) {
        if (i == kept)
            kept = below[i - 1];
        else
            places[i - 1] = 0;
    }
}

uint32_t *align(Arena *arena, const uint64_t *hashes, size_t count, const uint64_t *before, size_t before_count)
{
    uint32_t *places = ARENA_ARRAY(arena, uint32_t, count + 1);
    Arena *scratch = arena_new();
    size_t same = 0, at;
    while (same < count && same < before_count && hashes[same] == before[same]) same++;
    for (size_t i = 0; i < same; i++) places[i] = (uint32_t)i + 1;
    while (count > same && before_count > same && hashes[count - 1] == before[before_count - 1])
        places[--count] = (uint32_t)before_count--;
    StrMap *rest = places_of(scratch, before + same, before_count - same);
    for (size_t i = same; i < count; i++)
        if (str_map_get(rest, (Str){(const char *)&hashes[i], sizeof *hashes}, &at)) places[i] = (uint32_t)(same + at);
    keep_ascending(scratch, places + same, count - same);
    arena_free(scratch);
    return places;
}
