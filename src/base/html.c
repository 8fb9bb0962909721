#include <string.h>

#include "base.h"

/* Sixteen bytes at once: vectors of GCC and clang, which have them on every machine. */
typedef unsigned char Bytes __attribute__((vector_size(16)));

/* Whether none of them is escaped: " (0x22), & and ' (0x26, 0x27), < and > (0x3C, 0x3E). */
static bool has_none(const char *start)
{
    Bytes bytes;
    uint64_t halves[2];
    memcpy(&bytes, start, sizeof bytes);
    bytes = (Bytes)((bytes == '"') | ((bytes | 1) == '\'') | ((bytes | 2) == '>'));
    memcpy(halves, &bytes, sizeof halves);
    return !(halves[0] | halves[1]);
}

/* HTML Living Standard 13.1.2.3, 13.1.3: & < in text, & " in quoted attributes; > and ' as well, so that one function
 * is safe in either place and with either quote. */
void html_escape(Buffer *out, Str text)
{
    static const char *const entity[256] = {
        ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;"};
    size_t start = 0;
    for (size_t i = 0, end; i < text.len; i = end) {
        end = i + sizeof(Bytes) < text.len ? i + sizeof(Bytes) : text.len;
        if (end >= sizeof(Bytes) && has_none(text.data + end - sizeof(Bytes)))
            continue; /* the last: some were before */
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
