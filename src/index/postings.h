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

/* Adds an entry (they ascend) that has the term so often; what is more than POSTING_OFTEN_MOST counts as that. Of a
 * long list all but the end is put into `stored` (NULL: it stays where it is). */
void postings_add(Arena *arena, Arena *stored, Postings *postings, uint32_t entry, uint32_t often);
/* Makes it one that is packed already, which it copies; nothing can be added to it. */
void postings_set(Arena *arena, Postings *postings, Str list);
/* All of it in one, as packed.h reads it; in the arena where it is in several pieces, `stored` being what
 * postings_add() got. */
Str postings_list(const Postings *postings, const Arena *stored, Arena *arena);

#endif
