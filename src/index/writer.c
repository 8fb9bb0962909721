#include <sqlite3.h>
#include <stdlib.h>

#include "client.h"
#include "entry_rows.h"
#include "facets.h"
#include "index.h"
#include "packed.h"
#include "rows.h"
#include "schema.h"
#include "synonyms.h"
#include "term_cache.h"
#include "terms.h"
#include "text/text.h"

enum { STATEMENT_META, STATEMENT_FACET, STATEMENT_RANKING, STATEMENT_WHOLE, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [STATEMENT_META] = "INSERT INTO meta(key, value) VALUES(?1, ?2)",
    [STATEMENT_FACET] = "INSERT INTO facet(number, name, value, list) VALUES(?1, ?2, ?3, ?4)",
    [STATEMENT_RANKING] = "INSERT INTO ranking(data) VALUES(?)",
    [STATEMENT_WHOLE] = "INSERT INTO whole(name, data) VALUES(?1, ?2)",
};

/* The file is new and is thrown away if anything fails, so it needs no journal. */
static const char set_up[] = "PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
                             " PRAGMA locking_mode = EXCLUSIVE; PRAGMA encoding = 'UTF-8'; BEGIN";

/* How much a word counts for where it stands, in halves (design, "search", point 3): question and aliases over cause
 * over solution and the rest. */
enum { WEIGHT_QUESTION = 6, WEIGHT_CAUSE = 3, WEIGHT_REST = 2 };
enum { LENGTH_MOST = 65535 };

/* What is kept of an entry until the weights of all terms are known. */
typedef struct Kept {
    Str facets, terms, wordings; /* packed sets; the last has several */
} Kept;

typedef struct Writer {
    sqlite3 *db;
    sqlite3_stmt *statements[STATEMENTS];
    Arena *arena;
    Arena *kept_arena; /* the caller's: for what grows with the content and is read once more, in order */
    Buffer buffer;     /* for one value at a time */
    Terms *terms;
    TermCache *cache; /* of them */
    size_t entry;     /* the one under way, from 1 */
    Facets *facets;
    VEC(Kept) kept;
    StrVec contexts; /* of entries, as much as browsers get */
    Buffer lengths, wordings;
    VEC(double) weights; /* of the wordings */
    uint64_t tokens;     /* of all entries */
    const Content *content;
    Str synonyms;
    IndexWriteFile *write; /* of the index for browsers; NULL: none */
    void *context;
    ClientTerms *client_terms;
    bool client_failed; /* which it has reported */
} Writer;

/* The columns of the ranking. What the design calls aliases has the tags beside them: both are words of readers. */
static size_t count_terms(Terms *terms, const Entry *entry, Str context)
{
    size_t tokens = terms_add_wording(terms, entry->question, WEIGHT_QUESTION);
    for (size_t i = 0; i < entry->aliases.len; i++)
        tokens += terms_add_wording(terms, entry->aliases.items[i], WEIGHT_QUESTION);
    for (size_t i = 0; i < entry->tags.len; i++) tokens += terms_add(terms, entry->tags.items[i], WEIGHT_QUESTION);
    for (size_t i = 0; i < entry->record_count; i++) {
        const Record *record = &entry->records[i];
        tokens += terms_add(terms, record->category, WEIGHT_CAUSE);
        tokens += terms_add(terms, record->cause, WEIGHT_CAUSE);
        tokens += terms_add(terms, record->solution, WEIGHT_REST);
    }
    tokens += terms_add(terms, context, WEIGHT_REST);
    tokens += terms_add(terms, entry->environment, WEIGHT_REST);
    for (size_t i = 0; i < entry->section.len; i++) tokens += terms_add(terms, entry->section.items[i], WEIGHT_REST);
    return tokens;
}

static void add_terms(Writer *writer, const Entry *entry, Str context)
{
    size_t tokens;
    if (!term_cache_count(writer->cache, entry->hash, &tokens)) tokens = count_terms(writer->terms, entry, context);
    term_cache_keep(writer->cache, entry->hash, tokens);
    if (tokens > LENGTH_MOST) tokens = LENGTH_MOST;
    buffer_add_char(&writer->lengths, (char)(tokens & 0xFF));
    buffer_add_char(&writer->lengths, (char)(tokens >> 8));
    writer->tokens += tokens;
}

