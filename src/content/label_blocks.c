#include "extract.h"
#include "lines.h"

#include <string.h>

/* An empty text node at the head would be all that is left of "原因:" on a line of its own. */
static bool is_empty(cmark_node *paragraph)
{
    Buffer text = {0};
    node_text(&text, paragraph);
    bool empty = str_trim(buffer_str(&text)).len == 0;
    for (cmark_node *child = cmark_node_first_child(paragraph); child && empty; child = cmark_node_next(child))
        empty = cmark_node_get_type(child) != CMARK_NODE_IMAGE;
    buffer_free(&text);
    return empty;
}

/* A piece of a paragraph, up to where the next label begins; without one of its own it is what `whole` says. */
static void add_piece(Arena *arena, const Block *whole, cmark_node *piece, Role loose, BlockVec *blocks)
{
    cmark_node *first = cmark_node_first_child(piece);
    Label label = first ? label_at(arena, first, loose, true) : (Label){0};
    Block block = *whole;
    block.node = piece;
    if (label.role != ROLE_NONE) {
        block.label = label.role;
        block.number = label.number;
        label_cut_breaks(piece);
        if (is_empty(piece)) block.node = NULL;
    }
    VEC_PUSH(arena, blocks, block);
}

static bool has_colon(Str text, bool at_end)
{
    Str narrow = STR(":"), wide = STR("：");
    return at_end ? str_ends(text, narrow) || str_ends(text, wide) : str_starts(text, narrow) || str_starts(text, wide);
}

static bool begins_line(cmark_node *node)
{
    cmark_node *previous = cmark_node_previous(node);
    bool is_symbol =
        previous && cmark_node_get_type(previous) == CMARK_NODE_TEXT && vocabulary_is_symbols(node_literal(previous));
    if (is_symbol) previous = cmark_node_previous(previous);
    return !previous || label_is_break(previous);
}

/* **原因：** 密鑰不同 · **解決：** 改密鑰: the second, within a line that begins with a label. */
static bool is_label_in_line(Arena *arena, cmark_node *node, Role loose)
{
    cmark_node *next = cmark_node_next(node);
    if (cmark_node_get_type(node) != CMARK_NODE_STRONG || begins_line(node)) return false;
    bool is_parted = has_colon(node_text_str(arena, node), true) ||
                     (next && cmark_node_get_type(next) == CMARK_NODE_TEXT && has_colon(node_literal(next), false));
    return is_parted && role_is_cause_or_solution(label_at(arena, node, loose, false).role) &&
           label_at(arena, cmark_node_first_child(cmark_node_parent(node)), loose, false).role != ROLE_NONE;
}

/* Without what parts it from the next piece. */
static cmark_node *trimmed_end(Arena *arena, cmark_node *piece)
{
    static const char *const ends[] = {"·", "|", ";", "；", "/", "—", "–"};
    cmark_node *last = cmark_node_last_child(piece);
    if (!last || cmark_node_get_type(last) != CMARK_NODE_TEXT) return piece;
    Str text = str_trim_end(node_literal(last));
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (str_ends(text, str_from(ends[i]))) text = str_trim_end(str_slice(text, 0, text.len - strlen(ends[i])));
    cmark_node_set_literal(last, str_copy(arena, text).data);
    return piece;
}

static void add_paragraph(Arena *arena, Block whole, Role loose, BlockVec *blocks)
{
    cmark_node *paragraph = whole.node;
    for (cmark_node *child = cmark_node_first_child(paragraph); child;) {
        cmark_node *next = cmark_node_next(child);
        if (is_label_in_line(arena, child, loose)) {
            add_piece(arena, &whole, trimmed_end(arena, paragraph_split(arena, paragraph, child, 0)), loose, blocks);
            whole.label = ROLE_NONE;
        }
        if (label_is_break(child) && next && label_at(arena, next, loose, false).role != ROLE_NONE) {
            if (cmark_node_first_child(paragraph) != child) {
                add_piece(arena, &whole, paragraph_split(arena, paragraph, child, 0), loose, blocks);
                whole.label = ROLE_NONE;
            }
            cmark_node_unlink(child);
            cmark_node_free(child);
        }
        child = next;
    }
    add_piece(arena, &whole, paragraph, loose, blocks);
}

static void add_node(Arena *arena, cmark_node *node, BlockVec *blocks);

