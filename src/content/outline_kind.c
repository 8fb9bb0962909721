/* What each heading is: a question, a part of an answer, or what only groups others. */
#include "outline.h"
#include "sentence.h"

#include "text/text.h"

static bool has_content(const Outline *outline, const Heading *heading)
{
    for (size_t i = heading->first; i < heading->end; i++)
        if (!node_is_invisible(outline->blocks.items[i])) return true;
    return false;
}

/* What a paragraph that begins with **原因** is; ROLE_NONE where it is no cause and no fix. */
static Role bold_label(Arena *arena, cmark_node *block)
{
    int number;
    bool is_paragraph = cmark_node_get_type(block) == CMARK_NODE_PARAGRAPH;
    cmark_node *first = is_paragraph ? cmark_node_first_child(block) : NULL;
    if (!first || cmark_node_get_type(first) != CMARK_NODE_STRONG) return ROLE_NONE;
    Role role = vocabulary_label(arena, node_text_str(arena, first), &number);
    return role_is_cause_or_solution(role) ? role : ROLE_NONE;
}

/* Whether it is a table of causes and solutions. */
static bool is_table_of_causes(Arena *arena, cmark_node *block)
{
    unsigned roles = 0;
    if (node_kind(block) != NODE_TABLE) return false;
    cmark_node *head = cmark_node_first_child(block);
    for (cmark_node *cell = cmark_node_first_child(head); cell; cell = cmark_node_next(cell))
        roles |= 1u << vocabulary_column(arena, node_text_str(arena, cell));
    return roles >> ROLE_CAUSE & roles >> ROLE_SOLUTION & 1;
}

/* Whether what stands right below a heading says causes or fixes of it. */
static bool is_answered(Arena *arena, const Outline *outline, const Heading *heading)
{
    for (size_t i = heading->first; i < heading->end; i++)
        if (bold_label(arena, outline->blocks.items[i]) || is_table_of_causes(arena, outline->blocks.items[i]))
            return true;
    return false;
}

/* Step 1, 第 2 步, Method 3, 方案一: a part of a procedure. */
bool outline_is_step(Arena *arena, Str text)
{
    static const char *const starts[] = {"第 ",  "第",    "步骤",    "方法",    "方案",
                                         "方式", "step ", "method ", "option ", "phase "};
    Str folded = fold_text(arena, text);
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        Str start = str_from(starts[i]);
        if (!str_starts(folded, start) || folded.len <= start.len) continue;
        Str rest = str_trim(str_slice(folded, start.len, folded.len));
        bool is_numbered = rest.len && ((rest.data[0] >= '0' && rest.data[0] <= '9') || str_starts(rest, STR("一")) ||
                                        str_starts(rest, STR("二")) || str_starts(rest, STR("三")) ||
                                        str_starts(rest, STR("四")) || str_starts(rest, STR("五")));
        if (is_numbered && (!str_starts(start, STR("第")) || str_has(rest, STR("步")))) return true;
    }
    return false;
}

typedef struct Children {
    size_t labels, steps, others, asking, asides;
    size_t causes; /* of the labels */
} Children;

static bool is_answer_part(const Heading *heading)
{
    return role_is_cause_or_solution(heading->role) || heading->role == ROLE_SYMPTOM;
}

static bool names_causes(const Heading *label)
{
    return label->role == ROLE_CAUSE || label->role == ROLE_CASES;
}

/* A label with a text of its own is a part; but that of causes with their fixes may introduce them. */
static bool may_group(const Outline *outline, const Heading *label)
{
    return is_answer_part(label) && (label->role == ROLE_CASES || !has_content(outline, label));
}

static bool groups_entries(Arena *arena, const Outline *outline, int index);

static Children count_children(Arena *arena, const Outline *outline, int parent)
{
    Children children = {0};
    for (size_t i = (size_t)parent + 1; i < outline->headings.len; i++) {
        const Heading *heading = &outline->headings.items[i];
        if (heading->level <= outline->headings.items[parent].level) break;
        if (heading->parent != parent) continue;
        if (may_group(outline, heading) && groups_entries(arena, outline, (int)i)) {
            children.others++;
        } else if (is_answer_part(heading)) {
            children.labels++;
            children.causes += names_causes(heading);
        } else if (heading->role != ROLE_NONE)
            children.asides += heading->role == ROLE_ASIDE;
        else if (heading->asks)
            children.asking++;
        else if (outline_is_step(arena, heading->text))
            children.steps++;
        else
            children.others++;
    }
    return children;
}

