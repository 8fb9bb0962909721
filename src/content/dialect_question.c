#include "dialect.h"

#include <string.h>

static bool asks(Str text)
{
    Line line = {.text = text, .kind = LINE_TEXT};
    return line_is_question(&line);
}

static size_t heading_level(const Line *line)
{
    Str text = str_trim(line->text);
    size_t level = 0;
    while (level < text.len && text.data[level] == '#') level++;
    return level;
}

static Str heading(Arena *arena, size_t above, Str text)
{
    static const char hashes[] = "######";
    size_t level = above ? above + 1 : 2;
    if (level > 6) level = 6;
    return str_format(arena, "%.*s %.*s", (int)level, hashes, STR_ARG(text));
}

/* The words between two marks that enclose all of a text; STR_NONE where they do not. */
static Str enclosed(Str text, const char *open, const char *close)
{
    Str start = str_from(open), end = str_from(close);
    text = str_trim(text);
    if (text.len <= start.len + end.len || !str_starts(text, start) || !str_ends(text, end)) return STR_NONE;
    Str inner = str_slice(text, start.len, text.len - end.len);
    return str_has(inner, start) || str_has(inner, end) ? STR_NONE : str_trim(inner);
}

static bool is_blank(const LineVec *lines, size_t at)
{
    return at >= lines->len || lines->items[at].kind == LINE_BLANK || lines->items[at].kind == LINE_HEADING;
}

/* **Why …?** alone between blank lines, not indented. */
static Str bold_question(Arena *arena, const LineVec *lines, size_t at)
{
    const Line *line = &lines->items[at];
    if (line->kind != LINE_TEXT || line_indent(line->text) || (at && !is_blank(lines, at - 1)) ||
        !is_blank(lines, at + 1))
        return STR_NONE;
    Str text = enclosed(line->text, "**", "**");
    if (!text.data) text = enclosed(line->text, "__", "__");
    size_t length; /* **Q: …?** is read with its A: (normalise.c) */
    int number;
    if (text.data && vocabulary_inline_label(arena, text, &length, &number) != ROLE_NONE) return STR_NONE;
    return text.data && asks(text) ? text : STR_NONE;
}

static bool has_asking_heading(const LineVec *lines)
{
    for (size_t i = 0; i < lines->len; i++)
        if (lines->items[i].kind == LINE_HEADING && asks(lines->items[i].text)) return true;
    return false;
}

static bool is_tag(const Line *line, const char *tag)
{
    Str text = str_trim(line->text), start = str_from(tag);
    return line->kind == LINE_HTML && !line_indent(line->text) && str_starts(text, start) &&
           (text.len == start.len || strchr(" >", text.data[start.len]));
}

/* <details> and its <summary>, on one line or two; *behind is the index behind them. Its text where it asks. */
static Str details_question(const LineVec *lines, size_t at, size_t *behind)
{
    if (!is_tag(&lines->items[at], "<details")) return STR_NONE;
    Str text = str_trim(lines->items[at].text);
    ptrdiff_t start = str_find(text, STR("<summary>"));
    *behind = at + 1;
    while (start < 0 && *behind < lines->len && *behind <= at + 2) {
        text = str_trim(lines->items[*behind].text);
        start = str_find(text, STR("<summary>"));
        if (start < 0 && text.len) return STR_NONE;
        ++*behind;
    }
    if (start < 0) return STR_NONE;
    Str inner = str_slice(text, (size_t)start + 9, text.len);
    ptrdiff_t end = str_find(inner, STR("</summary>"));
    if (end < 0 || str_trim(str_slice(inner, (size_t)end + 10, inner.len)).len) return STR_NONE;
    inner = str_trim(str_slice(inner, 0, (size_t)end));
    static const char *const wraps[][2] = {{"<b>", "</b>"}, {"<strong>", "</strong>"}, {"**", "**"}};
    for (size_t i = 0; i < sizeof wraps / sizeof *wraps; i++) {
        Str bare = enclosed(inner, wraps[i][0], wraps[i][1]);
        if (bare.data) inner = bare;
    }
    return inner.len && !memchr(inner.data, '<', inner.len) && asks(inner) ? inner : STR_NONE;
}

bool dialect_questions(Arena *arena, LineVec *lines)
{
    bool is_changed = false, bold_asks = !has_asking_heading(lines);
    size_t level = 0, opened = 0; /* opened: <details> that became headings and are not closed yet */
    LineVec out = {0};
    for (size_t i = 0; i < lines->len; i++) {
        const Line *line = &lines->items[i];
        if (line->kind == LINE_HEADING) level = heading_level(line);
        size_t behind = i + 1;
        Str question = details_question(lines, i, &behind);
        bool is_details = question.data != NULL;
        if (!question.data && bold_asks) question = bold_question(arena, lines, i);
        if (question.data) {
            VEC_PUSH(arena, &out, ((Line){STR(""), line->number, LINE_BLANK}));
            VEC_PUSH(arena, &out, ((Line){heading(arena, level, question), line->number, LINE_HEADING}));
            VEC_PUSH(arena, &out, ((Line){STR(""), line->number, LINE_BLANK}));
            opened += is_details;
            if (is_details) i = behind - 1;
            is_changed = true;
        } else if (opened && is_tag(line, "</details")) {
            opened--;
            VEC_PUSH(arena, &out, ((Line){STR(""), line->number, LINE_BLANK}));
        } else {
            VEC_PUSH(arena, &out, *line);
        }
    }
    if (is_changed) *lines = out;
    return is_changed;
}
