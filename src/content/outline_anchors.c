/* Anchors in raw HTML: what links lead to, beside headings. */
#include "outline.h"

#include <string.h>

Str outline_anchor_name(Arena *arena, Str raw)
{
    static const char *const keys[] = {"name=\"", "id=\""};
    if (!str_starts(raw, STR("<a ")) && !str_starts(raw, STR("<span "))) return STR("");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        ptrdiff_t at = str_find(raw, str_from(keys[i]));
        if (at < 0) continue;
        Str value = str_slice(raw, (size_t)at + strlen(keys[i]), raw.len), name;
        if (str_next(&value, '"', &name)) return str_copy(arena, name);
    }
    return STR("");
}

enum { ANCHORS_MOST = 1000 /* below a heading: links look through all of them */ };

static bool is_blank(cmark_node *node)
{
    bool is_text = cmark_node_get_type(node) == CMARK_NODE_TEXT;
    return node_is_break(node) || (is_text && !str_trim(node_literal(node)).len);
}

static bool ends_anchor(cmark_node *node)
{
    Str raw = node_literal(node);
    return str_starts(raw, STR("</a")) || str_starts(raw, STR("</span"));
}

bool outline_take_anchors(Arena *arena, cmark_node *block, StrVec *here, StrVec *next)
{
    StrVec last = {0}; /* with nothing behind them yet */
    bool is_only = cmark_node_get_type(block) == CMARK_NODE_PARAGRAPH;
    cmark_iter *iterator = cmark_iter_new(block);
    for (cmark_event_type event; (event = cmark_iter_next(iterator)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(iterator);
        if (event != CMARK_EVENT_ENTER || node == block || is_blank(node)) continue;
        bool is_html = cmark_node_get_type(node) == CMARK_NODE_HTML_INLINE;
        Str name = is_html ? outline_anchor_name(arena, node_literal(node)) : STR("");
        if (name.len && last.len + here->len < ANCHORS_MOST) {
            VEC_PUSH(arena, &last, name);
        } else if (!is_html || !ends_anchor(node)) {
            is_only = false;
            for (size_t i = 0; i < last.len; i++) VEC_PUSH(arena, here, last.items[i]);
            last.len = 0;
        }
    }
    cmark_iter_free(iterator);
    cmark_node *below = cmark_node_next(block);
    bool is_above = below && cmark_node_get_type(below) == CMARK_NODE_HEADING;
    is_only = is_only && last.len;
    for (size_t i = 0; i < last.len; i++) VEC_PUSH(arena, is_above ? next : here, last.items[i]);
    return is_only;
}
