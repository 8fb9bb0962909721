/* What the plan of the last build has found by comparing all with all. Private to site/. */
#ifndef WHYFIX_PLAN_CACHE_H
#define WHYFIX_PLAN_CACHE_H

#include "content/content.h"

typedef struct PlanCache {
    Compared causes, related;
    uint64_t read; /* a hash of what the file has */
} PlanCache;

PlanCache *plan_cache_read(Arena *arena, const CacheFile *file); /* empty where it is of no use */
void plan_cache_write(const PlanCache *cache, const CacheFile *file);

#endif
