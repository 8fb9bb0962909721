#include "han_pairs.h"

enum { BITS_FIRST = 12, HAN_LEN = 3 /* bytes */ };

uint32_t han_pair_of(Str text)
{
    uint32_t first, second;
    if (text.len != 2 * HAN_LEN || utf8_decode(text, &first) != HAN_LEN) return 0;
    if (utf8_decode(str_slice(text, HAN_LEN, text.len), &second) != HAN_LEN) return 0;
    return first < HAN_END && second < HAN_END ? han_pair(first, second) : 0;
}

HanPairs han_pairs_new(Arena *arena)
{
    return (HanPairs){.slots = ARENA_ARRAY(arena, HanPair, (size_t)1 << BITS_FIRST), .bits = BITS_FIRST};
}

static void grow(HanPairs *pairs, Arena *arena)
{
    HanPair *old = pairs->slots;
    size_t capacity = (size_t)1 << pairs->bits++;
    pairs->slots = ARENA_ARRAY(arena, HanPair, capacity * 2);
    for (size_t i = 0; i < capacity; i++)
        if (old[i].characters) *han_pairs_find(pairs, old[i].characters) = old[i];
    arena_give_back(arena, old, capacity * sizeof *old);
}

void han_pairs_add(HanPairs *pairs, Arena *arena, HanPair *slot, HanPair pair)
{
    *slot = pair;
    if (++pairs->count * 2 > (size_t)1 << pairs->bits) grow(pairs, arena);
}
