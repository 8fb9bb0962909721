#include "base.h"

/* HTML Living Standard 13.1.2.3, 13.1.3: & < in text, & " in quoted attributes; > and ' as well, so that one function
 * is safe in either place and with either quote. */
void html_escape(Buffer *out, Str text)
{
    static const char *const entity[256] = {
        ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;"};
    size_t start = 0;
    for (size_t i = 0; i < text.len; i++) {
        const char *replacement = entity[(unsigned char)text.data[i]];
        if (!replacement) continue;
        buffer_add(out, str_slice(text, start, i));
        buffer_add_text(out, replacement);
        start = i + 1;
    }
    buffer_add(out, str_slice(text, start, text.len));
}
