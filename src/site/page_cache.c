#include "page_cache.h"

/* The contents: a Head; then a Row, a Made for each language, and a name for each page. */
typedef struct Head {
    uint64_t languages, pages; /* how many */
    int64_t written;
} Head;

typedef struct Row {
    uint64_t signature, name_len;
    int64_t twin;
} Row;

static const char kind[] = "pages";

PageCache *page_cache_new(Arena *arena)
{
    PageCache *cache = ARENA_NEW(arena, PageCache);
    *cache = (PageCache){.arena = arena};
    return cache;
}

static bool take_page(PageCache *cache, Str *rest)
{
    Row row;
    size_t size = cache->languages * sizeof(Made);
    if (!str_take(rest, &row, sizeof row)) return false;
    CachedPage page = {.signature = row.signature, .twin = row.twin, .made = arena_take(cache->arena, size)};
    if (!str_take(rest, page.made, size) || rest->len < row.name_len) return false;
    page.file = (Str){rest->data, row.name_len};
    *rest = (Str){rest->data + row.name_len, rest->len - row.name_len};
    VEC_PUSH(cache->arena, &cache->pages, page);
    return true;
}

PageCache *page_cache_read(Arena *arena, const CacheFile *file, size_t languages)
{
    PageCache *cache = page_cache_new(arena);
    Head head;
    Str rest;
    if (!cache_read(arena, file, kind, &rest) || !str_take(&rest, &head, sizeof head)) return cache;
    if (head.languages != languages) return cache;
    cache->languages = languages;
    cache->written = head.written;
    cache->pages.cap = head.pages < rest.len ? head.pages : rest.len;
    cache->pages.items = ARENA_ARRAY(arena, CachedPage, cache->pages.cap + 1);
    while (rest.len && take_page(cache, &rest)) continue;
    return cache;
}

static StrMap *map_of(const PageCache *cache)
{
    StrMap *at = str_map_new_for(cache->arena, cache->pages.len);
    for (size_t i = 0; i < cache->pages.len; i++) str_map_set(at, cache->pages.items[i].file, i);
    return at;
}

const CachedPage *page_cache_find(PageCache *cache, Str file)
{
    size_t at = cache->next;
    bool is_next = at < cache->pages.len && str_equal(cache->pages.items[at].file, file);
    if (!is_next && !cache->at) cache->at = map_of(cache);
    if (!is_next && !str_map_get(cache->at, file, &at)) return NULL;
    cache->next = at + 1;
    return &cache->pages.items[at];
}

void page_cache_write(const Content *content, const PageCache *cache, const CacheFile *file)
{
    CacheWriter *writer = cache_start(file, kind);
    Head head = {.languages = cache->languages, .pages = cache->pages.len, .written = time_ns()};
    cache_put(writer, &head, sizeof head);
    for (size_t i = 0; i < cache->pages.len; i++) {
        const CachedPage *page = &cache->pages.items[i];
        content_rest(content, i);
        Row row = {page->signature, page->file.len, page->twin};
        cache_put(writer, &row, sizeof row);
        cache_put(writer, page->made, cache->languages * sizeof *page->made);
        cache_put(writer, page->file.data, page->file.len);
    }
    cache_end(writer);
}
