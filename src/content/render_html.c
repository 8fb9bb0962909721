#include "markdown.h"

typedef struct Renderer {
    Buffer *out;
    const RenderContext *context;
    Sanitiser sanitiser;
    bool is_tight; /* in a tight list: paragraphs without <p> */
    int depth;
} Renderer;

enum { DEEPEST = 200 }; /* containers nested deeper lose their tags, not their text */

static void render(Renderer *renderer, cmark_node *node);

static void children(Renderer *renderer, cmark_node *node)
{
    for (cmark_node *child = cmark_node_first_child(node); child; child = cmark_node_next(child))
        render(renderer, child);
}

/* Raw tags that an element's content leaves open end with it, and it ends none that were open before. Returns what
 * leave() gets. */
static size_t enter(Renderer *renderer)
{
    size_t floor = renderer->sanitiser.floor;
    renderer->sanitiser.floor = renderer->sanitiser.depth;
    return floor;
}

static void leave(Renderer *renderer, size_t floor)
{
    sanitise_end(renderer->out, &renderer->sanitiser, renderer->sanitiser.floor);
    renderer->sanitiser.floor = floor;
}

static void content(Renderer *renderer, cmark_node *node)
{
    size_t floor = enter(renderer);
    children(renderer, node);
    leave(renderer, floor);
}

static void element(Renderer *renderer, cmark_node *node, const char *name)
{
    BUFFER_ADD(renderer->out, STR("<"), str_from(name), STR(">"));
    content(renderer, node);
    BUFFER_ADD(renderer->out, STR("</"), str_from(name), STR(">"));
}

/* A raw tag of a block ends it before its time: what follows stands beside it. */
static void paragraph(Renderer *renderer, cmark_node *node)
{
    Sanitiser *sanitiser = &renderer->sanitiser;
    size_t floor = enter(renderer);
    bool is_noted = sanitiser->depth < SANITISE_DEPTH;
    if (is_noted) sanitiser->open[sanitiser->depth++] = "p";
    buffer_add_text(renderer->out, "<p>");
    children(renderer, node);
    leave(renderer, floor);
    buffer_add_text(renderer->out, is_noted ? "\n" : "</p>\n");
}

/* A block of inline nodes. */
static void inline_block(Renderer *renderer, cmark_node *node, const char *name)
{
    BUFFER_ADD(renderer->out, STR("<"), str_from(name), STR(">"));
    content(renderer, node);
    BUFFER_ADD(renderer->out, STR("</"), str_from(name), STR(">\n"));
}

static void add_attribute(Renderer *renderer, const char *name, Str value)
{
    buffer_printf(renderer->out, " %s=\"", name);
    html_escape(renderer->out, value);
    buffer_add_char(renderer->out, '"');
}

/* While its text is written, raw tags find it among those that are open. */
static void link_text(Renderer *renderer, cmark_node *node)
{
    Sanitiser *sanitiser = &renderer->sanitiser;
    bool is_noted = sanitiser->depth < SANITISE_DEPTH;
    if (is_noted) sanitiser->open[sanitiser->depth++] = "a";
    content(renderer, node);
    sanitiser->depth -= is_noted;
}

static void link(Renderer *renderer, cmark_node *node)
{
    Str url = link_resolve(renderer->context->arena, str_from(cmark_node_get_url(node)), renderer->context->path);
    Str title = str_from(cmark_node_get_title(node));
    if (!url.len || sanitise_is_open(&renderer->sanitiser, "a")) {
        children(renderer, node);
        return;
    }
    buffer_add_text(renderer->out, "<a");
    add_attribute(renderer, "href", url);
    if (title.len) add_attribute(renderer, "title", title);
    buffer_add_char(renderer->out, '>');
    link_text(renderer, node);
    buffer_add_text(renderer->out, "</a>");
}

static void image(Renderer *renderer, cmark_node *node)
{
    Str url = link_resolve(renderer->context->arena, str_from(cmark_node_get_url(node)), renderer->context->path);
    Buffer alt = {0};
    for (cmark_node *child = cmark_node_first_child(node); child; child = cmark_node_next(child))
        node_text(&alt, child);
    if (url.len) {
        buffer_add_text(renderer->out, "<img");
        add_attribute(renderer, "src", url);
        add_attribute(renderer, "alt", buffer_str(&alt));
        buffer_add_text(renderer->out, " loading=\"lazy\">");
    } else {
        html_escape(renderer->out, buffer_str(&alt));
    }
    buffer_free(&alt);
}

static void code_block(Renderer *renderer, cmark_node *node)
{
    buffer_add_text(renderer->out, "<pre><code>");
    html_escape(renderer->out, node_literal(node));
    buffer_add_text(renderer->out, "</code></pre>\n");
}

static void heading(Renderer *renderer, cmark_node *node)
{
    int level = cmark_node_get_heading_level(node) + renderer->context->level_shift;
    level = level < 2 ? 2 : level > 6 ? 6 : level;
    char name[] = {'h', (char)('0' + level), '\0'};
    inline_block(renderer, node, name);
}

static void list(Renderer *renderer, cmark_node *node)
{
    bool is_ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST, was_tight = renderer->is_tight;
    int start = cmark_node_get_list_start(node);
    renderer->is_tight = cmark_node_get_list_tight(node);
    buffer_add_text(renderer->out, is_ordered ? "<ol" : "<ul");
    if (is_ordered && start != 1) buffer_printf(renderer->out, " start=\"%d\"", start);
    buffer_add_text(renderer->out, ">\n");
    children(renderer, node);
    buffer_add_text(renderer->out, is_ordered ? "</ol>\n" : "</ul>\n");
    renderer->is_tight = was_tight;
}

