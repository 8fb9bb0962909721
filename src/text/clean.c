#include "text.h"

#include <string.h>

#include "base/block.h"

#define BYTE_ORDER_MARK STR("\xEF\xBB\xBF")

/* Those that have a meaning in texts are line ends and tabs; the others are allowed in neither HTML nor XML, however
 * they are written. */
static bool is_control(uint32_t c)
{
    return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7F;
}

/* Whether sixteen bytes are ASCII and parts of characters of three bytes, which go on where the two bytes before them
 * want it, and none a control character. What else is well-formed it does not know. */
static bool is_plain(const char *start)
{
    Block block = block_at(start), before = block_at(start - 1), two_before = block_at(start - 2);
    Block goes_on = (Block)((block & 0xC0) == 0x80), wanted = (Block)((before >= 0xE0) | (two_before >= 0xE0));
    Block others = (Block)((block >= 0xC0) & ((block <= 0xE0) | (block == 0xED) | (block >= 0xF0)));
    Block controls = (Block)(block_controls(block) | (Block)(block == 0x7F));
    return !block_any((goes_on ^ wanted) | others | controls);
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
    for (size_t at = 0, stop = BEFORE; at < text.len; stop = at + sizeof(Block)) {
        while (at < text.len && at < stop) {
            uint32_t c;
            size_t len = utf8_decode((Str){text.data + at, text.len - at}, &c);
            if (!len || is_control(c)) return false;
            at += len;
        }
        size_t end = at;
        while (text.len - end >= sizeof(Block) && is_plain(text.data + end)) end += sizeof(Block);
        if (end > at) at = whole_characters(text, end);
    }
    return true;
}

/* The length of what a program wrote to a terminal to have the text behind it in colour, or a title for the window, at
 * the start of the text: control sequences of ECMA-48, 5.4, and command strings, 5.6. 0 where it is another escape. */
static size_t terminal_sequence(Str text)
{
    enum { ESCAPE = 0x1B, BELL = 0x07 };
    if (text.len < 2 || (text.data[1] != '[' && text.data[1] != ']')) return 0;
    for (size_t i = 2; i < text.len && text.data[i] != '\n'; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (text.data[1] == '[') {
            if (c >= 0x40 && c <= 0x7E) return i + 1;
            if (c < 0x20 || c > 0x3F) return 0;
        } else if (c == BELL) {
            return i + 1;
        } else if (c == ESCAPE) {
            return i + 1 < text.len && text.data[i + 1] == '\\' ? i + 2 : 0;
        }
    }
    return 0;
}

/* Adds what stands for a control character at the start of the text; returns how many bytes that are. */
static size_t add_control(Buffer *out, Str text)
{
    size_t sequence = text.data[0] == 0x1B ? terminal_sequence(text) : 0;
    if (text.data[0] == '\r') {
        buffer_add_char(out, '\n');
        return text.len > 1 && text.data[1] == '\n' ? 2 : 1;
    }
    if (text.data[0] == '\v' || text.data[0] == '\f') buffer_add_char(out, ' ');
    return sequence ? sequence : 1;
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
        if (is_control(c)) {
            line += c == '\r';
            i += add_control(&out, str_slice(bytes, i, bytes.len));
            continue;
        }
        buffer_add(&out, str_slice(bytes, i, i + len));
        line += c == '\n';
        i += len;
    }
    Str result = buffer_take(&out, arena);
    buffer_free(&out);
    return result;
}
