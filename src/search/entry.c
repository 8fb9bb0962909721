/* One entry, whole. */
#include "internal.h"

static bool read_wordings(SearchIndex *index, Arena *arena, sqlite3_int64 first, sqlite3_int64 count,
                          SearchEntry *entry, Diagnostics *diagnostics)
{
    sqlite3_stmt *statement = statement_get(index, STATEMENT_WORDINGS, diagnostics);
    if (!statement) return false;
    sqlite3_bind_int64(statement, 1, first);
    sqlite3_bind_int64(statement, 2, count);
    int result;
    while ((result = sqlite3_step(statement)) == SQLITE_ROW) {
        Str text = statement_text(statement, 0, arena);
        if (!entry->question.data)
            entry->question = text;
        else
            VEC_PUSH(arena, &entry->aliases, text);
    }
    return statement_done(index, statement, result, diagnostics);
}

static bool read_records(SearchIndex *index, Arena *arena, sqlite3_int64 first, sqlite3_int64 count, SearchEntry *entry,
                         Diagnostics *diagnostics)
{
    sqlite3_stmt *statement = statement_get(index, STATEMENT_RECORDS, diagnostics);
    if (!statement) return false;
    sqlite3_bind_int64(statement, 1, first);
    sqlite3_bind_int64(statement, 2, count);
    int result;
    while ((result = sqlite3_step(statement)) == SQLITE_ROW) {
        Str stored = statement_text(statement, 0, arena);
        EntryRecord record = {.id = record_id(arena, entry->id, stored, entry->records.len, count == 1),
                              .anchor = statement_text(statement, 1, arena),
                              .category = statement_text(statement, 2, arena),
                              .cause = statement_text(statement, 3, arena),
                              .solution = statement_text(statement, 4, arena),
                              .environment = statement_text(statement, 5, arena),
                              .markdown = statement_text(statement, 6, arena)};
        VEC_PUSH(arena, &entry->records, record);
    }
    return statement_done(index, statement, result, diagnostics);
}

bool search_read_entry(SearchIndex *index, Arena *arena, Str id, SearchEntry *entry, Diagnostics *diagnostics)
{
    sqlite3_stmt *statement = statement_get(index, STATEMENT_ENTRY_BY_ID, diagnostics);
    if (!statement) return false;
    search_begin(index);
    statement_bind(statement, 1, id);
    int result = sqlite3_step(statement);
    bool is_found = result == SQLITE_ROW;
    sqlite3_int64 places[4] = {0}; /* the first wording and how many, the first record and how many */
    *entry = (SearchEntry){.id = str_copy(arena, id), .build = index->build};
    if (is_found) {
        entry->lang = statement_text(statement, 1, arena);
        entry->kind = statement_text(statement, 2, arena);
        entry->section = statement_text(statement, 3, arena);
        entry->tags = statement_text(statement, 4, arena);
        entry->environment = statement_text(statement, 5, arena);
        entry->updated = statement_text(statement, 6, arena);
        for (int i = 0; i < 4; i++) places[i] = sqlite3_column_int64(statement, 7 + i);
    }
    entry->url = str_format(arena, "%.*s%.*s.html", STR_ARG(index->base_url), STR_ARG(id));
    return statement_done(index, statement, result, diagnostics) && is_found &&
           read_wordings(index, arena, places[0], places[1], entry, diagnostics) &&
           read_records(index, arena, places[2], places[3], entry, diagnostics);
}

Str search_entry_markdown(Arena *arena, const SearchEntry *entry)
{
    Buffer out = {0};
    AnswerWords words = answer_words(entry->lang);
    buffer_printf(&out, "# %.*s\n", STR_ARG(entry->question));
    for (size_t i = 0; i < entry->records.len; i++) {
        const EntryRecord *record = &entry->records.items[i];
        buffer_add_char(&out, '\n');
        if (record->category.data) buffer_printf(&out, "[%.*s]\n\n", STR_ARG(record->category));
        if (record->cause.data) {
            buffer_printf(&out, "**%s**: %.*s\n\n**%s**:\n\n", words.cause, STR_ARG(record->cause), words.solution);
        }
        buffer_printf(&out, "%.*s\n", STR_ARG(record->markdown));
    }
    Str taken = buffer_take(&out, arena);
    buffer_free(&out);
    return taken;
}
