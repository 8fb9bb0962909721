#include "document_cache.h"

#include <xxhash.h>

/* Two files: of all documents, as they once were; and of those that have changed since, so that a small change is
 * written quickly. The contents of each: how many bytes the rows are; a Row and a name for each document; then what is
 * known of their entries at rest, in the same order; then their bodies, each of which is checked when it is asked for.
 */
typedef struct Row {
    int64_t modified, nanoseconds;
    uint64_t size, bytes, hash;
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

static bool take_row(Str *rows, Str *fronts, Str *bodies, bool is_kept, Cached *cached)
{
    Row row;
    if (!str_take(rows, &row, sizeof row) || rows->len < row.name_len || fronts->len < row.front_len ||
        bodies->len < row.body_len)
        return false;
    *cached = (Cached){.file = {take(rows, row.name_len), row.modified, row.size, row.nanoseconds},
                       .bytes = row.bytes,
                       .hash = row.hash,
                       .is_kept = is_kept,
                       .is_settled = row.is_settled,
                       .packed = {take(fronts, row.front_len), take(bodies, row.body_len)}};
    return true;
}

static void take_rows(Str checked, Str bodies, const FileInfoVec *files, bool is_kept, Cached *cached)
{
    uint64_t size; /* of the rows */
    if (!str_take(&checked, &size, sizeof size) || size > checked.len) return;
    Str rows = take(&checked, size);
    Cached next;
    for (size_t i = 0; take_row(&rows, &checked, &bodies, is_kept, &next);) { /* all in byte order of their paths */
        while (i < files->len && str_compare(files->items[i].path, next.file.path) < 0) i++;
        if (i < files->len && str_equal(files->items[i].path, next.file.path)) cached[i++] = next;
    }
}

static CacheFile changes_of(Arena *arena, const CacheFile *cache)
{
    return (CacheFile){cache->path.len ? str_concat(arena, cache->path, STR(".changed")) : STR_NONE, cache->owner,
                       cache->is_new};
}

bool document_cache_read(Arena *arena, const CacheFile *cache, bool is_large, const FileInfoVec *files, Cached *cached,
                         CachedBodies *bodies)
{
    Str checked;
    CacheFile changes = changes_of(arena, cache);
    *bodies = (CachedBodies){STR_NONE, STR_NONE};
    if (!cache_map(arena, cache, kind, is_large, &checked, &bodies->kept)) return false;
    take_rows(checked, bodies->kept, files, true, cached);
    if (cache_map(arena, &changes, kind, is_large, &checked, &bodies->changed))
        take_rows(checked, bodies->changed, files, false, cached);
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
    uint64_t size = 0;
    for (size_t i = 0; i < count; i++)
        if (is_wanted(&cached[i], with_kept)) size += sizeof(Row) + cached[i].file.path.len;
    cache_put(writer, &size, sizeof size);
    for (size_t i = 0; i < count; i++) {
        const Cached *each = &cached[i];
        Str name = each->file.path;
        if (!is_wanted(each, with_kept)) continue;
        Row row = {each->file.modified,    each->file.nanoseconds, each->file.size, each->bytes,     each->hash,
                   each->packed.front.len, each->packed.body.len,  name.len,        each->is_settled};
        cache_put(writer, &row, sizeof row);
        cache_put(writer, name.data, name.len);
    }
    for (size_t i = 0; i < count; i++) {
        Str front = cached[i].packed.front;
        content_rest(content, i);
        if (is_wanted(&cached[i], with_kept)) cache_put(writer, front.data, front.len);
    }
    for (size_t i = 0; i < count; i++) {
        Str body = cached[i].packed.body;
        content_rest(content, i);
        if (is_wanted(&cached[i], with_kept)) cache_put_unchecked(writer, body.data, body.len);
    }
    cache_end(writer);
}

static size_t size_of(const Cached *cached)
{
    return cached->packed.front.len + cached->packed.body.len;
}

void document_cache_write(const Content *content, const CacheFile *cache, const Cached *cached, size_t count)
{
    enum { CHANGED_MOST = 8 /* one of so many: then all are written */ };
    Arena *arena = arena_new();
    CacheFile changes = changes_of(arena, cache);
    size_t kept = 0, changed = 0;
    for (size_t i = 0; i < count; i++) *(cached[i].is_kept ? &kept : &changed) += size_of(&cached[i]);
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
