#include "document_cache.h"

#include <xxhash.h>

/* Two files: of all documents, as they once were; and of those that have changed since, so that a small change is
 * written quickly. The contents of each: how many bytes the rows are; a Row and a name for each document; then what
 * they say, in the same order, each of which is checked when it is asked for. */
typedef struct Row {
    int64_t modified, nanoseconds;
    uint64_t size, bytes, hash;
    uint64_t packed_len, name_len, is_settled;
} Row;

static const char kind[] = "documents";

bool cached_settles(const FileInfo *file, int64_t now)
{
    enum { SETTLED = 3 }; /* seconds: a file can change twice within a tick of its clock, which are two at most (FAT) */
    return file->modified < now - SETTLED;
}

bool cached_is_whole(const Cached *cached)
{
    return cached->packed.len && XXH3_64bits(cached->packed.data, cached->packed.len) == cached->hash;
}

bool cached_is_same(const Cached *cached, const FileInfo *file)
{
    return cached->is_settled && cached->file.size == file->size && cached->file.modified == file->modified &&
           cached->file.nanoseconds == file->nanoseconds;
}

static bool take_row(Str *rows, Str *packed, bool is_kept, Cached *cached)
{
    Row row;
    if (!str_take(rows, &row, sizeof row) || rows->len < row.name_len || packed->len < row.packed_len) return false;
    *cached = (Cached){.file = {{rows->data, row.name_len}, row.modified, row.size, row.nanoseconds},
                       .bytes = row.bytes,
                       .hash = row.hash,
                       .is_kept = is_kept,
                       .is_settled = row.is_settled,
                       .packed = {packed->data, row.packed_len}};
    *rows = (Str){rows->data + row.name_len, rows->len - row.name_len};
    *packed = (Str){packed->data + row.packed_len, packed->len - row.packed_len};
    return true;
}

static void take_rows(Str rest, const FileInfoVec *files, bool is_kept, Cached *cached)
{
    uint64_t size; /* of the rows */
    if (!str_take(&rest, &size, sizeof size) || size > rest.len) return;
    Str rows = {rest.data, size}, packed = {rest.data + size, rest.len - size};
    Cached next;
    for (size_t i = 0; take_row(&rows, &packed, is_kept, &next);) { /* both are in byte order of their paths */
        while (i < files->len && str_compare(files->items[i].path, next.file.path) < 0) i++;
        if (i < files->len && str_equal(files->items[i].path, next.file.path)) cached[i++] = next;
    }
}

static CacheFile changes_of(Arena *arena, const CacheFile *cache)
{
    return (CacheFile){cache->path.len ? str_concat(arena, cache->path, STR(".changed")) : STR_NONE, cache->owner,
                       cache->is_new};
}

void document_cache_read(Arena *arena, const CacheFile *cache, bool is_large, const FileInfoVec *files, Cached *cached)
{
    Str all, changed;
    CacheFile changes = changes_of(arena, cache);
    if (!(is_large ? cache_map : cache_read)(arena, cache, kind, &all)) return;
    take_rows(all, files, true, cached);
    if (cache_read(arena, &changes, kind, &changed)) take_rows(changed, files, false, cached);
}

static bool is_wanted(const Cached *cached, bool with_kept)
{
    return cached->packed.len && (with_kept || !cached->is_kept);
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
        Row row = {each->file.modified, each->file.nanoseconds, each->file.size, each->bytes,
                   each->hash,          each->packed.len,       name.len,        each->is_settled};
        cache_put(writer, &row, sizeof row);
        cache_put(writer, name.data, name.len);
    }
    for (size_t i = 0; i < count; i++) {
        content_rest(content, i);
        if (is_wanted(&cached[i], with_kept)) cache_put_unchecked(writer, cached[i].packed.data, cached[i].packed.len);
    }
    cache_end(writer);
}

void document_cache_write(const Content *content, const CacheFile *cache, const Cached *cached, size_t count)
{
    enum { CHANGED_MOST = 8 /* one of so many: then all are written */ };
    Arena *arena = arena_new();
    CacheFile changes = changes_of(arena, cache);
    size_t kept = 0, changed = 0;
    for (size_t i = 0; i < count; i++) *(cached[i].is_kept ? &kept : &changed) += cached[i].packed.len;
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
