#include "postings.h"

#include "packed.h"

enum { PIECE_FIRST = 32, PIECE_MOST = 4096 /* bytes, with what is before the data */ };
enum { POSTING_MOST = 6 /* bytes: five digits, and how often */ };

/* How much of the last one is used stands in Postings: it is not looked at then until it is full. */
struct PostingPiece {
    PostingPiece *next;
    uint32_t len;
    char data[];
};

static void append(Postings *postings, PostingPiece *piece, size_t room)
{
    if (postings->last) {
        postings->last->len = postings->used;
        postings->last->next = piece;
    } else
        postings->first = piece;
    postings->last = piece;
    postings->room = (uint32_t)room;
    postings->used = 0;
}

/* Twice as large as the one before. */
static void add_piece(Arena *arena, Postings *postings)
{
    enum { HEAD = offsetof(PostingPiece, data) };
    size_t size = postings->last ? 2 * ((size_t)postings->room + HEAD) : PIECE_FIRST;
    if (size > PIECE_MOST) size = PIECE_MOST;
    PostingPiece *piece = arena_take(arena, size);
    *piece = (PostingPiece){0};
    append(postings, piece, size - HEAD);
}

void postings_add(Arena *arena, Postings *postings, uint32_t entry, uint32_t often)
{
    if (postings->room - postings->used < POSTING_MOST) add_piece(arena, postings);
    char *start = postings->last->data + postings->used, *end = start;
    for (uint32_t rest = entry - postings->last_entry;; rest >>= 7) {
        bool is_last = rest < 0x80;
        *end++ = (char)(is_last ? rest : rest | 0x80);
        if (is_last) break;
    }
    *end++ = (char)(often < POSTING_OFTEN_MOST ? often : POSTING_OFTEN_MOST);
    postings->used += (uint32_t)(end - start);
    postings->len += (uint32_t)(end - start);
    postings->last_entry = entry;
}

void postings_set(Arena *arena, Postings *postings, Str list)
{
    *postings = (Postings){.len = (uint32_t)list.len};
    for (size_t at = 0, len; at < list.len; at += len) {
        len = list.len - at < UINT16_MAX ? list.len - at : UINT16_MAX;
        PostingPiece *piece = arena_take(arena, offsetof(PostingPiece, data) + len);
        *piece = (PostingPiece){0};
        memcpy(piece->data, list.data + at, len);
        append(postings, piece, len);
        postings->used = (uint32_t)len;
    }
}

Str postings_list(const Postings *postings, Arena *arena)
{
    const PostingPiece *piece = postings->first;
    if (!piece) return STR("");
    if (!piece->next) return (Str){piece->data, postings->used};
    char *all = arena_take(arena, postings->len), *end = all;
    for (; piece->next; end += piece->len, piece = piece->next) memcpy(end, piece->data, piece->len);
    memcpy(end, piece->data, postings->used);
    return (Str){all, postings->len};
}
