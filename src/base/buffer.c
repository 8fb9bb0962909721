#include "base.h"

#include <stdlib.h>
#include <string.h>

void buffer_free(Buffer *buffer)
{
    free(buffer->data);
    *buffer = (Buffer){0};
}

void buffer_clear(Buffer *buffer)
{
    buffer->len = 0;
}

void buffer_reserve(Buffer *buffer, size_t extra)
{
    if (extra >= SIZE_MAX / 2 - buffer->len) out_of_memory(extra);
    size_t needed = buffer->len + extra + 1;
    if (needed <= buffer->cap) return;
    size_t cap = buffer->cap ? buffer->cap * 2 : 32;
    if (cap < needed) cap = needed;
    buffer->data = memory_resize(buffer->data, cap);
    buffer->cap = cap;
}

void buffer_add(Buffer *buffer, Str text)
{
    if (!text.len) return;
    buffer_reserve(buffer, text.len);
    memcpy(buffer->data + buffer->len, text.data, text.len);
    buffer->len += text.len;
}

void buffer_add_text(Buffer *buffer, const char *text)
{
    buffer_add(buffer, str_from(text));
}

void buffer_add_char(Buffer *buffer, char c)
{
    buffer_reserve(buffer, 1);
    buffer->data[buffer->len++] = c;
}

void buffer_vprintf(Buffer *buffer, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    buffer_reserve(buffer, 64);
    size_t room = buffer->cap - buffer->len;
    int len = vsnprintf(buffer->data + buffer->len, room, format, args);
    if (len > 0 && (size_t)len >= room) {
        buffer_reserve(buffer, (size_t)len);
        vsnprintf(buffer->data + buffer->len, (size_t)len + 1, format, again);
    }
    va_end(again);
    if (len > 0) buffer->len += (size_t)len;
}

void buffer_printf(Buffer *buffer, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    buffer_vprintf(buffer, format, args);
    va_end(args);
}

Str buffer_str(const Buffer *buffer)
{
    if (!buffer->data) return STR("");
    buffer->data[buffer->len] = '\0';
    return (Str){buffer->data, buffer->len};
}

Str buffer_take(Buffer *buffer, Arena *arena)
{
    Str result = str_copy(arena, buffer_str(buffer));
    buffer_clear(buffer);
    return result;
}

void buffer_trim_end(Buffer *buffer, size_t from)
{
    while (buffer->len > from && memchr(" \t\r\n", buffer->data[buffer->len - 1], 4)) buffer->len--;
}
