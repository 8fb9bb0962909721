#include "base.h"

size_t utf8_decode_other(Str text, uint32_t *code_point)
{
    if (!text.len) return 0;
    const unsigned char *p = (const unsigned char *)text.data;
    size_t len = p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (p[0] < 0xC2 || p[0] > 0xF4 || text.len < len) return 0;
    uint32_t value = p[0] & (0x7Fu >> len);
    for (size_t i = 1; i < len; i++) {
        if ((p[i] & 0xC0) != 0x80) return 0;
        value = value << 6 | (p[i] & 0x3Fu);
    }
    if (value < smallest[len] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return 0;
    *code_point = value;
    return len;
}

size_t utf8_put_other(char out[4], uint32_t code_point)
{
    if (code_point < 0x80) {
        out[0] = (char)code_point;
        return 1;
    }
    size_t len = code_point < 0x800 ? 2 : 4;
    for (size_t i = len - 1; i > 0; i--, code_point >>= 6) out[i] = (char)(0x80 | (code_point & 0x3F));
    out[0] = (char)((len == 2 ? 0xC0 : 0xF0) | code_point);
    return len;
}

void utf8_write(Buffer *out, uint32_t code_point)
{
    enum { MOST = 4 /* bytes */ };
    if (out->cap - out->len <= MOST) buffer_reserve(out, MOST);
    out->len += utf8_put(out->data + out->len, code_point);
}

size_t utf8_before(Str text, size_t at)
{
    while (at > 0 && ((unsigned char)text.data[--at] & 0xC0) == 0x80) continue;
    return at;
}

Str utf8_cut(Str text, size_t most)
{
    size_t end = text.len < most ? text.len : most;
    while (end > 0 && end < text.len && ((unsigned char)text.data[end] & 0xC0) == 0x80) end--;
    return str_slice(text, 0, end);
}

Str utf8_first(Str text, size_t most)
{
    size_t at = 0;
    uint32_t c;
    if (text.len <= most) return text; /* no more characters than bytes */
    for (size_t i = 0; i < most && at < text.len; i++) {
        size_t len = utf8_decode(str_slice(text, at, text.len), &c);
        at += len ? len : 1;
    }
    return str_slice(text, 0, at);
}
