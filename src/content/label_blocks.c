#include "extract.h"
#include "lines.h"

#include <string.h>

bool label_is_part(Role role)
{
    return role == ROLE_CAUSE || role == ROLE_SOLUTION || role == ROLE_SYMPTOM || role == ROLE_ENVIRONMENT ||
           role == ROLE_CASES || role == ROLE_CATEGORY || role == ROLE_CHECK || role == ROLE_ASIDE;
}

static bool is_break(cmark_node *node)
{
    bool is_html = cmark_node_get_type(node) == CMARK_NODE_HTML_INLINE;
    return node_is_break(node) || (is_html && str_starts(node_literal(node), STR("<br")));
}

/* What is left in the tree of the two spaces of a hard line break. */
static bool is_space_before_break(cmark_node *node)
{
    cmark_node *next = cmark_node_next(node);
    bool is_space = cmark_node_get_type(node) == CMARK_NODE_TEXT && !str_trim(node_literal(node)).len;
    return is_space && (!next || is_break(next));
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

static bool ends_with_separator(Str label)
{
    static const char *const separators[] = {":", "：", ".", "。", "】"};
    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++)
        if (str_ends(label, str_from(separators[i]))) return true;
    return false;
}

/* The bytes of what parts a bold label from the text behind it; 0 where nothing does. */
static size_t separator_behind(Str text)
{
    static const char *const separators[] = {":", "：", " - ", " – ", " — ", "——"};
    return str_starts_any(text, separators, sizeof separators / sizeof *separators);
}

/* Whether bold words stand as a label does, alone or parted from the text behind them: by how many bytes of that. */
static bool stands_as_label(cmark_node *strong, Str words, Str *behind, size_t *separator)
{
    cmark_node *next = cmark_node_next(strong);
    *behind = next && cmark_node_get_type(next) == CMARK_NODE_TEXT ? node_literal(next) : STR("");
    *separator = separator_behind(*behind);
    bool is_alone = !next || is_break(next) || is_space_before_break(next);
    return ends_with_separator(words) || *separator || is_alone;
}

/* **原因** / **原因:** text / **Cause.** text / **原因**：text / **Cause** - text. The bold words alone are the label,
 * or they begin with one: **原因:text**. */
