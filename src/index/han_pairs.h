/* The pairs of Han characters among the terms of an index: most tokens of a Chinese text. A table of their own finds
 * them by their characters, with where they were counted last beside. Private to index/. */
#ifndef WHYFIX_HAN_PAIRS_H
#define WHYFIX_HAN_PAIRS_H

#include "text/text.h"

typedef struct HanPair {
    uint32_t characters;    /* han_pair() of both, which are below HAN_END; 0: none, the slot is free */
    uint32_t place;         /* among all terms */
    uint32_t entry, number; /* where it was counted last, and as which of that entry's terms */
} HanPair;

typedef struct HanPairs {
    HanPair *slots; /* open addressing; a power of two of them, at most half full */
    unsigned bits;
    size_t count;
} HanPairs;

/* The pair that a text is; 0: it is none. So are two letters of other scripts whose characters have three bytes. */
uint32_t han_pair_of(Str text);

/* Where a pair is looked for first: spread by a multiplication (Knuth, The Art of Computer Programming 3, section 6.4).
 */
static inline size_t han_pair_slot(const HanPairs *pairs, uint32_t characters)
{
    return characters * UINT32_C(2654435769) >> (32 - pairs->bits);
}

HanPairs han_pairs_new(Arena *arena);
/* Where a pair is, or the free slot that it would have. */
static inline HanPair *han_pairs_find(const HanPairs *pairs, uint32_t characters)
{
    size_t at = han_pair_slot(pairs, characters), mask = ((size_t)1 << pairs->bits) - 1;
    while (pairs->slots[at].characters && pairs->slots[at].characters != characters) at = (at + 1) & mask;
    return &pairs->slots[at];
}
/* Fills a free slot that was found; slots that were found before have moved then. */
void han_pairs_add(HanPairs *pairs, Arena *arena, HanPair *slot, HanPair pair);

#endif