/* A list whose items are labelled (- 原因：… - 解決：…) is read item by item; any other list is one block. */
static bool is_labelled_list(Arena *arena, cmark_node *list)
{
    for (cmark_node *item = cmark_node_first_child(list); item; item = cmark_node_next(item)) {
        cmark_node *paragraph = cmark_node_first_child(item);
        if (!paragraph || cmark_node_get_type(paragraph) != CMARK_NODE_PARAGRAPH) continue;
        cmark_node *first = cmark_node_first_child(paragraph);
        Role role = first ? label_at(arena, first, ROLE_NONE, false).role : ROLE_NONE;
        if (role_is_cause_or_solution(role)) return true;
    }
    return false;
}

/* A paragraph of which a line begins with the label of a cause or a fix. */
static bool has_labelled_line(Arena *arena, cmark_node *paragraph)
{
    if (!paragraph || cmark_node_get_type(paragraph) != CMARK_NODE_PARAGRAPH) return false;
    bool begins_line = true;
    for (cmark_node *node = cmark_node_first_child(paragraph); node; node = cmark_node_next(node)) {
        Role role = begins_line ? label_at(arena, node, ROLE_NONE, false).role : ROLE_NONE;
        if (role_is_cause_or_solution(role)) return true;
        begins_line = label_is_break(node);
    }
    return false;
}

static bool is_labelled_quote(Arena *arena, cmark_node *quote)
{
    cmark_node *child = cmark_node_first_child(quote);
    while (child && !has_labelled_line(arena, child)) child = cmark_node_next(child);
    return child;
}

static void add_cases(Arena *arena, cmark_node *list, BlockVec *blocks);

static void add_children(Arena *arena, cmark_node *node, BlockVec *blocks)
{
    for (cmark_node *child = cmark_node_first_child(node); child;) {
        cmark_node *next = cmark_node_next(child);
        add_node(arena, child, blocks);
        child = next;
    }
}

static bool is_list_of_cases(Arena *arena, cmark_node *list);

/* Whether an item of a list says what goes wrong, and below that, labelled, why, or what to do: on lines, in paragraphs
 * or in a list of its own. */
static bool is_case(Arena *arena, cmark_node *item)
{
    cmark_node *name = cmark_node_first_child(item);
    if (!name || cmark_node_get_type(name) != CMARK_NODE_PARAGRAPH) return false;
    if (has_labelled_line(arena, name)) return true;
    cmark_node *part = cmark_node_next(name);
    if (part && cmark_node_get_type(part) == CMARK_NODE_LIST)
        return is_labelled_list(arena, part) || is_list_of_cases(arena, part);
    while (part && !has_labelled_line(arena, part)) part = cmark_node_next(part);
    return part;
}

/* - E101
 *   - 原因：…
 *   - 解決：… */
static bool is_list_of_cases(Arena *arena, cmark_node *list)
{
    cmark_node *item = cmark_node_first_child(list);
    if (item == cmark_node_last_child(list)) return false;
    while (item && is_case(arena, item)) item = cmark_node_next(item);
    return !item;
}

/* What stands behind a list of several causes is of none of them. */
static void add_labelled_list(Arena *arena, cmark_node *list, BlockVec *blocks)
{
    size_t first = blocks->len, causes = 0;
    for (cmark_node *item = cmark_node_first_child(list); item; item = cmark_node_next(item))
        add_children(arena, item, blocks);
    for (size_t i = first; i < blocks->len; i++) causes += blocks->items[i].label == ROLE_CAUSE;
    int line = cmark_node_get_end_line(list);
    if (causes > 1) VEC_PUSH(arena, blocks, ((Block){.label = ROLE_CONTEXT, .line = line, .line_end = line}));
}

