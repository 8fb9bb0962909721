#include <stdlib.h>

#include "backend.h"
#include "internal.h"

static const char damaged[] = "the search index is damaged: build the site again";

static const char *const sql[STATEMENTS] = {
    [STATEMENT_META] = "SELECT value FROM meta WHERE key = ?1",
    [STATEMENT_WHOLE] = "SELECT data FROM whole WHERE name = ?1 ORDER BY part",
    [STATEMENT_TERM] = "SELECT number, entries, list FROM term WHERE text = ?1",
    [STATEMENT_TERMS_FROM] = "SELECT text, entries, list FROM term WHERE text >= ?1 ORDER BY text",
    [STATEMENT_WORDS] = "SELECT text, entries FROM term WHERE text >= 'a' AND text < '{'",
    [STATEMENT_RANKING] = "SELECT number, data FROM ranking WHERE number <= ?1 ORDER BY number DESC LIMIT 1",
    [STATEMENT_ENTRY] = "SELECT number, data FROM entry WHERE number <= ?1 ORDER BY number DESC LIMIT 1",
    [STATEMENT_ENTRY_ID] = "SELECT data FROM entry_id WHERE id <= ?1 ORDER BY id DESC LIMIT 1",
    [STATEMENT_FACETS] = "SELECT name, value FROM facet ORDER BY number",
    [STATEMENT_FACET] = "SELECT list FROM facet WHERE name = ?1 AND (value = ?2 OR value LIKE ?3)",
};

static const char *const reading[] = {
    [SEARCH_ONE_REQUEST] = "PRAGMA query_only = ON; PRAGMA mmap_size = 1099511627776",
    [SEARCH_MANY_REQUESTS] =
        "PRAGMA query_only = ON; PRAGMA mmap_size = 0; PRAGMA cell_size_check = ON; PRAGMA cache_size = -32768"};

sqlite3_stmt *statement_get(SearchIndex *index, Statement which, Diagnostics *diagnostics)
{
    if (!index->statements[which] && sqlite3_prepare_v3(index->db, sql[which], -1, SQLITE_PREPARE_PERSISTENT,
                                                        &index->statements[which], NULL) != SQLITE_OK) {
        diagnostics_fail(diagnostics, index->path, "cannot read the search index: %s", sqlite3_errmsg(index->db));
        return NULL;
    }
    return index->statements[which];
}

bool statement_done(SearchIndex *index, sqlite3_stmt *statement, int result, Diagnostics *diagnostics)
{
    bool done = result == SQLITE_ROW || result == SQLITE_DONE;
    if (!done)
        diagnostics_fail(diagnostics, index->path, "cannot read the search index: %s", sqlite3_errmsg(index->db));
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return done;
}

void statement_bind(sqlite3_stmt *statement, int column, Str text)
{
    if (text.data)
        sqlite3_bind_text(statement, column, text.data, (int)text.len, SQLITE_STATIC);
    else
        sqlite3_bind_null(statement, column);
}

Str statement_view(sqlite3_stmt *statement, int column)
{
    const char *data = sqlite3_column_blob(statement, column);
    size_t len = (size_t)sqlite3_column_bytes(statement, column);
    if (data) return (Str){data, len};
    return sqlite3_column_type(statement, column) == SQLITE_NULL ? STR_NONE : STR("");
}

Str statement_item(sqlite3_stmt *statement, uint32_t entry)
{
    uint32_t first = (uint32_t)sqlite3_column_int64(statement, 0);
    return first && first <= entry ? packed_item(statement_view(statement, 1), entry - first) : STR_NONE;
}

Str statement_text(sqlite3_stmt *statement, int column, Arena *arena)
{
    return str_copy(arena, statement_view(statement, column));
}

static bool read_meta(SearchIndex *index, Arena *arena, const char *key, Str *value, Diagnostics *diagnostics)
{
    sqlite3_stmt *statement = statement_get(index, STATEMENT_META, diagnostics);
    if (!statement) return false;
    statement_bind(statement, 1, str_from(key));
    int result = sqlite3_step(statement);
    *value = result == SQLITE_ROW ? statement_text(statement, 0, arena) : STR_NONE;
    return statement_done(index, statement, result, diagnostics);
}

Str search_meta(SearchIndex *index, Arena *arena, const char *key)
{
    Diagnostics ignored;
    Str value;
    diagnostics_init(&ignored);
    if (!read_meta(index, arena, key, &value, &ignored)) value = STR_NONE;
    diagnostics_free(&ignored);
    return value;
}

static bool read_whole(SearchIndex *index, const char *name, Str *data, Diagnostics *diagnostics)
{
    sqlite3_stmt *statement = statement_get(index, STATEMENT_WHOLE, diagnostics);
    if (!statement) return false;
    statement_bind(statement, 1, str_from(name));
    Buffer all = {0};
    int result;
    while ((result = sqlite3_step(statement)) == SQLITE_ROW) buffer_add(&all, statement_view(statement, 0));
    *data = buffer_take(&all, index->arena);
    buffer_free(&all);
    return statement_done(index, statement, result, diagnostics);
}

bool index_load_lengths(SearchIndex *index, Diagnostics *diagnostics)
{
    Str data;
    if (index->lengths) return true;
    if (!read_whole(index, "lengths", &data, diagnostics)) return false;
    if (data.len < 2 * index->entries) return diagnostics_fail(diagnostics, index->path, "%s", damaged);
    index->lengths = (const unsigned char *)data.data;
    return true;
}

