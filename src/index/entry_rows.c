#include "entry_rows.h"

#include "rows.h"
#include "text/text.h"

/* Their numbers, from 1 and in order, SQLite gives: it need not look then whether one is taken. */
enum { ENTRY, WORDING, RECORD, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [ENTRY] =
        "INSERT INTO entry(id, lang, kind, section, tags, environment, topic, context, updated, wording, wordings,"
        " record, records) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [WORDING] = "INSERT INTO wording(entry, text) VALUES(?, ?)",
    [RECORD] = "INSERT INTO record(entry, id, anchor, category, environment, cause, solution, markdown)"
               " VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
};

typedef struct Rows {
    sqlite3_stmt *statements[STATEMENTS];
    Arena *scratch;                /* for one entry */
    Buffer buffer;                 /* for one value at a time */
    size_t entry, wording, record; /* those under way, from 1 */
    Buffer *wordings;
} Rows;

static Str json_list(Rows *rows, StrVec list)
{
    buffer_clear(&rows->buffer);
    Json json = json_writer(&rows->buffer);
    json_put_strings(&json, list);
    return str_copy(rows->scratch, buffer_str(&rows->buffer));
}

static bool write_record(Rows *rows, const Entry *entry, size_t at)
{
    const Record *record = &entry->records[at];
    bool is_only = entry->record_count == 1;
    Str usual = is_only ? entry->id : str_format(rows->scratch, "%.*s#%zu", STR_ARG(entry->id), at + 1);
    sqlite3_stmt *statement = rows->statements[RECORD];
    sqlite3_bind_int64(statement, 1, (sqlite3_int64)rows->entry);
    row_bind(statement, 2, str_equal(record->id, usual) ? STR_NONE : record->id);
    row_bind(statement, 3, record->anchor);
    row_bind(statement, 4, record->category);
    row_bind(statement, 5, record->environment);
    row_bind(statement, 6, record->cause);
    row_bind(statement, 7, row_text(record->solution));
    row_bind(statement, 8,
             str_equal(record->solution, record->solution_markdown) ? STR_NONE : record->solution_markdown);
    rows->record++;
    return row_put(statement);
}

static bool write_entry_row(Rows *rows, const Entry *entry)
{
    sqlite3_stmt *statement = rows->statements[ENTRY];
    row_bind(statement, 1, entry->id);
    row_bind(statement, 2, str_from(entry->lang));
    row_bind(statement, 3, str_from(entry_kind_name(entry->kind)));
    row_bind(statement, 4, json_list(rows, entry->section));
    row_bind(statement, 5, json_list(rows, entry->tags));
    row_bind(statement, 6, entry->environment);
    row_bind(statement, 7, entry_topic(entry));
    row_bind(statement, 8, row_text(entry->context));
    row_bind(statement, 9, row_text(entry->updated));
    sqlite3_bind_int64(statement, 10, (sqlite3_int64)rows->wording + 1);
    sqlite3_bind_int64(statement, 11, (sqlite3_int64)entry->aliases.len + 1);
    sqlite3_bind_int64(statement, 12, (sqlite3_int64)rows->record + 1);
    sqlite3_bind_int64(statement, 13, (sqlite3_int64)entry->record_count);
    return row_put(statement);
}

static bool write_wording(Rows *rows, Str text)
{
    sqlite3_stmt *statement = rows->statements[WORDING];
    rows->wording++;
    sqlite3_bind_int64(statement, 1, (sqlite3_int64)rows->entry);
    row_bind(statement, 2, row_text(text));
    buffer_add(rows->wordings, fold_key(rows->scratch, text));
    buffer_add_char(rows->wordings, '\n');
    return row_put(statement);
}

static bool write_entry(Rows *rows, const Entry *entry)
{
    rows->entry++;
    arena_reset(rows->scratch);
    if (!write_entry_row(rows, entry) || !write_wording(rows, entry->question)) return false;
    for (size_t i = 0; i < entry->aliases.len; i++)
        if (!write_wording(rows, entry->aliases.items[i])) return false;
    for (size_t i = 0; i < entry->record_count; i++)
        if (!write_record(rows, entry, i)) return false;
    return true;
}

void entry_rows_write(void *context)
{
    EntryRows *job = context;
    const Content *content = job->content;
    Rows rows = {.scratch = arena_new(), .wordings = job->wordings};
    job->done = true;
    for (int i = 0; i < STATEMENTS && job->done; i++)
        job->done = sqlite3_prepare_v2(job->db, sql[i], -1, &rows.statements[i], NULL) == SQLITE_OK;
    for (size_t e = 0; e < content->entries.len && job->done; e++) {
        content_rest(content, e);
        job->done = write_entry(&rows, content->entries.items[e]);
    }
    for (int i = 0; i < STATEMENTS; i++) sqlite3_finalize(rows.statements[i]);
    buffer_free(&rows.buffer);
    arena_free(rows.scratch);
}
