#include "rows.h"

void row_bind(sqlite3_stmt *statement, int column, Str text)
{
    if (text.data)
        sqlite3_bind_text(statement, column, text.data, (int)text.len, SQLITE_STATIC);
    else
        sqlite3_bind_null(statement, column);
}

void row_bind_blob(sqlite3_stmt *statement, int column, Str bytes)
{
    sqlite3_bind_blob(statement, column, bytes.len ? bytes.data : "", (int)bytes.len, SQLITE_STATIC);
}

Str row_bytes(sqlite3_stmt *statement, int column)
{
    const char *data = sqlite3_column_blob(statement, column); /* first: it may convert */
    return data ? (Str){data, (size_t)sqlite3_column_bytes(statement, column)} : STR("");
}

bool row_put(sqlite3_stmt *statement)
{
    bool done = sqlite3_step(statement) == SQLITE_DONE;
    sqlite3_reset(statement);
    return done;
}
