#include "base.h"
#include "block.h"

#include <stdlib.h>
#include <string.h>

bool str_equal(Str a, Str b)
{
    return a.len == b.len && (a.len == 0 || (*a.data == *b.data && memcmp(a.data, b.data, a.len) == 0));
}

bool str_lists_equal(StrVec a, StrVec b)
{
    size_t same = 0;
    while (a.len == b.len && same < a.len && str_equal(a.items[same], b.items[same])) same++;
    return a.len == b.len && same == a.len;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool str_equal_nocase(Str a, Str b)
{
    if (a.len != b.len) return false;
    for (size_t i = 0; i < a.len; i++)
        if (lower(a.data[i]) != lower(b.data[i])) return false;
    return true;
}

static int by_bytes(const void *a, const void *b)
{
    return str_compare(*(const Str *)a, *(const Str *)b);
}

void str_sort(StrVec *strings)
{
    if (strings->len) qsort(strings->items, strings->len, sizeof *strings->items, by_bytes);
}

bool str_starts(Str s, Str prefix)
{
    return s.len >= prefix.len && str_equal((Str){s.data, prefix.len}, prefix);
}

size_t str_starts_any(Str s, const char *const *prefixes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_starts(s, str_from(prefixes[i]))) return strlen(prefixes[i]);
    return 0;
}

bool str_ends(Str s, Str suffix)
{
    if (s.len < suffix.len || !suffix.len) return !suffix.len;
    bool may_be = s.data[s.len - 1] == suffix.data[suffix.len - 1];
    return may_be && str_equal((Str){s.data + s.len - suffix.len, suffix.len}, suffix);
}

Str str_slice(Str s, size_t from, size_t to)
{
    if (to > s.len) to = s.len;
    if (from > to) from = to;
    return s.data ? (Str){s.data + from, to - from} : STR_NONE;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

#define IDEOGRAPHIC_SPACE STR("\xE3\x80\x80")

Str str_trim_end(Str s)
{
    for (;;) {
        if (s.len && is_space(s.data[s.len - 1]))
            s.len--;
        else if (str_ends(s, IDEOGRAPHIC_SPACE))
            s.len -= 3;
        else
            return s;
    }
}

Str str_trim(Str s)
{
    for (;;) {
        if (s.len && is_space(s.data[0]))
            s = str_slice(s, 1, s.len);
        else if (str_starts(s, IDEOGRAPHIC_SPACE))
            s = str_slice(s, 3, s.len);
        else
            return str_trim_end(s);
    }
}

/* Where the first and the last byte of the needle are where they should be is looked at: of sixteen places at once. */
static ptrdiff_t find_short(Str s, Str needle)
{
    const char *last = s.data + needle.len - 1;
    const char needle_last = needle.data[needle.len - 1];
    size_t places = s.len - needle.len + 1;
    for (size_t at = 0, end; at < places; at = end) {
        end = at + sizeof(Block) < places ? at + sizeof(Block) : places;
        bool is_block = end - at == sizeof(Block);
        if (is_block && !block_any((Block)((block_at(s.data + at) == (unsigned char)*needle.data) &
                                           (block_at(last + at) == (unsigned char)needle_last))))
            continue;
        for (; at < end; at++)
            if (s.data[at] == *needle.data && last[at] == needle_last &&
                memcmp(s.data + at, needle.data, needle.len) == 0)
                return (ptrdiff_t)at;
    }
    return -1;
}

ptrdiff_t str_find(Str s, Str needle)
{
    enum { SHORT = 64 /* bytes; for a longer one what is quick now and then is slow at worst */ };
    if (needle.len == 0) return 0;
    if (s.len < needle.len) return -1;
    if (needle.len <= SHORT) return find_short(s, needle);
    const char *found = memmem(s.data, s.len, needle.data, needle.len);
    return found ? found - s.data : -1;
}

bool str_has(Str s, Str needle)
{
    return str_find(s, needle) >= 0;
}

bool str_has_pair(Str s, char first, const char *next)
{
    for (const char *at; s.len > 1 && (at = memchr(s.data, first, s.len - 1)); s = str_slice(s, 1, s.len)) {
        s = str_slice(s, (size_t)(at - s.data), s.len);
        if (s.data[1] && strchr(next, s.data[1])) return true;
    }
    return false;
}

Str str_copy(Arena *arena, Str s)
{
    if (!s.data) return STR_NONE;
    char *copy = arena_take(arena, s.len + 1);
    if (s.len) memcpy(copy, s.data, s.len);
    copy[s.len] = '\0';
    return (Str){copy, s.len};
}

Str str_concat(Arena *arena, Str a, Str b)
{
    char *text = arena_take(arena, a.len + b.len + 1);
    if (a.len) memcpy(text, a.data, a.len);
    if (b.len) memcpy(text + a.len, b.data, b.len);
    text[a.len + b.len] = '\0';
    return (Str){text, a.len + b.len};
}

Str str_format(Arena *arena, const char *format, ...)
{
    char room[BUFFER_ROOM];
    Buffer buffer = BUFFER_IN(room);
    va_list args;
    va_start(args, format);
    buffer_vprintf(&buffer, format, args);
    va_end(args);
    Str result = buffer_take(&buffer, arena);
    buffer_free(&buffer);
    return result;
}

static void put_hex(char digits[16], uint64_t number)
{
    for (size_t i = 16; i > 0; number >>= 4) digits[--i] = "0123456789abcdef"[number & 15];
}

Str str_hex(Arena *arena, uint64_t number)
{
    char digits[16];
    put_hex(digits, number);
    return str_copy(arena, (Str){digits, sizeof digits});
}

Str str_hex_128(Arena *arena, uint64_t high, uint64_t low)
{
    char digits[32];
    put_hex(digits, high);
    put_hex(digits + 16, low);
    return str_copy(arena, (Str){digits, sizeof digits});
}

bool str_next(Str *rest, char separator, Str *piece)
{
    if (!rest->data) return false;
    const char *end = rest->len ? memchr(rest->data, separator, rest->len) : NULL;
    if (end) {
        size_t len = (size_t)(end - rest->data);
        *piece = (Str){rest->data, len};
        *rest = (Str){end + 1, rest->len - len - 1};
        return true;
    }
    *piece = *rest;
    *rest = STR_NONE;
    return true;
}

bool str_take(Str *rest, void *to, size_t len)
{
    if (rest->len < len) return false;
    if (len) memcpy(to, rest->data, len);
    *rest = (Str){rest->data + len, rest->len - len};
    return true;
}
