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
    StrVec after; /* what goes below the table */
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

/* The text of a last row that is one cell over all columns: a note on the table, not a row of it. */
static Str last_note(Grid *grid, xmlNode *row)
{
    xmlNode *only = NULL;
    for (xmlNode *cell = row->children; cell; cell = cell->next) {
        if (html_is(cell, "td th") && only) return STR_NONE;
        if (html_is(cell, "td th")) only = cell;
    }
    for (xmlNode *next = row->next; next; next = next->next)
        if (html_is(next, "tr")) return STR_NONE;
    bool is_note = only && grid->rows && grid->columns > 1 && span_of(grid, only, "colspan") >= grid->columns;
    return is_note ? cell_text(grid, only) : STR_NONE;
}

static void read_row(Grid *grid, xmlNode *row)
{
    size_t column = 0;
    Str note = last_note(grid, row);
    if (note.len) {
        VEC_PUSH(grid->page->arena, &grid->after, note);
        return;
    }
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
    for (size_t i = 0; i < grid.after.len; i++) buffer_printf(out, "%.*s\n\n", STR_ARG(grid.after.items[i]));
}

static xmlNode *find_table(xmlNode *node)
{
    for (; node; node = node->next) {
        if (html_is(node, "table")) return node;
        xmlNode *found = find_table(node->children);
        if (found) return found;
    }
    return NULL;
}

Str html_table_markdown(Arena *arena, Str html)
{
    const Xml *xml = xml_library();
    htmlDocPtr document =
        xml->htmlReadMemory(html.data, (int)html.len, NULL, "UTF-8",
                            HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
    Buffer out = {0};
    HtmlPage page = {.arena = arena};
    xmlNode *table = document ? find_table(xml->xmlDocGetRootElement(document)) : NULL;
    if (table) html_table(&page, &out, table);
    xml->xmlFreeDoc(document);
    Str markdown = buffer_take(&out, arena);
    buffer_free(&out);
    return markdown;
}
