/* Limits for inputs that no author writes: where cmark-gfm takes quadratic time, and where trees are deeper than a
 * stack. */
#include "markdown.h"

#include "lines.h"

#include <cmark-gfm/node.h>

enum { PIPES_MOST = 256, DEPTH_MOST = 100 };

/* cmark-gfm counts the cells of a row again for each of them. Pipes beyond a number that no table has are text. */
Str limit_pipes(Arena *arena, Str line)
{
    if (line.len <= PIPES_MOST) return line;
    size_t pipes = 0;
    for (size_t i = 0; i < line.len; i++) pipes += line.data[i] == '|';
    if (pipes <= PIPES_MOST) return line;
    Buffer out = {0};
    pipes = 0;
    for (size_t i = 0; i < line.len; i++) {
        bool is_escaped = i > 0 && line.data[i - 1] == '\\';
        if (line.data[i] == '|' && ++pipes > PIPES_MOST && !is_escaped) buffer_add_char(&out, '\\');
        buffer_add_char(&out, line.data[i]);
    }
    Str limited = buffer_take(&out, arena);
    buffer_free(&out);
    return limited;
}

/* The text below a node, gathered without recursion. */
static void add_literals(Buffer *out, cmark_node *node)
{
    cmark_iter *iterator = cmark_iter_new(node);
    for (cmark_event_type event; (event = cmark_iter_next(iterator)) != CMARK_EVENT_DONE;) {
        cmark_node *each = cmark_iter_get_node(iterator);
        const char *literal = event == CMARK_EVENT_ENTER ? cmark_node_get_literal(each) : NULL;
        if (literal) buffer_add_text(out, literal);
        cmark_node_type type = cmark_node_get_type(each);
        bool is_line_end = (type == CMARK_NODE_SOFTBREAK && event == CMARK_EVENT_ENTER) ||
                           (type == CMARK_NODE_PARAGRAPH && event == CMARK_EVENT_EXIT);
        if (is_line_end) buffer_add_char(out, '\n');
    }
    cmark_iter_free(iterator);
}

/* A node becomes its plain text: code where it is a block, so that its lines stay. */
static cmark_node *as_text(cmark_node *node)
{
    bool is_block = (cmark_node_get_type(node) & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_BLOCK;
    cmark_node *fresh = node_new(is_block ? CMARK_NODE_CODE_BLOCK : CMARK_NODE_TEXT);
    Buffer text = {0};
    add_literals(&text, node);
    cmark_node_set_literal(fresh, buffer_str(&text).data ? buffer_str(&text).data : "");
    buffer_free(&text);
    return fresh;
}

static bool can_be_text(cmark_node *node)
{
    cmark_node_type type = cmark_node_get_type(node);
    return type == CMARK_NODE_LIST || type == CMARK_NODE_BLOCK_QUOTE ||
           (type & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_INLINE;
}

/* By the links of the nodes themselves: every document is asked. */
static bool is_deep(cmark_node *document)
{
    int depth = 0;
    for (cmark_node *node = document; node;) {
        if (node->first_child) {
            if (++depth > DEPTH_MOST) return true;
            node = node->first_child;
            continue;
        }
        for (; node != document && !node->next; node = node->parent) depth--;
        node = node == document ? NULL : node->next;
    }
    return false;
}

bool markdown_limit_depth(cmark_node *document)
{
    bool is_limited = false;
    int depth = 0;
    if (!is_deep(document)) return false;
    cmark_iter *iterator = cmark_iter_new(document);
    for (cmark_event_type event; (event = cmark_iter_next(iterator)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(iterator);
        if (!cmark_node_first_child(node)) continue;
        depth += event == CMARK_EVENT_ENTER ? 1 : -1;
        if (event != CMARK_EVENT_ENTER || depth <= DEPTH_MOST || !can_be_text(node)) continue;
        cmark_node *fresh = as_text(node);
        if (!cmark_node_replace(node, fresh)) {
            cmark_node_free(fresh);
            continue;
        }
        cmark_iter_reset(iterator, fresh, CMARK_EVENT_EXIT);
        depth--;
        cmark_node_free(node);
        is_limited = true;
    }
    cmark_iter_free(iterator);
    return is_limited;
}