static void add_node(Arena *arena, cmark_node *node, BlockVec *blocks)
{
    int line = cmark_node_get_start_line(node), line_end = cmark_node_get_end_line(node);
    Block block = {.node = node, .line = line, .line_end = line_end};
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_PARAGRAPH: add_paragraph(arena, block, ROLE_NONE, blocks); return;
    case CMARK_NODE_LIST:
        if (is_labelled_list(arena, node))
            add_labelled_list(arena, node, blocks);
        else if (is_list_of_cases(arena, node))
            add_cases(arena, node, blocks);
        else
            break;
        return;
    case CMARK_NODE_BLOCK_QUOTE:
        if (!is_labelled_quote(arena, node)) break;
        add_children(arena, node, blocks);
        return;
    case CMARK_NODE_HEADING: {
        Str text = node_text_str(arena, node);
        block.level = cmark_node_get_heading_level(node);
        Role role = vocabulary_before_colon(arena, text, &block.number);
        if (role != ROLE_NONE && role != ROLE_QUESTION && role != ROLE_ALIAS) {
            block.label = role;
            block.node = NULL;
            break;
        }
        cmark_node *first = cmark_node_first_child(node); /* a label and its first words */
        bool is_text = first && cmark_node_get_type(first) == CMARK_NODE_TEXT;
        role = is_text ? label_at(arena, first, ROLE_NONE, false).role : ROLE_NONE;
        if (role_is_cause_or_solution(role)) {
            Label label = label_at(arena, first, ROLE_NONE, true);
            block.label = label.role;
            block.number = label.number;
            if (is_empty(node)) block.node = NULL;
        }
        break;
    }
    default:
        if (node_is_invisible(node)) return;
        break;
    }
    VEC_PUSH(arena, blocks, block);
}

static bool has_cause(const BlockVec *blocks, size_t from)
{
    for (size_t i = from; i < blocks->len; i++)
        if (blocks->items[i].label == ROLE_CAUSE) return true;
    return false;
}

/* What goes wrong tells the records of an entry apart, as a row's first cell does (extract_table.c); but a sentence,
 * where no cause is labelled below it, is the cause. */
static void add_cases(Arena *arena, cmark_node *list, BlockVec *blocks)
{
    for (cmark_node *item = cmark_node_first_child(list); item; item = cmark_node_next(item)) {
        size_t first = blocks->len;
        bool is_sentence = line_ends_sentence(node_text_str(arena, cmark_node_first_child(item)));
        add_children(arena, item, blocks);
        if (blocks->len == first) continue;
        Block *name = &blocks->items[first];
        if (name->label != ROLE_NONE && name->label != ROLE_SYMPTOM) continue;
        name->label = is_sentence && !has_cause(blocks, first) ? ROLE_CAUSE : ROLE_CATEGORY;
    }
}

/* The first block of a role, or where they end. */
static size_t first_of(const BlockVec *blocks, Role role)
{
    size_t i = 0;
    while (i < blocks->len && blocks->items[i].label != role && blocks->items[i].label != ROLE_CASES) i++;
    return i;
}

/* Behind a cause, where no fix is labelled, 步驟 is one; in front of a fix, where no cause is, 分析 is one. */
static BlockVec with_loose_labels(Arena *arena, const BlockVec *blocks)
{
    size_t cause = first_of(blocks, ROLE_CAUSE), solution = first_of(blocks, ROLE_SOLUTION);
    if ((cause < blocks->len) == (solution < blocks->len)) return *blocks;
    Role loose = cause < blocks->len ? ROLE_SOLUTION : ROLE_CAUSE;
    size_t first = loose == ROLE_SOLUTION ? cause : 0, end = loose == ROLE_SOLUTION ? blocks->len : solution;
    BlockVec out = {0};
    for (size_t i = 0; i < blocks->len; i++) {
        Block block = blocks->items[i];
        cmark_node_type type = block.node ? cmark_node_get_type(block.node) : CMARK_NODE_NONE;
        bool is_heading = type == CMARK_NODE_HEADING && block.label == ROLE_NONE;
        if (i >= first && i < end && type == CMARK_NODE_PARAGRAPH) {
            add_paragraph(arena, block, loose, &out);
            continue;
        }
        if (i >= first && i < end && is_heading &&
            vocabulary_loose_label(arena, node_text_str(arena, block.node)) == loose) {
            block.label = loose;
            block.node = NULL;
        }
        VEC_PUSH(arena, &out, block);
    }
    return out;
}

BlockVec labels_split(Arena *arena, cmark_node *const *nodes, size_t count)
{
    BlockVec blocks = {0};
    if (count && cmark_node_get_type(nodes[0]) == CMARK_NODE_PARAGRAPH) label_cut_answer(arena, nodes, count);
    for (size_t i = 0; i < count; i++) add_node(arena, nodes[i], &blocks);
    blocks = with_loose_labels(arena, &blocks);
    labels_complete(arena, &blocks);
    return blocks;
}
