#include "markdown.h"

#include "text/text.h"

/* Bold words alone on the first line of a paragraph, which say what the rest is about. */
static bool is_title(cmark_node *node)
{
    return node && cmark_node_get_type(node) == CMARK_NODE_STRONG && !cmark_node_previous(node) &&
           cmark_node_get_type(cmark_node_parent(node)) == CMARK_NODE_PARAGRAPH;
}

/* A line break in the source means a space between words, and nothing between Han characters, unless those before it
 * are a title. */
static void add_soft_break(Buffer *out, cmark_node *node)
{
    cmark_node *next = cmark_node_next(node);
    uint32_t before = 0, after = 0;
    Str written = buffer_str(out);
    size_t start = written.len;
    while (start > 0 && ((unsigned char)written.data[start - 1] & 0xC0) == 0x80) start--;
    if (start > 0) utf8_decode(str_slice(written, start - 1, written.len), &before);
    if (next && cmark_node_get_type(next) == CMARK_NODE_TEXT) utf8_decode(node_literal(next), &after);
    bool is_joined = char_is_wide(before) && char_is_wide(after);
    if (!is_joined || is_title(cmark_node_previous(node))) buffer_add_char(out, is_joined ? '\n' : ' ');
}

static void end_line(Buffer *out, size_t start)
{
    buffer_trim_end(out, start);
    if (out->len > start && out->data[out->len - 1] != '\n') buffer_add_char(out, '\n');
}

static void children_text(Buffer *out, cmark_node *node)
{
    for (cmark_node *child = cmark_node_first_child(node); child; child = cmark_node_next(child)) node_text(out, child);
}

static bool is_line_break_tag(Str raw)
{
    return raw.len >= 3 && raw.data[0] == '<' && (raw.data[1] | 0x20) == 'b' && (raw.data[2] | 0x20) == 'r' &&
           (raw.len == 3 || strchr(" />\t", raw.data[3]));
}

void node_text(Buffer *out, cmark_node *node)
{
    size_t start = 0;
    Str literal;
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT:
    case CMARK_NODE_CODE: buffer_add(out, node_literal(node)); return;
    case CMARK_NODE_SOFTBREAK: add_soft_break(out, node); return;
    case CMARK_NODE_LINEBREAK: end_line(out, start); return;
    case CMARK_NODE_IMAGE:
    case CMARK_NODE_THEMATIC_BREAK: return;
    case CMARK_NODE_HTML_INLINE:
        literal = node_literal(node);
        if (is_line_break_tag(literal))
            end_line(out, start);
        else if (html_is_words(literal))
            buffer_add(out, literal);
        return;
    case CMARK_NODE_HTML_BLOCK:
        end_line(out, start);
        html_text(out, node_literal(node));
        end_line(out, start);
        return;
    case CMARK_NODE_CODE_BLOCK:
        end_line(out, start);
        buffer_add(out, node_literal(node));
        end_line(out, start);
        return;
    case CMARK_NODE_PARAGRAPH:
    case CMARK_NODE_HEADING:
    case CMARK_NODE_ITEM:
    case CMARK_NODE_LIST:
    case CMARK_NODE_BLOCK_QUOTE:
        end_line(out, start);
        children_text(out, node);
        end_line(out, start);
        return;
    default: break;
    }
    NodeKind kind = node_kind(node);
    if (kind == NODE_TABLE_ROW) {
        end_line(out, start);
        for (cmark_node *cell = cmark_node_first_child(node); cell; cell = cmark_node_next(cell)) {
            if (cell != cmark_node_first_child(node)) buffer_add_char(out, '\t');
            children_text(out, cell);
        }
        end_line(out, start);
        return;
    }
    children_text(out, node);
    if (kind == NODE_TABLE) end_line(out, start);
}

void nodes_text(Buffer *out, cmark_node *const *nodes, size_t count)
{
    for (size_t i = 0; i < count; i++) node_text(out, nodes[i]);
    buffer_trim_end(out, 0);
}

Str node_text_str(Arena *arena, cmark_node *node)
{
    char room[BUFFER_ROOM];
    Buffer out = BUFFER_IN(room);
    node_text(&out, node);
    Str text = str_trim(buffer_take(&out, arena));
    buffer_free(&out);
    return text;
}
