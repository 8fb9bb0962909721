#include "entry_rows.h"

#include "rows.h"
#include "text/text.h"

/* Their numbers, from 1 and in order, SQLite gives: it need not look then whether one is taken. Rows of entries that
 * the index before has, too, are copied, a run of them at a time: all but the numbers in them, to which something is
 * added.
 */
enum { ENTRY, WORDING, RECORD, WRITING, FIRSTS = WRITING, ENTRIES, WORDINGS, RECORDS, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [ENTRY] =
        "INSERT INTO entry(id, lang, kind, section, tags, environment, topic, context, updated, wording, wordings,"
        " record, records) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [WORDING] = "INSERT INTO wording(entry, text) VALUES(?, ?)",
    [RECORD] = "INSERT INTO record(entry, id, anchor, category, environment, cause, solution, markdown)"
               " VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
    [FIRSTS] = "SELECT wording, record, wording + wordings, record + records FROM before.entry WHERE number = ?",
    [ENTRIES] =
        "INSERT INTO entry(id, lang, kind, section, tags, environment, topic, context, updated, wording, wordings,"
        " record, records) SELECT id, lang, kind, section, tags, environment, topic, context, updated, wording + ?3,"
        " wordings, record + ?4, records FROM before.entry WHERE number >= ?1 AND number < ?2 ORDER BY number",
    [WORDINGS] = "INSERT INTO wording(entry, text) SELECT entry + ?3, text FROM before.wording"
                 " WHERE number >= ?1 AND number < ?2 ORDER BY number",
    [RECORDS] = "INSERT INTO record(entry, id, anchor, category, environment, cause, solution, markdown)"
                " SELECT entry + ?3, id, anchor, category, environment, cause, solution, markdown FROM before.record"
                " WHERE number >= ?1 AND number < ?2 ORDER BY number",
};

/* Entries that are written, or copied, one after the other. */
typedef struct Run {
    size_t first, end; /* from 0 */
    uint32_t then;     /* the first one's number in the index before; 0: they are written */
} Run;

typedef struct Rows {
    const EntryRows *job;
    sqlite3_stmt *statements[STATEMENTS];
    Arena *scratch;         /* for one entry */
    Buffer buffer;          /* for one value at a time */
    size_t wording, record; /* how many there are, of the entries so far */
    Str folded;             /* ways to ask of the index before that are yet to come */
    size_t unfolded;        /* how many have gone */
} Rows;

static Str json_list(Rows *rows, StrVec list)
{
    buffer_clear(&rows->buffer);
    Json json = json_writer(&rows->buffer);
    json_put_strings(&json, list);
    return str_copy(rows->scratch, buffer_str(&rows->buffer));
}

static bool write_entry(Rows *rows, size_t e)
{
    const Entry *entry = rows->job->content->entries.items[e];
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
    rows->wording += entry->aliases.len + 1;
    rows->record += entry->record_count;
    return row_put(statement);
}

static bool write_wording(Rows *rows, size_t e, Str text)
{
    sqlite3_stmt *statement = rows->statements[WORDING];
    sqlite3_bind_int64(statement, 1, (sqlite3_int64)e + 1);
    row_bind(statement, 2, row_text(text));
    buffer_add(rows->job->wordings, fold_key(rows->scratch, text));
    buffer_add_char(rows->job->wordings, '\n');
    return row_put(statement);
}

static bool write_wordings(Rows *rows, size_t e)
{
    const Entry *entry = rows->job->content->entries.items[e];
    bool done = write_wording(rows, e, entry->question);
    for (size_t i = 0; i < entry->aliases.len && done; i++) done = write_wording(rows, e, entry->aliases.items[i]);
    return done;
}

static bool write_record(Rows *rows, size_t e, size_t at)
{
    const Entry *entry = rows->job->content->entries.items[e];
    const Record *record = &entry->records[at];
    bool is_only = entry->record_count == 1;
    Str usual = is_only ? entry->id : str_format(rows->scratch, "%.*s#%zu", STR_ARG(entry->id), at + 1);
    sqlite3_stmt *statement = rows->statements[RECORD];
    sqlite3_bind_int64(statement, 1, (sqlite3_int64)e + 1);
    row_bind(statement, 2, str_equal(record->id, usual) ? STR_NONE : record->id);
    row_bind(statement, 3, record->anchor);
    row_bind(statement, 4, record->category);
    row_bind(statement, 5, record->environment);
    row_bind(statement, 6, record->cause);
    row_bind(statement, 7, row_text(record->solution));
    row_bind(statement, 8,
             str_equal(record->solution, record->solution_markdown) ? STR_NONE : record->solution_markdown);
    return row_put(statement);
}

