#include "extract.h"

#include <string.h>

static bool is_part_role(Role role)
{
    return role == ROLE_CAUSE || role == ROLE_SOLUTION || role == ROLE_SYMPTOM || role == ROLE_ENVIRONMENT ||
           role == ROLE_CATEGORY || role == ROLE_CHECK || role == ROLE_ASIDE;
}

static bool is_break(cmark_node *node)
{
    cmark_node_type type = cmark_node_get_type(node);
    return type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK ||
           (type == CMARK_NODE_HTML_INLINE && str_starts(node_literal(node), STR("<br")));
}

static void set_literal(Arena *arena, cmark_node *node, Str text)
{
    cmark_node_set_literal(node, str_copy(arena, text).data);
}

/* What stands behind a label. Its last space stays: emphasis or code may follow. */
static Str behind_label(Str text, size_t length)
{
    Str behind = str_slice(text, length, text.len), words = str_trim(behind);
    return words.len ? str_slice(behind, (size_t)(words.data - behind.data), behind.len) : STR("");
}

static void cut(cmark_node *node)
{
    cmark_node_unlink(node);
    cmark_node_free(node);
}

/* A label that begins at an inline node; when `take`, its words are cut from the tree. */
typedef struct Label {
    Role role;
    int number;
} Label;

/* **原因** / **原因:** text / **原因**：text. The bold words alone are the label, or they begin with one:
 * **原因:text**. */
static Label bold_label(Arena *arena, cmark_node *strong, bool take)
{
    Str text = node_text_str(arena, strong);
    Label label = {0};
    label.role = vocabulary_label(arena, text, &label.number);
    if (is_part_role(label.role)) {
        cmark_node *next = cmark_node_next(strong);
        Str behind = next && cmark_node_get_type(next) == CMARK_NODE_TEXT ? node_literal(next) : STR("");
        bool has_colon = str_ends(text, STR(":")) || str_ends(text, STR("："));
        bool colon_behind = str_starts(behind, STR(":")) || str_starts(behind, STR("："));
        if (!has_colon && !colon_behind && next && !is_break(next)) return (Label){0}; /* emphasis in a sentence */
        if (take) {
            if (colon_behind) set_literal(arena, next, behind_label(behind, behind.data[0] == ':' ? 1 : 3));
            cut(strong);
        }
        return label;
    }
    size_t length;
    cmark_node *first = cmark_node_first_child(strong);
    if (!first || cmark_node_get_type(first) != CMARK_NODE_TEXT) return (Label){0};
    Str words = node_literal(first);
    label.role = vocabulary_inline_label(arena, words, &length, &label.number);
    if (!is_part_role(label.role)) return (Label){0};
    if (take) set_literal(arena, first, behind_label(words, length));
    return label;
}

static Label label_at(Arena *arena, cmark_node *node, bool take)
{
    cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_STRONG || type == CMARK_NODE_EMPH) return bold_label(arena, node, take);
    if (type != CMARK_NODE_TEXT) return (Label){0};
    Str text = node_literal(node);
    size_t length;
    Label label = {0};
    label.role = vocabulary_inline_label(arena, text, &length, &label.number);
    if (!is_part_role(label.role)) return (Label){0};
    if (take) set_literal(arena, node, behind_label(text, length));
    return label;
}

/* Moves the inline nodes before `end` into a paragraph of their own, in front of `paragraph`. */
static cmark_node *split_paragraph(cmark_node *paragraph, cmark_node *end)
{
    cmark_node *fresh = node_new(CMARK_NODE_PARAGRAPH);
    for (cmark_node *node = cmark_node_first_child(paragraph); node != end;) {
        cmark_node *next = cmark_node_next(node);
        cmark_node_unlink(node);
        cmark_node_append_child(fresh, node);
        node = next;
    }
    cmark_node_insert_before(paragraph, fresh);
    return fresh;
}

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

static void cut_leading_breaks(cmark_node *paragraph)
{
    for (cmark_node *child = cmark_node_first_child(paragraph); child;) {
        cmark_node *next = cmark_node_next(child);
        bool is_blank = cmark_node_get_type(child) == CMARK_NODE_TEXT && !str_trim(node_literal(child)).len;
        if (!is_break(child) && !is_blank) return;
        cut(child);
        child = next;
    }
}