static void container(Renderer *renderer, cmark_node *node, const char *name, bool is_tight)
{
    bool was_tight = renderer->is_tight, is_done;
    renderer->is_tight = is_tight;
    BUFFER_ADD(renderer->out, STR("<"), str_from(name), STR(">"));
    if (node_is_task(node, &is_done))
        buffer_printf(renderer->out, "<input type=\"checkbox\" disabled%s aria-label=\"%s\"> ",
                      is_done ? " checked" : "", is_done ? "[x]" : "[ ]");
    if (!is_tight) buffer_add_char(renderer->out, '\n');
    content(renderer, node);
    BUFFER_ADD(renderer->out, STR("</"), str_from(name), STR(">\n"));
    renderer->is_tight = was_tight;
}

static void quote(Renderer *renderer, cmark_node *node)
{
    const char *class = node_admonition(node);
    if (class) buffer_printf(renderer->out, "<div class=\"admonition %s\">\n", class);
    container(renderer, node, "blockquote", false);
    if (class) buffer_add_text(renderer->out, "</div>\n");
}

static void table(Renderer *renderer, cmark_node *node)
{
    buffer_add_text(renderer->out, "<div class=\"table\"><table>\n<thead>\n");
    cmark_node *head = cmark_node_first_child(node);
    for (cmark_node *row = head; row; row = cmark_node_next(row)) {
        buffer_add_text(renderer->out, "<tr>");
        for (cmark_node *cell = cmark_node_first_child(row); cell; cell = cmark_node_next(cell))
            inline_block(renderer, cell, row == head ? "th" : "td");
        buffer_add_text(renderer->out, "</tr>\n");
        if (row == head) buffer_add_text(renderer->out, "</thead>\n<tbody>\n");
    }
    buffer_add_text(renderer->out, "</tbody>\n</table></div>\n");
}

/* Whether the node is written as an element that no paragraph holds. */
static bool is_block(const Renderer *renderer, cmark_node *node)
{
    cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_PARAGRAPH) return !renderer->is_tight;
    return (type & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_BLOCK && type != CMARK_NODE_HTML_BLOCK;
}

static void render_known(Renderer *renderer, cmark_node *node)
{
    Buffer *out = renderer->out;
    if (is_block(renderer, node)) sanitise_block(out, &renderer->sanitiser);
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT: html_escape(out, node_literal(node)); return;
    case CMARK_NODE_SOFTBREAK: buffer_add_char(out, '\n'); return;
    case CMARK_NODE_LINEBREAK: buffer_add_text(out, "<br>\n"); return;
    case CMARK_NODE_EMPH: element(renderer, node, "em"); return;
    case CMARK_NODE_STRONG: element(renderer, node, "strong"); return;
    case CMARK_NODE_LINK: link(renderer, node); return;
    case CMARK_NODE_IMAGE: image(renderer, node); return;
    case CMARK_NODE_CODE_BLOCK: code_block(renderer, node); return;
    case CMARK_NODE_HEADING: heading(renderer, node); return;
    case CMARK_NODE_LIST: list(renderer, node); return;
    case CMARK_NODE_BLOCK_QUOTE: quote(renderer, node); return;
    case CMARK_NODE_THEMATIC_BREAK: buffer_add_text(out, "<hr>\n"); return;
    case CMARK_NODE_CODE:
        buffer_add_text(out, "<code>");
        html_escape(out, node_literal(node));
        buffer_add_text(out, "</code>");
        return;
    case CMARK_NODE_HTML_INLINE:
        if (html_is_words(node_literal(node))) {
            html_escape(out, node_literal(node));
            return;
        }
        sanitise_html(out, node_literal(node), &renderer->sanitiser, renderer->context);
        return;
    case CMARK_NODE_HTML_BLOCK: sanitise_html(out, node_literal(node), &renderer->sanitiser, renderer->context); return;
    case CMARK_NODE_PARAGRAPH:
        if (!renderer->is_tight) {
            paragraph(renderer, node);
            return;
        }
        content(renderer, node);
        if (cmark_node_next(node)) buffer_add_char(out, '\n');
        return;
    default: break;
    }
    NodeKind kind = node_kind(node);
    if (kind == NODE_TABLE)
        table(renderer, node);
    else if (kind == NODE_TABLE_CELL)
        content(renderer, node);
    else if (kind == NODE_STRIKETHROUGH)
        element(renderer, node, "del");
    else if (cmark_node_get_type(node) == CMARK_NODE_ITEM)
        container(renderer, node, "li", renderer->is_tight);
    else
        children(renderer, node);
}

static void render(Renderer *renderer, cmark_node *node)
{
    if (++renderer->depth > DEEPEST) {
        Buffer text = {0};
        node_text(&text, node);
        html_escape(renderer->out, buffer_str(&text));
        buffer_free(&text);
    } else {
        render_known(renderer, node);
    }
    renderer->depth--;
}

void node_html(Buffer *out, cmark_node *node, const RenderContext *context)
{
    nodes_html(out, &node, 1, context);
}

void nodes_html(Buffer *out, cmark_node *const *nodes, size_t count, const RenderContext *context)
{
    Renderer renderer = {.out = out, .context = context};
    for (size_t i = 0; i < count; i++) render(&renderer, nodes[i]);
    sanitise_end(out, &renderer.sanitiser, 0);
}
