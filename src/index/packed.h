/* How numbers are packed in search.db, and how they are weighed: what index/ writes and search/ reads. */
#ifndef WHYFIX_PACKED_H
#define WHYFIX_PACKED_H

#include "base/base.h"

/* A set of numbers, which it sorts: how many bytes follow, then each number as the distance from the one before it. */
void packed_put_set(Buffer *out, uint32_t *numbers, size_t count);
void packed_put_sorted(Buffer *out, const uint32_t *numbers, size_t count); /* of one that is sorted */
/* A list of numbers, in their order: how many bytes follow, then each number. */
void packed_put_list(Buffer *out, const uint32_t *numbers, size_t count);

/* Takes a number of buffer_add_packed() off the front of *packed; false at the end, or where the bytes are no number.
 * Most have one digit, many two: those need no call. */
bool packed_next_long(Str *packed, uint32_t *number);
static inline bool packed_next(Str *packed, uint32_t *number)
{
    if (packed->len && !(packed->data[0] & 0x80)) {
        *number = (unsigned char)packed->data[0];
        *packed = (Str){packed->data + 1, packed->len - 1};
        return true;
    }
    if (packed->len > 1 && !(packed->data[1] & 0x80)) {
        *number = (uint32_t)(packed->data[0] & 0x7F) | (uint32_t)(unsigned char)packed->data[1] << 7;
        *packed = (Str){packed->data + 2, packed->len - 2};
        return true;
    }
    Str rest = *packed; /* so that the caller's may stay in registers */
    uint32_t value = 0;
    bool done = packed_next_long(&rest, &value);
    if (done) *number = value, *packed = rest;
    return done;
}

/* Takes a set's distances, or a list's numbers, off the front of *packed; empty where the bytes are none. */
static inline Str packed_next_set(Str *packed)
{
    uint32_t len;
    Str set = {packed->data, 0};
    if (!packed_next(packed, &len)) return set;
    set = (Str){packed->data, len < packed->len ? len : packed->len};
    *packed = (Str){packed->data + set.len, packed->len - set.len};
    return set;
}

/* An item of a row that has many (blocks.h), from 0; STR_NONE where it has less. */
static inline Str packed_item(Str row, size_t at)
{
    Str item = STR_NONE;
    for (size_t i = 0; i <= at; i++) {
        if (!row.len) return STR_NONE;
        item = packed_next_set(&row);
    }
    return item;
}

/* A text, or none where its data is NULL: its length and one, or zero; then its bytes. */
static inline void packed_put_text(Buffer *out, Str text)
{
    buffer_add_packed(out, text.data ? text.len + 1 : 0);
    if (text.data) buffer_add(out, text);
}

/* Takes a text off the front of *packed, a view; STR_NONE where there is none. */
static inline Str packed_next_text(Str *packed)
{
    uint32_t len;
    if (!packed_next(packed, &len) || !len) return STR_NONE;
    Str text = str_slice(*packed, 0, len - 1);
    *packed = (Str){packed->data + text.len, packed->len - text.len};
    return text;
}

/* Ways to ask are folded one a line in the value "wordings"; the last of an entry has this before its end. */
enum { PACKED_ENTRY_END = '\f' };

/* A posting list: for each entry, ascending, the distance from the one before it, then a byte: how often it has the
 * term, weighted by column, in halves; POSTING_OFTEN_MOST stands for all that is more. */
enum { POSTING_OFTEN_MOST = 255 };

static inline bool posting_next(Str *list, uint32_t *entry, unsigned *often)
{
    uint32_t distance;
    if (!packed_next(list, &distance) || !list->len) return false;
    *entry += distance;
    *often = (unsigned char)list->data[0];
    list->data++;
    list->len--;
    return true;
}

/* The weight of a wording as the table ranking has it. */
enum { WEIGHT_PARTS = 64 };

#endif
