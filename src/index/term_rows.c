#include "term_rows.h"

#include "rows.h"

enum { COLUMNS = 4, ROWS = 100 /* of one statement: it takes half of the time that a statement a row does */ };

static sqlite3_stmt *prepare(sqlite3 *db, size_t rows)
{
    sqlite3_stmt *statement = NULL;
    Buffer sql = {0};
    buffer_add_text(&sql, "INSERT INTO term(text, number, entries, list) VALUES");
    for (size_t i = 0; i < rows; i++) buffer_add_text(&sql, i ? ", (?, ?, ?, ?)" : " (?, ?, ?, ?)");
    if (sqlite3_prepare_v2(db, buffer_str(&sql).data, -1, &statement, NULL) != SQLITE_OK) statement = NULL;
    buffer_free(&sql);
    return statement;
}

static void bind(sqlite3_stmt *statement, int column, const Dictionary *dictionary, size_t number)
{
    const Term *term = dictionary->terms[number];
    row_bind(statement, column, term_text(term));
    sqlite3_bind_int64(statement, column + 1, (sqlite3_int64)number);
    sqlite3_bind_int64(statement, column + 2, term->entries);
    row_bind_blob(statement, column + 3, term_list(term));
}

/* The last statement has fewer rows. */
bool term_rows_write(sqlite3 *db, const Dictionary *dictionary, const Content *content)
{
    sqlite3_stmt *statement = NULL;
    bool done = true;
    for (size_t at = 0, rows = 0, count; done && at < dictionary->count; at += count) {
        count = dictionary->count - at < ROWS ? dictionary->count - at : ROWS;
        if (rows != count) {
            sqlite3_finalize(statement);
            statement = prepare(db, rows = count);
        }
        for (size_t i = 0; i < count && statement; i++) {
            content_rest(content, at + i);
            bind(statement, (int)i * COLUMNS + 1, dictionary, at + i);
        }
        done = statement && row_put(statement);
    }
    sqlite3_finalize(statement);
    return done;
}
