#include "document_cache.h"

/* The contents: how many bytes the rows are; a Row and a name for each document; then what they say, in the same order.
 */
typedef struct Row {
    int64_t modified, nanoseconds;
    uint64_t size, bytes;
    uint64_t packed_len, name_len, is_settled;
} Row;

static const char kind[] = "documents";

bool cached_settles(const FileInfo *file, int64_t now)
{
    enum { SETTLED = 3 }; /* seconds: a file can change twice within a tick of its clock, which are two at most (FAT) */
    return file->modified < now - SETTLED;
}

bool cached_is_same(const Cached *cached, const FileInfo *file)
{
    return cached->is_settled && cached->file.size == file->size && cached->file.modified == file->modified &&
           cached->file.nanoseconds == file->nanoseconds;
}

static bool take_row(Str *rows, Str *packed, Cached *cached)
{
    Row row;
    if (!str_take(rows, &row, sizeof row) || rows->len < row.name_len || packed->len < row.packed_len) return false;
    *cached = (Cached){.file = {{rows->data, row.name_len}, row.modified, row.size, row.nanoseconds},
                       .bytes = row.bytes,
                       .is_settled = row.is_settled,
                       .packed = {packed->data, row.packed_len}};
    *rows = (Str){rows->data + row.name_len, rows->len - row.name_len};
    *packed = (Str){packed->data + row.packed_len, packed->len - row.packed_len};
    return true;
}

static void take_rows(Str rest, const FileInfoVec *files, Cached *cached)
{
    uint64_t size; /* of the rows */
    if (!str_take(&rest, &size, sizeof size) || size > rest.len) return;
    Str rows = {rest.data, size}, packed = {rest.data + size, rest.len - size};
    Cached next;
    for (size_t i = 0; take_row(&rows, &packed, &next);) { /* both are in byte order of their paths */
        while (i < files->len && str_compare(files->items[i].path, next.file.path) < 0) i++;
        if (i < files->len && str_equal(files->items[i].path, next.file.path)) cached[i++] = next;
    }
}

void document_cache_read(Arena *arena, const CacheFile *cache, const FileInfoVec *files, Cached *cached)
{
    Str contents;
    if (cache_read(arena, cache, kind, &contents)) take_rows(contents, files, cached);
}

void document_cache_write(const Content *content, const CacheFile *cache, const Cached *cached, size_t count)
{
    CacheWriter *writer = cache_start(cache, kind);
    uint64_t size = 0;
    for (size_t i = 0; i < count; i++)
        if (cached[i].packed.len) size += sizeof(Row) + cached[i].file.path.len;
    cache_put(writer, &size, sizeof size);
    for (size_t i = 0; i < count; i++) {
        const Cached *each = &cached[i];
        Str name = each->file.path;
        if (!each->packed.len) continue;
        Row row = {each->file.modified, each->file.nanoseconds, each->file.size,
                   each->bytes,         each->packed.len,       name.len,
                   each->is_settled};
        cache_put(writer, &row, sizeof row);
        cache_put(writer, name.data, name.len);
    }
    for (size_t i = 0; i < count; i++) {
        content_rest(content, i);
        cache_put(writer, cached[i].packed.data, cached[i].packed.len);
    }
    cache_end(writer);
}
