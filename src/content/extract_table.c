#include "extract.h"

enum { MAX_COLUMNS = 16 };

typedef struct Columns {
    int of[ROLE_CODE_COLUMN + 1]; /* the column of a role, or -1 */
} Columns;

static cmark_node *cell_at(cmark_node *row, int column)
{
    cmark_node *cell = column < 0 || !row ? NULL : cmark_node_first_child(row);
    for (int i = 0; cell && i < column; i++) cell = cmark_node_next(cell);
    return cell;
}

static bool has_text(Arena *arena, cmark_node *cell)
{
    return cell && node_text_str(arena, cell).len > 0;
}

/* Not even a mark that there is nothing to be said. */
static bool says_something(Arena *arena, cmark_node *cell)
{
    return has_text(arena, cell) && !vocabulary_says_nothing(arena, node_text_str(arena, cell));
}

static int first_of(const Columns *columns, const Role *roles, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (columns->of[roles[i]] >= 0) return columns->of[roles[i]];
    return -1;
}

/* The column of what to do, by a word (Action) that names a fix only where all others say what goes wrong; -1: there is
 * none. */
static int action_column(Arena *arena, cmark_node *head)
{
    int index = 0, number, action = -1;
    for (cmark_node *cell = cmark_node_first_child(head); cell; cell = cmark_node_next(cell), index++) {
        Str words = node_text_str(arena, cell);
        bool is_action = vocabulary_before_colon(arena, words, &number) == ROLE_SOLUTION;
        if (!is_action && vocabulary_column(arena, words) == ROLE_NONE) return -1;
        if (is_action && action < 0) action = index;
    }
    return action;
}

static int advice_column(Arena *arena, cmark_node *head)
{
    int index = 0;
    for (cmark_node *cell = cmark_node_first_child(head); cell; cell = cmark_node_next(cell), index++)
        if (vocabulary_advises(arena, node_text_str(arena, cell))) return index;
    return -1;
}

static Columns read_head(Arena *arena, cmark_node *head)
{
    Columns columns;
    for (size_t i = 0; i < sizeof columns.of / sizeof *columns.of; i++) columns.of[i] = -1;
    bool is_named[ROLE_CODE_COLUMN + 1] = {false}; /* by a word that is its label elsewhere, too */
    int index = 0, number;
    for (cmark_node *cell = cmark_node_first_child(head); cell && index < MAX_COLUMNS;
         cell = cmark_node_next(cell), index++) {
        Str words = node_text_str(arena, cell);
        Role role = vocabulary_column(arena, words);
        bool is_label = vocabulary_label(arena, words, &number) == role;
        if (columns.of[role] >= 0 && (is_named[role] || !is_label)) continue;
        columns.of[role] = index;
        is_named[role] = is_label;
    }
    static const Role troubles[] = {ROLE_CAUSE, ROLE_SYMPTOM, ROLE_CODE_COLUMN};
    if (columns.of[ROLE_SOLUTION] >= 0 || first_of(&columns, troubles, 3) < 0) return columns;
    columns.of[ROLE_SOLUTION] = action_column(arena, head);
    if (columns.of[ROLE_SOLUTION] < 0 && columns.of[ROLE_CAUSE] >= 0)
        columns.of[ROLE_SOLUTION] = advice_column(arena, head);
    if (columns.of[ROLE_SOLUTION] < 0 && columns.of[ROLE_CAUSE] >= 0) { /* to check the cause is all that can be done */
        columns.of[ROLE_SOLUTION] = columns.of[ROLE_CHECK];
        columns.of[ROLE_CHECK] = -1;
    }
    return columns;
}

/* The text above the table, where it is more than an introduction to it: the cause of every row. */
static NodeVec shared_cause(Arena *arena, const NodeVec *lead)
{
    NodeVec cause = {0};
    for (size_t i = 0; lead && i < lead->len; i++)
        if (cmark_node_get_type(lead->items[i]) == CMARK_NODE_PARAGRAPH &&
            !prose_is_introduction(arena, lead->items[i]))
            VEC_PUSH(arena, &cause, lead->items[i]);
    return cause;
}

/* ---- labels in the first column: 原因 | NAT 逾時 ---- */

typedef struct Rows {
    cmark_node *of[ROLE_CODE_COLUMN + 1]; /* the row of a role, or NULL */
} Rows;

