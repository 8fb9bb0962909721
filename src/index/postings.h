/* The posting list of a term while it grows: in pieces, so that no part of a long one is copied or left behind. Private
 * to index/. */
#ifndef WHYFIX_POSTINGS_H
#define WHYFIX_POSTINGS_H

#include "base/base.h"

typedef struct PostingPiece PostingPiece;
typedef struct Postings {
    PostingPiece *last;
    uint32_t len;        /* bytes of all pieces */
    uint32_t last_entry; /* that was added */
    uint32_t used, room; /* bytes of the last piece */
} Postings;

/* Adds an entry (they ascend) that has the term so often; what is more than POSTING_OFTEN_MOST counts as that. */
void postings_add(Arena *arena, Postings *postings, uint32_t entry, uint32_t often);
/* All of it, as packed.h reads it: `len` bytes. */
void postings_copy(const Postings *postings, char *to);

#endif
