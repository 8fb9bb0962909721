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

/* A statement for so many terms at once. */
static sqlite3_stmt *statement_of(sqlite3 *db, size_t rows)
{
    sqlite3_stmt *statement = NULL;
    Buffer sql = {0};
    buffer_add_text(&sql, "INSERT INTO term(text, number, entries, list) VALUES(?, ?, ?, ?)");
    for (size_t i = 1; i < rows; i++) buffer_add_text(&sql, ", (?, ?, ?, ?)");
    if (sqlite3_prepare_v2(db, buffer_str(&sql).data, -1, &statement, NULL) != SQLITE_OK) statement = NULL;
    buffer_free(&sql);
    return statement;
}

static void bind_term(sqlite3_stmt *statement, Arena *scratch, size_t row, const Terms *terms, uint32_t number)
{
    enum { COLUMNS = 4 };
    const Term *term = terms_get(terms, number);
    int at = (int)row * COLUMNS;
    row_bind(statement, at + 1, term->text);
    sqlite3_bind_int64(statement, at + 2, number);
    sqlite3_bind_int64(statement, at + 3, term->entries);
    row_bind_blob(statement, at + 4, postings_list(&term->postings, scratch));
}

/* Many rows a statement: one of a single row finds its way down the tree each time, which takes half of the time that
 * an index of English text is written in. */
bool rows_put_terms(sqlite3 *db, const Terms *terms)
{
    enum { ROWS = 100 };
    Arena *scratch = arena_new(); /* for one statement */
    size_t count = terms_count(terms);
    bool done = true;
    sqlite3_stmt *statement = NULL;
    for (size_t at = 0, held = 0, rows; done && at < count; at += rows) {
        rows = count - at < ROWS ? count - at : ROWS;
        if (rows != held) {
            sqlite3_finalize(statement);
            statement = statement_of(db, held = rows);
        }
        for (size_t i = 0; i < rows && statement; i++) bind_term(statement, scratch, i, terms, (uint32_t)(at + i));
        done = statement && row_put(statement);
        arena_reset(scratch);
    }
    sqlite3_finalize(statement);
    arena_free(scratch);
    return done;
}
