#include <string.h>

#include "base.h"

#define EACH_BYTE(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Whether one of eight bytes, without the bits of `mask`, is this one: the difference is 0 then, and borrows (Mycroft
 * 1987). */
static uint64_t has(uint64_t word, unsigned mask, unsigned byte)
{
    uint64_t difference = (word & ~EACH_BYTE(mask)) ^ EACH_BYTE(byte);
    return (difference - EACH_BYTE(1)) & ~difference & EACH_BYTE(0x80);
}

/* Whether none of eight bytes is escaped: " (0x22), & and ' (0x26, 0x27), < and > (0x3C, 0x3E). */
static bool has_none(const char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return !(has(word, 0, '"') | has(word, 1, '&') | has(word, 2, '<'));
}

/* HTML Living Standard 13.1.2.3, 13.1.3: & < in text, & " in quoted attributes; > and ' as well, so that one function
 * is safe in either place and with either quote. */
void html_escape(Buffer *out, Str text)
{
    static const char *const entity[256] = {
        ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;"};
    size_t start = 0;
    for (size_t i = 0, end; i < text.len; i = end) {
        end = i + 8 < text.len ? i + 8 : text.len;
        if (end >= 8 && has_none(text.data + end - 8)) continue; /* the last eight: some may have been before */
        for (; i < end; i++) {
            const char *replacement = entity[(unsigned char)text.data[i]];
            if (!replacement) continue;
            buffer_add(out, (Str){text.data + start, i - start});
            buffer_add_text(out, replacement);
            start = i + 1;
        }
    }
    buffer_add(out, str_slice(text, start, text.len));
}
