#include "postings.h"

#include "packed.h"

enum { PIECE_FIRST = 32, PIECE_MOST = 4096, STORED_MOST = 512 /* bytes, with what is before the data */ };
enum { POSTING_MOST = 6 /* bytes: five digits, and how often */ };

/* Nothing that is full is looked at again until the list is read: how much of a piece is used stands in the next. */
struct PostingPiece {
    PostingPiece *previous;
    uint32_t previous_len;
    char data[];
};
enum { HEAD = offsetof(PostingPiece, data) };

static void append(Postings *postings, PostingPiece *piece, size_t room)
{
    piece->previous = postings->last; /* its data stays as it is */
    piece->previous_len = postings->used;
    postings->last = piece;
    postings->room = (uint32_t)room;
    postings->used = 0;
}

/* What is full goes to the store, so that its room is that of the next. */
static void store_piece(Arena *stored, Postings *postings)
{
    PostingPiece *last = postings->last;
    last->previous = arena_copy(stored, last, HEAD + postings->used);
    last->previous_len = postings->used;
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

/* From the last piece on; the head of each lies, for a moment, where the end of the one before will. */
Str postings_list(const Postings *postings, const Arena *stored, Arena *arena)
{
    const PostingPiece *piece = postings->last;
    if (!piece) return STR("");
    if (!piece->previous) return (Str){piece->data, postings->used};
    char *all = (char *)arena_take(arena, HEAD + postings->len) + HEAD, *start = all + postings->len;
    for (uint32_t len = postings->used; piece;) {
        PostingPiece head;
        start -= len;
        arena_read(stored ? stored : arena, piece, HEAD + len, start - HEAD);
        memcpy(&head, start - HEAD, HEAD);
        piece = head.previous;
        len = head.previous_len;
    }
    return (Str){all, postings->len};
}