/* Whether the heading above a label says what goes wrong, so that those below the label can name causes of it. */
static bool is_below_trouble(Arena *arena, const Outline *outline, int index)
{
    int above = outline->headings.items[index].parent;
    return above >= 0 &&
           (outline->headings.items[above].level > 1 || sentence_asks_why(arena, outline->headings.items[above].text));
}

/* Whether the headings right below are answered each for itself: a cause or a solution is labelled under one of them,
 * by a heading or in bold. Then a label above them (常見原因) only groups them; but where it can be of a trouble, and
 * only fixes are labelled below, they are its causes. Where a page that says of no trouble has causes with their fixes,
 * they are answered, too. */
static bool groups_entries(Arena *arena, const Outline *outline, int index)
{
    const Heading *label = &outline->headings.items[index];
    bool can_be_causes = names_causes(label) && is_below_trouble(arena, outline, index);
    bool are_entries = label->role == ROLE_CASES && !can_be_causes;
    for (size_t i = (size_t)index + 1; i < outline->headings.len; i++) {
        const Heading *heading = &outline->headings.items[i];
        if (heading->level <= label->level) return false;
        if (heading->role != ROLE_NONE) continue;
        if (are_entries) return true;
        Children children = count_children(arena, outline, (int)i);
        if (can_be_causes ? children.causes : children.labels) return true;
        if (label->role == ROLE_CASES && children.others > 1) return true; /* a chapter */
        for (size_t b = heading->first; b < heading->end; b++) {
            Role role = bold_label(arena, outline->blocks.items[b]);
            if (role != ROLE_NONE && !(can_be_causes && role == ROLE_SOLUTION)) return true;
        }
    }
    return false;
}

/* ---- labels that stand beside the question that they are a part of ---- */

/* The headings right below one that could ask, and what those labels say that stand below or behind each. */
typedef struct Siblings {
    int last;                 /* that could ask; -1: none yet */
    unsigned roles;           /* of its labels, a bit each */
    size_t causes, solutions; /* how many have one */
    bool has_beside;          /* some labels are no lower than what they answer */
} Siblings;

static void end_sibling(Siblings *siblings)
{
    siblings->causes += siblings->roles >> ROLE_CAUSE & 1;
    siblings->solutions += siblings->roles >> ROLE_SOLUTION & 1;
    siblings->roles = 0;
}

/* The next heading that is not below it. */
static size_t behind(const Outline *outline, size_t index)
{
    size_t end = index + 1;
    while (end < outline->headings.len && outline->headings.items[end].level > outline->headings.items[index].level)
        end++;
    return end;
}

static bool has_label(const Outline *outline, size_t parent)
{
    for (size_t i = parent + 1, end = behind(outline, parent); i < end; i = behind(outline, i))
        if (is_answer_part(&outline->headings.items[i]) && outline->headings.items[i].parent == (int)parent)
            return true;
    return false;
}

/* Of two that are answered alike, each with labels below or behind it, the heading above is no question: 「Q1,
 * Solution, Q2, Solution」 on one level, or one label too high among many. But a label that comes first is of the
 * heading above, and so are all then. */
static bool are_questions(Arena *arena, const Outline *outline, size_t parent)
{
    Siblings siblings = {.last = -1};
    for (size_t i = parent + 1, end = behind(outline, parent); i < end; i++) {
        const Heading *heading = &outline->headings.items[i];
        bool is_below = heading->parent == (int)parent;
        if (is_answer_part(heading) && (is_below || heading->parent == siblings.last)) {
            if (is_below && siblings.last < 0) return false;
            siblings.has_beside |= is_below;
            siblings.roles |=
                heading->role == ROLE_CASES ? 1u << ROLE_CAUSE | 1u << ROLE_SOLUTION : 1u << heading->role;
        } else if (is_below && heading->role == ROLE_NONE && !outline_is_step(arena, heading->text)) {
            end_sibling(&siblings);
            siblings.last = (int)i;
        }
    }
    end_sibling(&siblings);
    return siblings.has_beside && (siblings.causes > 1 || siblings.solutions > 1);
}

