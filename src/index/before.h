/* The index that is published: the next takes over what it has of the entries that say what they said, so that only
 * others are taken apart. Private to index/. */
#ifndef WHYFIX_BEFORE_H
#define WHYFIX_BEFORE_H

#include "index.h"

/* How SQLite reads it as the schema of that name: once, and in order, so that many pages in memory would be for
 * nothing. */
#define BEFORE_READING(schema) "PRAGMA " schema ".cache_size = 30"

typedef struct Before Before;

/* What of it is the same. NULL where it is of no use: it is another's, or too little is as it was. before_free() when
 * done. */
Before *before_start(const IndexBefore *index, const Content *content);
void before_free(Before *before); /* NULL is allowed */

/* Entries are those of the content, from 0. Where it says so, NULL is an index that has nothing. */
Str before_path(const Before *before);
/* The number, from 1, that it gives an entry; 0 where the entry is not the same, or `before` NULL. What follows is of
 * one that is. */
uint32_t before_number(const Before *before, size_t entry);
/* Reads the rest, which what follows is of. False where it cannot be read. NULL is allowed. */
bool before_read(Before *before);
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
/* The terms that it has, one after the other in byte order of their texts. */
typedef struct BeforeTerm {
    Str text, list;   /* views, until the next; the second, once it is updated, its list of now */
    uint32_t number;  /* then, from 0 without gaps */
    uint32_t entries; /* how many have it; once it is updated, of those that are the same */
} BeforeTerm;
/* Begins with them; `count` gets how many there are. False where it cannot be read. */
bool before_terms(Before *before, size_t *count);
bool before_next(Before *before, BeforeTerm *term);
/* Has it without the entries that are gone, with the numbers that entries have now, and with the list `fresh` of
 * others.
 */
void before_update(Before *before, BeforeTerm *term, Str fresh);
bool before_is_read(const Before *before); /* whether that were all */

#endif
