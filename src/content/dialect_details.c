/* Boxes that open, <details>, with their <summary>. */
#include "dialect.h"

#include <string.h>

Str dialect_enclosed(Str text, const char *open, const char *close)
{
    Str start = str_from(open), end = str_from(close);
    text = str_trim(text);
    if (text.len <= start.len + end.len || !str_starts(text, start) || !str_ends(text, end)) return STR_NONE;
    Str inner = str_slice(text, start.len, text.len - end.len);
    return str_has(inner, start) || str_has(inner, end) ? STR_NONE : str_trim(inner);
}

bool dialect_is_tag(const Line *line, const char *tag)
{
    if (line->kind != LINE_HTML || line_indent(line->text)) return false;
    Str text = str_trim(line->text), start = str_from(tag);
    return str_starts(text, start) && (text.len == start.len || strchr(" >", text.data[start.len]));
}

Str dialect_summary(const LineVec *lines, size_t at, size_t *behind)
{
    if (!dialect_is_tag(&lines->items[at], "<details")) return STR_NONE;
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
        Str bare = dialect_enclosed(inner, wraps[i][0], wraps[i][1]);
        if (bare.data) inner = bare;
    }
    return inner.len && !memchr(inner.data, '<', inner.len) ? inner : STR_NONE;
}

static bool is_thematic_break(Str text)
{
    text = str_trim(text);
    size_t same = 0;
    while (same < text.len && text.data[same] == text.data[0]) same++;
    return same > 2 && same == text.len && strchr("-*_", text.data[0]);
}

bool dialect_has_only_details(Arena *arena, const LineVec *lines, size_t at)
{
    enum { LINES_MOST = 1000 };
    size_t count = 0, depth = 0, behind, end = lines->len - at > LINES_MOST ? at + LINES_MOST : lines->len;
    for (size_t i = at; i < end && (depth || lines->items[i].kind != LINE_HEADING); i++) {
        const Line *line = &lines->items[i];
        if (dialect_is_tag(line, "<details")) {
            Str summary = dialect_summary(lines, i, &behind);
            if (!depth && (!summary.data || dialect_is_labelled(arena, summary))) return false;
            count += !depth++;
        } else if (dialect_is_tag(line, "</details")) {
            depth -= depth > 0;
        } else if (count && !depth && line->kind != LINE_BLANK && !is_thematic_break(line->text)) {
            return false;
        }
    }
    return count > 1 && !depth;
}
