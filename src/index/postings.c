#include "postings.h"

#include "packed.h"

enum { PIECE_FIRST = 32, PIECE_MOST = 4096 /* bytes, with what is before the data */ };

struct PostingPiece {
    PostingPiece *next;
    uint16_t len, room;
    char data[];
};

static void append(Postings *postings, PostingPiece *piece)
{
    if (postings->last)
        postings->last->next = piece;
    else
        postings->first = piece;
    postings->last = piece;
}

/* Twice as large as the one before. */
static void add_piece(Arena *arena, Postings *postings)
{
    enum { HEAD = offsetof(PostingPiece, data) };
    PostingPiece *before = postings->last;
    size_t size = before ? 2 * ((size_t)before->room + HEAD) : PIECE_FIRST;
    if (size > PIECE_MOST) size = PIECE_MOST;
    PostingPiece *piece = arena_take(arena, size);
    *piece = (PostingPiece){.room = (uint16_t)(size - HEAD)};
    append(postings, piece);
}

void postings_add(Arena *arena, Postings *postings, uint32_t entry, uint32_t often)
{
    char room[16]; /* five digits, and how often */
    Buffer posting = BUFFER_IN(room);
    buffer_add_packed(&posting, entry - postings->last_entry);
    buffer_add_char(&posting, (char)(often < POSTING_OFTEN_MOST ? often : POSTING_OFTEN_MOST));
    if (!postings->last || (size_t)(postings->last->room - postings->last->len) < posting.len)
        add_piece(arena, postings);
    PostingPiece *piece = postings->last;
    memcpy(piece->data + piece->len, posting.data, posting.len);
    piece->len = (uint16_t)(piece->len + posting.len);
    postings->len += (uint32_t)posting.len;
    postings->last_entry = entry;
}

void postings_set(Arena *arena, Postings *postings, Str list)
{
    *postings = (Postings){.len = (uint32_t)list.len};
    for (size_t at = 0, len; at < list.len; at += len) {
        len = list.len - at < UINT16_MAX ? list.len - at : UINT16_MAX;
        PostingPiece *piece = arena_take(arena, offsetof(PostingPiece, data) + len);
        *piece = (PostingPiece){.len = (uint16_t)len, .room = (uint16_t)len};
        memcpy(piece->data, list.data + at, len);
        append(postings, piece);
    }
}

Str postings_list(const Postings *postings, Arena *arena)
{
    const PostingPiece *piece = postings->first;
    if (!piece) return STR("");
    if (!piece->next) return (Str){piece->data, piece->len};
    char *all = arena_take(arena, postings->len), *end = all;
    for (; piece; end += piece->len, piece = piece->next) memcpy(end, piece->data, piece->len);
    return (Str){all, postings->len};
}