bool index_load_wordings(SearchIndex *index, Diagnostics *diagnostics)
{
    return index->wordings.data || read_whole(index, "wordings", &index->wordings, diagnostics);
}

bool index_load_facets(SearchIndex *index, Diagnostics *diagnostics)
{
    if (index->facets.len) return true;
    sqlite3_stmt *statement = statement_get(index, STATEMENT_FACETS, diagnostics);
    if (!statement) return false;
    int result;
    while ((result = sqlite3_step(statement)) == SQLITE_ROW) {
        Facet facet = {statement_text(statement, 0, index->arena), statement_text(statement, 1, index->arena)};
        VEC_PUSH(index->arena, &index->facets, facet);
    }
    return statement_done(index, statement, result, diagnostics);
}

static bool read_index(SearchIndex *index, Diagnostics *diagnostics)
{
    Str format, entries, tokens;
    if (!read_meta(index, index->arena, INDEX_META_FORMAT, &format, diagnostics) ||
        !read_meta(index, index->arena, INDEX_META_BUILD, &index->build, diagnostics) ||
        !read_meta(index, index->arena, INDEX_META_BASE_URL, &index->base_url, diagnostics) ||
        !read_meta(index, index->arena, INDEX_META_SYNONYMS, &index->synonyms, diagnostics) ||
        !read_meta(index, index->arena, INDEX_META_ENTRIES, &entries, diagnostics) ||
        !read_meta(index, index->arena, INDEX_META_TOKENS, &tokens, diagnostics))
        return false;
    if (!str_is(format, INDEX_FORMAT) || !index->build.data || !entries.data || !tokens.data || !index->base_url.data)
        return diagnostics_fail(diagnostics, index->path, "this is no index of this whyfix: build the site again");
    index->entries = strtoul(entries.data, NULL, 10);
    index->average = index->entries ? strtod(tokens.data, NULL) / (double)index->entries : 1;
    return index->entries < UINT32_MAX / 4 || diagnostics_fail(diagnostics, index->path, "%s", damaged);
}

void search_begin(SearchIndex *index)
{
    index->deadline = clock_ms() + SEARCH_MS_MOST;
    index->is_partial = false;
}

static int is_late(void *context)
{
    const SearchIndex *index = context;
    return index->deadline > 0 && clock_ms() > index->deadline;
}

/* Bounds for a file that somebody may have tampered with (sqlite.org/security.html): no value, statement or expression
 * is larger than ours are. */
static void set_limits(SearchIndex *index)
{
    static const struct {
        int limit, value;
    } limits[] = {{SQLITE_LIMIT_LENGTH, 64 * 1000 * 1000},
                  {SQLITE_LIMIT_SQL_LENGTH, 100 * 1000},
                  {SQLITE_LIMIT_COLUMN, 100},
                  {SQLITE_LIMIT_EXPR_DEPTH, 50},
                  {SQLITE_LIMIT_COMPOUND_SELECT, 10},
                  {SQLITE_LIMIT_VDBE_OP, 25000},
                  {SQLITE_LIMIT_FUNCTION_ARG, 16},
                  {SQLITE_LIMIT_ATTACHED, 0},
                  {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 100},
                  {SQLITE_LIMIT_VARIABLE_NUMBER, 32},
                  {SQLITE_LIMIT_TRIGGER_DEPTH, 1},
                  {SQLITE_LIMIT_WORKER_THREADS, 0}};
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        sqlite3_limit(index->db, limits[i].limit, limits[i].value);
    sqlite3_db_config(index->db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
    sqlite3_db_config(index->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(index->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_progress_handler(index->db, 10000 /* instructions: some ten microseconds */, is_late, index);
}

/* The file is replaced and never changed, so that SQLite needs no locks (sqlite.org/uri.html, "immutable"). */
static Str immutable_uri(Arena *arena, Str path)
{
    Buffer uri = {0};
    buffer_add_text(&uri, "file:");
    for (Str part; str_next(&path, '/', &part);) {
        url_encode(&uri, part);
        if (path.data) buffer_add_char(&uri, '/');
    }
    buffer_add_text(&uri, "?immutable=1");
    Str taken = buffer_take(&uri, arena);
    buffer_free(&uri);
    return taken;
}

SearchIndex *search_open(Str path, SearchUse use, Diagnostics *diagnostics)
{
    Arena *arena = arena_new();
    SearchIndex *index = ARENA_NEW(arena, SearchIndex);
    index->arena = arena;
    index->path = str_copy(arena, path);
    int result = sqlite3_open_v2(immutable_uri(arena, path).data, &index->db,
                                 SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI, NULL);
    bool done = result == SQLITE_OK && sqlite3_exec(index->db, reading[use], NULL, NULL, NULL) == SQLITE_OK;
    if (!done)
        diagnostics_fail(diagnostics, path,
                         "cannot open the search index (%s): build the site, or name the file with --db or WHYFIX_DB",
                         sqlite3_errmsg(index->db));
    if (done) set_limits(index);
    if (done) sqlite3_exec(index->db, "BEGIN", NULL, NULL, NULL); /* for good: there is nothing to wait for or to see */
    if (done && read_index(index, diagnostics) && backend_open(arena, &index->backend, diagnostics)) {
        if (use == SEARCH_MANY_REQUESTS) index->kept = kept_new(arena, index->entries);
        return index;
    }
    search_close(index);
    return NULL;
}

void search_close(SearchIndex *index)
{
    if (!index) return;
    backend_close(index->backend);
    for (int i = 0; i < STATEMENTS; i++) sqlite3_finalize(index->statements[i]);
    sqlite3_close(index->db);
    arena_free(index->arena);
}