static void count_entry(Writer *writer, const Entry *entry)
{
    writer->entry++;
    uint32_t number = (uint32_t)writer->entry;
    Str topic = entry_topic(entry);
    Str context = row_text(entry->context);
    for (size_t i = 0; i < entry->record_count; i++)
        if (entry->records[i].category.data) facets_add(writer->facets, number, "category", entry->records[i].category);
    if (!facets_pending(writer->facets) && topic.data) facets_add(writer->facets, number, "category", topic);
    facets_add(writer->facets, number, "lang", str_from(entry->lang));
    add_terms(writer, entry, context);
    Kept kept = {.facets = facets_take_set(writer->facets, writer->kept_arena),
                 .wordings = str_copy(writer->kept_arena, terms_wordings(writer->terms))};
    kept.terms = terms_end_entry(writer->terms, writer->kept_arena, number);
    VEC_PUSH(writer->kept_arena, &writer->kept, kept);
    VEC_PUSH(writer->kept_arena, &writer->contexts,
             str_copy(writer->kept_arena, utf8_cut(context, CLIENT_CONTEXT_BYTES)));
}

static void add_wording(Writer *writer, Str set)
{
    double weight = terms_weigh(writer->terms, set, writer->entry);
    VEC_PUSH(writer->arena, &writer->weights, weight);
    buffer_add_packed(&writer->buffer, (uint64_t)(int64_t)(weight * WEIGHT_PARTS + 0.5));
    buffer_add_packed(&writer->buffer, set.len);
    buffer_add(&writer->buffer, set);
}

/* After all entries, since the weights of terms depend on all of them. */
static bool write_rankings(Writer *writer)
{
    sqlite3_stmt *statement = writer->statements[STATEMENT_RANKING];
    bool done = true;
    for (size_t e = 0; e < writer->kept.len && done; e++) {
        const Kept *kept = &writer->kept.items[e];
        content_rest(writer->content, e);
        buffer_clear(&writer->buffer);
        buffer_add(&writer->buffer, kept->facets);
        buffer_add(&writer->buffer, kept->terms);
        for (Str wordings = kept->wordings; wordings.len;) add_wording(writer, packed_next_set(&wordings));
        row_bind_blob(statement, 1, buffer_str(&writer->buffer));
        done = row_put(statement);
    }
    return done;
}

static bool write_facets(Writer *writer)
{
    sqlite3_stmt *statement = writer->statements[STATEMENT_FACET];
    bool done = true;
    for (size_t i = 0; i < facets_count(writer->facets) && done; i++) {
        const Facet *facet = facets_get(writer->facets, i);
        sqlite3_bind_int64(statement, 1, (sqlite3_int64)i);
        row_bind(statement, 2, str_from(facet->name));
        row_bind(statement, 3, facet->value);
        row_bind_blob(statement, 4, buffer_str(&facet->entries));
        done = row_put(statement);
    }
    return done;
}

static bool write_whole(Writer *writer, const char *name, const Buffer *data)
{
    row_bind(writer->statements[STATEMENT_WHOLE], 1, str_from(name));
    row_bind_blob(writer->statements[STATEMENT_WHOLE], 2, buffer_str(data));
    return row_put(writer->statements[STATEMENT_WHOLE]);
}

static bool write_meta(Writer *writer, const char *key, Str value)
{
    row_bind(writer->statements[STATEMENT_META], 1, str_from(key));
    row_bind(writer->statements[STATEMENT_META], 2, row_text(value));
    return row_put(writer->statements[STATEMENT_META]);
}

static void write_client(void *context)
{
    Writer *writer = context;
    ClientIndex client = {.content = writer->content,
                          .terms = writer->terms,
                          .synonyms = writer->synonyms,
                          .contexts = writer->contexts.items,
                          .lengths = &writer->lengths,
                          .weights = writer->weights.items,
                          .tokens = writer->tokens};
    writer->client_failed =
        writer->write && !client_write(&client, writer->client_terms, writer->write, writer->context);
    writer->client_terms = NULL;
}

static bool stop_client(Writer *writer)
{
    size_t buckets;
    uint64_t hash;
    client_terms_end(writer->client_terms, &buckets, &hash);
    return false;
}

/* Which read what the other one reads. */
static bool write_lists(Writer *writer)
{
    return write_facets(writer) && write_meta(writer, INDEX_META_SYNONYMS, writer->synonyms) &&
           rows_put_terms(writer->db, writer->arena, writer->terms) &&
           write_whole(writer, "lengths", &writer->lengths) && write_whole(writer, "wordings", &writer->wordings);
}

