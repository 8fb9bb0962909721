#include "postings.h"

#include "packed.h"

enum { PIECE_FIRST = 32, PIECE_MOST = 4096 /* bytes, with what is before the data */ };
enum { POSTING_MOST = 6 /* bytes: five digits, and how often */ };

/* Nothing that is full is looked at again until the list is read: how much of a piece is used stands in the next. */
struct PostingPiece {
    PostingPiece *previous;
    uint32_t previous_len;
    char data[];
};
enum { HEAD = offsetof(PostingPiece, data) };

/* Twice as large as the one before. */
static void add_piece(Arena *arena, Postings *postings)
{
    size_t size = postings->last ? 2 * ((size_t)postings->room + HEAD) : PIECE_FIRST;
    if (size > PIECE_MOST) size = PIECE_MOST;
    PostingPiece *piece = arena_take(arena, size);
    piece->previous = postings->last; /* its data stays as it is */
    piece->previous_len = postings->used;
    postings->last = piece;
    postings->room = (uint32_t)(size - HEAD);
    postings->used = 0;
}

void postings_add(Arena *arena, Postings *postings, uint32_t entry, uint32_t often)
{
    if (postings->room - postings->used < POSTING_MOST) add_piece(arena, postings);
    char *start = postings->last->data + postings->used;
    char *end = packed_write(start, entry - postings->last_entry);
    *end++ = (char)(often < POSTING_OFTEN_MOST ? often : POSTING_OFTEN_MOST);
    postings->used += (uint32_t)(end - start);
    postings->len += (uint32_t)(end - start);
    postings->last_entry = entry;
}

/* From the last piece on. */
void postings_copy(const Postings *postings, char *to)
{
    uint32_t len = postings->used;
    char *start = to + postings->len;
    for (const PostingPiece *piece = postings->last; piece; len = piece->previous_len, piece = piece->previous)
        memcpy(start -= len, piece->data, len);
}
