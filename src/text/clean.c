#include "text.h"

#include <string.h>

#include "base/block.h"

#define BYTE_ORDER_MARK STR("\xEF\xBB\xBF")

/* Whether sixteen bytes are ASCII and parts of characters of three bytes, which go on where the two bytes before them
 * want it. What else is well-formed it does not know. */
static bool is_plain(const char *start)
{
    Block block = block_at(start), before = block_at(start - 1), two_before = block_at(start - 2);
    Block goes_on = (Block)((block & 0xC0) == 0x80), wanted = (Block)((before >= 0xE0) | (two_before >= 0xE0));
    Block others = (Block)((block >= 0xC0) & ((block <= 0xE0) | (block == 0xED) | (block >= 0xF0)));
    return !block_any((goes_on ^ wanted) | others);
}

/* The end of the whole characters among the first `len` bytes, which are plain. */
static size_t whole_characters(Str text, size_t len)
{
    if ((unsigned char)text.data[len - 1] >= 0xE0) return len - 1;
    return (unsigned char)text.data[len - 2] >= 0xE0 ? len - 2 : len;
}

/* Character by character only where it must be. */
static bool is_clean(Str text)
{
    enum { BEFORE = 2 /* bytes of a text that a block is looked at with */ };
    if (memchr(text.data, '\r', text.len) || memchr(text.data, '\0', text.len)) return false;
    for (size_t at = 0, stop = BEFORE; at < text.len; stop = at + sizeof(Block)) {
        while (at < text.len && at < stop) {
            uint32_t c;
            size_t len = utf8_decode((Str){text.data + at, text.len - at}, &c);
            if (!len) return false;
            at += len;
        }
        size_t end = at;
        while (text.len - end >= sizeof(Block) && is_plain(text.data + end)) end += sizeof(Block);
        if (end > at) at = whole_characters(text, end);
    }
    return true;
}

Str text_clean(Arena *arena, Str bytes, CleanReport *report)
{
    *report = (CleanReport){0};
    if (str_starts(bytes, BYTE_ORDER_MARK)) bytes = str_slice(bytes, 3, bytes.len);
    if (!bytes.len) return STR("");
    if (is_clean(bytes)) return bytes;
    Buffer out = {0};
    buffer_reserve(&out, bytes.len);
    size_t line = 1;
    for (size_t i = 0; i < bytes.len;) {
        uint32_t c;
        size_t len = utf8_decode(str_slice(bytes, i, bytes.len), &c);
        if (!len || c == 0) {
            buffer_add_text(&out, "\xEF\xBF\xBD");
            if (!report->invalid_count++) report->invalid_line = line;
            i++;
            continue;
        }
        if (c == '\r') {
            buffer_add_char(&out, '\n');
            if (i + 1 < bytes.len && bytes.data[i + 1] == '\n') i++;
            line++;
        } else {
            buffer_add(&out, str_slice(bytes, i, i + len));
            line += c == '\n';
        }
        i += len;
    }
    Str result = buffer_take(&out, arena);
    buffer_free(&out);
    return result;
}
