#include "base.h"

#include <string.h>

static bool is_unreserved(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

void url_encode(Buffer *out, Str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (is_unreserved(c))
            buffer_add_char(out, (char)c);
        else
            buffer_printf(out, "%%%02X", c);
    }
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

Str url_decode(Arena *arena, Str text, bool is_form)
{
    char *decoded = arena_alloc(arena, text.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        if (c == '%' && i + 2 < text.len && hex_value(text.data[i + 1]) >= 0 && hex_value(text.data[i + 2]) >= 0) {
            c = (char)(hex_value(text.data[i + 1]) * 16 + hex_value(text.data[i + 2]));
            i += 2;
        } else if (c == '+' && is_form) {
            c = ' ';
        }
        decoded[len++] = c;
    }
    return (Str){decoded, len};
}

Str url_scheme(Str url)
{
    for (size_t i = 0; i < url.len; i++) {
        char c = url.data[i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (c == ':') return str_slice(url, 0, i);
        if (!is_letter && (i == 0 || !strchr("0123456789+-.", c))) break;
    }
    return STR_NONE;
}

bool url_is_elsewhere(Str url)
{
    return url_scheme(url).data != NULL || str_starts(url, STR("//"));
}

Str path_resolve(Arena *arena, Str folder, Str relative)
{
    StrVec parts = {0};
    Str rest = path_join(arena, folder, relative), part;
    while (str_next(&rest, '/', &part)) {
        if (str_is(part, "..") && parts.len)
            parts.len--;
        else if (part.len && !str_is(part, ".") && !str_is(part, ".."))
            VEC_PUSH(arena, &parts, part);
    }
    Buffer path = {0};
    for (size_t i = 0; i < parts.len; i++) buffer_printf(&path, "%s%.*s", i ? "/" : "", STR_ARG(parts.items[i]));
    Str result = buffer_take(&path, arena);
    buffer_free(&path);
    return result;
}