static Rows read_first_column(Arena *arena, cmark_node *table)
{
    Rows rows = {0};
    int number;
    for (cmark_node *row = cmark_node_first_child(table); row; row = cmark_node_next(row)) {
        Role role = vocabulary_before_colon(arena, node_text_str(arena, cmark_node_first_child(row)), &number);
        if (role == ROLE_CASES) role = ROLE_SOLUTION;
        if (!rows.of[role]) rows.of[role] = row;
    }
    return rows;
}

/* Each further column is a record: its cause and its fix below each other. */
static bool columns_extract(Arena *arena, cmark_node *table, DraftVec *drafts)
{
    Rows rows = read_first_column(arena, table);
    cmark_node *cause = rows.of[ROLE_CAUSE], *solution = rows.of[ROLE_SOLUTION];
    if (!cause || !solution) return false;
    for (int column = 1; column < MAX_COLUMNS && cell_at(cause, column); column++) {
        Draft draft = {.rule = "table-column",
                       .line = cmark_node_get_start_line(cause),
                       .line_end = cmark_node_get_end_line(solution)};
        cmark_node *category = cell_at(rows.of[ROLE_CATEGORY], column), *check = cell_at(rows.of[ROLE_CHECK], column);
        if (!has_text(arena, cell_at(cause, column)) && !has_text(arena, cell_at(solution, column))) continue;
        if (says_something(arena, category)) VEC_PUSH(arena, &draft.category, category);
        if (says_something(arena, check)) VEC_PUSH(arena, &draft.check, check);
        VEC_PUSH(arena, &draft.cause, cell_at(cause, column));
        VEC_PUSH(arena, &draft.solution, cell_at(solution, column));
        VEC_PUSH(arena, drafts, draft);
    }
    return true;
}

/* The column that names a row. A log or a code behind the cause does not: it tells this one from the others. */
static int naming_column(Columns *columns)
{
    static const Role naming[] = {ROLE_CATEGORY, ROLE_SYMPTOM, ROLE_CODE_COLUMN, ROLE_QUESTION};
    int cause = columns->of[ROLE_CAUSE], code = columns->of[ROLE_CODE_COLUMN], name = first_of(columns, naming, 4);
    bool is_check = code >= 0 && cause >= 0 && (name != code || code > cause);
    if (is_check && columns->of[ROLE_CHECK] < 0) columns->of[ROLE_CHECK] = code;
    return is_check && name == code ? columns->of[ROLE_QUESTION] : name;
}

bool table_extract(Arena *arena, cmark_node *table, const NodeVec *lead, DraftVec *drafts)
{
    cmark_node *head = cmark_node_first_child(table);
    Columns columns = read_head(arena, head);
    int cause = columns.of[ROLE_CAUSE], solution = columns.of[ROLE_SOLUTION], category = naming_column(&columns);
    if (solution < 0 || (cause < 0 && category < 0)) return columns_extract(arena, table, drafts);
    NodeVec shared = cause < 0 ? shared_cause(arena, lead) : (NodeVec){0};
    cmark_node *category_cell = NULL;
    for (cmark_node *row = cmark_node_next(head); row; row = cmark_node_next(row)) {
        Draft draft = {.rule = cause < 0 && shared.len ? "table-shared-cause" : "table",
                       .line = cmark_node_get_start_line(row),
                       .line_end = cmark_node_get_end_line(row),
                       .cause = shared};
        cmark_node *cause_cell = cell_at(row, cause), *solution_cell = cell_at(row, solution);
        if (has_text(arena, cell_at(row, category))) category_cell = cell_at(row, category);
        if (!has_text(arena, cause_cell) && !has_text(arena, solution_cell)) continue;
        if (says_something(arena, category_cell))
            VEC_PUSH(arena, &draft.category, category_cell); /* an empty cell goes on with the one above */
        cmark_node *check_cell = cell_at(row, columns.of[ROLE_CHECK]);
        if (says_something(arena, check_cell)) VEC_PUSH(arena, &draft.check, check_cell);
        if (has_text(arena, cause_cell)) VEC_PUSH(arena, &draft.cause, cause_cell);
        if (has_text(arena, solution_cell)) VEC_PUSH(arena, &draft.solution, solution_cell);
        VEC_PUSH(arena, drafts, draft);
    }
    return true;
}
