#include "label.h"

#include <string.h>

enum { LOOSE_MOST = 40 /* bytes of a loose label: 具體操作, troubleshooting steps */ };

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
    static const char *const separators[] = {":",   "：", " :",  " ：",  " - ",  " – ",
                                             " — ", "——", " → ", " -> ", " => ", "→"};
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

/* The role of words that stand as a label; `loose`, where it is a role: that is of those that are labels beside others.
 */
static Role role_of(Arena *arena, Str words, bool is_before_colon, Role loose, int *number)
{
    *number = 0;
    if (loose != ROLE_NONE) return vocabulary_loose_label(arena, words) == loose ? loose : ROLE_NONE;
    return is_before_colon ? vocabulary_before_colon(arena, words, number) : vocabulary_label(arena, words, number);
}

/* The same of those in front of the colon in a text, of which `*length` bytes are the label. */
static Role role_at_start(Arena *arena, Str text, Role loose, size_t *length, int *number)
{
    if (loose == ROLE_NONE) return vocabulary_inline_label(arena, text, length, number);
    for (size_t i = 1; i < text.len && i < LOOSE_MOST; i++) {
        size_t separator = separator_behind(str_slice(text, i, text.len));
        *length = i + separator;
        if (separator) return role_of(arena, str_slice(text, 0, i), true, loose, number);
    }
    return ROLE_NONE;
}

/* **原因** / **原因:** text / **Cause.** text / **原因**：text / **Cause** - text. The bold words alone are the label,
 * or they begin with one: **原因:text**. */
static Label bold_label(Arena *arena, cmark_node *strong, Role loose, bool take)
{
    Str text = node_text_str(arena, strong), behind;
    Label label = {0};
    size_t separator;
    bool is_label = stands_as_label(strong, text, &behind, &separator);
    label.role = role_of(arena, text, separator, loose, &label.number);
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
    label.role = role_at_start(arena, words, loose, &length, &label.number);
    if (!label_is_part(label.role)) return (Label){0};
    if (take) set_literal(arena, first, behind_label(words, length));
    return label;
}

/* ---- in tags: <b>原因</b>：, <font color="red">原因：</font> ---- */

static bool is_tag(cmark_node *node, const char *start)
{
    if (!node || cmark_node_get_type(node) != CMARK_NODE_HTML_INLINE) return false;
    Str tag = node_literal(node), open = str_from(start);
    return str_starts(tag, open) && tag.len > open.len && strchr("> ", tag.data[open.len]);
}

static bool is_style_tag(cmark_node *node, bool is_end)
{
    static const char *const tags[][2] = {{"<b", "</b"},       {"<strong", "</strong"}, {"<u", "</u"},
                                          {"<font", "</font"}, {"<i", "</i"},           {"<em", "</em"},
                                          {"<span", "</span"}, {"<mark", "</mark"}};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (is_tag(node, tags[i][is_end])) return true;
    return false;
}

/* Tags, words, and as many tags that end them. */
static Label tagged_label(Arena *arena, cmark_node *first, Role loose, bool take)
{
    cmark_node *words = first, *behind;
    while (is_style_tag(words, false)) words = cmark_node_next(words);
    if (!words || cmark_node_get_type(words) != CMARK_NODE_TEXT) return (Label){0};
    for (behind = cmark_node_next(words); is_style_tag(behind, true);) behind = cmark_node_next(behind);
    if (behind == cmark_node_next(words)) return (Label){0};
    bool is_text = behind && cmark_node_get_type(behind) == CMARK_NODE_TEXT;
    Str text = node_literal(words), rest = is_text ? node_literal(behind) : STR("");
    size_t separator = separator_behind(rest);
    bool is_parted = !behind || label_is_break(behind) || separator || ends_with_separator(text);
    Label label = {0};
    label.role = is_parted ? role_of(arena, text, separator, loose, &label.number) : ROLE_NONE;
    if (!label_is_part(label.role)) return (Label){0};
    if (take && is_text) set_literal(arena, behind, behind_label(rest, separator));
    for (cmark_node *next; take && first != behind; first = next) {
        next = cmark_node_next(first);
        cut(first);
    }
    return label;
}

/* ---- at any node ---- */

/* 原因, and nothing else on its line; in scripts that put spaces between words, in its paragraph, as a line may be
 * wrapped there. */
static Label line_label(Arena *arena, cmark_node *node, Role loose, bool take)
{
    enum { MOST = 48 /* bytes */ };
    cmark_node *next = cmark_node_next(node);
    Str text = str_trim(node_literal(node));
    Label label = {0};
    if (!text.len || text.len > MOST || (next && !label_is_break(next))) return label;
    if ((unsigned char)text.data[0] < 0x80 && (next || cmark_node_previous(node) || str_ends(text, STR("."))))
        return label;
    label.role = role_of(arena, text, false, loose, &label.number);
    if (!role_is_cause_or_solution(label.role) && label.role != ROLE_SYMPTOM) return (Label){0};
    if (!take) return label;
    set_literal(arena, node, STR(""));
    cmark_node *below = next ? cmark_node_next(next) : NULL; /* as in a list of definitions, behind ": " */
    bool is_defined =
        below && cmark_node_get_type(below) == CMARK_NODE_TEXT && str_starts(node_literal(below), STR(": "));
    if (is_defined) set_literal(arena, below, behind_label(node_literal(below), 2));
    return label;
}

static bool is_marked(cmark_node *node)
{
    return cmark_node_get_type(node) == CMARK_NODE_STRONG || cmark_node_get_type(node) == CMARK_NODE_EMPH;
}

Label label_at(Arena *arena, cmark_node *node, Role loose, bool take)
{
    if (is_marked(node)) return bold_label(arena, node, loose, take);
    if (is_style_tag(node, false)) return tagged_label(arena, node, loose, take);
    if (cmark_node_get_type(node) != CMARK_NODE_TEXT) return (Label){0};
    Str text = node_literal(node);
    size_t length;
    Label label = {0};
    cmark_node *next = cmark_node_next(node);
    if (next && is_marked(next) && vocabulary_is_symbols(text)) { /* 🔍 **原因**：… */
        label = bold_label(arena, next, loose, take);
        if (take && label.role != ROLE_NONE) set_literal(arena, node, STR(""));
        return label;
    }
    label.role = role_at_start(arena, text, loose, &length, &label.number);
    if (!label_is_part(label.role)) return line_label(arena, node, loose, take);
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
