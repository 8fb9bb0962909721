/* llms.txt and llms-full.txt: what there is, for language models (llmstxt.org). They are the exports of these names,
 * written while the pages are; what is in the published ones already is copied from there. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include <xxhash.h>

#include "export/export.h"
#include "site_job.h"

enum { FILES = 2, FLUSH_BYTES = 256 * 1024 };
static const char *const formats[FILES] = {"llms-txt", "llms-full"};

/* What is kept for the next build: a Head, then an Item for each item of the files, which are the same in both. */
static const char kind[] = "llms";
typedef struct Head {
    int64_t written;        /* when, or before */
    uint64_t starts[FILES]; /* where the first item begins */
    int64_t sizes[FILES];   /* of the files */
} Head;
typedef struct Item {
    uint64_t hash; /* of what it is made of */
    uint32_t sizes[FILES];
} Item;

/* One of the files, of which at most one of the two is yet to be written: bytes, or a part of the published one. */
typedef struct File {
    const ExportPart *part;
    Str path;
    FILE *file;
    Buffer out;
    int published;     /* a descriptor; negative: it is of no use */
    uint64_t at;       /* where in it the next item begins */
    uint64_t from, to; /* the part of it */
} File;

struct LlmsFiles {
    Arena *arena, *kept; /* the first: for one item */
    const Content *content;
    EntryReader reader;
    const SiteOutput *output;
    const CacheFile *cache;
    File files[FILES];
    Head head;
    Item *items;
    size_t count; /* of them */
    Str before;   /* items of the published files that are yet to come */
    bool done;
    Parallel *thread;
    Diagnostics diagnostics;
};

/* ---- writing
 * ---------------------------------------------------------------------------------------------------------- */

static bool fail(LlmsFiles *llms, const File *file, const char *verb)
{
    return diagnostics_fail_errno(&llms->diagnostics, file->path, errno, verb);
}

static bool write_out(LlmsFiles *llms, File *file)
{
    bool done = fwrite(file->out.data, 1, file->out.len, file->file) == file->out.len;
    buffer_clear(&file->out);
    return done || fail(llms, file, "write");
}

static bool copy_part(LlmsFiles *llms, File *file)
{
    while (file->from < file->to) {
        size_t wanted = file->to - file->from < FLUSH_BYTES ? file->to - file->from : FLUSH_BYTES;
        buffer_reserve(&file->out, wanted);
        ssize_t got = pread(file->published, file->out.data, wanted, (off_t)file->from);
        if (got <= 0) return fail(llms, file, "copy the published");
        file->from += (uint64_t)got;
        file->out.len = (size_t)got;
        if (!write_out(llms, file)) return false;
    }
    return true;
}

static bool add_part(LlmsFiles *llms, File *file, uint64_t from, uint64_t len)
{
    if (file->out.len && !write_out(llms, file)) return false;
    if (file->to != from) {
        if (!copy_part(llms, file)) return false;
        file->from = from;
    }
    file->to = from + len;
    return true;
}

static bool open_file(LlmsFiles *llms, File *file, const char *format)
{
    const SiteOutput *output = llms->output;
    file->part = &export_find(str_from(format))->parts[0];
    Str name = str_from(file->part->file);
    file->path = path_join(llms->kept, output->folder.path, name);
    site_meet_file(output, name);
    file->file = fopen(file->path.data, "wb");
    if (!file->file) return fail(llms, file, "create");
    file->part->begin(&file->out, llms->content);
    return true;
}

static bool close_file(LlmsFiles *llms, File *file, bool done)
{
    done = done && copy_part(llms, file) && write_out(llms, file);
    if (file->file && fclose(file->file) != 0 && done) done = fail(llms, file, "write");
    if (file->published >= 0) close(file->published);
    buffer_free(&file->out);
    return done;
}

/* ---- what is published
 * ------------------------------------------------------------------------------------------------ */

/* Opens the published files, unless they are of no use. */
static void read_before(LlmsFiles *llms)
{
    Head head;
    Str rest;
    if (!llms->output->previous.len || !cache_read(llms->kept, llms->cache, kind, &rest) ||
        !str_take(&rest, &head, sizeof head))
        return;
    llms->before = rest;
    for (size_t i = 0; i < FILES; i++) {
        Str path = path_join(llms->kept, llms->output->previous, str_from(llms->files[i].part->file));
        FileStamp stamp = file_stamp(AT_FDCWD, path.data);
        llms->files[i].at = head.starts[i];
        llms->files[i].published = open(path.data, O_RDONLY | O_CLOEXEC);
        if (llms->files[i].published < 0 || !file_stamp_is_untouched(&stamp, head.sizes[i], head.written))
            llms->before = STR("");
    }
}

