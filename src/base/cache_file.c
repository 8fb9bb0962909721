/* A cache: what a run keeps in a file so that the next need not find it out again. The file is one's own and never
 * leaves the machine, so that numbers stand in it as memory has them. */
#include "base.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

typedef struct Head {
    char kind[16];
    char owner[32];
    uint64_t size, hash; /* of all that follows */
} Head;

struct CacheWriter {
    Arena *arena;
    Str path, temporary;
    FILE *file;
    XXH3_state_t *hash;
    Head head;
};

static Head head_of(const CacheFile *cache, const char *kind)
{
    Head head = {0};
    Str name = str_slice(str_from(kind), 0, sizeof head.kind), owner = str_slice(cache->owner, 0, sizeof head.owner);
    memcpy(head.kind, name.data, name.len);
    if (owner.len) memcpy(head.owner, owner.data, owner.len);
    return head;
}

/* A piece at a time, so that of a stored arena no more is in memory. False where they are not the bytes of the head. */
static bool read_contents(Arena *arena, FILE *file, const Head *head, char *bytes)
{
    enum { PIECE = 1024 * 1024 };
    XXH3_state_t *hash = XXH3_createState();
    if (!hash) out_of_memory(sizeof(XXH64_hash_t));
    XXH3_64bits_reset(hash);
    bool done = true;
    for (uint64_t at = 0, size; at < head->size && done; at += size) {
        size = head->size - at < PIECE ? head->size - at : PIECE;
        done = fread(bytes + at, 1, size, file) == size;
        if (done) XXH3_64bits_update(hash, bytes + at, size);
        arena_rest(arena);
    }
    done = done && XXH3_64bits_digest(hash) == head->hash;
    XXH3_freeState(hash);
    return done;
}

/* The head first: a file of another owner may be large. */
bool cache_read(Arena *arena, const CacheFile *cache, const char *kind, Str *contents)
{
    Head head, wanted = head_of(cache, kind);
    *contents = STR("");
    FILE *file = cache->path.len && !cache->is_new ? fopen(str_copy(arena, cache->path).data, "rb") : NULL;
    if (!file) return false;
    bool done = fread(&head, sizeof head, 1, file) == 1;
    wanted.size = head.size, wanted.hash = head.hash;
    done = done && memcmp(&head, &wanted, sizeof head) == 0 && head.size < SIZE_MAX;
    struct stat info;
    done = done && fstat(fileno(file), &info) == 0 && (uint64_t)info.st_size == sizeof head + head.size;
    if (done) {
        char *bytes = arena_take(arena, head.size + 1);
        bytes[head.size] = '\0';
        done = read_contents(arena, file, &head, bytes);
        *contents = (Str){bytes, head.size};
    }
    fclose(file);
    return done;
}

CacheWriter *cache_start(const CacheFile *cache, const char *kind)
{
    if (!cache->path.len) return NULL;
    Arena *arena = arena_new();
    CacheWriter *writer = ARENA_NEW(arena, CacheWriter);
    *writer = (CacheWriter){.arena = arena, .path = str_copy(arena, cache->path), .head = head_of(cache, kind)};
    Diagnostics ignored;
    diagnostics_init(&ignored);
    folder_make(path_folder(writer->path), &ignored);
    diagnostics_free(&ignored);
    writer->temporary = str_concat(arena, cache->path, STR(".tmp")); /* of two writers at once, neither is of use */
    writer->file = fopen(writer->temporary.data, "wb");
    writer->hash = writer->file ? XXH3_createState() : NULL;
    if (!writer->hash) {
        if (writer->file) fclose(writer->file);
        arena_free(arena);
        return NULL;
    }
    XXH3_64bits_reset(writer->hash);
    fwrite(&writer->head, sizeof writer->head, 1, writer->file); /* its place; cache_end() asks how it went */
    return writer;
}

void cache_put(CacheWriter *writer, const void *bytes, size_t len)
{
    if (!writer || !len) return;
    writer->head.size += len;
    XXH3_64bits_update(writer->hash, bytes, len);
    fwrite(bytes, 1, len, writer->file);
}

static void free_writer(CacheWriter *writer, bool is_whole)
{
    is_whole = fclose(writer->file) == 0 && is_whole;
    if (!is_whole || rename(writer->temporary.data, writer->path.data) != 0) unlink(writer->temporary.data);
    XXH3_freeState(writer->hash);
    arena_free(writer->arena);
}

void cache_end(CacheWriter *writer)
{
    if (!writer) return;
    writer->head.hash = XXH3_64bits_digest(writer->hash);
    bool done = fseek(writer->file, 0, SEEK_SET) == 0 &&
                fwrite(&writer->head, sizeof writer->head, 1, writer->file) == 1 && !ferror(writer->file);
    free_writer(writer, done); /* not synced: what is torn is told by the hash */
}

void cache_abandon(CacheWriter *writer)
{
    if (writer) free_writer(writer, false);
}
