#include "markdown.h"

#include "content.h"
#include "markdown_memory.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm/node.h>
#include <pthread.h>
#include <string.h>

/* Extensions of cmark-gfm, and what a text must have any of where it needs one: that it is attached takes time. */
static const struct {
    const char *name, *marks[3];
} extensions[] = {
    {.name = "table"},
    {.name = "strikethrough", .marks = {"~"}},
    {.name = "autolink", .marks = {"@", "://", "www."}},
    {.name = "tasklist"},
};

void markdown_start(void)
{
    cmark_gfm_core_extensions_ensure_registered();
}

/* Here cmark-gfm reads what stands within lines, and for that time puts the characters of extensions into a table that
 * all threads share (inlines.c, SPECIAL_CHARS): one that ended took them away from another, which then missed a link.
 * Most texts have no such extension, and nothing in them that one of another text could change. */
static cmark_node *finish(cmark_parser *parser, bool reads_lines)
{
    static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
    if (!reads_lines) return cmark_parser_finish(parser);
    pthread_mutex_lock(&one_at_a_time);
    cmark_node *document = cmark_parser_finish(parser);
    pthread_mutex_unlock(&one_at_a_time);
    return document;
}

static bool has_any(Str text, const char *const marks[3])
{
    for (size_t i = 0; i < 3 && marks[i]; i++)
        if (str_has(text, str_from(marks[i]))) return true;
    return !marks[0];
}

/* Returns whether there is one among them that reads what stands within lines. */
static bool attach_extensions(cmark_parser *parser, Str text)
{
    bool reads_lines = false;
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++) {
        if (!has_any(text, extensions[i].marks)) continue;
        cmark_syntax_extension *extension = cmark_find_syntax_extension(extensions[i].name);
        if (extension) cmark_parser_attach_syntax_extension(parser, extension);
        reads_lines |= extensions[i].marks[0] != NULL;
    }
    return reads_lines;
}

cmark_node *markdown_parse(Str text, bool *is_limited)
{
    markdown_memory_begin();
    cmark_parser *parser = cmark_parser_new_with_mem(CMARK_OPT_DEFAULT, markdown_memory());
    bool reads_lines = attach_extensions(parser, text);
    cmark_parser_feed(parser, text.data ? text.data : "", text.len);
    cmark_node *document = finish(parser, reads_lines);
    cmark_parser_free(parser);
    *is_limited = markdown_limit_depth(document);
    if (str_has(text, STR("[!"))) markdown_mark_admonitions(document);
    return document;
}

void markdown_free(cmark_node *document)
{
    if (!markdown_memory_end()) cmark_node_free(document);
}

cmark_node *node_new(cmark_node_type type)
{
    return cmark_node_new_with_mem(type, markdown_memory());
}

Html content_render(Arena *arena, Str markdown)
{
    bool is_limited;
    cmark_node *document = markdown_parse(markdown, &is_limited);
    RenderContext context = {.arena = arena};
    Buffer out = {0};
    node_html(&out, document, &context);
    Html html = {buffer_take(&out, arena)};
    buffer_free(&out);
    markdown_free(document);
    return html;
}

/* Of the library's extensions, which has them in headers that are not installed. */
extern cmark_node_type CMARK_NODE_TABLE, CMARK_NODE_TABLE_ROW, CMARK_NODE_TABLE_CELL, CMARK_NODE_STRIKETHROUGH;

NodeKind node_kind(cmark_node *node)
{
    cmark_node_type type = (cmark_node_type)node->type;
    if (!node->extension) return NODE_OTHER;
    if (type == CMARK_NODE_TABLE_CELL) return NODE_TABLE_CELL;
    if (type == CMARK_NODE_TABLE_ROW) return NODE_TABLE_ROW;
    if (type == CMARK_NODE_TABLE) return NODE_TABLE;
    return type == CMARK_NODE_STRIKETHROUGH ? NODE_STRIKETHROUGH : NODE_OTHER;
}

Str node_literal(cmark_node *node)
{
    const cmark_chunk *chunk = node->type == CMARK_NODE_CODE_BLOCK ? &node->as.code.literal : &node->as.literal;
    return (Str){(const char *)chunk->data, (size_t)chunk->len};
}

bool node_is_task(cmark_node *item, bool *is_done)
{
    if (!item->extension || strcmp(cmark_node_get_type_string(item), "tasklist") != 0) return false;
    *is_done = cmark_gfm_extensions_get_tasklist_item_checked(item);
    return true;
}

bool node_is_break(cmark_node *node)
{
    cmark_node_type type = cmark_node_get_type(node);
    return type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK;
}

bool node_is_invisible(cmark_node *node)
{
    cmark_node_type type = cmark_node_get_type(node);
    if (type != CMARK_NODE_HTML_BLOCK && type != CMARK_NODE_HTML_INLINE) return false;
    Str raw = str_trim(node_literal(node));
    if (str_has(raw, STR("<img")) || str_has(raw, STR("<hr"))) return false;
    Buffer text = {0};
    html_text(&text, raw);
    bool is_empty = str_trim(buffer_str(&text)).len == 0;
    buffer_free(&text);
    return is_empty;
}
