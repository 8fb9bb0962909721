#include "entry_rows.h"

#include <string.h>

#include "blocks.h"
#include "ids.h"
#include "packed.h"
#include "rows.h"
#include "text/text.h"

/* What the index before says of entries that it has, too, is copied. */
static const char select_folded[] = WHOLE_SELECT("before", "wordings");

/* Entries that are written, or copied, one after the other. */
typedef struct Run {
    size_t first, end; /* from 0 */
    uint32_t then;     /* the first one's number in the index before; 0: they are written */
} Run;

typedef struct EntryRowsWriter {
    EntryRows *job;
    Arena *arena;
    BlockWriter writer;
    Arena *scratch;      /* for the entry under way */
    Buffer data, buffer; /* of it, and for one value in it */
} Rows;

/* The same where some are copied. */
typedef struct Runs {
    Rows *rows;
    EntryReader reader;
    BlockReader before;
    Run run;            /* the one under way */
    WholeReader folded; /* ways to ask of the index before: */
    Str part;           /* those of a part that are yet to come, */
    uint32_t passed;    /* and how many entries' have gone, */
    bool is_at_end;     /* but for the end of the last one's line */
} Runs;

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
    whole_add(rows->job->wordings, fold_key(rows->scratch, text));
}

static void put_wordings(Rows *rows, const Entry *entry)
{
    static const char end[] = {PACKED_ENTRY_END, '\n'};
    Whole *folded = rows->job->wordings;
    buffer_add_packed(&rows->data, entry->aliases.len + 1);
    put_wording(rows, entry->question);
    for (size_t i = 0; i < entry->aliases.len; i++) {
        whole_add(folded, STR("\n"));
        put_wording(rows, entry->aliases.items[i]);
    }
    whole_add(folded, (Str){end, sizeof end});
}

static void put_record(Rows *rows, const Entry *entry, size_t at)
{
    const Record *record = &entry->records[at];
    packed_put_text(&rows->data, record->category);
    packed_put_text(&rows->data, record->environment);
    packed_put_text(&rows->data, record->cause);
    packed_put_text(&rows->data, record->check);
    packed_put_text(&rows->data, str_or_empty(record->solution));
    packed_put_text(&rows->data,
                    str_equal(record->solution, record->solution_markdown) ? STR_NONE : record->solution_markdown);
}

/* The order of what is put is that of schema.sql. */
static void put_entry(Rows *rows, const Entry *entry)
{
    buffer_clear(&rows->data);
    packed_put_text(&rows->data, entry->id);
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

EntryRowsWriter *entry_rows_start(EntryRows *job)
{
    Arena *arena = arena_new();
    Rows *rows = ARENA_NEW(arena, Rows);
    *rows = (Rows){.job = job, .arena = arena, .scratch = arena_new()};
    job->done = blocks_start(&rows->writer, job->db, BLOCKS_INSERT("entry"));
    return rows;
}

bool entry_rows_put(EntryRowsWriter *rows, const Entry *whole)
{
    arena_reset(rows->scratch);
    put_entry(rows, whole);
    return blocks_put(&rows->writer, buffer_str(&rows->data));
}

void entry_rows_end(EntryRowsWriter *rows, bool done)
{
    EntryRows *job = rows->job;
    job->done = blocks_end(&rows->writer, done && job->done) && ids_write(job->db, job->content);
    buffer_free(&rows->data);
    buffer_free(&rows->buffer);
    arena_free(rows->scratch);
    arena_free(rows->arena);
}

static bool write_run(Runs *runs)
{
    const Content *content = runs->reader.content;
    bool done = true;
    for (size_t e = runs->run.first; e < runs->run.end && done; e++) {
        content_rest(content, e);
        done = entry_rows_put(runs->rows, entry_open_next(&runs->reader, content->entries.items[e]));
    }
    return done;
}

/* ---- of the index before
 * --------------------------------------------------------------------------------------------- */

static bool open_before(Runs *runs, sqlite3 *db)
{
    return blocks_open(&runs->before, db, BLOCKS_SELECT("before.entry")) &&
           whole_open(&runs->folded, db, select_folded);
}

/* Goes on behind the ways to ask of so many entries, which are copied as they were folded, or passed over. False where
 * there are too few. */
static bool take_folded(Runs *runs, uint32_t number, bool is_copied)
{
    while (runs->passed < number) {
        if (!runs->part.len && !whole_next(&runs->folded, &runs->part)) return false;
        const char *end = memchr(runs->part.data, runs->is_at_end ? '\n' : PACKED_ENTRY_END, runs->part.len);
        size_t len = end ? (size_t)(end - runs->part.data) + 1 : runs->part.len;
        if (is_copied) whole_add(runs->rows->job->wordings, str_slice(runs->part, 0, len));
        runs->part = str_slice(runs->part, len, runs->part.len);
        runs->passed += end && runs->is_at_end;
        if (end) runs->is_at_end = !runs->is_at_end;
    }
    return true;
}

static bool copy_run(Runs *runs)
{
    const Run *run = &runs->run;
    uint32_t end = run->then + (uint32_t)(run->end - run->first);
    bool done = take_folded(runs, run->then - 1, false) && take_folded(runs, end - 1, true);
    Str item;
    for (uint32_t number = run->then; number < end && done; number++)
        done = blocks_find(&runs->before, number, &item) && blocks_put(&runs->rows->writer, item);
    return done;
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
    Runs runs = {.rows = entry_rows_start(job), .reader = entry_reader(job->content, false)};
    bool done = job->done && open_before(&runs, job->db);
    while (runs.run.end < job->content->entries.len && done) {
        runs.run = next_run(job, runs.run.end);
        done = runs.run.then ? copy_run(&runs) : write_run(&runs);
    }
    blocks_close(&runs.before);
    whole_close(&runs.folded);
    entry_reader_free(&runs.reader);
    entry_rows_end(runs.rows, done);
}
