#include "extract.h"
#include "outline.h"

/* Whether nothing but the name of its cause is known. */
static bool is_name_alone(const Draft *draft)
{
    return draft->is_named && draft->cause.len == 1;
}

/* Whether a label's text goes to a new draft, since the current one has that part already. */
static bool begins_draft(const Draft *current, const Block *block)
{
    switch (block->label) {
    case ROLE_CAUSE: return current->cause.len && (current->solution.len || current->number != block->number);
    case ROLE_SYMPTOM:
    case ROLE_CATEGORY: return current->solution.len || (current->cause.len && !is_name_alone(current));
    case ROLE_CHECK: return current->check.len;
    default: return false;
    }
}

static Draft *begin_draft(Arena *arena, DraftVec *drafts, const Block *block)
{
    Draft draft = {.rule = "labels", .line = block->line, .line_end = block->line_end};
    VEC_PUSH(arena, drafts, draft);
    return &drafts->items[drafts->len - 1];
}

/* The draft that a label's text goes to: the current one, or a new one. */
static Draft *draft_for(Arena *arena, DraftVec *drafts, const Block *block)
{
    if (block->label == ROLE_SOLUTION && block->number) /* 解決方案2 belongs to 原因2 */
        for (size_t i = 0; i < drafts->len; i++)
            if (drafts->items[i].number == block->number && !drafts->items[i].solution.len) return &drafts->items[i];
    bool is_new = !drafts->len || begins_draft(&drafts->items[drafts->len - 1], block);
    return is_new ? begin_draft(arena, drafts, block) : &drafts->items[drafts->len - 1];
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

static bool begins_part(cmark_node *node, int level)
{
    return cmark_node_get_type(node) == CMARK_NODE_HEADING && cmark_node_get_heading_level(node) == level;
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

/* What begins with a heading has parts, each below one of its level: how many, at least two, or 0. */
static size_t part_count(const NodeVec *nodes)
{
    bool has_parts = nodes->len && cmark_node_get_type(nodes->items[0]) == CMARK_NODE_HEADING;
    int level = has_parts ? cmark_node_get_heading_level(nodes->items[0]) : 0;
    size_t count = 0;
    for (size_t i = 0; i < nodes->len && has_parts; i++) count += begins_part(nodes->items[i], level);
    return count > 1 ? count : 0;
}

/* Moves on behind a part, which is added. */
static void push_part(Arena *arena, NodeVec *nodes, const NodeVec *from, size_t *at)
{
    int level = cmark_node_get_heading_level(from->items[*at]);
    do VEC_PUSH(arena, nodes, from->items[(*at)++]);
    while (*at < from->len && !begins_part(from->items[*at], level));
}

/* The same of headings below 原因 and 解決方案. */
static bool split_headed_pairs(Arena *arena, const Draft *draft, DraftVec *drafts)
{
    size_t count = part_count(&draft->cause), cause = 0, solution = 0;
    if (!count || part_count(&draft->solution) != count) return false;
    for (size_t i = 0; i < count; i++) {
        Draft pair = *draft;
        pair.rule = "labels-paired";
        pair.cause = pair.solution = (NodeVec){0};
        pair.line = cmark_node_get_start_line(draft->cause.items[cause]);
        push_part(arena, &pair.cause, &draft->cause, &cause);
        pair.line_end = cmark_node_get_end_line(draft->cause.items[cause - 1]);
        push_part(arena, &pair.solution, &draft->solution, &solution);
        case_name_trim(arena, pair.cause.items[0]);
        case_name_trim(arena, pair.solution.items[0]);
        VEC_PUSH(arena, drafts, pair);
    }
    return true;
}

/* 「原因 1：密碼過期」 as a heading names the whole cause; what stands below it is the fix, unless a fix is labelled.
 */
static void split_named_cause(Arena *arena, Draft *draft)
{
    if (draft->solution.len || draft->cause.len < 2 || !draft->is_named) return;
    for (size_t i = 1; i < draft->cause.len; i++) VEC_PUSH(arena, &draft->solution, draft->cause.items[i]);
    draft->cause.len = 1;
    draft->rule = "labels-named";
}

/* Where no cause can be told from its fix, all of it is the fix. */
static void solve_by_cases(Draft *draft)
{
    if (!draft->has_cases || draft->is_named || draft->solution.len) return;
    draft->solution = draft->cause;
    draft->cause = (NodeVec){0};
}

/* Where a check is all that there is to do, it is the fix. */
static void solve_by_check(Draft *draft)
{
    if (draft->solution.len || !draft->check.len) return;
    draft->solution = draft->check;
    draft->check = (NodeVec){0};
}

/* Mends the drafts from `first` on, once all of them are known. */
static void finish_drafts(Arena *arena, DraftVec *drafts, size_t first)
{
    DraftVec done = {0};
    for (size_t i = first; i < drafts->len; i++) {
        split_named_cause(arena, &drafts->items[i]);
        if (split_pairs(arena, &drafts->items[i], &done) || split_headed_pairs(arena, &drafts->items[i], &done) ||
            cases_split(arena, &drafts->items[i], &done))
            continue;
        solve_by_cases(&drafts->items[i]);
        solve_by_check(&drafts->items[i]);
        VEC_PUSH(arena, &done, drafts->items[i]);
    }
    drafts->len = first;
    for (size_t i = 0; i < done.len; i++) VEC_PUSH(arena, drafts, done.items[i]);
}

typedef struct Reading {
    Arena *arena;
    DraftVec *drafts;
    Draft *draft; /* that labels add to; NULL: none yet */
    Role role;    /* of what is read */
    int naming;   /* the level of headings that name causes; BOLD: paragraphs do; 0: nothing does */
    bool is_in_cases;
    int cases_level;      /* of the heading that was their label; 0: it was none */
    bool is_solved_apart; /* the fix of all that stands below the heading 原因 has a heading beside that one */
} Reading;

enum { BOLD = 7 /* deeper than any heading */ };

static void begin_part(Reading *reading, const Block *block)
{
    Block label = *block;
    if (label.label == ROLE_CASES) {
        reading->is_in_cases = true;
        reading->cases_level = label.level;
        label.label = ROLE_CAUSE;
    }
    reading->role = label.label;
    if (!label_is_part(label.label) || label.label == ROLE_ASIDE) return;
    reading->draft = draft_for(reading->arena, reading->drafts, &label);
    if (label.label != ROLE_CAUSE || reading->draft->cause.len) return;
    reading->naming = 0;
    reading->draft->number = label.number;
    reading->draft->has_cases = block->label == ROLE_CASES;
    if (block->label == ROLE_CASES && !block->node) reading->draft->line = 0; /* of the first case */
    reading->draft->is_named =
        block->label == ROLE_CAUSE && block->node && (reading->is_in_cases || block->level) /* and its first words */;
}

/* A heading that is no label, no lower than that of the cases, is not about them. */
static void end_cases(Reading *reading, const Block *block)
{
    bool is_end = block->level && block->level <= reading->cases_level && block->label == ROLE_NONE;
    if (!reading->is_in_cases || !is_end) return;
    reading->is_in_cases = false;
    reading->role = ROLE_NONE;
    reading->naming = 0;
}

/* Whether the next label of a fix is a heading, no lower than that of the cause. */
static bool is_solved_apart(const BlockVec *blocks, size_t cause)
{
    size_t i = cause + 1;
    while (i < blocks->len && !role_is_cause_or_solution(blocks->items[i].label)) i++;
    return i < blocks->len && blocks->items[i].label == ROLE_SOLUTION && blocks->items[i].level &&
           blocks->items[i].level <= blocks->items[cause].level;
}

/* Under a heading 「可能原因」 without a text of its own, each further heading names a cause; under 「原因及解決方案」
 * bold words do so, too. Returns the level of the name, 0 where it is none. */
static int names_cause(const Reading *reading, const Block *block)
{
    const Draft *draft = reading->draft;
    if (!block->node || block->label != ROLE_NONE || !draft || reading->is_solved_apart) return 0;
    bool is_bold = reading->is_in_cases && case_is_bold_name(block->node);
    int level = block->level ? block->level : is_bold ? BOLD : 0;
    if (level && outline_is_step(reading->arena, node_text_str(reading->arena, block->node))) return 0;
    if (reading->naming) return level == reading->naming ? level : 0;
    bool is_first = !draft->cause.len || (draft->has_cases && !draft->is_named);
    return reading->role == ROLE_CAUSE && is_first && !draft->solution.len ? level : 0;
}

static void begin_case(Reading *reading, const Block *block, int level)
{
    const Draft *draft = reading->draft;
    if (!draft || draft->cause.len || draft->solution.len)
        reading->draft = begin_draft(reading->arena, reading->drafts, block);
    reading->draft->is_named = true;
    reading->naming = level;
    reading->role = ROLE_CAUSE;
    case_name_trim(reading->arena, block->node);
}

void labels_extract(Arena *arena, const BlockVec *blocks, DraftVec *drafts, NodeVec *lead)
{
    Reading reading = {.arena = arena, .drafts = drafts};
    size_t first = drafts->len;
    for (size_t i = 0; i < blocks->len; i++) {
        const Block *block = &blocks->items[i];
        end_cases(&reading, block);
        if (block->label != ROLE_NONE) {
            reading.is_solved_apart = block->label == ROLE_CAUSE && is_solved_apart(blocks, i);
            begin_part(&reading, block);
        }
        if (!block->node) continue;
        int level = names_cause(&reading, block);
        if (level) begin_case(&reading, block, level);
        bool is_table = node_kind(block->node) == NODE_TABLE;
        if (is_table && reading.role != ROLE_SOLUTION && table_extract(arena, block->node, lead, drafts)) {
            reading.role = ROLE_NONE;
            reading.draft = NULL; /* the drafts have moved */
            continue;
        }
        Draft *draft = reading.draft;
        NodeVec *field = draft && reading.role != ROLE_NONE ? field_of(draft, reading.role) : NULL;
        if (!field) {
            if (reading.role != ROLE_ASIDE) VEC_PUSH(arena, lead, block->node);
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
