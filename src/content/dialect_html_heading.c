/* Headings in tags, <h3 id="x">Why …?</h3>, alone on their line. The first level is left: it mostly is a picture. */
#include "dialect.h"

#include <stdio.h>
#include <string.h>

/* The value of an attribute of a tag; STR_NONE where it has none. */
static Str attribute(Str tag, const char *start)
{
    ptrdiff_t at = str_find(tag, str_from(start));
    if (at < 0) return STR_NONE;
    Str value = str_slice(tag, (size_t)at + strlen(start), tag.len);
    ptrdiff_t end = str_find(value, STR("\""));
    return end > 0 ? str_slice(value, 0, (size_t)end) : STR_NONE;
}

/* The line as markdown; STR_NONE where it is none, or has tags in its words. */
static Str as_markdown(Arena *arena, Str line)
{
    Str text = str_trim(line);
    size_t level = text.len > 3 && str_starts(text, STR("<h")) ? (size_t)(text.data[2] - '0') : 0;
    ptrdiff_t open = level > 1 && level <= 6 && strchr("> ", text.data[3]) ? str_find(text, STR(">")) : -1;
    if (open < 0 || !str_ends(text, str_format(arena, "</h%zu>", level))) return STR_NONE;
    Str tag = str_slice(text, 0, (size_t)open);
    Str words = str_trim(str_slice(text, (size_t)open + 1, text.len - strlen("</h2>")));
    if (!words.len || memchr(words.data, '<', words.len) || vocabulary_is_symbols(words)) return STR_NONE;
    Str id = attribute(tag, " id=\"");
    Str anchor = id.data ? str_format(arena, " <a id=\"%.*s\"></a>", STR_ARG(id)) : STR("");
    return dialect_heading(arena, level, str_concat(arena, words, anchor));
}

/* How many more boxes are open behind a line: a heading would part them. */
static int boxes_in(const Line *line)
{
    static const char *const boxes[] = {"details", "div", "table", "center"};
    int count = 0;
    for (size_t i = 0; i < sizeof boxes / sizeof *boxes && line->kind == LINE_HTML; i++) {
        char open[16], close[16];
        snprintf(open, sizeof open, "<%s", boxes[i]);
        snprintf(close, sizeof close, "</%s>", boxes[i]);
        count += str_has(line->text, str_from(open)) - str_has(line->text, str_from(close));
    }
    return count;
}

bool dialect_html_headings(Arena *arena, LineVec *lines)
{
    LineVec out = {0};
    bool is_changed = false;
    int boxes = 0;
    for (size_t i = 0; i < lines->len; i++) {
        const Line *line = &lines->items[i];
        boxes += boxes_in(line);
        bool may_be =
            line->kind == LINE_HTML && boxes <= 0 && dialect_is_blank(lines, i - 1) && dialect_is_blank(lines, i + 1);
        Str heading = may_be ? as_markdown(arena, line->text) : STR_NONE;
        if (!heading.data) {
            VEC_PUSH(arena, &out, *line);
            continue;
        }
        VEC_PUSH(arena, &out, ((Line){STR(""), line->number, LINE_BLANK}));
        VEC_PUSH(arena, &out, ((Line){heading, line->number, LINE_HEADING}));
        VEC_PUSH(arena, &out, ((Line){STR(""), line->number, LINE_BLANK}));
        is_changed = true;
    }
    if (is_changed) *lines = out;
    return is_changed;
}
