#include "documents.h"

#include <stdlib.h>
#include <time.h>
#include <xxhash.h>

#include "document_cache.h"
#include "document_pack.h"
#include "entry_hash.h"
#include "entry_rest.h"
#include "yaml_faq.h"

/* What a worker owns. */
typedef struct Reader {
    Arena *arena;                     /* for what is kept */
    Arena *front;                     /* for what of it is looked at from elsewhere, close together */
    Arena *scratch;                   /* for one file */
    Buffer packed_front, packed_body; /* the same */
    Buffer parts;                     /* of a hash */
    SpoolWriter bodies;               /* that are new */
    SpoolReader before;               /* of those that are not */
    SharedNames shared;
    Diagnostics diagnostics;
    bool has_failed;
    bool has_news; /* for the cache */
} Reader;

typedef struct Reading {
    OpenFolder folder; /* where the files are */
    Str prefix;        /* what their paths begin with in messages */
    const FileInfoVec *files;
    const Content *content; /* its settings, its store, its bodies */
    Reader *readers;
    Document *documents; /* by file; without a path: the file is no document */
    Cached *cached;      /* by file, as they were; then as they are */
    bool has_hashes;     /* entries get theirs, for who keeps a cache */
    bool has_bodies;     /* all that are cached are as they were */
    int64_t now;
    Progress *progress;
} Reading;

bool document_is_markdown(Str path)
{
    return str_ends(path, STR(".md")) || str_ends(path, STR(".markdown"));
}

bool document_may_be(Str path)
{
    return document_is_markdown(path) || str_ends(path, STR(".yml")) || str_ends(path, STR(".yaml"));
}

static bool is_settings(Str path)
{
    return str_is(path, "site.yml") || str_is(path, "synonyms.txt") || str_is(path, "queries.jsonl");
}

/* A document that has no date of its own has its file's. */
static bool has_same_date(const Cached *cached, const FileInfo *file, int64_t now)
{
    enum { DAY = 24 * 60 * 60 };
    return file->modified < now && cached->file.modified < now && file->modified / DAY == cached->file.modified / DAY;
}

static bool unpack(const Reading *reading, Reader *reader, Packed packed, bool is_resting, size_t index)
{
    Document *document = &reading->documents[index];
    Arena *arena = is_resting ? reader->front : reader->arena;
    if (!document_unpack(arena, &reader->shared, packed, is_resting, document)) return false;
    for (size_t e = 0; e < document->entries.len; e++) {
        Entry *entry = &document->entries.items[e];
        if (is_resting) entry_rest(arena, reading->content->bodies, &packed, entry);
        bool has_all = !entry->has_links || !is_resting; /* else it gets its hash when it is connected */
        if (reading->has_hashes && has_all) entry->hash = entry_hash(&reader->parts, entry);
    }
    return true;
}

/* Whether the body is what it was is only known when it is read again, where somebody may have written to the file. */
static bool unpack_cached(const Reading *reading, Reader *reader, const Cached *cached, size_t index)
{
    if (!cached_is_there(cached) || cached->body.len > spool_size(reading->content->bodies)) return false;
    Packed packed = {cached->front, {NULL, cached->body.len}, cached->body.at};
    if (!reading->has_bodies) {
        packed.body.data = spool_read_next(&reader->before, cached->body.at, cached->body.len, reader->scratch);
        if (!packed.body.data || !cached_is_whole(cached, packed.body)) return false;
    }
    return unpack(reading, reader, packed, true, index);
}

/* What the document says, where its entries rest, or else in memory; and for the cache. */
static void keep(const Reading *reading, Reader *reader, const Document *document, Cached *cached, size_t index)
{
    const Content *content = reading->content;
    bool is_resting = content->store && content->bodies;
    buffer_clear(&reader->packed_front);
    buffer_clear(&reader->packed_body);
    document_pack(&reader->packed_front, &reader->packed_body, document);
    Str body = buffer_str(&reader->packed_body);
    cached->front = str_copy(reader->front, buffer_str(&reader->packed_front));
    cached->hash = XXH3_64bits(body.data, body.len);
    cached->body.len = body.len;
    if (content->bodies) cached->body.at = spool_put(&reader->bodies, body);
    Packed packed = {cached->front, is_resting ? body : str_copy(reader->arena, body), cached->body.at};
    unpack(reading, reader, packed, is_resting, index);
}

static void read_bytes(Reading *reading, Reader *reader, size_t index, Str bytes)
{
    const FileInfo *file = &reading->files->items[index];
    Cached *cached = &reading->cached[index];
    uint64_t hash = XXH3_64bits(bytes.len ? bytes.data : "", bytes.len);
    bool is_same = cached->bytes == hash && has_same_date(cached, file, reading->now);
    reader->has_news |= cached_is_there(cached);
    cached->file = *file;
    cached->bytes = hash;
    cached->is_settled = cached_settles(file, reading->now);
    if (is_same && unpack_cached(reading, reader, cached, index)) {
        cached->is_kept = false;
        return;
    }
    Document document;
    Str path = path_join(reader->scratch, reading->prefix, file->path);
    size_t said = diagnostics_count(&reader->diagnostics);
    document_read(reader->scratch, path, bytes, file->modified, &reading->content->config, &document,
                  &reader->diagnostics);
    keep(reading, reader, &document, cached, index);
    cached->is_kept = false;
    if (diagnostics_count(&reader->diagnostics) > said) cached->front = STR_NONE;
    reader->has_news |= cached_is_there(cached);
}

