/* A table flattened to lines by copy and paste. Its head is a line of header words, with the first cell perhaps behind
 * them; then come the cells. Where each has one line, its place tells what it is. Else its wording does: a short line
 * without a final stop is a category, a line that tells what to do is a solution, any other begins or goes on with a
 * cause. */
#include "lines.h"
#include "sentence.h"

#include "text/text.h"

enum { MAX_COLUMNS = 4, CATEGORY_WIDTH = 40 /* terminal columns */ };

typedef struct Head {
    Str title[MAX_COLUMNS];
    Role role[MAX_COLUMNS];
    size_t count;
    Str rest; /* the first cell, where it stands on the same line */
} Head;

typedef struct FlatRow {
    Buffer category, cause, solution;
    int line;
} FlatRow;

static int column_of(const Head *head, Role role)
{
    for (size_t i = 0; i < head->count; i++)
        if (head->role[i] == role) return (int)i;
    return -1;
}

/* Header words from the left, as long as they are some; needs a solution, and a cause or a category. */
static bool read_head(Arena *arena, const Line *line, Head *head)
{
    *head = (Head){0};
    if (line->kind != LINE_TEXT) return false;
    Str rest = str_trim(line->text);
    while (rest.len && head->count < MAX_COLUMNS) {
        size_t end = 0;
        while (end < rest.len && rest.data[end] != ' ' && rest.data[end] != '\t') end++;
        Role role = vocabulary_column(arena, str_slice(rest, 0, end));
        bool is_cell = role == ROLE_CAUSE || role == ROLE_SOLUTION || role == ROLE_CATEGORY || role == ROLE_SYMPTOM;
        if (!is_cell || column_of(head, role) >= 0) break;
        head->title[head->count] = str_slice(rest, 0, end);
        head->role[head->count++] = role;
        rest = str_trim(str_slice(rest, end, rest.len));
    }
    head->rest = rest;
    bool has_cause = column_of(head, ROLE_CAUSE) >= 0, has_category = column_of(head, ROLE_CATEGORY) >= 0;
    return head->count >= 2 && column_of(head, ROLE_SOLUTION) >= 0 && (has_cause || has_category);
}

static void add_line(Buffer *cell, Str text)
{
    if (cell->len) buffer_add_text(cell, "<br>");
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] == '|') buffer_add_char(cell, '\\');
        buffer_add_char(cell, text.data[i]);
    }
}

static void write_row(LineWriter *writer, const Head *head, FlatRow *row)
{
    if (!row->cause.len && !row->solution.len) return;
    Buffer line = {0};
    for (size_t i = 0; i < head->count; i++) {
        const Buffer *cell = head->role[i] == ROLE_SOLUTION ? &row->solution
                             : head->role[i] == ROLE_CAUSE  ? &row->cause
                                                            : &row->category;
        buffer_add_text(&line, "| ");
        buffer_add(&line, buffer_str(cell));
        buffer_add_char(&line, ' ');
    }
    buffer_add_char(&line, '|');
    line_write(writer, buffer_str(&line), row->line);
    buffer_free(&line);
    buffer_clear(&row->cause);
    buffer_clear(&row->solution);
}

/* The end of the cause in a line that goes on with its solution in the same breath: "…。 請確認…"; 0 where it does not.
 */
static size_t split_point(Arena *arena, Str text)
{
    static const char *const stops[] = {"。 ", ". ", "。\t"};
    for (size_t i = 0; i + 3 < text.len; i++)
        for (size_t s = 0; s < sizeof stops / sizeof *stops; s++) {
            Str stop = str_from(stops[s]), rest = str_slice(text, i, text.len);
            if (str_starts(rest, stop) && sentence_is_remedy(arena, str_trim(str_slice(rest, stop.len, rest.len))))
                return i + stop.len;
        }
    return 0;
}

static void add_cell(LineWriter *writer, const Head *head, FlatRow *row, Str text, int line)
{
    bool has_category = column_of(head, ROLE_CATEGORY) >= 0 || column_of(head, ROLE_SYMPTOM) >= 0;
    bool has_cause = column_of(head, ROLE_CAUSE) >= 0;
    bool is_short = !line_ends_sentence(text) && text_width(text) <= CATEGORY_WIDTH;
    bool is_remedy = sentence_is_remedy(writer->arena, text);
    if (has_category && is_short && !is_remedy && (row->solution.len || !row->cause.len)) {
        write_row(writer, head, row);
        buffer_clear(&row->category);
        add_line(&row->category, text);
        return;
    }
    if (has_cause && !row->cause.len) is_remedy = false; /* a row begins with its cause, however it is worded */
    if (!is_remedy && has_cause && row->solution.len) write_row(writer, head, row);
    if (!row->cause.len && !row->solution.len) row->line = line;
    size_t split = is_remedy || !has_cause || row->cause.len ? 0 : split_point(writer->arena, text);
    if (split) {
        add_line(&row->cause, str_trim(str_slice(text, 0, split)));
        add_line(&row->solution, str_trim(str_slice(text, split, text.len)));
    } else {
        add_line(is_remedy || !has_cause ? &row->solution : &row->cause, text);
    }
}

