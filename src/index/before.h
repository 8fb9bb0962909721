/* The index that is published: the next takes over what it has of the entries that say what they said, so that only
 * others are taken apart. Private to index/. */
#ifndef WHYFIX_BEFORE_H
#define WHYFIX_BEFORE_H

#include "index.h"
#include "terms.h"

/* Waits until it is read. Returns its terms, which are the caller's, and to which others are added; NULL where it is of
 * no use: it is another's, too little is as it was, or it cannot be read. */
Terms *before_align(IndexBefore *before, const Content *content);
/* The rest is of one that is of use; where it says so, NULL is one that has nothing. Entries are those of the content,
 * from 0. */

Str before_path(const IndexBefore *before);
/* The number, from 1, that it gives an entry; 0 where the entry is not the same, or `before` NULL. What follows is of
 * one that is. */
uint32_t before_number(const IndexBefore *before, size_t entry);
/* How many tokens it has, as the index has them. */
unsigned before_tokens(const IndexBefore *before, size_t entry);
/* What is ranked by: sets of the terms' numbers then. A view, until the next. False where it cannot be read. */
typedef struct Ranked {
    Str terms;    /* a packed set */
    Str wordings; /* for each the weight then, and a packed set */
} Ranked;
bool before_ranked(const IndexBefore *before, size_t entry, Ranked *ranked);

/* All ways to ask, folded, a line each; none where `before` is NULL. */
Str before_folded(const IndexBefore *before);
/* Whether one of its files for browsers has the signature; and when they were written, in nanoseconds since 1970. NULL
 * is allowed. */
bool before_has(const IndexBefore *before, const Signature *signature);
int64_t before_written(const IndexBefore *before);
/* Once all others have been counted: gives the terms the postings that they had, without entries that are gone, and
 * with the numbers that entries have now. NULL is allowed. */
void before_end(const IndexBefore *before, Terms *terms);

#endif
