#include <string.h>

#include "base.h"

/* Eight bytes of letters alone: all that is escaped is below 0x40. */
static bool has_none(const char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return ((word | word << 1) & UINT64_C(0x8080808080808080)) == UINT64_C(0x8080808080808080);
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
        if (end - i == 8 && has_none(text.data + i)) continue;
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
