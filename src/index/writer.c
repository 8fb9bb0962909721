#include <sqlite3.h>
#include <stdlib.h>

#include "before.h"
#include "blocks.h"
#include "client.h"
#include "dictionary.h"
#include "entry_rows.h"
#include "facets.h"
#include "index.h"
#include "packed.h"
#include "rows.h"
#include "schema.h"
#include "synonyms.h"
#include "term_rows.h"
#include "text/text.h"

enum { STATEMENT_META, STATEMENT_FACET, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [STATEMENT_META] = "INSERT INTO meta(key, value) VALUES(?1, ?2)",
    [STATEMENT_FACET] = "INSERT INTO facet(number, name, value, list) VALUES(?1, ?2, ?3, ?4)",
};

/* The file is new and is thrown away if anything fails, so it needs no journal. */
static const char set_up[] =
    "PRAGMA page_size = 8192; PRAGMA cache_size = 30; PRAGMA journal_mode = OFF;"
    " PRAGMA synchronous = OFF; PRAGMA main.locking_mode = EXCLUSIVE; PRAGMA encoding = 'UTF-8'";

/* How much a word counts for where it stands, in halves (design, "search", point 3): question and aliases over cause
 * over solution and the rest. */
enum { WEIGHT_QUESTION = 6, WEIGHT_CAUSE = 3, WEIGHT_REST = 2 };
enum { LENGTH_MOST = 65535 };

/* What is kept of an entry until the numbers and weights of all terms are known. */
typedef struct Kept {
    Str facets;          /* a packed set */
    Str terms, wordings; /* lists of terms, of the second several; none where the index before has the entry */
} Kept;

typedef struct Writer {
    sqlite3 *db;
    sqlite3_stmt *statements[STATEMENTS];
    Arena *arena;
    Arena *kept_arena;  /* the caller's: for what grows with the content and is read once more, in order */
    Buffer buffer;      /* for one value at a time */
    Buffer set;         /* of one way to ask */
    Arena *terms_arena; /* of the dictionary; a small site's is the writer's own */
    Terms *terms;       /* while they are counted */
    Dictionary dictionary;
    Before *before; /* NULL: all entries are counted */
    size_t entry;   /* the one under way, from 1 */
    Facets *facets;
    Kept *kept;    /* by entry */
    Str *rankings; /* what the table has of each, by entry */
    Buffer lengths;
    Whole wordings;
    VEC(double) weights; /* of the wordings */
    uint64_t tokens;     /* of all entries */
    const Content *content;
    Str synonyms;
    ClientIndex client; /* the index for browsers */
    ClientTerms *client_terms;
    bool client_failed; /* which it has reported */
} Writer;

/* The columns of the ranking. What the design calls aliases has the tags beside them: both are words of readers. */
static size_t count_terms(Terms *terms, const Entry *entry)
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
    tokens += terms_add(terms, str_or_empty(entry->context), WEIGHT_REST);
    tokens += terms_add(terms, entry->environment, WEIGHT_REST);
    for (size_t i = 0; i < entry->section.len; i++) tokens += terms_add(terms, entry->section.items[i], WEIGHT_REST);
    return tokens;
}

static void add_length(Writer *writer, size_t tokens)
{
    if (tokens > LENGTH_MOST) tokens = LENGTH_MOST;
    buffer_add_char(&writer->lengths, (char)(tokens & 0xFF));
    buffer_add_char(&writer->lengths, (char)(tokens >> 8));
    writer->tokens += tokens;
}

static void add_facets(Writer *writer, const Entry *entry)
{
    uint32_t number = (uint32_t)writer->entry;
    Str topic = entry_topic(entry);
    for (size_t i = 0; i < entry->record_count; i++) {
        Str category = entry_cause(entry, i).category;
        if (category.data) facets_add(writer->facets, number, "category", category);
    }
    if (!facets_pending(writer->facets) && topic.data) facets_add(writer->facets, number, "category", topic);
    facets_add(writer->facets, number, "lang", str_from(entry->lang));
}

/* The entry's terms; and where nothing is to be had from an index before, its rows, for which it is open already. */
static bool count_entry(Writer *writer, const Entry *entry, EntryReader *reader, EntryRowsWriter *rows)
{
    size_t at = writer->entry++;
    add_facets(writer, entry);
    Kept *kept = &writer->kept[at];
    kept->facets = facets_take_set(writer->facets, writer->kept_arena);
    if (before_number(writer->before, at)) {
        add_length(writer, before_tokens(writer->before, at));
        return true;
    }
    const Entry *whole = entry_open_next(reader, entry);
    add_length(writer, count_terms(writer->terms, whole));
    kept->wordings = str_copy(writer->kept_arena, terms_wordings(writer->terms));
    kept->terms = terms_end_entry(writer->terms, (uint32_t)writer->entry);
    return !rows || entry_rows_put(rows, whole);
}

