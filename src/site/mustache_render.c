#include "mustache_internal.h"

enum { DEEPEST_CONTEXT = 64 };

typedef struct Renderer {
    Buffer *out;
    FindPartial *find;
    void *context;
    const Value *stack[DEEPEST_CONTEXT];
    size_t depth;
    unsigned templates; /* how many are under way: partials, and blocks of others */
    bool at_line_start;
    Str too_deep; /* the tag at which it was broken off; data NULL: none */
    /* what each line of the template under way begins with, and the white space at its start that goes */
    Str indent;
    size_t dedent;
    const Overrides *overrides;
} Renderer;

static void render_nodes(Renderer *renderer, const NodeList *nodes);

const Value *template_follow(const Value *value, const NamePath *path)
{
    for (size_t i = 1; i < path->len && value; i++) value = value_find(value, &path->items[i]);
    return value;
}

static const Value *look_up(const Renderer *renderer, const Node *node)
{
    const NamePath *path = &node->path;
    if (!path->len) return renderer->stack[renderer->depth - 1]; /* {{.}} */
    const Value *value = NULL;
    for (size_t i = renderer->depth; i > 0 && !value; i--) value = value_find(renderer->stack[i - 1], path->items);
    return template_follow(value, path);
}

static void start_line(Renderer *renderer)
{
    if (renderer->at_line_start) buffer_add(renderer->out, renderer->indent);
    renderer->at_line_start = false;
}

static void render_text(Renderer *renderer, const Node *node)
{
    Str rest = node->text;
    if (!renderer->indent.len && !renderer->dedent) { /* nearly always */
        buffer_add(renderer->out, rest);
        renderer->at_line_start = node->ends_line;
        return;
    }
    for (bool starts_line = node->starts_line; rest.len; starts_line = true) {
        size_t skip = 0, len = 0;
        while (starts_line && skip < renderer->dedent && skip < rest.len &&
               (rest.data[skip] == ' ' || rest.data[skip] == '\t'))
            skip++;
        while (len < rest.len && rest.data[len] != '\n') len++;
        Str line = str_slice(rest, skip < len ? skip : len, len);
        bool has_end = len < rest.len;
        if (line.len || has_end) start_line(renderer);
        buffer_add(renderer->out, line);
        if (has_end) buffer_add_char(renderer->out, '\n');
        if (has_end) renderer->at_line_start = true;
        rest = str_slice(rest, has_end ? len + 1 : len, rest.len);
    }
}

void template_put_value(Buffer *out, const Node *node, const Value *value)
{
    if (value->type != VALUE_TEXT) return;
    if (node->type == NODE_RAW)
        buffer_add(out, value->text);
    else
        html_escape(out, value->text);
}

static void render_value(Renderer *renderer, const Node *node)
{
    const Value *value = look_up(renderer, node);
    if (!value || value->type != VALUE_TEXT || !value->text.len) return;
    start_line(renderer);
    template_put_value(renderer->out, node, value);
}

static void render_with(Renderer *renderer, const Value *value, const Node *section)
{
    if (renderer->depth == DEEPEST_CONTEXT) {
        renderer->too_deep = section->text;
        return;
    }
    renderer->stack[renderer->depth++] = value;
    render_nodes(renderer, &section->children);
    renderer->depth--;
}

static void render_section(Renderer *renderer, const Node *node)
{
    const Value *value = look_up(renderer, node);
    if (!value_is_true(value)) return;
    if (value->type != VALUE_LIST) {
        render_with(renderer, value, node);
        return;
    }
    for (size_t i = 0; i < value->items.len && !renderer->too_deep.data; i++)
        render_with(renderer, value->items.items[i], node);
}

/* The partial that a tag names, directly or through a value. */
static const Template *find_partial(Renderer *renderer, const Node *node)
{
    Str name = node->text;
    if (node->is_dynamic) {
        const Value *value = look_up(renderer, node);
        if (!value || value->type != VALUE_TEXT) return NULL;
        name = value->text;
    }
    return renderer->find ? renderer->find(renderer->context, name) : NULL;
}

