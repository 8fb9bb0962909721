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

typedef struct Rows {
    const EntryRows *job;
    EntryReader reader;
    BlockWriter writer;
    BlockReader before;
    Run run;             /* the one under way */
    Arena *scratch;      /* for its entry */
    Buffer data, buffer; /* of it, and for one value in it */
    WholeReader folded;  /* ways to ask of the index before: */
    Str part;            /* those of a part that are yet to come, */
    uint32_t passed;     /* and how many entries' have gone, */
    bool is_at_end;      /* but for the end of the last one's line */
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

static bool write_run(Rows *rows)
{
    const Content *content = rows->job->content;
    bool done = true;
    for (size_t e = rows->run.first; e < rows->run.end && done; e++) {
        content_rest(content, e);
        arena_reset(rows->scratch);
        put_entry(rows, entry_open_next(&rows->reader, content->entries.items[e]));
        done = blocks_put(&rows->writer, buffer_str(&rows->data));
    }
    return done;
}

/* ---- of the index before
 * --------------------------------------------------------------------------------------------- */

static bool open_before(Rows *rows)
{
    return blocks_open(&rows->before, rows->job->db, BLOCKS_SELECT("before.entry")) &&
           whole_open(&rows->folded, rows->job->db, select_folded);
}

/* Goes on behind the ways to ask of so many entries, which are copied as they were folded, or passed over. False where
 * there are too few. */
static bool take_folded(Rows *rows, uint32_t number, bool is_copied)
{
    while (rows->passed < number) {
        if (!rows->part.len && !whole_next(&rows->folded, &rows->part)) return false;
        const char *end = memchr(rows->part.data, rows->is_at_end ? '\n' : PACKED_ENTRY_END, rows->part.len);
        size_t len = end ? (size_t)(end - rows->part.data) + 1 : rows->part.len;
        if (is_copied) whole_add(rows->job->wordings, str_slice(rows->part, 0, len));
        rows->part = str_slice(rows->part, len, rows->part.len);
        rows->passed += end && rows->is_at_end;
        if (end) rows->is_at_end = !rows->is_at_end;
    }
    return true;
}

static bool copy_run(Rows *rows)
{
    const Run *run = &rows->run;
    uint32_t end = run->then + (uint32_t)(run->end - run->first);
    bool done = take_folded(rows, run->then - 1, false) && take_folded(rows, end - 1, true);
    Str item;
    for (uint32_t number = run->then; number < end && done; number++)
        done = blocks_find(&rows->before, number, &item) && blocks_put(&rows->writer, item);
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
    Rows rows = {.job = job, .reader = entry_reader(job->content, false), .scratch = arena_new()};
    bool done = blocks_start(&rows.writer, job->db, BLOCKS_INSERT("entry")) && (!job->before || open_before(&rows));
    while (rows.run.end < job->content->entries.len && done) {
        rows.run = next_run(job, rows.run.end);
        done = rows.run.then ? copy_run(&rows) : write_run(&rows);
    }
    done = blocks_end(&rows.writer, done);
    blocks_close(&rows.before);
    whole_close(&rows.folded);
    job->done = done && ids_write(job->db, job->content);
    arena_free(rows.scratch);
    entry_reader_free(&rows.reader);
    buffer_free(&rows.data);
    buffer_free(&rows.buffer);
}
