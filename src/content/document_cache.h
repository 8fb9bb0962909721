/* What documents said when they were read last, so that those that have not changed since need not be read again.
 * Private to content/. */
#ifndef WHYFIX_DOCUMENT_CACHE_H
#define WHYFIX_DOCUMENT_CACHE_H

#include "content.h"
#include "document_pack.h"

/* A document as it was read. */
typedef struct Cached {
    FileInfo file;
    uint64_t bytes;  /* a hash of the file's */
    bool is_kept;    /* the cache has just this, and need not be written for it */
    bool is_settled; /* it was so old that who changed it afterwards changed its time too */
    uint64_t hash;   /* of its body */
    Str front;       /* by document_pack(); empty: it was not read, or there was something to say of it */
    Body body;       /* the rest, in the spool of bodies */
} Cached;

/* Fills `cached`, which has room for as many as there are files. All is in the arena, or of what is large in files that
 * it adopts. Bodies are in a file of their own, to which is only added: it becomes the content's. False where somebody
 * else may have written to that. */
bool document_cache_read(Arena *arena, const CacheFile *cache, bool is_large, const FileInfoVec *files, Cached *cached,
                         Content *content);
void document_cache_write(const Content *content, const CacheFile *cache, const Cached *cached, size_t count);

static inline bool cached_is_there(const Cached *cached)
{
    return cached->front.len > 0;
}
/* Whether its body, read again, is what it was. */
bool cached_is_whole(const Cached *cached, Str body);
/* Whether the file is what it was, as far as its size and time tell. */
bool cached_is_same(const Cached *cached, const FileInfo *file);
/* Whether a file of this time is settled; `now` is when it was read, in seconds since 1970. */
bool cached_settles(const FileInfo *file, int64_t now);

#endif