typedef struct Cell {
    Str text;
    int line;
} Cell;
typedef VEC(Cell) CellVec;

/* The cells that follow the head; *end is the first line after them. */
static CellVec read_cells(Arena *arena, const Head *head, const LineVec *lines, size_t at, size_t *end)
{
    CellVec cells = {0};
    if (head->rest.len) VEC_PUSH(arena, &cells, ((Cell){head->rest, lines->items[at].number}));
    for (*end = at + 1; *end < lines->len; ++*end) {
        const Line *line = &lines->items[*end];
        bool is_cell = line->kind == LINE_TEXT || line->kind == LINE_CONFIG || line->kind == LINE_LIST;
        if (!is_cell || line_is_question(line)) break;
        VEC_PUSH(arena, &cells, ((Cell){str_trim(line->text), line->number}));
    }
    return cells;
}

/* Whether each cell has just one line: rows come out even, what stands in the place of a category looks like one and
 * nothing else does, and no cause tells what to do. */
static bool is_regular(Arena *arena, const Head *head, const CellVec *cells)
{
    if (!head->count || !cells->len || cells->len % head->count) return false;
    bool has_category = column_of(head, ROLE_CATEGORY) >= 0 || column_of(head, ROLE_SYMPTOM) >= 0;
    for (size_t i = 0; i < cells->len; i++) {
        Role role = head->role[i % head->count];
        Str text = cells->items[i].text;
        bool looks_like_category = !line_ends_sentence(text) && text_width(text) <= CATEGORY_WIDTH;
        bool is_category = role == ROLE_CATEGORY || role == ROLE_SYMPTOM;
        if (has_category && is_category != looks_like_category) return false;
        if (role == ROLE_CAUSE && sentence_is_remedy(arena, text)) return false;
    }
    return true;
}

static void write_regular(LineWriter *writer, const Head *head, const CellVec *cells)
{
    FlatRow row = {0};
    for (size_t i = 0, column = 0; i < cells->len; i++) {
        Role role = head->role[column];
        if (column == 0) row.line = cells->items[i].line;
        add_line(role == ROLE_SOLUTION ? &row.solution
                 : role == ROLE_CAUSE  ? &row.cause
                                       : &row.category,
                 cells->items[i].text);
        if (++column < head->count) continue;
        column = 0;
        write_row(writer, head, &row);
        buffer_clear(&row.category);
    }
    buffer_free(&row.category);
    buffer_free(&row.cause);
    buffer_free(&row.solution);
}

static void write_by_wording(LineWriter *writer, const Head *head, const CellVec *cells, int head_line)
{
    FlatRow row = {.line = head_line};
    for (size_t i = 0; i < cells->len; i++) add_cell(writer, head, &row, cells->items[i].text, cells->items[i].line);
    write_row(writer, head, &row);
    buffer_free(&row.category);
    buffer_free(&row.cause);
    buffer_free(&row.solution);
}

size_t flat_table_write(LineWriter *writer, const LineVec *lines, size_t at)
{
    Head head;
    if (!read_head(writer->arena, &lines->items[at], &head)) return at;
    int head_line = lines->items[at].number;
    Buffer text = {0};
    for (size_t i = 0; i < head.count; i++) buffer_printf(&text, "| %.*s ", STR_ARG(head.title[i]));
    buffer_add_char(&text, '|');
    line_write_blank(writer, head_line);
    line_write(writer, buffer_str(&text), head_line);
    buffer_clear(&text);
    for (size_t i = 0; i < head.count; i++) buffer_add_text(&text, "|---");
    buffer_add_char(&text, '|');
    line_write(writer, buffer_str(&text), head_line);
    buffer_free(&text);

    size_t end;
    CellVec cells = read_cells(writer->arena, &head, lines, at, &end);
    if (is_regular(writer->arena, &head, &cells))
        write_regular(writer, &head, &cells);
    else
        write_by_wording(writer, &head, &cells, head_line);
    line_write_blank(writer, lines->items[end - 1].number);
    return end;
}
