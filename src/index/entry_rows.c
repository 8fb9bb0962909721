#include "entry_rows.h"

#include "packed.h"
#include "rows.h"
#include "text/text.h"

/* Their numbers, from 1 and in order, SQLite gives: it need not look then whether one is taken. Rows of entries that
 * the index before has, too, are copied, a run of them at a time. */
enum { COPYING, FOLDED, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [COPYING] = "INSERT INTO entry(id, data) SELECT id, data FROM before.entry WHERE number >= ?1 AND number < ?2"
                " ORDER BY number",
    [FOLDED] = "SELECT data FROM before.whole WHERE name = 'wordings'",
};

/* Entries that are written, or copied, one after the other. */
typedef struct Run {
    size_t first, end; /* from 0 */
    uint32_t then;     /* the first one's number in the index before; 0: they are written */
} Run;

typedef struct Rows {
    const EntryRows *job;
    RowWriter writer;
    sqlite3_stmt *statements[STATEMENTS];
    Run run;             /* the one under way */
    Arena *scratch;      /* for its entry */
    Buffer data, buffer; /* of one row, and for one value in it */
    Str folded;          /* ways to ask of the index before that are yet to come */
    uint32_t unfolded;   /* how many entries' have gone */
} Rows;

static void put_list(Rows *rows, StrVec list)
{
    buffer_clear(&rows->buffer);
    Json json = json_writer(&rows->buffer);
    json_put_strings(&json, list);
    packed_put_text(&rows->data, buffer_str(&rows->buffer));
}

static void put_wording(Rows *rows, Str text)
{
    packed_put_text(&rows->data, str_or_empty(text));
    buffer_add(rows->job->wordings, fold_key(rows->scratch, text));
}

static void put_wordings(Rows *rows, const Entry *entry)
{
    Buffer *folded = rows->job->wordings;
    buffer_add_packed(&rows->data, entry->aliases.len + 1);
    put_wording(rows, entry->question);
    for (size_t i = 0; i < entry->aliases.len; i++) {
        buffer_add_char(folded, '\n');
        put_wording(rows, entry->aliases.items[i]);
    }
    buffer_add_char(folded, PACKED_ENTRY_END);
    buffer_add_char(folded, '\n');
}

static void put_record(Rows *rows, const Entry *entry, size_t at)
{
    const Record *record = &entry->records[at];
    Str usual =
        entry->record_count == 1 ? entry->id : str_format(rows->scratch, "%.*s#%zu", STR_ARG(entry->id), at + 1);
    packed_put_text(&rows->data, str_equal(record->id, usual) ? STR_NONE : record->id);
    packed_put_text(&rows->data, record->anchor);
    packed_put_text(&rows->data, record->category);
    packed_put_text(&rows->data, record->environment);
    packed_put_text(&rows->data, record->cause);
    packed_put_text(&rows->data, str_or_empty(record->solution));
    packed_put_text(&rows->data,
                    str_equal(record->solution, record->solution_markdown) ? STR_NONE : record->solution_markdown);
}

/* The order of what is put is that of schema.sql. */
static void put_entry(Rows *rows, const Entry *entry)
{
    buffer_clear(&rows->data);
    put_wordings(rows, entry);
    packed_put_text(&rows->data, entry_topic(entry));
    packed_put_text(&rows->data, str_or_empty(entry->context));
    buffer_add_packed(&rows->data, entry->record_count);
    for (size_t i = 0; i < entry->record_count; i++) put_record(rows, entry, i);
    packed_put_text(&rows->data, str_from(entry->lang));
    packed_put_text(&rows->data, str_from(entry_kind_name(entry->kind)));
    put_list(rows, entry->section);
    put_list(rows, entry->tags);
    packed_put_text(&rows->data, entry->environment);
    packed_put_text(&rows->data, str_or_empty(entry->updated));
}

static void bind_entry(void *context, Arena *scratch, sqlite3_stmt *statement, int column, size_t row)
{
    Rows *rows = context;
    const Content *content = rows->job->content;
    const Entry *entry = entry_open(content, content->entries.items[rows->run.first + row], scratch);
    content_rest(content, rows->run.first + row);
    rows->scratch = scratch;
    put_entry(rows, entry);
    row_bind(statement, column, entry->id);
    row_bind_blob(statement, column + 1, str_copy(scratch, buffer_str(&rows->data)));
}

static bool write_run(Rows *rows)
{
    const Run *run = &rows->run;
    return rows_put(&rows->writer, run->end - run->first, bind_entry, rows);
}

/* ---- of the index before
 * --------------------------------------------------------------------------------------------- */

/* A view as long as the statement is not reset. */
static bool read_folded(Rows *rows)
{
    if (sqlite3_step(rows->statements[FOLDED]) != SQLITE_ROW) return false;
    rows->folded = row_bytes(rows->statements[FOLDED], 0);
    return true;
}

/* Goes on behind the ways to ask of an entry. */
static void pass_folded(Rows *rows, uint32_t number)
{
    Str lines;
    for (; rows->unfolded < number && str_next(&rows->folded, PACKED_ENTRY_END, &lines); rows->unfolded++)
        rows->folded = str_slice(rows->folded, 1, rows->folded.len); /* without the line's end */
}

/* Copies the ways to ask as they were folded; false where there are too few. */
static bool copy_folded(Rows *rows, uint32_t first, uint32_t end)
{
    pass_folded(rows, first - 1);
    const char *start = rows->folded.data;
    pass_folded(rows, end - 1);
    if (!start || !rows->folded.data) return false;
    buffer_add(rows->job->wordings, (Str){start, (size_t)(rows->folded.data - start)});
    return true;
}

static bool copy_run(Rows *rows)
{
    const Run *run = &rows->run;
    sqlite3_stmt *statement = rows->statements[COPYING];
    uint32_t count = (uint32_t)(run->end - run->first), end = run->then + count;
    sqlite3_bind_int64(statement, 1, run->then);
    sqlite3_bind_int64(statement, 2, end);
    return copy_folded(rows, run->then, end) && row_put(statement) && sqlite3_changes(rows->job->db) == (int)count;
}

static Run next_run(const EntryRows *job, size_t first)
{
    size_t count = job->content->entries.len, end = first + 1;
    uint32_t then = before_number(job->before, first);
    while (end < count && before_number(job->before, end) == (then ? then + (end - first) : 0)) end++;
    return (Run){first, end, then};
}

void entry_rows_write(void *context)
{
    EntryRows *job = context;
    Rows rows = {.job = job, .writer = {.db = job->db, .insert = "INSERT INTO entry(id, data) VALUES", .columns = 2}};
    job->done = true;
    for (int i = 0; i < STATEMENTS && job->before && job->done; i++)
        job->done = sqlite3_prepare_v2(job->db, sql[i], -1, &rows.statements[i], NULL) == SQLITE_OK;
    if (job->before && job->done) job->done = read_folded(&rows);
    while (rows.run.end < job->content->entries.len && job->done) {
        rows.run = next_run(job, rows.run.end);
        job->done = rows.run.then ? copy_run(&rows) : write_run(&rows);
    }
    rows_end(&rows.writer);
    for (int i = 0; i < STATEMENTS; i++) sqlite3_finalize(rows.statements[i]);
    buffer_free(&rows.data);
    buffer_free(&rows.buffer);
}
