#include "base.h"

#include <math.h>
#include <string.h>

#include "block.h"

enum { DEEPEST = 63 };

Json json_writer(Buffer *out)
{
    return (Json){.out = out};
}

/* What stands before a value: nothing after a key, else a comma unless it is the first of its container. */
static void before_value(Json *json)
{
    if (json->after_key) {
        json->after_key = false;
        return;
    }
    uint64_t bit = UINT64_C(1) << json->depth;
    if (json->has_items & bit) buffer_add_char(json->out, ',');
    json->has_items |= bit;
}

static void open_container(Json *json, char bracket)
{
    before_value(json);
    buffer_add_char(json->out, bracket);
    if (json->depth < DEEPEST) json->depth++;
    json->has_items &= ~(UINT64_C(1) << json->depth);
}

static void close_container(Json *json, char bracket)
{
    buffer_add_char(json->out, bracket);
    if (json->depth) json->depth--;
}

void json_put_object_start(Json *json)
{
    open_container(json, '{');
}

void json_put_object_end(Json *json)
{
    close_container(json, '}');
}

void json_put_array_start(Json *json)
{
    open_container(json, '[');
}

void json_put_array_end(Json *json)
{
    close_container(json, ']');
}

/* Whether none of them is escaped, or part of a character that may be. */
static bool is_plain(Block block)
{
    return !block_any((Block)((block < 0x20) | (block >= 0x7F) | (block == '"') | (block == '\\')));
}

/* The next place, from one on, that may have to be escaped. Most of a text is ASCII, or Han: three bytes each. */
static size_t skip_plain(Str text, size_t at)
{
    static const bool plain[256] = {[' '] = true, ['!'] = true, ['#' ... '['] = true, [']' ... '~'] = true};
    for (size_t before = text.len; at < text.len && at != before;) {
        before = at;
        while (at + sizeof(Block) <= text.len && is_plain(block_at(text.data + at))) at += sizeof(Block);
        while (at < text.len && plain[(unsigned char)text.data[at]]) at++;
        for (; at + 4 <= text.len; at += 3) { /* U+3000 to U+CFFF */
            uint32_t word = utf8_word(text.data + at), first = word & 0x0F;
            if (!utf8_is_three(word) || first < 0x3 || first > 0xC) break;
        }
    }
    return at;
}

/* RFC 8259, section 7. U+2028 and U+2029 are escaped too, so that the text can stand in JavaScript. */
static void add_escaped(Buffer *out, Str text)
{
    static const char *const escape[128] = {
        ['"'] = "\\\"", ['\\'] = "\\\\", ['\n'] = "\\n", ['\r'] = "\\r", ['\t'] = "\\t"};
    size_t start = 0;
    for (size_t i = 0; (i = skip_plain(text, i)) < text.len;) {
        unsigned char c = (unsigned char)text.data[i];
        uint32_t code_point;
        size_t len = utf8_decode((Str){text.data + i, text.len - i}, &code_point);
        if (len > 1 && code_point != 0x2028 && code_point != 0x2029) {
            i += len;
            continue;
        }
        buffer_add(out, str_slice(text, start, i));
        if (len == 0)
            buffer_add_text(out, "\xEF\xBF\xBD");
        else if (len == 1 && escape[c])
            buffer_add_text(out, escape[c]);
        else
            buffer_printf(out, "\\u%04x", (unsigned)code_point);
        i += len ? len : 1;
        start = i;
    }
    buffer_add(out, str_slice(text, start, text.len));
}

void json_put_str(Json *json, Str text)
{
    before_value(json);
    buffer_reserve(json->out, text.len + 2);
    buffer_add_char(json->out, '"');
    add_escaped(json->out, text);
    buffer_add_char(json->out, '"');
}

void json_put_key(Json *json, const char *key)
{
    json_put_str(json, str_from(key));
    buffer_add_char(json->out, ':');
    json->after_key = true;
}

void json_put_str_or_null(Json *json, Str text)
{
    if (text.data)
        json_put_str(json, text);
    else
        json_put_null(json);
}

void json_put_int(Json *json, int64_t number)
{
    before_value(json);
    if (number < 0) buffer_add_char(json->out, '-');
    buffer_add_number(json->out, number < 0 ? (size_t)0 - (size_t)number : (size_t)number);
}

void json_put_real(Json *json, double number)
{
    enum { PARTS = 1000 * 1000, DIGITS = 6 };
    double parts = fabs(number) * PARTS + 0.5;
    if (!isfinite(number)) {
        json_put_null(json);
        return;
    }
    before_value(json);
    if (parts >= (double)INT64_MAX) { /* it has no digits behind the point that mean anything */
        buffer_printf(json->out, "%.0f", number);
        return;
    }
    uint64_t whole = (uint64_t)parts / PARTS, rest = (uint64_t)parts % PARTS;
    if (number < 0 && (whole || rest)) buffer_add_char(json->out, '-');
    buffer_add_number(json->out, whole);
    if (!rest) return;
    char digits[1 + DIGITS] = {'.'};
    size_t len = sizeof digits;
    for (size_t i = DIGITS; i > 0; i--, rest /= 10) digits[i] = (char)('0' + rest % 10);
    while (digits[len - 1] == '0') len--;
    buffer_add(json->out, (Str){digits, len});
}

void json_put_raw(Json *json, Str value)
{
    before_value(json);
    buffer_add(json->out, value);
}

void json_put_bool(Json *json, bool value)
{
    before_value(json);
    buffer_add_text(json->out, value ? "true" : "false");
}

void json_put_null(Json *json)
{
    before_value(json);
    buffer_add_text(json->out, "null");
}

void json_put_strings(Json *json, StrVec strings)
{
    json_put_array_start(json);
    for (size_t i = 0; i < strings.len; i++) json_put_str(json, strings.items[i]);
    json_put_array_end(json);
}