static Label bold_label(Arena *arena, cmark_node *strong, bool take)
{
    Str text = node_text_str(arena, strong), behind;
    Label label = {0};
    size_t separator;
    bool is_label = stands_as_label(strong, text, &behind, &separator);
    label.role =
        separator ? vocabulary_before_colon(arena, text, &label.number) : vocabulary_label(arena, text, &label.number);
    if (label_is_part(label.role)) {
        if (!is_label) return (Label){0}; /* emphasis in a sentence */
        if (take) {
            if (separator) set_literal(arena, cmark_node_next(strong), behind_label(behind, separator));
            cut(strong);
        }
        return label;
    }
    size_t length;
    cmark_node *first = cmark_node_first_child(strong);
    if (!first || cmark_node_get_type(first) != CMARK_NODE_TEXT) return (Label){0};
    Str words = node_literal(first);
    label.role = vocabulary_inline_label(arena, words, &length, &label.number);
    if (!label_is_part(label.role)) return (Label){0};
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
    if (!label_is_part(label.role)) return (Label){0};
    if (take) set_literal(arena, node, behind_label(text, length));
    return label;
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

static bool has_colon(Str text, bool at_end)
{
    Str narrow = STR(":"), wide = STR("：");
    return at_end ? str_ends(text, narrow) || str_ends(text, wide) : str_starts(text, narrow) || str_starts(text, wide);
}

/* **原因：** 密鑰不同 · **解決：** 改密鑰: the second, within a line that begins with a label. */
static bool is_label_in_line(Arena *arena, cmark_node *node)
{
    cmark_node *next = cmark_node_next(node);
    if (cmark_node_get_type(node) != CMARK_NODE_STRONG || !cmark_node_previous(node)) return false;
    bool is_marked = has_colon(node_text_str(arena, node), true) ||
                     (next && cmark_node_get_type(next) == CMARK_NODE_TEXT && has_colon(node_literal(next), false));
    return is_marked && role_is_cause_or_solution(label_at(arena, node, false).role) &&
           label_at(arena, cmark_node_first_child(cmark_node_parent(node)), false).role != ROLE_NONE;
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
    set_literal(arena, last, text);
    return piece;
}

static void add_paragraph(Arena *arena, cmark_node *paragraph, BlockVec *blocks, int line, int line_end)
{
    for (cmark_node *child = cmark_node_first_child(paragraph); child;) {
        cmark_node *next = cmark_node_next(child);
        if (is_label_in_line(arena, child))
            add_piece(arena, trimmed_end(arena, paragraph_split(arena, paragraph, child, 0)), blocks, line, line_end);
        if (is_break(child) && next && label_at(arena, next, false).role != ROLE_NONE) {
            if (cmark_node_first_child(paragraph) != child)
                add_piece(arena, paragraph_split(arena, paragraph, child, 0), blocks, line, line_end);
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
        Role role = begins_line ? label_at(arena, node, false).role : ROLE_NONE;
        if (role_is_cause_or_solution(role)) return true;
        begins_line = is_break(node);
    }
    return false;
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
    case CMARK_NODE_PARAGRAPH: add_paragraph(arena, node, blocks, line, line_end); return;
    case CMARK_NODE_LIST:
        if (is_labelled_list(arena, node))
            add_labelled_list(arena, node, blocks);
        else if (is_list_of_cases(arena, node))
            add_cases(arena, node, blocks);
        else
            break;
        return;
    case CMARK_NODE_BLOCK_QUOTE:
        if (!has_labelled_line(arena, cmark_node_first_child(node))) break;
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
        role = first && cmark_node_get_type(first) == CMARK_NODE_TEXT ? label_at(arena, first, false).role : ROLE_NONE;
        if (role_is_cause_or_solution(role)) {
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

/* Whether A. is the first of some options: a line begins with B. */
static bool has_option_b(cmark_node *const *nodes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (cmark_node *child = cmark_node_first_child(nodes[i]); child; child = cmark_node_next(child)) {
            Str text = cmark_node_get_type(child) == CMARK_NODE_TEXT ? node_literal(child) : STR("");
            if (text.len > 1 && text.data[0] == 'B' && strchr(".)\xE3", text.data[1])) return true;
        }
    return false;
}

/* The length of A: or 答： or A2. or 答 3、 in front of an answer. */
static size_t answer_mark(Arena *arena, Str text, cmark_node *const *nodes, size_t count)
{
    size_t length;
    int number;
    if (vocabulary_inline_label(arena, text, &length, &number) == ROLE_ANSWER) return length;
    if (vocabulary_numbered_mark(arena, text, &length) == ROLE_ANSWER) return length;
    if (vocabulary_letter_mark(text, &length) != ROLE_ANSWER || has_option_b(nodes, count)) return 0;
    bool is_bare = text.data[length - 1] == ' ' && text.data[length - 2] >= '0' && text.data[length - 2] <= '9';
    return is_bare ? 0 : length; /* A1 may be a name */
}

/* It says nothing of the answer's parts. */
static void cut_answer_label(Arena *arena, cmark_node *const *nodes, size_t count)
{
    cmark_node *paragraph = nodes[0];
    cmark_node *first = cmark_node_first_child(paragraph);
    cmark_node_type type = first ? cmark_node_get_type(first) : CMARK_NODE_NONE;
    int number;
    if (type == CMARK_NODE_TEXT) {
        Str text = node_literal(first);
        size_t length = answer_mark(arena, text, nodes, count);
        if (length) set_literal(arena, first, behind_label(text, length));
    } else if (type == CMARK_NODE_STRONG) {
        Str text = node_text_str(arena, first), behind;
        size_t separator;
        bool is_label = stands_as_label(first, text, &behind, &separator);
        if (!is_label || vocabulary_label(arena, text, &number) != ROLE_ANSWER) return;
        if (behind.len) set_literal(arena, cmark_node_next(first), behind_label(behind, separator));
        cut(first);
        cut_leading_breaks(paragraph);
    }
}

BlockVec labels_split(Arena *arena, cmark_node *const *nodes, size_t count)
{
    BlockVec blocks = {0};
    if (count && cmark_node_get_type(nodes[0]) == CMARK_NODE_PARAGRAPH) cut_answer_label(arena, nodes, count);
    for (size_t i = 0; i < count; i++) add_node(arena, nodes[i], &blocks);
    labels_complete(arena, &blocks);
    return blocks;
}
