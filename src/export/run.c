/* Items of the content, one after the other, into the files of a format. */
#include <xxhash.h>

#include "adapters.h"
#include "manifest.h"

enum { FLUSH_BYTES = 256 * 1024 };

typedef struct Run {
    const Content *content;
    EntryReader reader;
    const ExportFormat *format;
    const ExportOptions *options;
    const Manifest *since;
    Manifest *manifest;
    ExportWrite *write;
    void *context;
    ExportReport *report;
    Arena *arena; /* of one item */
    const Entry *previous;
    const ExportPart *part;
    Buffer out, one;
    size_t number, written;
    bool is_first;  /* of the parts: it decides what is new */
    StrMap *wanted; /* ids that are written; NULL: all */
} Run;

/* ---- items
 * ------------------------------------------------------------------------------------------------------------------ */

static bool flush(Run *run, bool is_end)
{
    if (!is_end && run->out.len < FLUSH_BYTES) return true;
    bool done = run->write(run->context, str_from(run->part->file), buffer_str(&run->out), is_end);
    buffer_clear(&run->out);
    return done;
}

static Str hash_of(Run *run, Str bytes)
{
    XXH128_hash_t hash = XXH3_128bits(bytes.len ? bytes.data : "", bytes.len);
    return str_hex_128(run->arena, hash.high64, hash.low64);
}

/* Whether an item goes out: it is new, or what is written of it is other than before. The first file decides. */
static bool is_due(Run *run, Str id, Str bytes)
{
    size_t found;
    if (!run->is_first) return !run->wanted || str_map_get(run->wanted, id, &found);
    if (!run->manifest) return true;
    Str hash = hash_of(run, bytes);
    manifest_put(run->manifest, id, hash);
    if (!run->since) return true;
    bool due = !str_equal(manifest_get(run->since, id), hash);
    if (due) str_map_set(run->wanted, manifest_keep(run->manifest, id), 1);
    return due;
}

static bool write_files(Run *run, const ExportItem *item)
{
    ExportFile files[EXPORT_ITEM_FILES];
    size_t count = run->format->files(item, files);
    Buffer all = {0};
    for (size_t i = 0; i < count; i++) buffer_add(&all, files[i].contents);
    bool due = is_due(run, item->id, buffer_str(&all)), done = true;
    buffer_free(&all);
    run->report->written += due && run->is_first;
    for (size_t i = 0; i < count && due && done; i++)
        done = run->write(run->context, files[i].name, files[i].contents, true);
    return done;
}

static bool write_item(Run *run, ExportItem *item)
{
    item->number = run->number++;
    item->previous = item->number ? run->previous : NULL;
    run->previous = item->entry;
    if (!run->part) return write_files(run, item);
    buffer_clear(&run->one);
    run->part->item(&run->one, item);
    if (!is_due(run, item->id, buffer_str(&run->one))) return true;
    if (run->written++ && run->part->separator) buffer_add_text(&run->out, run->part->separator);
    buffer_add(&run->out, buffer_str(&run->one));
    run->report->written += run->is_first;
    return flush(run, false);
}

Str export_text(const ExportItem *item)
{
    return item->part.data ? item->part : answer_text(item->arena, item->entry, item->record);
}

Str export_markdown(const ExportItem *item)
{
    return item->part.data ? item->part : answer_markdown(item->arena, item->entry, item->record);
}

ExportItem export_item(Arena *arena, const Config *config, const Entry *entry, const Record *record)
{
    ExportItem item = {.arena = arena, .config = config, .entry = entry, .record = record};
    item.id = record ? record->id : entry->id;
    item.category = record ? record->category : STR_NONE;
    if (record)
        item.url = str_format(arena, "%.*s%.*s.html#%.*s", STR_ARG(config->base_url), STR_ARG(entry->id),
                              STR_ARG(record->anchor));
    else
        item.url = str_format(arena, "%.*s%.*s.html", STR_ARG(config->base_url), STR_ARG(entry->id));
    return item;
}

static bool give_item(Run *run, const Entry *entry, const Record *record)
{
    ExportItem item = export_item(run->arena, &run->content->config, entry, record);
    size_t most = run->options->max_chars;
    StrVec parts = {0};
    if (most) parts = markdown_parts(run->arena, export_markdown(&item), most);
    if (parts.len < 2) return write_item(run, &item);
    Str id = item.id;
    for (size_t i = 0; i < parts.len; i++) {
        item.part = parts.items[i];
        item.id = i ? str_format(run->arena, "%.*s~%zu", STR_ARG(id), i + 1) : id;
        if (!write_item(run, &item)) return false;
    }
    return true;
}

static bool is_wanted_language(const Run *run, const Entry *entry)
{
    Str lang = str_from(entry->lang), wanted = run->options->lang;
    if (!wanted.data) return true;
    return str_equal_nocase(lang, wanted) ||
           (str_starts(lang, wanted) && lang.len > wanted.len && lang.data[wanted.len] == '-');
}

static bool give_all(Run *run)
{
    Granularity granularity = run->options->granularity;
    if (granularity == GRANULARITY_DEFAULT) granularity = run->format->granularity;
    run->number = run->written = 0;
    for (size_t e = 0; e < run->content->entries.len; e++) {
        const Entry *entry = run->content->entries.items[e];
        content_rest(run->content, e);
        if (!is_wanted_language(run, entry) || !entry->record_count) continue;
        entry = entry_open_next(&run->reader, entry);
        arena_reset(run->arena);
        bool done = true;
        if (granularity == GRANULARITY_ENTRY) done = give_item(run, entry, NULL);
        for (size_t r = 0; granularity == GRANULARITY_RECORD && r < entry->record_count && done; r++)
            done = give_item(run, entry, &entry->records[r]);
        if (!done) return false;
    }
    return true;
}

static void put_tombstone(void *context, Str id)
{
    Run *run = context;
    run->report->removed += run->is_first;
    if (run->part && run->part->tombstone) run->part->tombstone(&run->out, id);
}

static bool write_part(Run *run)
{
    if (run->part->begin) run->part->begin(&run->out, run->content);
    if (run->part->item && !give_all(run)) return false;
    if (run->since && run->part->item) manifest_each_missing(run->since, run->manifest, put_tombstone, run);
    if (run->part->end) run->part->end(&run->out, run->content);
    return flush(run, true);
}

bool export_run(const Content *content, const ExportFormat *format, const ExportOptions *options, const Manifest *since,
                Manifest *manifest, ExportWrite *write, void *context, ExportReport *report)
{
    Arena *arena = arena_new(), *ids = arena_new();
    *report = (ExportReport){0};
    Run run = {.content = content,
               .reader = entry_reader(content, true),
               .format = format,
               .options = options,
               .since = since,
               .manifest = manifest || !since ? manifest : manifest_new(ids),
               .write = write,
               .context = context,
               .report = report,
               .arena = arena,
               .is_first = true,
               .wanted = since ? str_map_new(ids) : NULL};
    bool done = true;
    if (format->files) {
        done = give_all(&run);
        if (done && since) manifest_each_missing(since, run.manifest, put_tombstone, &run);
        run.is_first = false;
        run.wanted = NULL; /* what lists all files lists all of them */
    }
    for (size_t i = 0; i < EXPORT_PARTS_MOST && format->parts[i].file && done; i++) {
        run.part = &format->parts[i];
        done = write_part(&run);
        run.is_first &= !run.part->item;
    }
    buffer_free(&run.out);
    buffer_free(&run.one);
    entry_reader_free(&run.reader);
    arena_free(arena);
    arena_free(ids);
    return done;
}
