/* Attributes as kramdown and IBM's documentation write them: {:#id} and {: .class} below a heading or a paragraph, and
 * {: attribute} behind a link. */
#include "dialect.h"

#include <string.h>

/* The length of the attributes that a text begins with; 0 where it does not. What programs have alike, {:08.3f}, does
 * not begin with a word. */
static size_t attributes_length(Str text)
{
    if (!str_starts(text, STR("{:"))) return 0;
    const char *end = memchr(text.data, '}', text.len);
    Str words = end ? str_trim(str_slice(text, 2, (size_t)(end - text.data))) : STR("");
    size_t letters = 0;
    while (letters < words.len && ((words.data[letters] | 0x20) >= 'a' && (words.data[letters] | 0x20) <= 'z'))
        letters++;
    bool is_list = letters > 2 || (words.len > 1 && strchr("#.", words.data[0]));
    return is_list && !memchr(words.data, '{', words.len) ? (size_t)(end - text.data) + 1 : 0;
}

/* Whether a line says nothing else; `id` gets what follows a # in it. */
static bool is_attributes(Str text, Str *id)
{
    *id = STR("");
    text = str_trim(text);
    if (!text.len) return false;
    while (text.len) {
        size_t length = attributes_length(text), start = 0;
        if (!length) return false;
        Str words = str_slice(text, 2, length - 1);
        ptrdiff_t mark = str_find(words, STR("#"));
        if (mark >= 0) {
            start = (size_t)mark + 1;
            size_t end = start;
            while (end < words.len && !strchr(" .}\"'=", words.data[end])) end++;
            *id = str_slice(words, start, end);
        }
        text = str_trim(str_slice(text, length, text.len));
    }
    return true;
}

/* A line without those behind its words; code in it stays. */
static Str without_attributes(Arena *arena, Str text)
{
    Buffer out = {0};
    bool in_code = false;
    for (size_t i = 0; i < text.len; i++) {
        in_code ^= text.data[i] == '`';
        size_t length = in_code || !i ? 0 : attributes_length(str_slice(text, i, text.len));
        if (length)
            i += length - 1;
        else
            buffer_add_char(&out, text.data[i]);
    }
    Str rest = out.len == text.len ? text : str_copy(arena, buffer_str(&out));
    buffer_free(&out);
    return rest;
}

static bool has_attributes(const Line *line)
{
    return line->kind != LINE_FENCE && str_has(line->text, STR("{:"));
}

/* Writes the line that an attribute is of, which may be a heading that gets its id. */
static void put_line(Arena *arena, LineVec *out, const Line *line, size_t *heading)
{
    Str id;
    ptrdiff_t at;
    bool is_heading_before = *heading < out->len;
    if (!has_attributes(line)) {
        *heading = line->kind == LINE_HEADING ? out->len : SIZE_MAX;
        VEC_PUSH(arena, out, *line);
    } else if (is_attributes(line->text, &id)) {
        Line *above = is_heading_before ? &out->items[*heading] : NULL;
        if (above && id.len && !str_has(above->text, STR("{#")))
            above->text = str_format(arena, "%.*s {#%.*s}", STR_ARG(str_trim_end(above->text)), STR_ARG(id));
        VEC_PUSH(arena, out, ((Line){STR(""), line->number, LINE_BLANK}));
    } else if (line->kind == LINE_HEADING && (at = str_find(line->text, STR("{:"))) > 0) { /* ## Why? {: #why} */
        Str words = str_trim(str_slice(line->text, (size_t)at + 2, line->text.len));
        Str text = str_format(arena, "%.*s{%.*s", (int)at, line->text.data, STR_ARG(words));
        *heading = out->len;
        VEC_PUSH(arena, out, ((Line){text, line->number, LINE_HEADING}));
    } else {
        *heading = SIZE_MAX;
        VEC_PUSH(arena, out, ((Line){without_attributes(arena, line->text), line->number, line->kind}));
    }
}

bool dialect_attributes(Arena *arena, LineVec *lines)
{
    LineVec out = {0};
    size_t first = 0, heading = SIZE_MAX;
    while (first < lines->len && !has_attributes(&lines->items[first])) first++;
    if (first == lines->len) return false;
    for (size_t i = 0; i < lines->len; i++) put_line(arena, &out, &lines->items[i], &heading);
    *lines = out;
    return true;
}
