/* The terms of all entries while an index is written: their numbers, how many entries have them, and where. Private to
 * index/. */
#ifndef WHYFIX_TERMS_H
#define WHYFIX_TERMS_H

#include "base/base.h"

typedef struct Term {
    Str text;
    uint32_t entries;            /* how many have it */
    uint32_t last_held;          /* the entry that was counted last */
    uint32_t last_listed, often; /* of the posting under way */
    uint32_t last_set;
    Buffer list; /* packed postings, without the one under way */
} Term;

typedef struct Terms Terms;

Terms *terms_new(Arena *arena);
void terms_free(Terms *terms);

/* Adds the text of a column of an entry (numbers ascend from 1); `weight` is the column's, in halves. Returns the
 * number of its tokens. */
size_t terms_add(Terms *terms, uint32_t entry, Str text, unsigned weight);
/* The numbers of the words and single characters of what was added since the last call, as a packed set in the arena.
 */
Str terms_take_set(Terms *terms, Arena *arena);
/* The same of a text, without its being counted. `weight`, if not NULL, gets the sum of the weights of its terms. */
Str terms_set_of(Terms *terms, Arena *arena, Str text, size_t entries, double *weight);
/* Whether all words and characters of a text are known. */
bool terms_know(const Terms *terms, Str text);

size_t terms_count(const Terms *terms);
/* The numbers of all terms in byte order of their texts. */
const uint32_t *terms_sorted(Terms *terms, Arena *arena);
/* A term, its list complete. */
const Term *terms_get(Terms *terms, uint32_t number);

#endif