static bool write_all(Writer *writer, const Content *content)
{
    EntryRows rows = {.db = writer->db, .content = content, .wordings = &writer->wordings};
    Parallel *thread = parallel_start(writer->arena, entry_rows_write, &rows);
    for (size_t i = 0; i < content->entries.len; i++) {
        content_rest(content, i);
        count_entry(writer, content->entries.items[i]);
    }
    parallel_wait(thread);
    if (writer->write) writer->client_terms = client_terms_start(writer->terms, writer->write, writer->context);
    bool done =
        rows.done && write_meta(writer, INDEX_META_BASE_URL, content->config.base_url) &&
        write_meta(writer, INDEX_META_LANG, str_from(content->config.lang)) &&
        write_meta(writer, INDEX_META_ENTRIES, str_format(writer->arena, "%zu", writer->entry)) &&
        write_meta(writer, INDEX_META_TOKENS, str_format(writer->arena, "%llu", (unsigned long long)writer->tokens)) &&
        write_rankings(writer);
    if (!done) return stop_client(writer);
    writer->synonyms = synonyms_text(writer->arena, content, writer->terms);
    Parallel *client = parallel_start(writer->arena, write_client, writer);
    done = write_lists(writer);
    term_cache_end(writer->cache);
    parallel_wait(client);
    terms_free(writer->terms); /* most of what the writer has, while pages are still being made */
    writer->terms = NULL;
    return done && !writer->client_failed;
}

static bool prepare(Writer *writer)
{
    for (int i = 0; i < STATEMENTS; i++)
        if (sqlite3_prepare_v2(writer->db, sql[i], -1, &writer->statements[i], NULL) != SQLITE_OK) return false;
    return true;
}

struct IndexWriter {
    Writer writer;
    Str path;
};

static bool fail(const IndexWriter *index, Diagnostics *diagnostics)
{
    return diagnostics_fail(diagnostics, index->path, "cannot write the search index: %s",
                            sqlite3_errmsg(index->writer.db));
}

/* Closes what was opened, and frees the writer. */
static bool close_writer(IndexWriter *index)
{
    for (int i = 0; i < STATEMENTS; i++) sqlite3_finalize(index->writer.statements[i]);
    bool done = sqlite3_close(index->writer.db) == SQLITE_OK;
    buffer_free(&index->writer.buffer);
    buffer_free(&index->writer.lengths);
    buffer_free(&index->writer.wordings);
    facets_free(index->writer.facets);
    term_cache_free(index->writer.cache);
    terms_free(index->writer.terms);
    arena_free(index->writer.arena); /* the writer is in it */
    return done;
}

IndexWriter *index_write_entries(Str path, const Content *content, Arena *kept, const CacheFile *cache,
                                 IndexWriteFile *write, void *context, Diagnostics *diagnostics)
{
    Arena *arena = arena_new();
    IndexWriter *index = ARENA_NEW(arena, IndexWriter);
    Writer *writer = &index->writer;
    index->path = str_copy(arena, path);
    writer->arena = arena;
    writer->kept_arena = kept;
    writer->content = content;
    writer->write = write;
    writer->context = context;
    writer->terms = terms_new();
    writer->cache = term_cache_open(arena, kept, cache, writer->terms);
    writer->facets = facets_new(arena);
    bool done = sqlite3_open_v2(index->path.data, &writer->db,
                                SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK &&
                sqlite3_exec(writer->db, set_up, NULL, NULL, NULL) == SQLITE_OK &&
                sqlite3_exec(writer->db, index_schema(), NULL, NULL, NULL) == SQLITE_OK && prepare(writer) &&
                write_all(writer, content);
    if (done) return index;
    if (!writer->client_failed) fail(index, diagnostics);
    close_writer(index);
    return NULL;
}

bool index_write_end(IndexWriter *index, const IndexMeta *meta, size_t meta_count, Diagnostics *diagnostics)
{
    bool done = meta != NULL;
    for (size_t i = 0; i < meta_count && done; i++) {
        done = write_meta(&index->writer, meta[i].key, meta[i].value);
        if (!done) fail(index, diagnostics);
    }
    if (done && sqlite3_exec(index->writer.db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
        done = fail(index, diagnostics);
    Str path = str_copy(diagnostics->arena, index->path);
    if (!close_writer(index) && done) done = diagnostics_fail(diagnostics, path, "cannot close the search index");
    return done;
}
