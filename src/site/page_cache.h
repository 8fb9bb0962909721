/* What pages were made of when they were made last, so that one whose parts are as they were is taken from what is
 * published. Private to site/. */
#ifndef WHYFIX_PAGE_CACHE_H
#define WHYFIX_PAGE_CACHE_H

#include "content/content.h"

/* A page in one language. */
typedef struct Made {
    uint64_t hash; /* of its bytes */
    int64_t size;
} Made;

typedef struct CachedPage {
    Str file;           /* from the web root, in the site's own language */
    uint64_t signature; /* page_signature(); 0: it is made each time */
    Made *made;         /* by language */
    int64_t twin;       /* the size of its Markdown; -1: it has none */
} CachedPage;

typedef struct PageCache {
    Arena *arena;
    VEC(CachedPage) pages;
    size_t next;      /* behind the one that was found last: mostly the one that is asked for */
    StrMap *at;       /* their places by file; NULL: nobody has needed them */
    size_t languages; /* of each page */
    int64_t written;  /* in nanoseconds since 1970: who writes to a page afterwards makes it another */
} PageCache;

PageCache *page_cache_new(Arena *arena);
PageCache *page_cache_read(Arena *arena, const CacheFile *file, size_t languages); /* empty where it is of no use */
const CachedPage *page_cache_find(PageCache *cache, Str file); /* NULL where it has none; from one thread */
void page_cache_write(const Content *content, const PageCache *cache, const CacheFile *file);

#endif