static bool count_entries(Writer *writer, const Content *content, EntryRows *rows)
{
    EntryReader reader = entry_reader(content, false);
    EntryRowsWriter *rows_writer = writer->before ? NULL : entry_rows_start(rows);
    bool done = before_read(writer->before);
    for (size_t i = 0; i < content->entries.len && done; i++) {
        content_rest(content, i);
        done = count_entry(writer, content->entries.items[i], &reader, rows_writer);
    }
    if (rows_writer) entry_rows_end(rows_writer, done);
    entry_reader_free(&reader);
    return done;
}

/* The next set of an entry's lists; `was_ranked`: they are of the index before. */
static void put_set(Writer *writer, Buffer *out, Str *lists, size_t entry, bool was_ranked)
{
    if (was_ranked)
        dictionary_put_taken_set(&writer->dictionary, out, lists);
    else
        dictionary_put_set(&writer->dictionary, out, lists, (uint32_t)entry + 1);
}

static void add_wording(Writer *writer, Str *wordings, size_t entry, bool was_ranked)
{
    uint32_t then;
    if (was_ranked) packed_next(wordings, &then); /* its weight */
    buffer_clear(&writer->set);
    put_set(writer, &writer->set, wordings, entry, was_ranked);
    Str set = buffer_str(&writer->set);
    double weight = dictionary_weigh(&writer->dictionary, set);
    VEC_PUSH(writer->arena, &writer->weights, weight);
    buffer_add_packed(&writer->buffer, (uint64_t)(int64_t)(weight * WEIGHT_PARTS + 0.5));
    buffer_add(&writer->buffer, set);
}

/* After all entries, since the weights of terms depend on all of them; before anything is written that comes behind the
 * rows of entries, which may take longer. */
static bool make_rankings(Writer *writer)
{
    writer->rankings = ARENA_ARRAY(writer->kept_arena, Str, writer->entry + 1);
    for (size_t e = 0; e < writer->entry; e++) {
        const Kept *kept = &writer->kept[e];
        Ranked ranked = {kept->terms, kept->wordings};
        bool was_ranked = before_number(writer->before, e);
        content_rest(writer->content, e);
        if (was_ranked && !before_ranked(writer->before, e, &ranked)) return false;
        buffer_clear(&writer->buffer);
        buffer_add(&writer->buffer, kept->facets);
        put_set(writer, &writer->buffer, &ranked.terms, e, was_ranked);
        while (ranked.wordings.len) add_wording(writer, &ranked.wordings, e, was_ranked);
        writer->rankings[e] = str_copy(writer->kept_arena, buffer_str(&writer->buffer));
    }
    return true;
}

