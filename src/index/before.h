/* The index that is published: the next takes over what it has of the entries that say what they said, so that only
 * others are taken apart. Private to index/. */
#ifndef WHYFIX_BEFORE_H
#define WHYFIX_BEFORE_H

#include "index.h"
#include "terms.h"

typedef struct Before Before;

/* What it has of an entry; sets are of the terms' numbers then. */
typedef struct Ranked {
    Str terms;    /* a packed set */
    Str wordings; /* for each the weight then, and a packed set */
    unsigned tokens;
} Ranked;

/* Reads it into `terms`, which has none yet, and into `kept`, with the hashes of its entries that the cache has. NULL
 * where there is none of use: it is another's, too little is as it was, or it cannot be read; the terms may then have
 * some that are of no use either. */
Before *before_read(Arena *arena, Arena *kept, const IndexBefore *index, const Content *content, Terms *terms);
/* What it has of an entry of the content; false where before_number() is 0. */
bool before_ranked(const Before *before, size_t entry, Ranked *ranked);
/* The number, from 1, that it gives the entry, from 0; 0 where the entry is not the same, or `before` NULL. */
uint32_t before_number(const Before *before, size_t entry);
/* Its ways to ask, folded, a line each; none where `before` is NULL. */
Str before_folded(const Before *before);
/* Whether one of its files for browsers has the signature; and when they were written, in nanoseconds since 1970. `before`
 * may be NULL. */
bool before_has(const Before *before, const Signature *signature);
int64_t before_written(const Before *before);
/* Once all others have been counted: gives the terms the postings that they had, without entries that are gone, and
 * with the numbers that entries have now. NULL is allowed. */
void before_end(const Before *before, Terms *terms);

#endif