/* Whether the item is in the published files, not far behind those that have been met: `item` gets its sizes. */
static bool find(LlmsFiles *llms, Item *item)
{
    enum { LOOKED_AT = 64 };
    uint64_t at[FILES] = {llms->files[0].at, llms->files[1].at};
    Item before;
    Str rest = llms->before;
    for (size_t tries = 0; tries < LOOKED_AT && str_take(&rest, &before, sizeof before); tries++) {
        if (before.hash == item->hash) {
            *item = before;
            llms->before = rest;
            for (size_t i = 0; i < FILES; i++) llms->files[i].at = at[i];
            return true;
        }
        for (size_t i = 0; i < FILES; i++) at[i] += before.sizes[i];
    }
    return false;
}

/* ---- items
 * ------------------------------------------------------------------------------------------------------------ */

/* In which section the one before is says whether the item begins one. */
static uint64_t hash_of(const Entry *entry, const Entry *previous)
{
    Str section = previous && previous->section.len ? previous->section.items[0] : STR("");
    return XXH3_64bits_withSeed(section.data, section.len, entry->hash ^ (previous != NULL));
}

static bool make(LlmsFiles *llms, const Entry *entry, const Entry *previous, Item *item)
{
    arena_reset(llms->arena);
    entry = entry_open_next(&llms->reader, entry);
    ExportItem made = export_item(llms->arena, &llms->content->config, entry, NULL);
    made.previous = previous;
    made.number = llms->count;
    for (size_t i = 0; i < FILES; i++) {
        File *file = &llms->files[i];
        if (!copy_part(llms, file)) return false;
        size_t start = file->out.len;
        file->part->item(&file->out, &made);
        item->sizes[i] = (uint32_t)(file->out.len - start);
        if (file->out.len >= FLUSH_BYTES && !write_out(llms, file)) return false;
    }
    return true;
}

static bool take(LlmsFiles *llms, const Item *item)
{
    for (size_t i = 0; i < FILES; i++) {
        File *file = &llms->files[i];
        if (!add_part(llms, file, file->at, item->sizes[i])) return false;
        file->at += item->sizes[i];
    }
    return true;
}

static bool write_items(LlmsFiles *llms)
{
    const Entry *previous = NULL;
    bool done = true;
    llms->items = ARENA_ARRAY(llms->kept, Item, llms->content->entries.len + 1);
    for (size_t e = 0; e < llms->content->entries.len && done; e++) {
        const Entry *entry = llms->content->entries.items[e];
        content_rest(llms->content, e);
        if (!entry->record_count) continue;
        Item item = {.hash = hash_of(entry, previous)};
        done = find(llms, &item) ? take(llms, &item) : make(llms, entry, previous, &item);
        for (size_t i = 0; i < FILES; i++) llms->head.sizes[i] += item.sizes[i];
        llms->items[llms->count++] = item;
        previous = entry;
    }
    return done;
}

static void write_all(void *context)
{
    LlmsFiles *llms = context;
    bool done = true;
    for (size_t i = 0; i < FILES && done; i++) done = open_file(llms, &llms->files[i], formats[i]);
    if (done) {
        for (size_t i = 0; i < FILES; i++)
            llms->head.sizes[i] = (int64_t)(llms->head.starts[i] = llms->files[i].out.len);
        read_before(llms);
        done = write_items(llms);
    }
    for (size_t i = 0; i < FILES; i++) done = close_file(llms, &llms->files[i], done);
    llms->done = done;
}

LlmsFiles *llms_start(Arena *arena, const Content *content, const SiteOutput *output, const CacheFile *cache)
{
    LlmsFiles *llms = ARENA_NEW(arena, LlmsFiles);
    *llms = (LlmsFiles){.arena = arena_new(),
                        .kept = content_arena(arena, content),
                        .content = content,
                        .reader = entry_reader(content, false),
                        .output = output,
                        .cache = cache};
    for (size_t i = 0; i < FILES; i++) llms->files[i].published = -1;
    diagnostics_init(&llms->diagnostics);
    llms->thread = parallel_start(arena, write_all, llms);
    return llms;
}

bool llms_wait(LlmsFiles *llms, Diagnostics *diagnostics)
{
    parallel_wait(llms->thread);
    diagnostics_join(diagnostics, &llms->diagnostics);
    arena_free(llms->arena);
    entry_reader_free(&llms->reader);
    return llms->done;
}

void llms_write_cache(LlmsFiles *llms, const CacheFile *cache)
{
    CacheWriter *writer = cache_start(cache, kind);
    llms->head.written = time_ns();
    cache_put(writer, &llms->head, sizeof llms->head);
    cache_put(writer, llms->items, llms->count * sizeof *llms->items);
    cache_end(writer);
}