static bool write_records(Rows *rows, size_t e)
{
    bool done = true;
    for (size_t i = 0; i < rows->job->content->entries.items[e]->record_count && done; i++)
        done = write_record(rows, e, i);
    return done;
}

/* ---- of the index before
 * --------------------------------------------------------------------------------------------- */

typedef struct Places {
    sqlite3_int64 wording, record;
} Places;

/* Where in the index before the rows of an entry begin, and where they end. */
static bool find_places(Rows *rows, size_t number, Places *first, Places *end)
{
    sqlite3_stmt *statement = rows->statements[FIRSTS];
    sqlite3_bind_int64(statement, 1, (sqlite3_int64)number);
    bool is_found = sqlite3_step(statement) == SQLITE_ROW;
    *first = (Places){sqlite3_column_int64(statement, 0), sqlite3_column_int64(statement, 1)};
    *end = (Places){sqlite3_column_int64(statement, 2), sqlite3_column_int64(statement, 3)};
    sqlite3_reset(statement);
    return is_found;
}

static bool copy(Rows *rows, int which, sqlite3_int64 first, sqlite3_int64 end, sqlite3_int64 more)
{
    sqlite3_stmt *statement = rows->statements[which];
    sqlite3_bind_int64(statement, 1, first);
    sqlite3_bind_int64(statement, 2, end);
    sqlite3_bind_int64(statement, 3, more);
    return row_put(statement);
}

/* Copies the ways to ask as they were folded; false where there are too few. */
static bool copy_folded(Rows *rows, const Places *first, const Places *end)
{
    Str line;
    for (; rows->unfolded + 1 < (size_t)first->wording; rows->unfolded++) str_next(&rows->folded, '\n', &line);
    const char *start = rows->folded.data;
    for (; rows->unfolded + 1 < (size_t)end->wording; rows->unfolded++) str_next(&rows->folded, '\n', &line);
    if (!start || !rows->folded.data) return false;
    buffer_add(rows->job->wordings, (Str){start, (size_t)(rows->folded.data - start)});
    return true;
}

static bool copy_run(Rows *rows, const Run *run, int which)
{
    Places first, end, last;
    size_t count = run->end - run->first;
    sqlite3_int64 then = run->then, more = (sqlite3_int64)run->first + 1 - then;
    if (!find_places(rows, run->then, &first, &last) || !find_places(rows, run->then + count - 1, &last, &end))
        return false;
    if (which == RECORDS) return copy(rows, which, first.record, end.record, more);
    if (which == WORDINGS)
        return copy_folded(rows, &first, &end) && copy(rows, which, first.wording, end.wording, more);
    sqlite3_bind_int64(rows->statements[which], 4, (sqlite3_int64)rows->record + 1 - first.record);
    bool done = copy(rows, which, then, then + (sqlite3_int64)count, (sqlite3_int64)rows->wording + 1 - first.wording);
    rows->wording += (size_t)(end.wording - first.wording);
    rows->record += (size_t)(end.record - first.record);
    return done;
}

static Run next_run(const EntryRows *job, size_t first)
{
    size_t count = job->content->entries.len, end = first + 1;
    uint32_t then = before_number(job->before, first);
    while (end < count && before_number(job->before, end) == (then ? then + (end - first) : 0)) end++;
    return (Run){first, end, then};
}

/* One table after the other, so that each is in one piece however its rows came about. */
static bool write_table(Rows *rows, bool write(Rows *, size_t), int copying)
{
    const Content *content = rows->job->content;
    bool done = true;
    Run run;
    for (size_t at = 0; at < content->entries.len && done; at = run.end) {
        run = next_run(rows->job, at);
        if (run.then) {
            done = copy_run(rows, &run, copying);
            continue;
        }
        for (size_t e = run.first; e < run.end && done; e++) {
            content_rest(content, e);
            arena_reset(rows->scratch);
            done = write(rows, e);
        }
    }
    return done;
}

void entry_rows_write(void *context)
{
    EntryRows *job = context;
    Rows rows = {.job = job, .scratch = arena_new(), .folded = before_folded(job->before)};
    job->done = true;
    for (int i = 0; i < (job->before ? STATEMENTS : WRITING) && job->done; i++)
        job->done = sqlite3_prepare_v2(job->db, sql[i], -1, &rows.statements[i], NULL) == SQLITE_OK;
    job->done = job->done && write_table(&rows, write_entry, ENTRIES) && write_table(&rows, write_wordings, WORDINGS) &&
                write_table(&rows, write_records, RECORDS);
    for (int i = 0; i < STATEMENTS; i++) sqlite3_finalize(rows.statements[i]);
    buffer_free(&rows.buffer);
    arena_free(rows.scratch);
}
