/* Tables in HTML that name causes and solutions become pipe tables; all others stay as they are. */
#include "dialect.h"

#include "html_page.h"

#include <string.h>

static bool is_tag(const Line *line, const char *tag)
{
    Str text = str_trim(line->text), start = str_from(tag);
    return line->kind == LINE_HTML && text.len >= start.len && str_equal_nocase(str_slice(text, 0, start.len), start);
}

/* The index behind the line with the last </table> of the table that begins at `at`; `at` where it has no end, or where
 * `budget`, the lines that may be looked at in vain, is spent. */
static size_t table_end(const LineVec *lines, size_t at, size_t *budget)
{
    int depth = 0;
    for (size_t i = at; i < lines->len && *budget; i++, --*budget) {
        if (lines->items[i].kind == LINE_HEADING) return at;
        Str rest = lines->items[i].text;
        for (size_t c = 0; c + 6 <= rest.len; c++) {
            Str here = str_slice(rest, c, rest.len);
            if (here.data[0] != '<') continue;
            depth += str_equal_nocase(str_slice(here, 0, 6), STR("<table"));
            depth -= str_equal_nocase(str_slice(here, 0, 7), STR("</table"));
        }
        if (depth > 0) continue;
        *budget += i - at;
        return i + 1;
    }
    return at;
}

/* Whether the head of a pipe table names a solution, and a cause or what goes wrong. */
static bool names_records(Arena *arena, Str head)
{
    bool has_solution = false, has_name = false;
    Str cell;
    while (str_next(&head, '|', &cell)) {
        Role role = vocabulary_column(arena, str_trim(cell));
        has_solution |= role == ROLE_SOLUTION;
        has_name |= role == ROLE_CAUSE || role == ROLE_CATEGORY || role == ROLE_SYMPTOM || role == ROLE_CODE_COLUMN;
    }
    return has_solution && has_name;
}

static Str joined(Arena *arena, const LineVec *lines, size_t from, size_t to)
{
    Buffer text = {0};
    for (size_t i = from; i < to; i++) {
        buffer_add(&text, lines->items[i].text);
        buffer_add_char(&text, '\n');
    }
    Str result = buffer_take(&text, arena);
    buffer_free(&text);
    return result;
}

/* The source line of the next <tr>, for the rows of the pipe table. */
static int next_row_line(const LineVec *lines, size_t *at, size_t end, int line)
{
    for (; *at < end; ++*at) {
        Str text = lines->items[*at].text;
        if (!str_has(text, STR("<tr")) && !str_has(text, STR("<TR"))) continue;
        line = lines->items[*at].number;
        ++*at;
        return line;
    }
    return line;
}

bool dialect_tables(Arena *arena, LineVec *lines)
{
    LineVec out = {0};
    size_t budget = 4 * lines->len + 100, kept = 0; /* lines up to here are in `out` */
    for (size_t i = 0; i < lines->len; i++) {
        if (!is_tag(&lines->items[i], "<table")) continue;
        size_t end = table_end(lines, i, &budget);
        if (end == i) continue;
        Str rest = html_table_markdown(arena, joined(arena, lines, i, end)), line, head = rest;
        if (!str_next(&head, '\n', &line) || !names_records(arena, line)) continue;
        for (; kept < i; kept++) VEC_PUSH(arena, &out, lines->items[kept]);
        VEC_PUSH(arena, &out, ((Line){STR(""), lines->items[i].number, LINE_BLANK}));
        size_t row = i;
        int number = lines->items[i].number;
        while (str_next(&rest, '\n', &line)) {
            bool is_row = str_starts(line, STR("|"));
            if (is_row && !line_is_table_delimiter(line)) number = next_row_line(lines, &row, end, number);
            VEC_PUSH(arena, &out, ((Line){line, number, is_row ? LINE_TABLE : line.len ? LINE_TEXT : LINE_BLANK}));
        }
        kept = end;
        i = end - 1;
    }
    if (!kept) return false;
    for (; kept < lines->len; kept++) VEC_PUSH(arena, &out, lines->items[kept]);
    *lines = out;
    return true;
}
