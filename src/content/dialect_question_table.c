/* Tables of questions and answers: each row is a question. */
#include "dialect.h"

#include <string.h>

/* The cells of a row of a pipe table. One that has no room left may have had more. */
enum { COLUMNS_MOST = 8 };
typedef struct Row {
    Str cells[COLUMNS_MOST];
    size_t count;
} Row;

static bool is_row(const LineVec *lines, size_t at)
{
    if (at >= lines->len) return false;
    const Line *line = &lines->items[at];
    bool is_plain = line->kind == LINE_TEXT || line->kind == LINE_CONFIG;
    return line->kind == LINE_TABLE || (is_plain && memchr(line->text.data, '|', line->text.len));
}

static Row row_of(Arena *arena, const Line *line)
{
    Row row = {0};
    Buffer cell = {0};
    Str text = str_trim(line->text);
    if (str_starts(text, STR("|"))) text = str_slice(text, 1, text.len);
    for (size_t i = 0; i <= text.len && row.count < COLUMNS_MOST; i++) {
        bool is_pipe = i < text.len && text.data[i] == '|', is_escaped = i && text.data[i - 1] == '\\';
        if (i < text.len && (!is_pipe || is_escaped)) {
            if (is_pipe) cell.len--; /* the backslash */
            buffer_add_char(&cell, text.data[i]);
        } else if (i < text.len || cell.len) {
            row.cells[row.count++] = str_trim(str_copy(arena, buffer_str(&cell)));
            buffer_clear(&cell);
        }
    }
    buffer_free(&cell);
    return row;
}

static bool is_number(Str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] < '0' || text.data[i] > '9') return false;
    return true;
}

/* Where a head of 問題 and 答案 begins a table that says nothing else but numbers, and asks in each row: their columns.
 */
static bool asks_in_table(Arena *arena, const LineVec *lines, size_t at, size_t *question, size_t *answer)
{
    bool is_head = at + 1 < lines->len && lines->items[at + 1].kind == LINE_TABLE && is_row(lines, at) &&
                   line_is_table_delimiter(lines->items[at + 1].text) && !line_indent(lines->items[at].text);
    *question = *answer = COLUMNS_MOST;
    if (!is_head) return false;
    Row head = row_of(arena, &lines->items[at]);
    for (size_t i = 0; i < head.count; i++) {
        int number;
        Role role = vocabulary_label(arena, head.cells[i], &number);
        if (role == ROLE_QUESTION) *question = i;
        if (role == ROLE_ANSWER) *answer = i;
    }
    if (*question == COLUMNS_MOST || *answer == COLUMNS_MOST) return false;
    for (size_t next = at + 2; is_row(lines, next); next++) {
        Row row = row_of(arena, &lines->items[next]);
        if (*question >= row.count || !row.cells[*question].len || row.count == COLUMNS_MOST) return false;
        for (size_t i = 0; i < row.count; i++)
            if (i != *question && i != *answer && !is_number(row.cells[i])) return false;
    }
    return true;
}

size_t dialect_question_table(Arena *arena, LineVec *out, const LineVec *lines, size_t at, size_t above)
{
    size_t question, answer;
    if (!asks_in_table(arena, lines, at, &question, &answer)) return at;
    for (at += 2; is_row(lines, at); at++) {
        const Line *line = &lines->items[at];
        Row row = row_of(arena, line);
        dialect_put_question(arena, out, above, row.cells[question], line->number);
        if (answer < row.count) VEC_PUSH(arena, out, ((Line){row.cells[answer], line->number, LINE_TEXT}));
        VEC_PUSH(arena, out, ((Line){STR(""), line->number, LINE_BLANK}));
    }
    return at;
}