static bool write_rankings(Writer *writer)
{
    BlockWriter blocks;
    bool done = blocks_start(&blocks, writer->db, BLOCKS_INSERT("ranking"));
    for (size_t e = 0; e < writer->entry && done; e++) {
        content_rest(writer->content, e);
        done = blocks_put(&blocks, writer->rankings[e]);
    }
    return blocks_end(&blocks, done);
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

static bool write_lengths(Writer *writer)
{
    Whole lengths = {.arena = arena_new()};
    whole_add(&lengths, buffer_str(&writer->lengths));
    bool done = whole_write(&lengths, writer->db, "lengths");
    whole_free(&lengths);
    return done;
}

static bool write_meta(Writer *writer, const char *key, Str value)
{
    row_bind(writer->statements[STATEMENT_META], 1, str_from(key));
    row_bind(writer->statements[STATEMENT_META], 2, str_or_empty(value));
    return row_put(writer->statements[STATEMENT_META]);
}

static void write_client(void *context)
{
    Writer *writer = context;
    writer->client.synonyms = writer->synonyms;
    writer->client.lengths = &writer->lengths;
    writer->client.weights = writer->weights.items;
    writer->client.tokens = writer->tokens;
    writer->client_failed = !client_write(&writer->client, writer->client_terms);
}

static bool write_numbers(Writer *writer)
{
    const Config *config = &writer->content->config;
    return write_meta(writer, INDEX_META_FORMAT, STR(INDEX_FORMAT)) &&
           write_meta(writer, INDEX_META_BASE_URL, config->base_url) &&
           write_meta(writer, INDEX_META_LANG, str_from(config->lang)) &&
           write_meta(writer, INDEX_META_ENTRIES, str_format(writer->arena, "%zu", writer->entry)) &&
           write_meta(writer, INDEX_META_TOKENS, str_format(writer->arena, "%llu", (unsigned long long)writer->tokens));
}

/* What stands behind the rows of entries. */
static bool write_rest(Writer *writer)
{
    return write_numbers(writer) && write_rankings(writer) && write_facets(writer) &&
           write_meta(writer, INDEX_META_SYNONYMS, writer->synonyms) &&
           term_rows_write(writer->db, &writer->dictionary, writer->content) && write_lengths(writer) &&
           whole_write(&writer->wordings, writer->db, "wordings");
}

static bool write_all(Writer *writer, const Content *content)
{
    EntryRows rows = {.db = writer->db, .content = content, .before = writer->before, .wordings = &writer->wordings};
    Parallel *thread = writer->before ? parallel_start(writer->arena, entry_rows_write, &rows) : NULL;
    bool done = count_entries(writer, content, &rows);
    TermRuns runs = terms_end(writer->terms);
    writer->terms = NULL;
    bool is_counted =
        done && dictionary_make(&writer->dictionary, writer->arena, writer->terms_arena, runs, writer->before, content);
    if (is_counted) writer->client_terms = client_terms_start(&writer->client);
    if (!is_counted || !make_rankings(writer)) {
        parallel_wait(thread);
        writer->client_failed = is_counted && !client_terms_end(writer->client_terms, &writer->client);
        return false;
    }
    writer->synonyms = synonyms_text(writer->arena, content, &writer->dictionary);
    Parallel *client = parallel_start(writer->arena, write_client, writer);
    parallel_wait(thread);
    done = rows.done && write_rest(writer);
    parallel_wait(client);
    if (!done || writer->client_failed) return false;
    if (writer->terms_arena != writer->kept_arena) {
        arena_free(writer->terms_arena); /* most of what the writer has, while pages are still being made */
        writer->terms_arena = writer->kept_arena;
    }
    before_free(writer->before);
    writer->before = NULL;
    return true;
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
    buffer_free(&index->writer.set);
    buffer_free(&index->writer.lengths);
    whole_free(&index->writer.wordings);
    facets_free(index->writer.facets);
    terms_free(index->writer.terms);
    if (index->writer.terms_arena != index->writer.kept_arena) arena_free(index->writer.terms_arena);
    before_free(index->writer.before);
    arena_free(index->writer.arena); /* the writer is in it */
    return done;
}

static bool attach(sqlite3 *db, const Before *before)
{
    sqlite3_stmt *statement = NULL;
    bool done = sqlite3_prepare_v2(db, "ATTACH ? AS before", -1, &statement, NULL) == SQLITE_OK;
    if (done) row_bind(statement, 1, before_path(before));
    done = done && row_put(statement);
    sqlite3_finalize(statement);
    return done && sqlite3_exec(db, BEFORE_READING("before"), NULL, NULL, NULL) == SQLITE_OK;
}

/* How much memory terms may take to be counted. */
static size_t run_size(const Content *content)
{
    enum { PART = 8 /* of the goal */, LEAST = 512 * 1024 };
    size_t part = content->memory_goal / PART;
    return !content->store ? SIZE_MAX : part > LEAST ? part : LEAST;
}

/* `before` may be NULL. */
static IndexWriter *open_writer(Str path, const Content *content, Arena *kept, const IndexBefore *before)
{
    Arena *arena = arena_new();
    IndexWriter *index = ARENA_NEW(arena, IndexWriter);
    Arena *terms = content->store ? kept : arena_new();
    index->path = str_copy(arena, path);
    index->writer = (Writer){.arena = arena,
                             .kept_arena = kept,
                             .content = content,
                             .before = before ? before_start(before, content) : NULL,
                             .terms_arena = terms,
                             .terms = terms_new(terms, run_size(content)),
                             .facets = facets_new(arena),
                             .wordings = {.arena = content->store ? arena_new_stored() : arena_new()}};
    index->writer.kept = ARENA_ARRAY(kept, Kept, content->entries.len + 1);
    return index;
}

static bool write_index(IndexWriter *index, IndexFiles *files)
{
    Writer *writer = &index->writer;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    files->signatures = (Signatures){0};
    writer->client = (ClientIndex){.files = files,
                                   .before = writer->before,
                                   .arena = writer->kept_arena,
                                   .content = writer->content,
                                   .dictionary = &writer->dictionary};
    return sqlite3_open_v2(index->path.data, &writer->db, flags, NULL) == SQLITE_OK &&
           sqlite3_exec(writer->db, set_up, NULL, NULL, NULL) == SQLITE_OK &&
           (!writer->before || attach(writer->db, writer->before)) &&
           sqlite3_exec(writer->db, "BEGIN", NULL, NULL, NULL) == SQLITE_OK &&
           sqlite3_exec(writer->db, index_schema(), NULL, NULL, NULL) == SQLITE_OK && prepare(writer) &&
           write_all(writer, writer->content);
}

IndexWriter *index_write_entries(Str path, const Content *content, Arena *kept, const IndexBefore *before,
                                 IndexFiles *files, Diagnostics *diagnostics)
{
    IndexWriter *index = open_writer(path, content, kept, before);
    bool done = write_index(index, files);
    if (!done && index->writer.before && !index->writer.client_failed) { /* perhaps it cannot be read */
        close_writer(index);
        if (!file_remove(path, diagnostics)) return NULL;
        index = open_writer(path, content, kept, NULL);
        done = write_index(index, files);
    }
    if (done) return index;
    if (!index->writer.client_failed) fail(index, diagnostics);
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
