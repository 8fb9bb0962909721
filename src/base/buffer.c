#include "base.h"

#include <stdlib.h>
#include <string.h>

#include "pool.h"

/* What is so large is the pool's. */
enum { LARGE = POOL_BLOCK_SIZE / 2 };

static void give_back(const Buffer *buffer)
{
    if (buffer->is_borrowed) return;
    if (buffer->cap < LARGE)
        free(buffer->data);
    else
        pool_give(buffer->data, buffer->cap);
}

static void make_room(Buffer *buffer, size_t cap)
{
    bool is_own = !buffer->is_borrowed;
    if (is_own && cap < LARGE) {
        buffer->data = memory_resize(buffer->data, cap);
    } else if (is_own && buffer->cap >= LARGE) {
        buffer->data = pool_resize(buffer->data, buffer->cap, cap);
    } else {
        char *data = cap < LARGE ? memory_alloc(cap) : pool_take(cap);
        if (buffer->len) memcpy(data, buffer->data, buffer->len);
        give_back(buffer);
        buffer->data = data;
    }
    buffer->cap = cap;
    buffer->is_borrowed = false;
}

void buffer_free(Buffer *buffer)
{
    give_back(buffer);
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
    /* In bytes: small ones grow in few steps, large ones waste no more than they hold. */
    enum { FIRST = 256, SMALL = 4096 };
    size_t cap = !buffer->cap ? FIRST : buffer->cap < SMALL ? buffer->cap * 4 : buffer->cap * 2;
    if (cap < needed) cap = needed;
    make_room(buffer, cap);
}

void buffer_add_text(Buffer *buffer, const char *text)
{
    buffer_add(buffer, str_from(text));
}

void buffer_add_parts(Buffer *buffer, const Str *parts, size_t count)
{
    for (size_t i = 0; i < count; i++) buffer_add(buffer, parts[i]);
}

void buffer_add_packed(Buffer *buffer, uint64_t number)
{
    enum { MOST = 10 /* digits */ };
    if (buffer->cap - buffer->len <= MOST) buffer_reserve(buffer, MOST);
    buffer->len = (size_t)(packed_write(buffer->data + buffer->len, number) - buffer->data);
}

void buffer_add_word(Buffer *buffer, uint64_t number)
{
    buffer_add(buffer, (Str){(const char *)&number, sizeof number});
}

void buffer_add_measured(Buffer *buffer, Str text)
{
    buffer_add_word(buffer, text.data ? text.len : UINT64_MAX);
    buffer_add(buffer, text);
}

void buffer_add_number(Buffer *buffer, size_t number)
{
    enum { MOST = 20 /* digits */ };
    size_t len = 1;
    for (size_t rest = number / 10; rest; rest /= 10) len++;
    if (buffer->cap - buffer->len <= MOST) buffer_reserve(buffer, MOST);
    char *end = buffer->data + (buffer->len += len); /* written where they stay: a copy would wait for the last one */
    do *--end = (char)('0' + number % 10);
    while (number /= 10);
}

/* What vsnprintf() is left to do. */
static void add_formatted(Buffer *buffer, const char *format, va_list args)
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

/* Nearly all formats are texts and plain numbers, one after the other; they are added at once. vsnprintf() took a sixth
 * of a build's time for them; what it alone knows it is still asked for. */
void buffer_vprintf(Buffer *buffer, const char *format, va_list given)
{
    va_list args;
    va_copy(args, given);
    for (;;) {
        const char *percent = strchrnul(format, '%');
        buffer_add(buffer, (Str){format, (size_t)(percent - format)});
        format = percent;
        if (!*format) break;
        if (strncmp(format, "%.*s", 4) == 0) {
            int most = va_arg(args, int);
            const char *text = va_arg(args, const char *);
            if (most > 0) buffer_add(buffer, (Str){text, strnlen(text, (size_t)most)});
            format += 4;
        } else if (format[1] == 's') {
            buffer_add_text(buffer, va_arg(args, const char *));
            format += 2;
        } else if (strncmp(format, "%zu", 3) == 0) {
            buffer_add_number(buffer, va_arg(args, size_t));
            format += 3;
        } else if (format[1] == 'c') {
            buffer_add_char(buffer, (char)va_arg(args, int));
            format += 2;
        } else {
            add_formatted(buffer, format, args);
            break;
        }
    }
    va_end(args);
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
