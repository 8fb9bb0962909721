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
    Buffer block; /* yet to be written */
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

/* The head first: a file of another owner may be large. NULL where there is none of use. */
static FILE *open_contents(Arena *arena, const CacheFile *cache, const char *kind, Head *head)
{
    Head wanted = head_of(cache, kind);
    FILE *file = cache->path.len && !cache->is_new ? fopen(str_copy(arena, cache->path).data, "rb") : NULL;
    if (!file) return NULL;
    bool done = fread(head, sizeof *head, 1, file) == 1;
    wanted.size = head->size, wanted.hash = head->hash;
    done = done && memcmp(head, &wanted, sizeof *head) == 0 && head->size < SIZE_MAX - sizeof *head;
    struct stat info;
    done = done && fstat(fileno(file), &info) == 0 && (uint64_t)info.st_size == sizeof *head + head->size;
    if (done) return file;
    fclose(file);
    return NULL;
}

bool cache_read(Arena *arena, const CacheFile *cache, const char *kind, Str *contents)
{
    Head head;
    FILE *file = open_contents(arena, cache, kind, &head);
    *contents = STR("");
    if (!file) return false;
    char *bytes = arena_take(arena, head.size + 1);
    bytes[head.size] = '\0';
    bool done = fread(bytes, 1, head.size, file) == head.size && XXH3_64bits(bytes, head.size) == head.hash;
    if (done) *contents = (Str){bytes, head.size};
    fclose(file);
    return done;
}

/* A piece at a time, so that no more of a large one is in memory. */
static uint64_t hash_of(Arena *mapped, const char *bytes, uint64_t size)
{
    enum { PIECE = 1024 * 1024 };
    XXH3_state_t *state = XXH3_createState();
    if (!state) out_of_memory(sizeof(XXH64_hash_t));
    XXH3_64bits_reset(state);
    for (uint64_t at = 0, len; at < size; at += len) {
        len = size - at < PIECE ? size - at : PIECE;
        XXH3_64bits_update(state, bytes + at, len);
        if (size > 64 * (uint64_t)PIECE) arena_rest(mapped);
    }
    uint64_t hash = XXH3_64bits_digest(state);
    XXH3_freeState(state);
    return hash;
}

bool cache_map(Arena *arena, const CacheFile *cache, const char *kind, Str *contents)
{
    Head head;
    const char *bytes;
    FILE *file = open_contents(arena, cache, kind, &head);
    *contents = STR("");
    if (!file) return false;
    Arena *mapped = arena_new_mapped(fileno(file), sizeof head + head.size, &bytes);
    fclose(file);
    if (!mapped) return false;
    arena_adopt(arena, mapped);
    if (hash_of(mapped, bytes + sizeof head, head.size) != head.hash) return false;
    *contents = (Str){bytes + sizeof head, head.size};
    return true;
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

/* A block at a time: most pieces are small. */
static void write_block(CacheWriter *writer)
{
    XXH3_64bits_update(writer->hash, writer->block.data, writer->block.len);
    writer->head.size += writer->block.len;
    fwrite(writer->block.data, 1, writer->block.len, writer->file);
    buffer_clear(&writer->block);
}

void cache_put(CacheWriter *writer, const void *bytes, size_t len)
{
    enum { BLOCK = 64 * 1024 };
    if (!writer || !len) return;
    buffer_add(&writer->block, (Str){bytes, len});
    if (writer->block.len >= BLOCK) write_block(writer);
}

static void free_writer(CacheWriter *writer, bool is_whole)
{
    is_whole = fclose(writer->file) == 0 && is_whole;
    if (!is_whole || rename(writer->temporary.data, writer->path.data) != 0) unlink(writer->temporary.data);
    XXH3_freeState(writer->hash);
    buffer_free(&writer->block);
    arena_free(writer->arena);
}

void cache_end(CacheWriter *writer)
{
    if (!writer) return;
    if (writer->block.len) write_block(writer);
    writer->head.hash = XXH3_64bits_digest(writer->hash);
    bool done = fseek(writer->file, 0, SEEK_SET) == 0 &&
                fwrite(&writer->head, sizeof writer->head, 1, writer->file) == 1 && !ferror(writer->file);
    free_writer(writer, done); /* not synced: what is torn is told by the hash */
}

void cache_abandon(CacheWriter *writer)
{
    if (writer) free_writer(writer, false);
}
