/* index: records → search.db, and the tokenizer that FTS5 reads and asks it with. SQLite is used here and in search/.
 */
#ifndef WHYFIX_INDEX_H
#define WHYFIX_INDEX_H

#include <sqlite3.h>

#include "content/content.h"

/* Keys of the table meta. */
#define INDEX_META_BUILD    "build" /* a hash of what was published */
#define INDEX_META_BASE_URL "base_url"
#define INDEX_META_LANG     "lang"
#define INDEX_META_ENTRIES  "entries"  /* how many */
#define INDEX_META_SYNONYMS "synonyms" /* folded; a group a line, its terms separated by tabs */

/* A value to be kept in the index for the endpoint, such as a template. */
typedef struct IndexMeta {
    const char *key;
    Str value;
} IndexMeta;

/* Writes a new index, in two steps, since what is to be kept in it may be known later: the entries, and the values.
 * `path` must not exist. NULL, or false (reported), where SQLite fails: the file is then of no use. The second step
 * ends the writer, whatever it returns; with NULL for the values it only does that. */
typedef struct IndexWriter IndexWriter;
IndexWriter *index_write_entries(Str path, const Content *content, Diagnostics *diagnostics);
bool index_write_end(IndexWriter *writer, const IndexMeta *meta, size_t meta_count, Diagnostics *diagnostics);

/* Makes the tokenizer "whyfix" known to a connection. For documents it gives tokens_each(); a query's phrase is one
 * token as it stands, since search/ has split it. An SQLite result code. */
int index_register_tokenizer(sqlite3 *db);

/* ---- terms (terms.c): what ranking weighs: the single characters of Han runs, and words ------------------- */

typedef void TermFunction(void *context, Str term);
void terms_each(Str text, TermFunction *function, void *context);

/* How telling a term is that `holders` of `entries` entries have: bm25's inverse document frequency (Robertson and
 * Zaragoza 2009, section 3.1), kept positive. */
double term_weight(size_t holders, size_t entries);

/* A set of term numbers in a blob: ascending, each as the distance from the one before it in base-128 digits, least
 * digit first, the high bit set on all but the last. */
void terms_pack(Buffer *out, const uint32_t *ascending, size_t count);
/* Takes the next number off the front of *packed; start with *number = 0. False at the end. */
bool terms_next(Str *packed, uint32_t *number);

#endif
