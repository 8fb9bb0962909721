/* The index that is published: the next takes over what it has of the entries that say what they said, so that only
 * others are taken apart. Private to index/. */
#ifndef WHYFIX_BEFORE_H
#define WHYFIX_BEFORE_H

#include "index.h"
#include "terms.h"

/* How SQLite reads it as the schema of that name: once, and in order, so that many pages in memory would be for
 * nothing. */
#define BEFORE_READING(schema) "PRAGMA " schema ".cache_size = 30"

typedef struct Before Before;

/* What of it is the same. NULL where it is of no use: it is another's, or too little is as it was. before_free() when
 * done; `kept`, for what is read in order, must outlive that. */
Before *before_start(const IndexBefore *index, const Content *content, Arena *kept);
void before_free(Before *before); /* NULL is allowed */

/* Entries are those of the content, from 0. Where it says so, NULL is an index that has nothing. */
Str before_path(const Before *before);
/* The number, from 1, that it gives an entry; 0 where the entry is not the same, or `before` NULL. What follows is of
 * one that is. */
uint32_t before_number(const Before *before, size_t entry);
/* Reads the rest, which what follows is of, and puts its terms into `terms`, which must have none. False where it
 * cannot be read. NULL is allowed. */
bool before_read(Before *before, Terms *terms);
/* How many tokens it has, as the index has them. */
unsigned before_tokens(const Before *before, size_t entry);
/* What is ranked by: sets of the terms' numbers then. A view, until the next. False where it cannot be read. */
typedef struct Ranked {
    Str terms;    /* a packed set */
    Str wordings; /* for each the weight then, and a packed set */
} Ranked;
bool before_ranked(Before *before, size_t entry, Ranked *ranked);

/* Whether one of its files for browsers has the signature; and when they were written, in nanoseconds since 1970. NULL
 * is allowed. */
bool before_has(const Before *before, const Signature *signature);
int64_t before_written(const Before *before);
/* Once all others have been counted: gives the terms the postings that they had, without entries that are gone, and
 * with the numbers that entries have now. NULL is allowed. False where it cannot be read.
 */
bool before_end(Before *before, Terms *terms);

#endif