static void read_document(Reading *reading, Reader *reader, size_t index)
{
    const FileInfo *file = &reading->files->items[index];
    Cached *cached = &reading->cached[index];
    if (cached_is_same(cached, file) && unpack_cached(reading, reader, cached, index)) return;
    Str bytes;
    if (!file_read_listed(reader->scratch, &reading->folder, file->path, file->size, &bytes, &reader->diagnostics))
        reader->has_failed = true;
    else if (document_is_markdown(file->path) || yaml_faq_is(file->path, bytes))
        read_bytes(reading, reader, index, bytes);
    else
        cached->front = STR_NONE;
}

static void read_file(void *context, unsigned worker, size_t index)
{
    Reading *reading = context;
    Reader *reader = &reading->readers[worker];
    Str path = reading->files->items[index].path;
    progress_step(reading->progress);
    content_rest(reading->content, index);
    if (!document_may_be(path) || is_settings(path)) return;
    read_document(reading, reader, index);
    arena_reset(reader->scratch);
}

/* The cache, owned by all that the documents depend on beside their files. */
static CacheFile cache_of_reader(Arena *arena, const CacheFile *cache, const Config *config)
{
    Str epoch = str_from(getenv("SOURCE_DATE_EPOCH"));
    Str all = str_format(arena, "%.*s\n%s\n%.*s", STR_ARG(cache->owner), config->lang, STR_ARG(epoch));
    XXH128_hash_t digest = XXH3_128bits(all.data, all.len);
    return (CacheFile){cache->path, str_hex_128(arena, digest.high64, digest.low64), cache->is_new};
}

/* Files are read in their order: the first warnings of a rule are among the first of each. */
static void start_readers(Reading *reading, unsigned workers, const Diagnostics *diagnostics)
{
    const Content *content = reading->content;
    for (unsigned i = 0; i < workers; i++) {
        Reader *reader = &reading->readers[i];
        reader->arena = content->store ? arena_new_stored() : arena_new();
        reader->front = content->store ? arena_new_stored() : arena_new();
        reader->scratch = arena_new();
        reader->shared.arena = arena_new();
        reader->bodies.spool = content->bodies;
        reader->before = (SpoolReader){.spool = content->bodies, .arena = reader->shared.arena};
        diagnostics_init(&reader->diagnostics);
        reader->diagnostics.most = diagnostics->most;
    }
}

static bool end_readers(Reading *reading, unsigned workers, Arena *kept, bool *has_news, Diagnostics *diagnostics)
{
    bool done = true;
    for (unsigned i = 0; i < workers; i++) {
        done &= !reading->readers[i].has_failed;
        *has_news |= reading->readers[i].has_news;
        diagnostics_join(diagnostics, &reading->readers[i].diagnostics);
        arena_free(reading->readers[i].scratch);
        spool_writer_free(&reading->readers[i].bodies);
        buffer_free(&reading->readers[i].packed_front);
        buffer_free(&reading->readers[i].packed_body);
        buffer_free(&reading->readers[i].parts);
        arena_adopt(kept, reading->readers[i].arena);
        arena_adopt(kept, reading->readers[i].front);
        arena_adopt(kept, reading->readers[i].shared.arena);
    }
    return done;
}

void content_write_cache(const Content *content)
{
    const DocumentsForCache *documents = &content->for_cache;
    if (documents->cached) document_cache_write(content, &documents->file, documents->cached, documents->count);
}

void content_close(Content *content)
{
    spool_close(content->bodies);
    content->bodies = NULL;
}

bool documents_read(Arena *arena, Str folder, Str prefix, const FileInfoVec *files, const CacheFile *cache,
                    Content *content, Diagnostics *diagnostics)
{
    unsigned workers = parallel_workers();
    Arena *kept = content->store ? content->store : arena;
    Reading reading = {.prefix = prefix,
                       .files = files,
                       .content = content,
                       .readers = ARENA_ARRAY(arena, Reader, workers),
                       .documents = ARENA_ARRAY(kept, Document, files->len + 1),
                       .cached = ARENA_ARRAY(kept, Cached, files->len + 1),
                       .has_hashes = cache != NULL,
                       .now = (int64_t)time(NULL),
                       .progress = diagnostics->progress};
    progress_stage(diagnostics->progress, "read", files->len);
    CacheFile mine = cache ? cache_of_reader(arena, cache, &content->config) : (CacheFile){0};
    if (cache) reading.has_bodies = document_cache_read(kept, &mine, content->store, files, reading.cached, content);
    uint64_t bodies = content->bodies ? spool_size(content->bodies) : 0;
    start_readers(&reading, workers, diagnostics);
    folder_open(&reading.folder, folder);
    parallel_for(workers, files->len, read_file, &reading);
    folder_close(&reading.folder);
    bool has_news = false;
    bool done = end_readers(&reading, workers, kept, &has_news, diagnostics);
    has_news |= content->bodies && spool_size(content->bodies) != bodies;
    if (cache && done && has_news) content->for_cache = (DocumentsForCache){reading.cached, files->len, mine};
    content->documents.items = reading.documents; /* those that are, moved together */
    content->documents.cap = files->len;
    for (size_t i = 0; done && i < files->len; i++) {
        if (reading.documents[i].path.len)
            content->documents.items[content->documents.len++] = reading.documents[i];
        else if (!is_settings(files->items[i].path))
            VEC_PUSH(arena, &content->assets, files->items[i]);
    }
    return done;
}
