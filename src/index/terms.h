/* The terms of all entries while an index is written: their numbers, how many entries have them, and where. Private to
 * index/. */
#ifndef WHYFIX_TERMS_H
#define WHYFIX_TERMS_H

#include "postings.h"

typedef struct Term {
    Str text;
    uint32_t entries;    /* how many have it */
    uint32_t last_entry; /* the one that was counted last, of which it is the `place`th */
    uint32_t last_set, place;
    double weight; /* 0: not yet known */
    Postings postings;
} Term;

/* A term of an entry. */
typedef struct Counted {
    uint32_t number;
    uint32_t often; /* weighted by column, in halves; 0: it has no posting */
    bool is_in_set;
} Counted;
typedef VEC(Counted) CountedVec;

typedef struct Terms Terms;

Terms *terms_new(void);
void terms_free(Terms *terms); /* NULL is allowed */

/* Counts the text of a column of the entry under way; `weight` is the column's, in halves. Returns the number of its
 * tokens. */
size_t terms_add(Terms *terms, Str text, unsigned weight);
/* The same for a way to ask, of which terms_wordings() has the numbers. */
size_t terms_add_wording(Terms *terms, Str text, unsigned weight);
/* Adds one that was counted as part of the entry, by its numbers. */
void terms_add_known_wording(Terms *terms, uint32_t *numbers, size_t count);
/* The ways to ask of the entry under way: of each a packed set of the numbers of its words and single characters. */
Str terms_wordings(const Terms *terms);
/* The sum of the weights of the terms of a set (packed_next_set()), once `entries` have been counted, which is all. */
double terms_weigh(Terms *terms, Str set, size_t entries);
/* The number of a term's text; a new one where it has none. */
uint32_t terms_number(Terms *terms, Str text);
/* Adds a term of the entry under way whose count is known. */
void terms_add_counted(Terms *terms, Counted counted);
/* What was counted of the entry under way, in the order in which it has it. */
const CountedVec *terms_counted(const Terms *terms);
/* Ends the entry (numbers ascend from 1). Returns the numbers of its words and single characters, as a packed set in
 * the arena. */
Str terms_end_entry(Terms *terms, Arena *arena, uint32_t entry);
/* Whether all words and characters of a text are known. */
bool terms_know(const Terms *terms, Str text);

size_t terms_count(const Terms *terms);
/* The numbers of all terms in byte order of their texts. */
const uint32_t *terms_sorted(const Terms *terms, Arena *arena);
const Term *terms_get(const Terms *terms, uint32_t number);

#endif
