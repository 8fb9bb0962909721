/* Causes that a list names, each with its fix: nested below it, behind a colon, or on the next line. */
#include "extract.h"
#include "sentence.h"

#include <string.h>

cmark_node *paragraph_split(Arena *arena, cmark_node *paragraph, cmark_node *node, size_t offset)
{
    cmark_node *fresh = node_new(CMARK_NODE_PARAGRAPH);
    for (cmark_node *child = cmark_node_first_child(paragraph); child && child != node;) {
        cmark_node *next = cmark_node_next(child);
        cmark_node_unlink(child);
        cmark_node_append_child(fresh, child);
        child = next;
    }
    if (node && offset) {
        Str literal = str_copy(arena, node_literal(node));
        cmark_node *before = node_new(CMARK_NODE_TEXT);
        cmark_node_set_literal(before, str_copy(arena, str_slice(literal, 0, offset)).data);
        cmark_node_append_child(fresh, before);
        cmark_node_set_literal(node, literal.data + offset);
    }
    cmark_node_insert_before(paragraph, fresh);
    return fresh;
}

bool case_is_bold_name(cmark_node *node)
{
    cmark_node *first = cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH ? cmark_node_first_child(node) : NULL;
    if (!first || cmark_node_get_type(first) != CMARK_NODE_STRONG) return false;
    cmark_node *next = cmark_node_next(first);
    if (!next) return true;
    Str behind = cmark_node_get_type(next) == CMARK_NODE_TEXT ? str_trim(node_literal(next)) : STR("-");
    return !cmark_node_next(next) && (str_equal(behind, STR(":")) || str_equal(behind, STR("：")) || !behind.len);
}

/* The bytes of 1. or 2) or A. or （3） or 4、 with the space behind it. */
static size_t counter(Str text)
{
    static const char *const closers[] = {".", ")", "）", "、", "．", ":", "："};
    size_t open = str_starts(text, STR("(")) ? 1 : str_starts(text, STR("（")) ? strlen("（") : 0, i = open;
    while (i < text.len && text.data[i] >= '0' && text.data[i] <= '9') i++;
    if (i == open && i < text.len && text.data[i] >= 'A' && text.data[i] <= 'H') i++;
    size_t closer = i > open ? str_starts_any(str_slice(text, i, text.len), closers, 7) : 0;
    bool is_spaced = i + closer < text.len && text.data[i + closer] == ' ';
    if (!closer || (closer == 1 && !is_spaced && i + closer < text.len)) return 0;
    return i + closer + is_spaced;
}

void case_name_trim(Arena *arena, cmark_node *name)
{
    cmark_node *first = name, *last = name;
    while (cmark_node_first_child(first)) first = cmark_node_first_child(first);
    if (cmark_node_get_type(first) == CMARK_NODE_TEXT) {
        Str text = node_literal(first);
        size_t length = counter(text);
        Str rest = str_copy(arena, str_slice(text, length, text.len));
        if (length && (rest.len || cmark_node_next(first))) cmark_node_set_literal(first, rest.data);
    }
    while (cmark_node_last_child(last)) last = cmark_node_last_child(last);
    if (cmark_node_get_type(last) != CMARK_NODE_TEXT) return;
    Str text = str_trim_end(node_literal(last));
    if (str_ends(text, STR(":"))) text.len -= 1;
    if (str_ends(text, STR("："))) text.len -= strlen("：");
    cmark_node_set_literal(last, str_copy(arena, text).data);
}

/* ---- an item ---- */

/* Where a name ends: in front of byte `offset` of an inline node, of which the next `length` bytes only part it from
 * what follows. */
typedef struct Cut {
    cmark_node *node; /* NULL: with its paragraph */
    size_t offset, length;
} Cut;

static size_t separator_at(Str text)
{
    static const char *const separators[] = {"：", ": ", " - ", " – ", " — ", "——", " → ", "→", " -> ", " => "};
    return str_starts_any(text, separators, sizeof separators / sizeof *separators);
}

