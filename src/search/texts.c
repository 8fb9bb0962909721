#include "internal.h"

Str record_id(Arena *arena, Str entry, Str stored, size_t at, bool is_only)
{
    if (stored.data) return stored;
    return is_only ? entry : str_format(arena, "%.*s#%zu", STR_ARG(entry), at + 1);
}

static bool read_entry(SearchIndex *index, Arena *arena, uint32_t entry, EntryTexts *texts, sqlite3_int64 records[2],
                       Diagnostics *diagnostics)
{
    sqlite3_stmt *statement = statement_get(index, STATEMENT_ENTRY, diagnostics);
    if (!statement) return false;
    sqlite3_bind_int64(statement, 1, entry);
    int result = sqlite3_step(statement);
    *texts = (EntryTexts){.id = STR(""), .question = STR(""), .topic = STR_NONE, .context = STR("")};
    if (result == SQLITE_ROW) {
        texts->id = statement_text(statement, 0, arena);
        texts->question = statement_text(statement, 1, arena);
        texts->topic = statement_text(statement, 2, arena);
        texts->context = statement_text(statement, 3, arena);
        for (int i = 0; i < 2; i++) records[i] = sqlite3_column_int64(statement, 4 + i);
    }
    return statement_done(index, statement, result, diagnostics);
}

bool texts_fetch(SearchIndex *index, Arena *arena, uint32_t entry, EntryTexts *texts, Diagnostics *diagnostics)
{
    sqlite3_int64 records[2] = {0}; /* the first, and how many */
    if (!read_entry(index, arena, entry, texts, records, diagnostics)) return false;
    sqlite3_stmt *statement = statement_get(index, STATEMENT_RECORDS, diagnostics);
    if (!statement) return false;
    for (int i = 0; i < 2; i++) sqlite3_bind_int64(statement, 1 + i, records[i]);
    int result;
    while ((result = sqlite3_step(statement)) == SQLITE_ROW) {
        SearchRecord record = {
            .id = record_id(arena, texts->id, statement_text(statement, 0, arena), texts->records.len, records[1] == 1),
            .anchor = statement_text(statement, 1, arena),
            .category = statement_text(statement, 2, arena),
            .cause = statement_text(statement, 3, arena),
            .solution = statement_text(statement, 4, arena),
            .order = texts->records.len};
        VEC_PUSH(arena, &texts->records, record);
    }
    return statement_done(index, statement, result, diagnostics);
}
