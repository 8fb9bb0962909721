/* A template with what is the same for many pages put in, once for all of them: partials, parents and blocks become one
 * list of nodes, and texts that stand next to each other one text. */
#include "mustache_internal.h"

typedef struct Binder {
    Arena *arena;
    const Value *common;
    FindPartial *find;
    void *context;
    Buffer text; /* of texts, not yet a node */
    const Overrides *overrides;
    unsigned templates; /* how many are under way: partials, and blocks of others */
    bool failed;        /* something depends on where it is rendered */
} Binder;

static void bind_nodes(Binder *binder, const NodeList *nodes, NodeList *out);

static void end_text(Binder *binder, NodeList *out)
{
    if (!binder->text.len) return;
    VEC_PUSH(binder->arena, out, ((Node){.type = NODE_TEXT, .text = buffer_take(&binder->text, binder->arena)}));
}

static void add_node(Binder *binder, const Node *node, NodeList *out)
{
    Node bound = *node;
    bound.children = (NodeList){0};
    end_text(binder, out);
    bind_nodes(binder, &node->children, &bound.children);
    end_text(binder, &bound.children);
    VEC_PUSH(binder->arena, out, bound);
}

static const Value *common_value(const Binder *binder, const Node *node)
{
    return node->path.len ? template_follow(value_find(binder->common, node->path.items), &node->path) : NULL;
}

static void bind_value(Binder *binder, const Node *node, NodeList *out)
{
    const Value *value = common_value(binder, node);
    if (!value)
        add_node(binder, node, out);
    else
        template_put_value(&binder->text, node, value);
}

/* {{.}} in it would mean something else without the section. */
static bool has_implicit(const NodeList *nodes)
{
    for (size_t i = 0; i < nodes->len; i++) {
        const Node *node = &nodes->items[i];
        if (node->type != NODE_TEXT && (!node->path.len || has_implicit(&node->children))) return true;
    }
    return false;
}

static void bind_section(Binder *binder, const Node *node, NodeList *out)
{
    const Value *value = common_value(binder, node);
    bool is_plain = value && value->type != VALUE_LIST && value->type != VALUE_OBJECT && !has_implicit(&node->children);
    if (!is_plain)
        add_node(binder, node, out);
    else if (value_is_true(value) == (node->type == NODE_SECTION))
        bind_nodes(binder, &node->children, out);
}

static void bind_template(Binder *binder, const NodeList *nodes, NodeList *out)
{
    if (binder->templates == DEEPEST_TEMPLATE) binder->failed = true; /* rendering it says so */
    binder->templates++;
    bind_nodes(binder, nodes, out);
    binder->templates--;
}

static void bind_partial(Binder *binder, const Node *node, const Overrides *overrides, NodeList *out)
{
    const Template *partial = node->is_dynamic || !binder->find ? NULL : binder->find(binder->context, node->text);
    if (node->is_dynamic || (node->is_standalone && node->indent.len)) binder->failed = true;
    if (!partial || binder->failed) return;
    const Overrides *outer = binder->overrides;
    binder->overrides = overrides;
    bind_template(binder, &partial->nodes, out);
    binder->overrides = outer;
}

static void bind_block(Binder *binder, const Node *node, NodeList *out)
{
    const Node *content = template_block(node, binder->overrides);
    if (content == node) {
        bind_nodes(binder, &node->children, out);
        return;
    }
    if (node->inner_indent.len || node->indent.len || content->inner_indent.len) binder->failed = true;
    bind_template(binder, &content->children, out);
}

static void bind_nodes(Binder *binder, const NodeList *nodes, NodeList *out)
{
    for (size_t i = 0; i < nodes->len && !binder->failed; i++) {
        const Node *node = &nodes->items[i];
        Overrides overrides;
        switch (node->type) {
        case NODE_TEXT: buffer_add(&binder->text, node->text); break;
        case NODE_ESCAPED:
        case NODE_RAW: bind_value(binder, node, out); break;
        case NODE_SECTION:
        case NODE_INVERTED: bind_section(binder, node, out); break;
        case NODE_PARTIAL: bind_partial(binder, node, binder->overrides, out); break;
        case NODE_PARENT:
            overrides = template_overrides(node, binder->overrides);
            bind_partial(binder, node, &overrides, out);
            break;
        case NODE_BLOCK: bind_block(binder, node, out); break;
        }
    }
}

const Template *template_bind(Arena *arena, const Template *template, const Value *common, FindPartial *find,
                              void *context)
{
    Binder binder = {.arena = arena, .common = common, .find = find, .context = context};
    Template *bound = ARENA_NEW(arena, Template);
    bind_nodes(&binder, &template->nodes, &bound->nodes);
    end_text(&binder, &bound->nodes);
    buffer_free(&binder.text);
    return binder.failed ? template : bound;
}
