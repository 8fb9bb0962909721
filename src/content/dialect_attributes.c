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

/* Whether a line says nothing else; `named` gets those that name an id, or nothing. */
static bool is_attributes(Str text, Str *named)
{
    *named = STR("");
    text = str_trim(text);
    if (!text.len) return false;
    while (text.len) {
        size_t length = attributes_length(text);
        if (!length) return false;
        if (memchr(text.data, '#', length)) *named = str_slice(text, 0, length);
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

/* Those at the end of a heading are read with it (outline.c). */
static bool has_attributes(const Line *line)
{
    return line->kind != LINE_FENCE && line->kind != LINE_HEADING && str_has(line->text, STR("{:"));
}

/* What IBM's documentation says of paragraphs: the label that others write. */
static Str label_of(Str text)
{
    static const struct {
        const char *attribute, *label;
    } labels[] = {{"tsSymptoms", "**Symptoms:**"}, {"tsCauses", "**Cause:**"}, {"tsResolve", "**Solution:**"}};
    Str words = str_trim(text);
    words = str_trim(str_slice(words, 2, words.len - 1));
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (str_is(words, labels[i].attribute)) return str_from(labels[i].label);
    return STR("");
}

/* Attributes are those of the block right above; where there is none, of the one below. */
static void put_label(Arena *arena, LineVec *out, Str label, int number)
{
    size_t at = out->len;
    while (at && out->items[at - 1].kind != LINE_BLANK && out->items[at - 1].kind != LINE_HEADING) at--;
    if (at < out->len) number = out->items[at].number;
    VEC_PUSH(arena, out, ((Line){STR(""), number, LINE_BLANK}));
    VEC_PUSH(arena, out, ((Line){STR(""), number, LINE_BLANK}));
    memmove(out->items + at + 2, out->items + at, (out->len - 2 - at) * sizeof *out->items);
    out->items[at] = (Line){label, number, LINE_TEXT};
    out->items[at + 1] = (Line){STR(""), number, LINE_BLANK};
}

/* Writes a line without its attributes, of which the id below a heading goes to that. `above`: the index of what was
 * written before, attributes aside. */
static void put_line(Arena *arena, LineVec *out, const Line *line, size_t *above)
{
    Str named;
    bool is_below = has_attributes(line) && is_attributes(line->text, &named);
    if (!is_below) {
        *above = out->len;
        VEC_PUSH(arena, out, *line);
        if (has_attributes(line)) out->items[*above].text = without_attributes(arena, line->text);
        return;
    }
    Line *heading = out->len && out->items[*above].kind == LINE_HEADING ? &out->items[*above] : NULL;
    if (heading && named.len && !str_ends(str_trim_end(heading->text), STR("}")))
        heading->text = str_format(arena, "%.*s %.*s", STR_ARG(str_trim_end(heading->text)), STR_ARG(named));
    Str label = label_of(line->text);
    if (label.len) put_label(arena, out, label, line->number);
    VEC_PUSH(arena, out, ((Line){STR(""), line->number, LINE_BLANK}));
}

bool dialect_attributes(Arena *arena, LineVec *lines)
{
    LineVec out = {0};
    size_t first = 0, above = 0;
    while (first < lines->len && !has_attributes(&lines->items[first])) first++;
    if (first == lines->len) return false;
    for (size_t i = 0; i < lines->len; i++) put_line(arena, &out, &lines->items[i], &above);
    *lines = out;
    return true;
}