/* Renders what a tag stands for, with another indentation: `added` behind the present one. */
static void render_indented(Renderer *renderer, const Node *tag, const NodeList *nodes, Str added, size_t dedent)
{
    if (renderer->templates == DEEPEST_TEMPLATE) {
        renderer->too_deep = tag->text;
        return;
    }
    Str indent = renderer->indent;
    size_t old_dedent = renderer->dedent;
    Buffer joined = {0};
    if (added.len) {
        buffer_add(&joined, indent);
        buffer_add(&joined, added);
        renderer->indent = buffer_str(&joined);
    }
    renderer->dedent = dedent;
    renderer->templates++;
    render_nodes(renderer, nodes);
    renderer->templates--;
    renderer->indent = indent;
    renderer->dedent = old_dedent;
    buffer_free(&joined);
}

static void render_partial(Renderer *renderer, const Node *node, const Overrides *overrides)
{
    const Template *partial = find_partial(renderer, node);
    if (!partial) return;
    const Overrides *outer = renderer->overrides;
    Str added = node->is_standalone ? str_slice(node->indent, renderer->dedent, node->indent.len) : STR("");
    renderer->overrides = overrides;
    render_indented(renderer, node, &partial->nodes, added, 0);
    renderer->overrides = outer;
}

/* A parent is a partial whose blocks are replaced by those inside of the tag; those of outer templates win. */
Overrides template_overrides(const Node *parent, const Overrides *outer)
{
    Overrides overrides = outer ? *outer : (Overrides){0};
    for (size_t i = 0; i < parent->children.len; i++)
        if (parent->children.items[i].type == NODE_BLOCK && overrides.count < OVERRIDES_MOST)
            overrides.blocks[overrides.count++] = &parent->children.items[i];
    return overrides;
}

const Node *template_block(const Node *block, const Overrides *overrides)
{
    for (size_t i = 0; overrides && i < overrides->count; i++)
        if (str_equal(overrides->blocks[i]->text, block->text)) return overrides->blocks[i];
    return block;
}

static void render_parent(Renderer *renderer, const Node *node)
{
    Overrides overrides = template_overrides(node, renderer->overrides);
    render_partial(renderer, node, &overrides);
}

static void render_block(Renderer *renderer, const Node *node)
{
    const Node *content = template_block(node, renderer->overrides);
    if (content == node) {
        render_nodes(renderer, &node->children);
        return;
    }
    Str indent = node->inner_indent.len ? node->inner_indent : node->indent;
    render_indented(renderer, node, &content->children, str_slice(indent, renderer->dedent, indent.len),
                    content->inner_indent.len);
}

static void render_nodes(Renderer *renderer, const NodeList *nodes)
{
    for (size_t i = 0; i < nodes->len && !renderer->too_deep.data; i++) {
        const Node *node = &nodes->items[i];
        switch (node->type) {
        case NODE_TEXT: render_text(renderer, node); break;
        case NODE_ESCAPED:
        case NODE_RAW: render_value(renderer, node); break;
        case NODE_SECTION: render_section(renderer, node); break;
        case NODE_INVERTED:
            if (!value_is_true(look_up(renderer, node))) render_nodes(renderer, &node->children);
            break;
        case NODE_PARTIAL: render_partial(renderer, node, renderer->overrides); break;
        case NODE_PARENT: render_parent(renderer, node); break;
        case NODE_BLOCK: render_block(renderer, node); break;
        }
    }
}

Str template_render(Buffer *out, const Template *template, const Value *common, const Value *model, FindPartial *find,
                    void *context)
{
    Renderer renderer = {.out = out, .find = find, .context = context, .at_line_start = true};
    if (common) renderer.stack[renderer.depth++] = common;
    renderer.stack[renderer.depth++] = model;
    render_nodes(&renderer, &template->nodes);
    return renderer.too_deep;
}
