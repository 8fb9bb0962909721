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

#endif
