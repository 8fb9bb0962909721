#include "plan_cache.h"

/* The contents: of each compared a Head and its numbers. */
typedef struct Head {
    uint64_t hash, count;
} Head;

static const char kind[] = "plan";

/* Both as they are in the file. */
static uint64_t hash_of(const PlanCache *cache)
{
    return cache->causes.hash ^ cache->related.hash << 1;
}

static bool take(Arena *arena, Str *rest, Compared *compared)
{
    Head head;
    if (!str_take(rest, &head, sizeof head) || head.count > rest->len / sizeof(uint32_t)) return false;
    uint32_t *numbers = arena_take(arena, head.count * sizeof *numbers);
    *compared = (Compared){head.hash, numbers, head.count};
    return str_take(rest, numbers, head.count * sizeof *numbers);
}

PlanCache *plan_cache_read(Arena *arena, const CacheFile *file)
{
    PlanCache *cache = ARENA_NEW(arena, PlanCache);
    Arena *scratch = arena_new();
    Str rest;
    if (!cache_read(scratch, file, kind, &rest) || !take(arena, &rest, &cache->causes) ||
        !take(arena, &rest, &cache->related))
        *cache = (PlanCache){0};
    arena_free(scratch);
    cache->read = hash_of(cache);
    return cache;
}

static void put(CacheWriter *writer, const Compared *compared)
{
    Head head = {compared->hash, compared->count};
    cache_put(writer, &head, sizeof head);
    cache_put(writer, compared->numbers, compared->count * sizeof *compared->numbers);
}

void plan_cache_write(const PlanCache *cache, const CacheFile *file)
{
    if (cache->read == hash_of(cache)) return;
    CacheWriter *writer = cache_start(file, kind);
    put(writer, &cache->causes);
    put(writer, &cache->related);
    cache_end(writer);
}
