#include "base.h"
#include "block.h"

/* Whether none of them is escaped: " (0x22), & and ' (0x26, 0x27), < and > (0x3C, 0x3E), or a control character. */
static bool is_plain(Block block)
{
    return !block_any((Block)((block == '"') | ((block | 1) == '\'') | ((block | 2) == '>') | block_controls(block)));
}

/* HTML Living Standard 13.1.2.3, 13.1.3: & < in text, & " in quoted attributes; > and ' as well, so that one function
 * is safe in either place and with either quote. Control characters, which neither HTML nor XML (1.0, 2.2) has, go. */
void html_escape(Buffer *out, Str text)
{
    static const char *const entity[256] = {[0 ... 8] = "", [11 ... 31] = "", ['&'] = "&amp;", ['<'] = "&lt;",
                                            ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;"};
    size_t start = 0;
    for (size_t i = 0, end; i < text.len; i = end) {
        end = i + sizeof(Block) < text.len ? i + sizeof(Block) : text.len;
        if (end >= sizeof(Block) && is_plain(block_at(text.data + end - sizeof(Block))))
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
