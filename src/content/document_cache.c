#include "document_cache.h"

#include <xxhash.h>

/* Three files. Two are of what is known of documents at rest: of all, as they once were; and of those that have changed
 * since, so that a small change is written quickly. The contents of each: a Head; a Row and a name for each document;
 * then its front, in the same order. The third has bodies, each of which is checked where the file is not as the
 * newest head says. */
typedef struct Head {
    uint64_t rows;         /* bytes that they are */
    int64_t size, written; /* of the file of bodies; when it was complete, in nanoseconds since 1970 */
} Head;

typedef struct Row {
    int64_t modified, nanoseconds;
    uint64_t size, bytes, hash, body_at;
    uint64_t front_len, body_len, name_len, is_settled;
} Row;

static const char kind[] = "documents";

bool cached_settles(const FileInfo *file, int64_t now)
{
    enum { SETTLED = 3 }; /* seconds: a file can change twice within a tick of its clock, which are two at most (FAT) */
    return file->modified < now - SETTLED;
}

bool cached_is_whole(const Cached *cached, Str body)
{
    return cached_is_there(cached) && XXH3_64bits(body.len ? body.data : "", body.len) == cached->hash;
}

bool cached_is_same(const Cached *cached, const FileInfo *file)
{
    return cached->is_settled && cached->file.size == file->size && cached->file.modified == file->modified &&
           cached->file.nanoseconds == file->nanoseconds;
}

static Str take(Str *from, size_t len)
{
    Str taken = {from->data, len};
    *from = (Str){from->data + len, from->len - len};
    return taken;
}

static bool take_row(Str *rows, Str *fronts, bool is_kept, Cached *cached)
{
    Row row;
    if (!str_take(rows, &row, sizeof row) || rows->len < row.name_len || fronts->len < row.front_len) return false;
    *cached = (Cached){.file = {take(rows, row.name_len), row.modified, row.size, row.nanoseconds},
                       .bytes = row.bytes,
                       .hash = row.hash,
                       .is_kept = is_kept,
                       .is_settled = row.is_settled,
                       .front = take(fronts, row.front_len),
                       .body = {row.body_at, row.body_len}};
    return true;
}

static void take_rows(Str contents, const FileInfoVec *files, bool is_kept, Head *head, Cached *cached)
{
    if (!str_take(&contents, head, sizeof *head) || head->rows > contents.len) return;
    Str rows = take(&contents, head->rows);
    Cached next;
    for (size_t i = 0; take_row(&rows, &contents, is_kept, &next);) { /* all in byte order of their paths */
        while (i < files->len && str_compare(files->items[i].path, next.file.path) < 0) i++;
        if (i < files->len && str_equal(files->items[i].path, next.file.path)) cached[i++] = next;
    }
}

static Str path_with(Arena *arena, const CacheFile *cache, const char *end)
{
    return cache->path.len ? str_concat(arena, cache->path, str_from(end)) : STR_NONE;
}

static CacheFile changes_of(Arena *arena, const CacheFile *cache)
{
    return (CacheFile){path_with(arena, cache, ".changed"), cache->owner, cache->is_new};
}

static bool take_file(Arena *arena, const CacheFile *cache, bool is_large, const FileInfoVec *files, bool is_kept,
                      Head *head, Cached *cached)
{
    Str contents;
    bool done = is_large ? cache_map(arena, cache, kind, &contents) : cache_read(arena, cache, kind, &contents);
    if (done) take_rows(contents, files, is_kept, head, cached);
    return done;
}

/* Whether there is more in the file than it is worth: bodies of documents that have changed, or are gone. */
static bool is_worn(const Spool *bodies, const FileInfoVec *files, const Cached *cached)
{
    enum { ROOM = 16 * 1024 * 1024 /* bytes */ };
    uint64_t used = 0;
    for (size_t i = 0; i < files->len; i++) used += cached[i].body.len;
    return spool_size(bodies) > 2 * used + ROOM;
}

bool document_cache_read(Arena *arena, const CacheFile *cache, bool is_large, const FileInfoVec *files, Cached *cached,
                         Content *content)
{
    CacheFile changes = changes_of(arena, cache);
    Str bodies = path_with(arena, cache, ".bodies");
    Head head = {0};
    bool has_some = take_file(arena, cache, is_large, files, true, &head, cached);
    if (has_some) take_file(arena, &changes, is_large, files, false, &head, cached);
    content->bodies = spool_open(bodies, !has_some);
    if (!has_some || !is_worn(content->bodies, files, cached))
        return spool_is_untouched(content->bodies, head.size, head.written);
    memset(cached, 0, files->len * sizeof *cached); /* all is read anew */
    spool_close(content->bodies);
    content->bodies = spool_open(bodies, true);
    return true;
}

static bool is_wanted(const Cached *cached, bool with_kept)
{
    return cached_is_there(cached) && (with_kept || !cached->is_kept);
}

static void write_rows(const Content *content, const CacheFile *cache, const Cached *cached, size_t count,
                       bool with_kept)
{
    CacheWriter *writer = cache_start(cache, kind);
    Head head = {.size = (int64_t)spool_size(content->bodies), .written = time_ns()};
    for (size_t i = 0; i < count; i++)
        if (is_wanted(&cached[i], with_kept)) head.rows += sizeof(Row) + cached[i].file.path.len;
    cache_put(writer, &head, sizeof head);
    for (size_t i = 0; i < count; i++) {
        const Cached *each = &cached[i];
        Str name = each->file.path;
        if (!is_wanted(each, with_kept)) continue;
        Row row = {each->file.modified, each->file.nanoseconds, each->file.size, each->bytes, each->hash,
                   each->body.at,       each->front.len,        each->body.len,  name.len,    each->is_settled};
        cache_put(writer, &row, sizeof row);
        cache_put(writer, name.data, name.len);
    }
    for (size_t i = 0; i < count; i++) {
        content_rest(content, i);
        if (is_wanted(&cached[i], with_kept)) cache_put(writer, cached[i].front.data, cached[i].front.len);
    }
    cache_end(writer);
}

void document_cache_write(const Content *content, const CacheFile *cache, const Cached *cached, size_t count)
{
    enum { CHANGED_MOST = 8 /* one of so many: then all are written */ };
    Arena *arena = arena_new();
    CacheFile changes = changes_of(arena, cache);
    size_t kept = 0, changed = 0;
    for (size_t i = 0; i < count; i++) *(cached[i].is_kept ? &kept : &changed) += cached[i].front.len;
    bool is_small = changed < kept / CHANGED_MOST;
    write_rows(content, is_small ? &changes : cache, cached, count, !is_small);
    if (!is_small && changes.path.len) {
        Diagnostics ignored;
        diagnostics_init(&ignored);
        file_remove(changes.path, &ignored); /* of the one before */
        diagnostics_free(&ignored);
    }
    arena_free(arena);
}