/* The bytes of a mark in front of words that tell what to do: 密鑰不同，請…; of the end of a sentence, which is the
 * name's, `*kept` are bytes. */
static size_t mark_before_fix(Arena *arena, Str text, size_t *kept)
{
    enum { LOOKED_AT = 96 /* bytes behind it: all that can tell */ };
    static const char *const commas[] = {"，", "；", ", ", "; "}, *const ends[] = {"。", ". "};
    size_t comma = str_starts_any(text, commas, sizeof commas / sizeof *commas);
    size_t end = str_starts_any(text, ends, sizeof ends / sizeof *ends);
    if (!comma && !end) return 0;
    Str behind = utf8_cut(str_trim(str_slice(text, comma + end, text.len)), LOOKED_AT);
    *kept = end;
    if (comma && sentence_is_remedy_clause(arena, behind)) return comma;
    return end && sentence_is_remedy(arena, behind) ? end : 0;
}

/* A line that was only wrapped goes on; but a fix begins one. */
static bool ends_line(Arena *arena, cmark_node *node)
{
    cmark_node *next = cmark_node_next(node);
    return cmark_node_get_type(node) == CMARK_NODE_LINEBREAK ||
           (next && cmark_node_get_type(next) == CMARK_NODE_TEXT && sentence_is_remedy(arena, node_literal(next)));
}

static Cut find_cut(Arena *arena, cmark_node *node)
{
    for (; node; node = cmark_node_next(node)) {
        if (node_is_break(node) && ends_line(arena, node)) return (Cut){.node = node};
        Str text = cmark_node_get_type(node) == CMARK_NODE_TEXT ? node_literal(node) : STR("");
        for (size_t i = 0, length, kept; i < text.len; i++) {
            Str rest = str_slice(text, i, text.len);
            if ((length = separator_at(rest))) return (Cut){node, i, length};
            if (i && (length = mark_before_fix(arena, rest, &kept))) return (Cut){node, i + kept, length - kept};
        }
    }
    return (Cut){0};
}

/* Bold words at the start are the name; else what stands in front of a colon, a dash, an arrow or the next line. */
static Cut end_of_name(Arena *arena, cmark_node *paragraph)
{
    cmark_node *first = cmark_node_first_child(paragraph), *next = first ? cmark_node_next(first) : NULL;
    if (!next || cmark_node_get_type(first) != CMARK_NODE_STRONG) return find_cut(arena, first);
    if (node_is_break(next)) return (Cut){.node = next};
    if (cmark_node_get_type(next) != CMARK_NODE_TEXT) return find_cut(arena, next);
    Str words = node_text_str(arena, first), behind = node_literal(next);
    if (str_ends(words, STR(":")) || str_ends(words, STR("："))) return (Cut){.node = next};
    size_t length = str_starts(behind, STR(":")) ? 1 : separator_at(behind);
    return length ? (Cut){next, 0, length} : find_cut(arena, next);
}

static bool has_more(Cut cut)
{
    if (!cut.node) return false;
    Str text = cmark_node_get_type(cut.node) == CMARK_NODE_TEXT ? node_literal(cut.node) : STR("");
    return cmark_node_next(cut.node) || str_trim(str_slice(text, cut.offset + cut.length, text.len)).len;
}

static bool is_case(Arena *arena, cmark_node *item)
{
    cmark_node *first = cmark_node_first_child(item);
    bool is_named = first && cmark_node_get_type(first) == CMARK_NODE_PARAGRAPH;
    return is_named && (cmark_node_next(first) || has_more(end_of_name(arena, first)));
}

