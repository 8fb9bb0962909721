#include "postings.h"

#include "packed.h"

enum { PIECE_FIRST = 32, PIECE_MOST = 4096, STORED_MOST = 1024 /* bytes, with what is before the data */ };
enum { POSTING_MOST = 6 /* bytes: five digits, and how often */ };

/* How much of the last one is used stands in Postings: it is not looked at then until it is full. */
struct PostingPiece {
    PostingPiece *previous;
    uint32_t len;
    char data[];
};
enum { HEAD = offsetof(PostingPiece, data) };

static void append(Postings *postings, PostingPiece *piece, size_t room)
{
    if (postings->last) postings->last->len = postings->used;
    piece->previous = postings->last; /* its data stays as it is */
    postings->last = piece;
    postings->room = (uint32_t)room;
    postings->used = 0;
}

/* What is full goes to the store, so that its room is that of the next. */
static void store_piece(Arena *stored, Postings *postings)
{
    PostingPiece *last = postings->last;
    last->len = postings->used;
    last->previous = arena_copy(stored, last, HEAD + postings->used);
    postings->used = 0;
}

/* Twice as large as the one before. */
static void add_piece(Arena *arena, Arena *stored, Postings *postings)
{
    size_t size = postings->last ? 2 * ((size_t)postings->room + HEAD) : PIECE_FIRST;
    if (stored && size > STORED_MOST) {
        store_piece(stored, postings);
        return;
    }
    if (size > PIECE_MOST) size = PIECE_MOST;
    append(postings, arena_take(arena, size), size - HEAD);
}

void postings_add(Arena *arena, Arena *stored, Postings *postings, uint32_t entry, uint32_t often)
{
    if (postings->room - postings->used < POSTING_MOST) add_piece(arena, stored, postings);
    char *start = postings->last->data + postings->used;
    char *end = packed_write(start, entry - postings->last_entry);
    *end++ = (char)(often < POSTING_OFTEN_MOST ? often : POSTING_OFTEN_MOST);
    postings->used += (uint32_t)(end - start);
    postings->len += (uint32_t)(end - start);
    postings->last_entry = entry;
}

void postings_set(Arena *arena, Postings *postings, Str list)
{
    *postings = (Postings){.len = (uint32_t)list.len};
    if (!list.len) return;
    PostingPiece *piece = arena_take(arena, HEAD + list.len);
    memcpy(piece->data, list.data, list.len);
    append(postings, piece, list.len);
    postings->used = (uint32_t)list.len;
}

Str postings_list(const Postings *postings, Arena *arena)
{
    const PostingPiece *piece = postings->last;
    if (!piece) return STR("");
    if (!piece->previous) return (Str){piece->data, postings->used};
    char *all = arena_take(arena, postings->len), *start = all + postings->len - postings->used;
    memcpy(start, piece->data, postings->used);
    while ((piece = piece->previous)) memcpy(start -= piece->len, piece->data, piece->len);
    return (Str){all, postings->len};
}
