#include "internal.h"

enum { BYTES_MOST = 48 * 1024 * 1024, ANSWER_BYTES_MOST = 256 * 1024 };

struct AnswerCache {
    Arena *arena; /* of what is kept; emptied as a whole when it is full */
    StrMap *at;
    VEC(CachedAnswer) answers;
    size_t bytes;
};

AnswerCache *answer_cache_new(Arena *arena)
{
    AnswerCache *cache = ARENA_NEW(arena, AnswerCache);
    cache->arena = arena_new();
    cache->at = str_map_new(cache->arena);
    return cache;
}

void answer_cache_free(AnswerCache *cache)
{
    if (cache) arena_free(cache->arena);
}

void answer_cache_clear(AnswerCache *cache)
{
    if (!cache || !cache->answers.len) return;
    Arena *arena = cache->arena;
    arena_free(arena);
    *cache = (AnswerCache){.arena = arena_new()};
    cache->at = str_map_new(cache->arena);
}

const CachedAnswer *answer_cache_get(const AnswerCache *cache, Str key)
{
    size_t at;
    return cache && str_map_get(cache->at, key, &at) ? &cache->answers.items[at] : NULL;
}

void answer_cache_put(AnswerCache *cache, Str key, const CachedAnswer *answer)
{
    if (!cache || answer->body.len > ANSWER_BYTES_MOST) return;
    if (cache->bytes > BYTES_MOST) answer_cache_clear(cache);
    Arena *arena = cache->arena;
    CachedAnswer kept = {.type = answer->type, .body = str_copy(arena, answer->body), .search = answer->search};
    kept.search.query = str_copy(arena, answer->search.query);
    kept.search.top = str_copy(arena, answer->search.top);
    str_map_set(cache->at, str_copy(arena, key), cache->answers.len);
    VEC_PUSH(arena, &cache->answers, kept);
    cache->bytes += key.len + kept.body.len + kept.search.query.len + sizeof kept;
}
