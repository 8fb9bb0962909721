#include "pin.h"

#include "content.h"
#include "survey.h"

#include <string.h>

static Str unique_id(Arena *arena, Str id, StrMap *seen)
{
    size_t number = 1, last;
    Str unique = id;
    if (str_map_get(seen, id, &number)) do
            unique = str_format(arena, "%.*s-%zu", STR_ARG(id), ++number);
        while (str_map_get(seen, unique, &last));
    str_map_set(seen, id, number);
    if (unique.data != id.data) str_map_set(seen, unique, 1);
    return unique;
}

PinVec pins_find(Arena *arena, const Parsed *parsed)
{
    PinVec pins = {0};
    StrMap *seen = str_map_new(arena);
    const Outline *outline = &parsed->outline;
    for (size_t i = 0; i < outline->headings.len; i++)
        if (outline->headings.items[i].is_id_pinned) str_map_set(seen, outline->headings.items[i].id, 1);
    for (size_t i = 1; i < outline->headings.len; i++) {
        const Heading *heading = &outline->headings.items[i];
        if (heading->kind != HEADING_QUESTION || heading->is_id_pinned) continue;
        Str id = id_clean(arena, heading->id);
        if (!id.len) id = id_from_question(arena, heading->text);
        VEC_PUSH(arena, &pins, ((Pin){cmark_node_get_start_line(heading->node), unique_id(arena, id, seen)}));
    }
    return pins;
}

/* # text # → # text {#id}: closing hashes go, or the id would stand behind them (CommonMark 0.29, section 4.2). */
static Str heading_text(Str line)
{
    Str text = str_trim_end(line);
    size_t end = text.len;
    while (end > 0 && text.data[end - 1] == '#') end--;
    bool is_closed = end < text.len && end > 0 && text.data[end - 1] == ' ' && str_trim(str_slice(text, 0, end)).len;
    return is_closed && str_starts(str_trim(text), STR("#")) ? str_trim_end(str_slice(text, 0, end)) : text;
}

/* The line of a heading with its id: an anchor of that name gives way to it, other {attributes} go behind it. */
Str survey_pinned_heading(Arena *arena, Str line, Str id)
{
    Str text = heading_text(line), attributes = STR("");
    size_t open = text.len;
    while (open > 0 && text.data[open - 1] != '{') open--;
    bool has_attributes = str_ends(text, STR("}")) && open > 1 && text.data[open - 2] == ' ' && open + 1 < text.len &&
                          strchr(".:", text.data[open]);
    if (has_attributes) {
        attributes = str_slice(text, open, text.len - 1);
        text = str_trim_end(str_slice(text, 0, open - 1));
    }
    static const char *const attribute_names[] = {"name", "id"};
    for (size_t i = 0; i < sizeof attribute_names / sizeof *attribute_names; i++) {
        Buffer anchor = {0};
        buffer_printf(&anchor, "<a %s=\"%.*s\"></a>", attribute_names[i], STR_ARG(id));
        ptrdiff_t at = str_find(text, buffer_str(&anchor));
        if (at >= 0)
            text = str_format(arena, "%.*s%.*s", (int)at, text.data,
                              STR_ARG(str_slice(text, (size_t)at + anchor.len, text.len)));
        buffer_free(&anchor);
        text = str_trim_end(text);
    }
    return str_format(arena, "%.*s {#%.*s%s%.*s}", STR_ARG(text), STR_ARG(id), attributes.len ? " " : "",
                      STR_ARG(attributes));
}
