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

/* Makes the statement one for so many rows at once. */
static void prepare(RowWriter *writer, size_t rows)
{
    if (writer->statement && writer->rows == rows) return;
    Buffer sql = {0};
    buffer_add_text(&sql, writer->insert);
    for (size_t i = 0; i < rows; i++)
        for (int c = 0; c < writer->columns; c++) buffer_add_text(&sql, c ? ", ?" : i ? "), (?" : " (?");
    buffer_add_text(&sql, ")");
    sqlite3_finalize(writer->statement);
    writer->rows = rows;
    if (sqlite3_prepare_v2(writer->db, buffer_str(&sql).data, -1, &writer->statement, NULL) != SQLITE_OK)
        writer->statement = NULL;
    buffer_free(&sql);
}

bool rows_put(RowWriter *writer, size_t count, BindRow *bind, void *context)
{
    enum { ROWS = 100 };
    Arena *scratch = arena_new(); /* for one statement */
    bool done = true;
    for (size_t at = 0, rows; done && at < count; at += rows) {
        rows = count - at < ROWS ? count - at : ROWS;
        prepare(writer, rows);
        for (size_t i = 0; i < rows && writer->statement; i++)
            bind(context, scratch, writer->statement, (int)i * writer->columns + 1, at + i);
        done = writer->statement && row_put(writer->statement);
        arena_reset(scratch);
    }
    arena_free(scratch);
    return done;
}

void rows_end(RowWriter *writer)
{
    sqlite3_finalize(writer->statement);
    writer->statement = NULL;
}
