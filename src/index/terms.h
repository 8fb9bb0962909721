/* The terms of all entries while an index is written: their numbers, how many entries have them, and where. Private to
 * index/. */
#ifndef WHYFIX_TERMS_H
#define WHYFIX_TERMS_H

#include "postings.h"

typedef struct Term {
    Str text;
    uint32_t entries; /* how many have it */
    Postings postings;
} Term;

typedef struct Terms Terms;

/* `stored`, which may be NULL, gets most of the postings of a large index. */
Terms *terms_new(Arena *stored);
void terms_free(Terms *terms); /* NULL is allowed */

/* Counts the text of a column of the entry under way; `weight` is the column's, in halves. Returns the number of its
 * tokens. */
size_t terms_add(Terms *terms, Str text, unsigned weight);
/* The same for a way to ask, of which terms_wordings() has the numbers. */
size_t terms_add_wording(Terms *terms, Str text, unsigned weight);
/* The ways to ask of the entry under way: of each a list of its words and single characters. */
Str terms_wordings(const Terms *terms);
/* Ends the entry (numbers ascend from 1). Returns a list of its words and single characters, in the arena. */
Str terms_end_entry(Terms *terms, Arena *arena, uint32_t entry);

/* Takes the next term of an index that was written: its number there, and how many entries have it. What is counted
 * from then on goes on from there; before the first is. */
uint32_t terms_take(Terms *terms, Str text, uint32_t entries);
/* The term by the number that it was counted, or taken, as. */
Term *terms_counted_as(Terms *terms, uint32_t place);

/* Ends counting: a term's number, from 0, is its place in byte order of the texts of those that an entry has. */
void terms_end(Terms *terms);
size_t terms_count(const Terms *terms);
const Term *terms_get(const Terms *terms, uint32_t number);
/* The postings of a term, as postings_list() has them. */
Str terms_list(const Terms *terms, const Term *term, Arena *arena);
/* Adds the packed set of the numbers of terms: those of a list, or where they were taken those of a packed set, which
 * it takes off the front of *lists. */
void terms_put_set(Terms *terms, Buffer *out, Str *lists, bool is_taken);
/* The sum of the weights of the terms of such a set, of `entries` in all. */
double terms_weigh(Terms *terms, Str set, size_t entries);
/* Whether all words and characters of a text are known. */
bool terms_know(const Terms *terms, Str text);

#endif
