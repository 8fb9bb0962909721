/* The rows of search.db that say what entries say: they are written, or copied from the index before, while terms are
 * counted. Private to index/. */
#ifndef WHYFIX_ENTRY_ROWS_H
#define WHYFIX_ENTRY_ROWS_H

#include <sqlite3.h>

#include "before.h"
#include "whole.h"

typedef struct EntryRows {
    sqlite3 *db; /* used by nobody else meanwhile */
    const Content *content;
    const Before *before; /* which `db` has attached by that name; NULL: none */
    Whole *wordings;      /* gets all ways to ask, as the value "wordings" has them */
    bool done;            /* false: SQLite says why not */
} EntryRows;

/* All of them, where there is an index before; `context` is an EntryRows. */
void entry_rows_write(void *context);

/* The same for who opens all entries anyhow, where there is no index before: the rows of each, in their order. */
typedef struct EntryRowsWriter EntryRowsWriter;
EntryRowsWriter *entry_rows_start(EntryRows *rows);
bool entry_rows_put(EntryRowsWriter *writer, const Entry *whole);
void entry_rows_end(EntryRowsWriter *writer, bool done); /* sets `done` of the rows, true if it is true; frees */

#endif