/* Puts such labels, and what is below them, under the question before them. */
static void move_labels(Arena *arena, Outline *outline, size_t parent)
{
    if (!has_label(outline, parent) || !are_questions(arena, outline, parent)) return;
    int question = -1;
    for (size_t i = parent + 1, end = behind(outline, parent), next; i < end; i = next) {
        Heading *heading = &outline->headings.items[i];
        next = behind(outline, i);
        if (heading->parent != (int)parent) continue;
        if (heading->role == ROLE_NONE && !outline_is_step(arena, heading->text)) question = (int)i;
        if (!is_answer_part(heading)) continue;
        heading->parent = question;
        for (size_t k = i; k < next; k++) outline->headings.items[k].level++;
    }
}

/* ---- kinds ---- */

/* A manual, of which one chapter happens to be called 排查步骤: more of them are not called so, and one has chapters of
 * its own. Then none of them is a part of an answer. */
static bool is_manual(Arena *arena, const Outline *outline, size_t parent, Children children)
{
    if (children.others <= children.labels) return false;
    for (size_t i = parent + 1, end = behind(outline, parent); i < end; i = behind(outline, i)) {
        Children below = count_children(arena, outline, (int)i);
        Role role = outline->headings.items[i].role;
        bool may_be_chapter = role == ROLE_NONE || role == ROLE_CASES;
        bool is_chapter = outline->headings.items[i].parent == (int)parent && may_be_chapter;
        if (is_chapter && below.others + below.asking > 1) return true;
    }
    return false;
}

/* Whether labels right below a heading, or what the headings below ask, tell what it is: an entry, or many. */
static bool is_asked(Arena *arena, const Outline *outline, size_t index, Children children)
{
    bool is_list = children.asking > children.labels && !has_content(outline, &outline->headings.items[index]);
    return children.labels && !is_list && !is_manual(arena, outline, index, children);
}

/* Whether a section stands right above a label on its level, and no entry that it could be a part of. */
static bool follows_section(const Outline *outline, size_t index)
{
    int parent = outline->headings.items[index].parent;
    for (size_t i = index; i-- > (size_t)(parent < 0 ? 0 : parent) + 1;)
        if (outline->headings.items[i].parent == parent) return outline->headings.items[i].kind == HEADING_SECTION;
    return false;
}

static HeadingKind kind_of(Arena *arena, Outline *outline, int index)
{
    const Heading *heading = &outline->headings.items[index];
    Children children = count_children(arena, outline, index);
    HeadingKind above = heading->parent >= 0 ? outline->headings.items[heading->parent].kind : HEADING_SECTION;
    if (heading->role != ROLE_NONE) {
        bool has_entries =
            (heading->parent == 0 && (children.others || children.asking)) || groups_entries(arena, outline, index);
        bool may_be_section = heading->role == ROLE_CASES || !has_content(outline, heading);
        if (above == HEADING_SECTION && may_be_section && has_entries) return HEADING_SECTION;
        return above == HEADING_SECTION && is_answer_part(heading) && follows_section(outline, (size_t)index)
                   ? HEADING_QUESTION
                   : HEADING_PART;
    }
    if (above == HEADING_PART && !heading->asks) return HEADING_PART;
    if (above == HEADING_QUESTION && !heading->asks && !outline->headings.items[heading->parent].groups)
        return HEADING_PART;
    if (is_asked(arena, outline, (size_t)index, children)) return HEADING_QUESTION;
    if (heading->asks && has_content(outline, heading)) return HEADING_QUESTION;
    if (children.steps && !children.others && !children.asking) return HEADING_QUESTION;
    bool groups = children.others || children.asking;
    if (groups && heading->level > 0 && is_answered(arena, outline, heading)) {
        outline->headings.items[index].groups = true;
        return HEADING_QUESTION;
    }
    if (groups) return HEADING_SECTION;
    if (children.asides && !has_content(outline, heading)) return HEADING_SECTION; /* nothing but links */
    return HEADING_QUESTION;
}

void outline_tell_kinds(Arena *arena, Outline *outline)
{
    for (size_t i = 0; i < outline->headings.len; i++) move_labels(arena, outline, i);
    Children children = count_children(arena, outline, 0);
    bool is_page = is_asked(arena, outline, 0, children) || outline->headings.len == 1;
    outline->headings.items[0].kind = is_page ? HEADING_QUESTION : HEADING_SECTION;
    for (size_t i = 1; i < outline->headings.len; i++)
        outline->headings.items[i].kind = kind_of(arena, outline, (int)i);
}
