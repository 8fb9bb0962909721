/* The terms of entries as they were counted last, so that those that say the same need not be taken apart again.
 * Private to index/. */
#ifndef WHYFIX_TERM_CACHE_H
#define WHYFIX_TERM_CACHE_H

#include "terms.h"

typedef struct TermCache TermCache;
/* Reads what there is of use in the file into `kept`, for these terms, and writes what is counted from now on.
 * term_cache_free() when done. */
TermCache *term_cache_open(Arena *arena, Arena *kept, const CacheFile *file, Terms *terms);
/* Counts the terms of the entry under way, whose hash this is, where they are known; `tokens` gets how many there are.
 */
bool term_cache_count(TermCache *cache, uint64_t hash, size_t *tokens);
/* Keeps what was counted of it. */
void term_cache_keep(TermCache *cache, uint64_t hash, size_t tokens);
/* Puts what was written in place, where it is another than what was there. */
void term_cache_end(TermCache *cache);
void term_cache_free(TermCache *cache); /* NULL is allowed */

#endif