/* A piece of a paragraph, up to where the next label begins. */
static void add_piece(Arena *arena, cmark_node *piece, BlockVec *blocks, int line, int line_end)
{
    cmark_node *first = cmark_node_first_child(piece);
    Label label = first ? label_at(arena, first, true) : (Label){0};
    Block block = {.node = piece, .label = label.role, .number = label.number, .line = line, .line_end = line_end};
    if (block.label != ROLE_NONE) cut_leading_breaks(piece);
    if (block.label != ROLE_NONE && is_empty(piece)) block.node = NULL;
    VEC_PUSH(arena, blocks, block);
}

static void add_paragraph(Arena *arena, cmark_node *paragraph, BlockVec *blocks, int line, int line_end)
{
    for (cmark_node *child = cmark_node_first_child(paragraph); child;) {
        cmark_node *next = cmark_node_next(child);
        if (is_break(child) && next && label_at(arena, next, false).role != ROLE_NONE) {
            if (cmark_node_first_child(paragraph) != child)
                add_piece(arena, split_paragraph(paragraph, child), blocks, line, line_end);
            cut(child);
        }
        child = next;
    }
    add_piece(arena, paragraph, blocks, line, line_end);
}

static void add_node(Arena *arena, cmark_node *node, BlockVec *blocks);

/* A list whose items are labelled (- 原因：… - 解決：…) is read item by item; any other list is one block. */
static bool is_labelled_list(Arena *arena, cmark_node *list)
{
    for (cmark_node *item = cmark_node_first_child(list); item; item = cmark_node_next(item)) {
        cmark_node *paragraph = cmark_node_first_child(item);
        if (!paragraph || cmark_node_get_type(paragraph) != CMARK_NODE_PARAGRAPH) continue;
        cmark_node *first = cmark_node_first_child(paragraph);
        Role role = first ? label_at(arena, first, false).role : ROLE_NONE;
        if (role == ROLE_CAUSE || role == ROLE_SOLUTION) return true;
    }
    return false;
}

static void add_children(Arena *arena, cmark_node *node, BlockVec *blocks)
{
    for (cmark_node *child = cmark_node_first_child(node); child;) {
        cmark_node *next = cmark_node_next(child);
        add_node(arena, child, blocks);
        child = next;
    }
}

