#include <stdlib.h>

#include "html_page_internal.h"

enum { COLUMNS_MOST = 64, SPAN_MOST = 1000 };

typedef struct Cell {
    Str text;
    size_t rows_left; /* that it spans below */
} Cell;

typedef struct Grid {
    HtmlPage *page;
    Buffer *out;
    Cell open[COLUMNS_MOST]; /* the cells of the last row, by column */
    size_t columns, rows;
} Grid;

static size_t span_of(Grid *grid, xmlNode *cell, const char *name)
{
    Str value = html_attribute(grid->page->arena, cell, name);
    long span = value.len ? strtol(value.data, NULL, 10) : 1;
    return span < 1 ? 1 : span > SPAN_MOST ? SPAN_MOST : (size_t)span;
}

static Str cell_text(Grid *grid, xmlNode *cell)
{
    Buffer text = {0};
    html_inline_children(grid->page, &text, cell, true);
    Str trimmed = str_trim(buffer_str(&text));
    while (str_ends(trimmed, STR("<br>"))) trimmed = str_trim(str_slice(trimmed, 0, trimmed.len - 4));
    trimmed = str_copy(grid->page->arena, trimmed);
    buffer_free(&text);
    return trimmed;
}

static size_t skip_spanned(Grid *grid, size_t column)
{
    while (column < COLUMNS_MOST && grid->open[column].rows_left) grid->open[column++].rows_left--;
    return column;
}

static void write_row(Grid *grid, size_t columns)
{
    if (columns > grid->columns && !grid->rows) grid->columns = columns;
    buffer_add_char(grid->out, '|');
    for (size_t i = 0; i < grid->columns; i++)
        buffer_printf(grid->out, " %.*s |", STR_ARG(i < columns ? grid->open[i].text : STR("")));
    buffer_add_char(grid->out, '\n');
    for (size_t i = 0; !grid->rows && i < grid->columns; i++) buffer_add_text(grid->out, i ? "---|" : "|---|");
    if (!grid->rows) buffer_add_char(grid->out, '\n');
    grid->rows++;
}

static void read_row(Grid *grid, xmlNode *row)
{
    size_t column = 0;
    for (xmlNode *cell = row->children; cell; cell = cell->next) {
        if (!html_is(cell, "td th")) continue;
        column = skip_spanned(grid, column);
        size_t rows = span_of(grid, cell, "rowspan") - 1, columns = span_of(grid, cell, "colspan");
        Str text = cell_text(grid, cell);
        for (size_t i = 0; i < columns && column < COLUMNS_MOST; i++, column++)
            grid->open[column] = (Cell){i ? STR("") : text, rows}; /* across, a cell says its text once */
    }
    column = skip_spanned(grid, column);
    if (column) write_row(grid, column);
}

static void read_rows(Grid *grid, xmlNode *node)
{
    for (xmlNode *child = node->children; child; child = child->next) {
        if (html_is(child, "tr"))
            read_row(grid, child);
        else if (html_is(child, "thead tbody tfoot"))
            read_rows(grid, child);
    }
}

/* The widest row decides how many columns there are; a pipe table cuts what is beyond its header. */
static size_t widest_row(Grid *grid, xmlNode *node)
{
    size_t widest = 0;
    for (xmlNode *child = node->children; child; child = child->next) {
        size_t columns = 0;
        if (html_is(child, "thead tbody tfoot")) columns = widest_row(grid, child);
        for (xmlNode *cell = html_is(child, "tr") ? child->children : NULL; cell; cell = cell->next)
            if (html_is(cell, "td th")) columns += span_of(grid, cell, "colspan");
        if (columns > widest) widest = columns;
    }
    return widest < COLUMNS_MOST ? widest : COLUMNS_MOST;
}

void html_table(HtmlPage *page, Buffer *out, xmlNode *table)
{
    Grid grid = {.page = page, .out = out};
    grid.columns = widest_row(&grid, table);
    read_rows(&grid, table);
    if (grid.rows) buffer_add_char(out, '\n');
}
