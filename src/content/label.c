#include "label.h"

#include <string.h>

bool label_is_part(Role role)
{
    return role == ROLE_CAUSE || role == ROLE_SOLUTION || role == ROLE_SYMPTOM || role == ROLE_ENVIRONMENT ||
           role == ROLE_CASES || role == ROLE_CATEGORY || role == ROLE_CHECK || role == ROLE_ASIDE;
}

bool label_is_break(cmark_node *node)
{
    bool is_html = cmark_node_get_type(node) == CMARK_NODE_HTML_INLINE;
    return node_is_break(node) || (is_html && str_starts(node_literal(node), STR("<br")));
}

/* What is left in the tree of the two spaces of a hard line break. */
static bool is_space_before_break(cmark_node *node)
{
    cmark_node *next = cmark_node_next(node);
    bool is_space = cmark_node_get_type(node) == CMARK_NODE_TEXT && !str_trim(node_literal(node)).len;
    return is_space && (!next || label_is_break(next));
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
    static const char *const separators[] = {":", "：", " :", " ：", " - ", " – ", " — ", "——"};
    return str_starts_any(text, separators, sizeof separators / sizeof *separators);
}

/* Whether bold words stand as a label does, alone or parted from the text behind them: by how many bytes of that. */
static bool stands_as_label(cmark_node *strong, Str words, Str *behind, size_t *separator)
{
    cmark_node *next = cmark_node_next(strong);
    *behind = next && cmark_node_get_type(next) == CMARK_NODE_TEXT ? node_literal(next) : STR("");
    *separator = separator_behind(*behind);
    bool is_alone = !next || label_is_break(next) || is_space_before_break(next);
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
            if (behind.len) set_literal(arena, cmark_node_next(strong), behind_label(behind, separator));
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

static bool is_marked(cmark_node *node)
{
    return cmark_node_get_type(node) == CMARK_NODE_STRONG || cmark_node_get_type(node) == CMARK_NODE_EMPH;
}

Label label_at(Arena *arena, cmark_node *node, bool take)
{
    if (is_marked(node)) return bold_label(arena, node, take);
    if (cmark_node_get_type(node) != CMARK_NODE_TEXT) return (Label){0};
    Str text = node_literal(node);
    size_t length;
    Label label = {0};
    cmark_node *next = cmark_node_next(node);
    if (next && is_marked(next) && vocabulary_is_symbols(text)) { /* 🔍 **原因**：… */
        label = bold_label(arena, next, take);
        if (take && label.role != ROLE_NONE) set_literal(arena, node, STR(""));
        return label;
    }
    label.role = vocabulary_inline_label(arena, text, &length, &label.number);
    if (!label_is_part(label.role)) return (Label){0};
    if (take) set_literal(arena, node, behind_label(text, length));
    return label;
}

void label_cut_breaks(cmark_node *paragraph)
{
    for (cmark_node *child = cmark_node_first_child(paragraph); child;) {
        cmark_node *next = cmark_node_next(child);
        bool is_blank = cmark_node_get_type(child) == CMARK_NODE_TEXT && !str_trim(node_literal(child)).len;
        if (!label_is_break(child) && !is_blank) return;
        cut(child);
        child = next;
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
void label_cut_answer(Arena *arena, cmark_node *const *nodes, size_t count)
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
        label_cut_breaks(paragraph);
    }
}
