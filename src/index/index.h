/* index: records → search.db. SQLite is used here and in search/. How the numbers in it are packed: packed.h. */
#ifndef WHYFIX_INDEX_H
#define WHYFIX_INDEX_H

#include "content/content.h"

/* What of the schema programs rely on: another number each time that it changes. */
#define INDEX_FORMAT "5"

/* Keys of the table meta. */
#define INDEX_META_FORMAT   "format" /* INDEX_FORMAT */
#define INDEX_META_BUILD    "build"  /* a hash of what was published */
#define INDEX_META_BASE_URL "base_url"
#define INDEX_META_LANG     "lang"
#define INDEX_META_ENTRIES  "entries"  /* how many */
#define INDEX_META_TOKENS   "tokens"   /* of all entries */
#define INDEX_META_SECTIONS "sections" /* where to browse: a line each, its address, a tab, its name */
#define INDEX_META_SYNONYMS "synonyms" /* folded; a group a line, its terms separated by tabs */

/* A value to be kept in the index for the endpoint, such as a template. */
typedef struct IndexMeta {
    const char *key;
    Str value;
} IndexMeta;

/* The index that is published, of which the next takes over what stays (before.c). */
typedef struct IndexBefore {
    Str path;
    CacheFile cache; /* of what is kept of it; owned by the program, the site and that build */
} IndexBefore;

/* What a file of the index for browsers is made of, as a number. */
typedef struct Signature {
    uint64_t name, contents; /* hashes */
} Signature;
typedef VEC(Signature) Signatures;

/* Who has the files of the index for browsers (client.c), which are named from the web root; of several threads. */
typedef struct IndexFiles {
    bool (*write)(void *context, Str name, Str contents); /* takes one; false (reported) where it cannot */
    /* Takes the one that is published, unless it was touched since (nanoseconds since 1970); false where it cannot. */
    bool (*keep)(void *context, Str name, int64_t since);
    void *context;
    Signatures signatures; /* gets those of all, in `kept` */
} IndexFiles;

/* Writes a new index, in two steps, since what is to be kept in it may be known later: the entries, and the values.
 * `path` must not exist. NULL, or false (reported), where SQLite fails: the file is then of no use. The second step
 * ends the writer, whatever it returns; with NULL for the values it only does that. */
typedef struct IndexWriter IndexWriter;
/* `kept`, of content_arena(), is for what grows with the content; it must outlive the writer. */
IndexWriter *index_write_entries(Str path, const Content *content, Arena *kept, const IndexBefore *before,
                                 IndexFiles *files, Diagnostics *diagnostics);
bool index_write_end(IndexWriter *writer, const IndexMeta *meta, size_t meta_count, Diagnostics *diagnostics);
/* Keeps what the next index is to know of one that is published: its content, and the signatures of its files. Where
 * that fails, nothing is lost but time. */
void index_write_cache(const Content *content, const Signatures *signatures, const CacheFile *cache);

#endif