/* Words that tell what to do behind the name, in one paragraph. */
static bool is_fixed_behind(Arena *arena, cmark_node *item)
{
    cmark_node *first = cmark_node_first_child(item);
    if (!first || cmark_node_next(first) || cmark_node_get_type(first) != CMARK_NODE_PARAGRAPH) return false;
    Cut cut = end_of_name(arena, first);
    if (!has_more(cut) || cmark_node_get_type(cut.node) != CMARK_NODE_TEXT) return false;
    Str text = node_literal(cut.node);
    return sentence_is_remedy(arena, str_trim(str_slice(text, cut.offset + cut.length, text.len)));
}

bool cases_are_fixed(Arena *arena, cmark_node *list)
{
    cmark_node *item = cmark_node_first_child(list);
    if (item == cmark_node_last_child(list)) return false;
    while (item && is_fixed_behind(arena, item)) item = cmark_node_next(item);
    return !item;
}

/* A name with a list below it that says what to do, mostly: that is the fix, though no label says so. */
static bool is_fixed_below(Arena *arena, cmark_node *item)
{
    cmark_node *first = cmark_node_first_child(item), *list = first ? cmark_node_next(first) : NULL;
    if (!list || cmark_node_next(list) || cmark_node_get_type(first) != CMARK_NODE_PARAGRAPH ||
        cmark_node_get_type(list) != CMARK_NODE_LIST)
        return false;
    size_t steps = 0, remedies = 0;
    for (cmark_node *step = cmark_node_first_child(list); step; step = cmark_node_next(step), steps++)
        remedies += sentence_is_remedy(arena, node_text_str(arena, step));
    return remedies * 2 >= steps;
}

static void split_item(Arena *arena, cmark_node *item, bool has_cases, Draft *draft)
{
    cmark_node *first = cmark_node_first_child(item), *name = first;
    Cut cut = has_cases ? end_of_name(arena, first) : (Cut){0};
    if (cut.node && has_more(cut)) {
        name = paragraph_split(arena, first, cut.node, cut.offset);
        if (node_is_break(cut.node)) {
            cmark_node_unlink(cut.node);
            cmark_node_free(cut.node);
        } else if (cut.length) {
            Str behind = str_copy(arena, node_literal(cut.node));
            cmark_node_set_literal(cut.node, str_trim(str_slice(behind, cut.length, behind.len)).data);
        }
        VEC_PUSH(arena, &draft->solution, first);
    }
    for (cmark_node *next = cmark_node_next(first); next; next = cmark_node_next(next))
        VEC_PUSH(arena, &draft->solution, next);
    case_name_trim(arena, name);
    VEC_PUSH(arena, &draft->cause, name);
}

/* The only list among the nodes; NULL where there are more, or none. Where the label says nothing of fixes, nothing but
 * the list may stand there. */
static cmark_node *list_of(const Draft *draft)
{
    cmark_node *list = NULL;
    for (size_t i = 0; i < draft->cause.len; i++) {
        cmark_node_type type = cmark_node_get_type(draft->cause.items[i]);
        if (type == CMARK_NODE_LIST ? list != NULL : type != CMARK_NODE_PARAGRAPH || !draft->has_cases) return NULL;
        if (type == CMARK_NODE_LIST) list = draft->cause.items[i];
    }
    return list;
}

bool cases_split(Arena *arena, const Draft *draft, DraftVec *drafts)
{
    cmark_node *list = draft->solution.len ? NULL : list_of(draft);
    if (!list) return false;
    bool has_cases = draft->has_cases || cases_are_fixed(arena, list);
    for (cmark_node *item = cmark_node_first_child(list); item; item = cmark_node_next(item))
        if (!(has_cases ? is_case(arena, item) : is_fixed_below(arena, item))) return false;
    for (cmark_node *item = cmark_node_first_child(list); item; item = cmark_node_next(item)) {
        Draft each = *draft;
        each.rule = "labels-cases";
        each.cause = each.solution = (NodeVec){0};
        each.line = cmark_node_get_start_line(item);
        each.line_end = cmark_node_get_end_line(item);
        split_item(arena, item, has_cases, &each);
        VEC_PUSH(arena, drafts, each);
    }
    return true;
}
