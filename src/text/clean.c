#include "text.h"

#include <string.h>

#include "base/block.h"

#define BYTE_ORDER_MARK STR("\xEF\xBB\xBF")

static bool is_clean(Str text)
{
    if (memchr(text.data, '\r', text.len) || memchr(text.data, '\0', text.len)) return false;
    while (text.len) {
        size_t rest = text.len > sizeof(Block) ? text.len - sizeof(Block) : 0;
        if (text.len >= sizeof(Block) && block_is_ascii(block_at(text.data)))
            text = (Str){text.data + sizeof(Block), rest};
        while (text.len > rest) {
            uint32_t c;
            size_t len = utf8_decode(text, &c);
            if (!len) return false;
            text = (Str){text.data + len, text.len - len};
        }
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