static void add_node(Arena *arena, cmark_node *node, BlockVec *blocks)
{
    int line = cmark_node_get_start_line(node), line_end = cmark_node_get_end_line(node);
    Block block = {.node = node, .line = line, .line_end = line_end};
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_PARAGRAPH: add_paragraph(arena, node, blocks, line, line_end); return;
    case CMARK_NODE_LIST:
        if (!is_labelled_list(arena, node)) break;
        for (cmark_node *item = cmark_node_first_child(node); item; item = cmark_node_next(item))
            add_children(arena, item, blocks);
        return;
    case CMARK_NODE_HEADING: {
        Str text = node_text_str(arena, node);
        Role role = vocabulary_label(arena, text, &block.number);
        if (role != ROLE_NONE && role != ROLE_QUESTION && role != ROLE_ALIAS) {
            block.label = role;
            block.node = NULL;
            break;
        }
        cmark_node *first = cmark_node_first_child(node); /* a label and its first words */
        role = first && cmark_node_get_type(first) == CMARK_NODE_TEXT ? label_at(arena, first, false).role : ROLE_NONE;
        if (role == ROLE_CAUSE || role == ROLE_SOLUTION) {
            Label label = label_at(arena, first, true);
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

/* A: or 答： in front of an answer says nothing of its parts. */
static void cut_answer_label(Arena *arena, cmark_node *paragraph)
{
    cmark_node *first = cmark_node_first_child(paragraph);
    cmark_node_type type = first ? cmark_node_get_type(first) : CMARK_NODE_NONE;
    size_t length;
    int number;
    if (type == CMARK_NODE_TEXT) {
        Str text = node_literal(first);
        if (vocabulary_inline_label(arena, text, &length, &number) == ROLE_ANSWER)
            set_literal(arena, first, behind_label(text, length));
    } else if (type == CMARK_NODE_STRONG) {
        Str text = node_text_str(arena, first);
        cmark_node *next = cmark_node_next(first);
        Str behind = next && cmark_node_get_type(next) == CMARK_NODE_TEXT ? node_literal(next) : STR("");
        size_t colon = str_starts(behind, STR(":")) ? 1 : str_starts(behind, STR("：")) ? strlen("：") : 0;
        bool has_colon = colon || str_ends(text, STR(":")) || str_ends(text, STR("："));
        if (!has_colon || vocabulary_label(arena, text, &number) != ROLE_ANSWER) return;
        if (next && cmark_node_get_type(next) == CMARK_NODE_TEXT) set_literal(arena, next, behind_label(behind, colon));
        cut(first);
    }
}

BlockVec labels_split(Arena *arena, cmark_node *const *nodes, size_t count)
{
    BlockVec blocks = {0};
    if (count && cmark_node_get_type(nodes[0]) == CMARK_NODE_PARAGRAPH) cut_answer_label(arena, nodes[0]);
    for (size_t i = 0; i < count; i++) add_node(arena, nodes[i], &blocks);
    return blocks;
}

/* Whether a label's text goes to a new draft, since the current one has that part already. */
static bool begins_draft(const Draft *current, const Block *block)
{
    switch (block->label) {
    case ROLE_CAUSE: return current->cause.len && (current->solution.len || current->number != block->number);
    case ROLE_SYMPTOM:
    case ROLE_CATEGORY: return current->cause.len || current->solution.len;
    case ROLE_CHECK: return current->check.len;
    default: return false;
    }
}

/* The draft that a label's text goes to: the current one, or a new one. */
static Draft *draft_for(Arena *arena, DraftVec *drafts, const Block *block)
{
    if (block->label == ROLE_SOLUTION && block->number) /* 解決方案2 belongs to 原因2 */
        for (size_t i = 0; i < drafts->len; i++)
            if (drafts->items[i].number == block->number && !drafts->items[i].solution.len) return &drafts->items[i];
    if (!drafts->len || begins_draft(&drafts->items[drafts->len - 1], block)) {
        Draft draft = {.rule = "labels", .line = block->line, .line_end = block->line_end};
        VEC_PUSH(arena, drafts, draft);
    }
    return &drafts->items[drafts->len - 1];
}

static NodeVec *field_of(Draft *draft, Role role)
{
    switch (role) {
    case ROLE_CAUSE: return &draft->cause;
    case ROLE_SOLUTION: return &draft->solution;
    case ROLE_CATEGORY: return &draft->category;
    case ROLE_ENVIRONMENT: return &draft->environment;
    case ROLE_CHECK: return &draft->check;
    default: return NULL;
    }
}

/* The items of a list of at least two, or 0. */
static size_t item_count(const NodeVec *nodes)
{
    size_t count = 0;
    if (nodes->len != 1 || cmark_node_get_type(nodes->items[0]) != CMARK_NODE_LIST) return 0;
    for (cmark_node *item = cmark_node_first_child(nodes->items[0]); item; item = cmark_node_next(item)) count++;
    return count > 1 ? count : 0;
}

static void push_children(Arena *arena, NodeVec *nodes, cmark_node *item)
{
    for (cmark_node *child = cmark_node_first_child(item); child; child = cmark_node_next(child))
        VEC_PUSH(arena, nodes, child);
}

/* Causes and solutions in two lists of one kind and length: the first belongs to the first, and so on. */
static bool split_pairs(Arena *arena, const Draft *draft, DraftVec *drafts)
{
    size_t count = item_count(&draft->cause);
    if (!count || item_count(&draft->solution) != count ||
        cmark_node_get_list_type(draft->cause.items[0]) != cmark_node_get_list_type(draft->solution.items[0]))
        return false;
    cmark_node *cause = cmark_node_first_child(draft->cause.items[0]);
    cmark_node *solution = cmark_node_first_child(draft->solution.items[0]);
    for (; cause && solution; cause = cmark_node_next(cause), solution = cmark_node_next(solution)) {
        Draft pair = *draft;
        pair.rule = "labels-paired";
        pair.cause = pair.solution = (NodeVec){0};
        pair.line = cmark_node_get_start_line(cause);
        pair.line_end = cmark_node_get_end_line(cause);
        push_children(arena, &pair.cause, cause);
        push_children(arena, &pair.solution, solution);
        VEC_PUSH(arena, drafts, pair);
    }
    return true;
}

/* 「原因 1：密碼過期」 as a heading names the whole cause; what stands below it is the fix, unless a fix is labelled.
 */
static void split_named_cause(Arena *arena, Draft *draft)
{
    if (draft->solution.len || draft->cause.len < 2 || cmark_node_get_type(draft->cause.items[0]) != CMARK_NODE_HEADING)
        return;
    for (size_t i = 1; i < draft->cause.len; i++) VEC_PUSH(arena, &draft->solution, draft->cause.items[i]);
    draft->cause.len = 1;
    draft->rule = "labels-named";
}

/* Mends the drafts from `first` on, once all of them are known. */
static void finish_drafts(Arena *arena, DraftVec *drafts, size_t first)
{
    DraftVec done = {0};
    for (size_t i = first; i < drafts->len; i++) {
        split_named_cause(arena, &drafts->items[i]);
        if (!split_pairs(arena, &drafts->items[i], &done)) VEC_PUSH(arena, &done, drafts->items[i]);
    }
    drafts->len = first;
    for (size_t i = 0; i < done.len; i++) VEC_PUSH(arena, drafts, done.items[i]);
}

/* Under a heading 「可能原因」 without a text of its own, each further heading names a cause. */
static bool names_cause(const Block *block, Role role, const Draft *draft)
{
    return role == ROLE_CAUSE && block->node && block->label == ROLE_NONE && draft &&
           cmark_node_get_type(block->node) == CMARK_NODE_HEADING && !draft->solution.len &&
           (!draft->cause.len || cmark_node_get_type(draft->cause.items[0]) == CMARK_NODE_HEADING);
}

void labels_extract(Arena *arena, const BlockVec *blocks, DraftVec *drafts, NodeVec *lead)
{
    Role role = ROLE_NONE;
    Draft *draft = NULL;
    size_t first = drafts->len;
    for (size_t i = 0; i < blocks->len; i++) {
        const Block *block = &blocks->items[i];
        if (block->label != ROLE_NONE) {
            role = block->label;
            if (is_part_role(role) && role != ROLE_ASIDE) {
                draft = draft_for(arena, drafts, block);
                if (role == ROLE_CAUSE && !draft->cause.len) draft->number = block->number;
            }
        }
        if (!block->node) continue;
        if (names_cause(block, role, draft) && draft->cause.len) {
            Draft next = {.rule = "labels", .line = block->line, .line_end = block->line_end};
            VEC_PUSH(arena, drafts, next);
            draft = &drafts->items[drafts->len - 1];
        }
        bool is_table = node_kind(block->node) == NODE_TABLE;
        if (is_table && role != ROLE_SOLUTION && table_extract(arena, block->node, lead, drafts)) {
            role = ROLE_NONE;
            continue;
        }
        NodeVec *field = draft && role != ROLE_NONE ? field_of(draft, role) : NULL;
        if (!field) {
            if (role != ROLE_ASIDE) VEC_PUSH(arena, lead, block->node);
            continue;
        }
        VEC_PUSH(arena, field, block->node);
        if (block->line < draft->line || !draft->line) draft->line = block->line;
        if (block->line_end > draft->line_end) draft->line_end = block->line_end;
    }
    size_t kept = first; /* a symptom or an environment alone is no record */
    for (size_t i = first; i < drafts->len; i++) {
        const Draft *each = &drafts->items[i];
        if (!each->cause.len && !each->solution.len) {
            for (size_t n = 0; n < each->environment.len && kept > first; n++)
                VEC_PUSH(arena, &drafts->items[kept - 1].environment, each->environment.items[n]);
            continue;
        }
        drafts->items[kept++] = *each;
    }
    drafts->len = kept;
    finish_drafts(arena, drafts, first);
}
