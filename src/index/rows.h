/* Rows of the index as they are written. Private to index/. */
#ifndef WHYFIX_ROWS_H
#define WHYFIX_ROWS_H

#include <sqlite3.h>

#include "base/base.h"

/* Binds a text (data NULL: NULL), or bytes, which must outlive row_put(). */
void row_bind(sqlite3_stmt *statement, int column, Str text);
void row_bind_blob(sqlite3_stmt *statement, int column, Str bytes);
/* Bytes of a row that is read: a view, until the next step. */
Str row_bytes(sqlite3_stmt *statement, int column);
/* Runs the statement and resets it; false where it fails. */
bool row_put(sqlite3_stmt *statement);

/* Binds the columns of one row, of which `column` is the first; `scratch` lives until it is written. */
typedef void BindRow(void *context, Arena *scratch, sqlite3_stmt *statement, int column, size_t row);
/* Rows that are written many a statement, which takes half of the time. */
typedef struct RowWriter {
    sqlite3 *db;
    const char *insert; /* what the statement begins with, up to and with VALUES */
    int columns;
    sqlite3_stmt *statement; /* the last, for so many */
    size_t rows;
} RowWriter;
bool rows_put(RowWriter *writer, size_t count, BindRow *bind, void *context); /* false where SQLite fails */
void rows_end(RowWriter *writer);

#endif
