#include "index.h"

#include <stdlib.h>

#include "regional.h"
#include "schema.h"
#include "text/text.h"

enum {
    STATEMENT_META,
    STATEMENT_ENTRY,
    STATEMENT_RECORD,
    STATEMENT_FACET,
    STATEMENT_WORDING,
    STATEMENT_TERM,
    STATEMENT_FTS,
    STATEMENTS
};

static const char *const sql[STATEMENTS] = {
    [STATEMENT_META] = "INSERT INTO meta(key, value) VALUES(?1, ?2)",
    [STATEMENT_ENTRY] = "INSERT INTO entry(number, id, lang, kind, section, tags, environment, topic, context, updated,"
                        " terms) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    [STATEMENT_RECORD] = "INSERT INTO record(entry, id, anchor, category, environment, cause, solution, markdown)"
                         " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    [STATEMENT_FACET] = "INSERT OR IGNORE INTO facet(value, entry) VALUES(?1, ?2)",
    [STATEMENT_WORDING] = "INSERT INTO wording(entry, position, text, terms, weight) VALUES(?1, ?2, ?3, ?4, ?5)",
    [STATEMENT_TERM] = "INSERT INTO term(text, number, entries) VALUES(?1, ?2, ?3)",
    [STATEMENT_FTS] = "INSERT INTO entry_fts(rowid, question, aliases, cause, solution, context)"
                      " VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
};

/* The file is new and is thrown away if anything fails, so it needs no journal. */
static const char set_up[] = "PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
                             " PRAGMA locking_mode = EXCLUSIVE; PRAGMA encoding = 'UTF-8'; BEGIN";
/* Terms are gathered in memory up to this many bytes before they are written as a segment: fewer segments to merge. */
static const char gather[] = "INSERT INTO entry_fts(entry_fts, rank) VALUES('hashsize', 33554432)";
static const char finish[] = "INSERT INTO entry_fts(entry_fts) VALUES('optimize'); COMMIT";

typedef struct TermCount {
    Str text;
    size_t entries; /* how many have it */
    size_t last_set;
} TermCount;

typedef struct Writer {
    sqlite3 *db;
    sqlite3_stmt *statements[STATEMENTS];
    Arena *arena;
    Buffer buffer; /* for one value at a time */
    StrMap *term_of;
    VEC(TermCount) terms; /* a term's number is its place here */
    size_t entry;         /* the one under way */
    size_t set;           /* the set under way, see set_start() */
    VEC(uint32_t) members;
} Writer;

static void bind(sqlite3_stmt *statement, int column, Str text)
{
    if (text.data)
        sqlite3_bind_text(statement, column, text.data, (int)text.len, SQLITE_STATIC);
    else
        sqlite3_bind_null(statement, column);
}

static Str or_empty(Str text)
{
    return text.data ? text : STR("");
}

static bool run(sqlite3_stmt *statement)
{
    bool done = sqlite3_step(statement) == SQLITE_DONE;
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return done;
}

static Str json_list(Writer *writer, StrVec list)
{
    buffer_clear(&writer->buffer);
    Json json = json_writer(&writer->buffer);
    json_put_strings(&json, list);
    return str_copy(writer->arena, buffer_str(&writer->buffer));
}

/* Sets of terms: set_start(), terms_each(…, set_add, …) as often as needed, set_packed(). */
static void set_start(Writer *writer)
{
    writer->set++;
    writer->members.len = 0;
}

static void set_add(void *context, Str text)
{
    Writer *writer = context;
    size_t at;
    if (!str_map_get(writer->term_of, text, &at)) {
        TermCount term = {.text = str_copy(writer->arena, text)};
        at = writer->terms.len;
        VEC_PUSH(writer->arena, &writer->terms, term);
        str_map_set(writer->term_of, term.text, at);
    }
    TermCount *term = &writer->terms.items[at];
    if (term->last_set != writer->set) VEC_PUSH(writer->arena, &writer->members, (uint32_t)at);
    term->last_set = writer->set;
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static Str set_packed(Writer *writer)
{
    if (writer->members.len)
        qsort(writer->members.items, writer->members.len, sizeof *writer->members.items, by_number);
    buffer_clear(&writer->buffer);
    terms_pack(&writer->buffer, writer->members.items, writer->members.len);
    return buffer_str(&writer->buffer);
}

static void bind_blob(sqlite3_stmt *statement, int column, Str bytes)
{
    sqlite3_bind_blob(statement, column, bytes.len ? bytes.data : "", (int)bytes.len, SQLITE_STATIC);
}

static bool write_facet(Writer *writer, Str value)
{
    bind(writer->statements[STATEMENT_FACET], 1, value);
    sqlite3_bind_int64(writer->statements[STATEMENT_FACET], 2, (sqlite3_int64)writer->entry);
    return run(writer->statements[STATEMENT_FACET]);
}

static bool write_record(Writer *writer, const Record *record)
{
    sqlite3_stmt *statement = writer->statements[STATEMENT_RECORD];
    sqlite3_bind_int64(statement, 1, (sqlite3_int64)writer->entry);
    bind(statement, 2, record->id);
    bind(statement, 3, record->anchor);
    bind(statement, 4, record->category);
    bind(statement, 5, record->environment);
    bind(statement, 6, record->cause);
    bind(statement, 7, or_empty(record->solution));
    bind(statement, 8, str_equal(record->solution, record->solution_markdown) ? STR_NONE : record->solution_markdown);
    return run(statement) && (!record->category.data || write_facet(writer, record->category));
}

static bool write_entry_row(Writer *writer, const Entry *entry, Str topic, Str context, Str terms)
{
    sqlite3_stmt *statement = writer->statements[STATEMENT_ENTRY];
    sqlite3_bind_int64(statement, 1, (sqlite3_int64)writer->entry);
    bind(statement, 2, entry->id);
    bind(statement, 3, str_from(entry->lang));
    bind(statement, 4, str_from(entry_kind_name(entry->kind)));
    bind(statement, 5, json_list(writer, entry->section));
    bind(statement, 6, json_list(writer, entry->tags));
    bind(statement, 7, entry->environment);
    bind(statement, 8, topic);
    bind(statement, 9, context);
    bind(statement, 10, or_empty(entry->updated));
    bind_blob(statement, 11, terms);
    return run(statement);
}

static bool write_wording(Writer *writer, size_t entry, size_t position, Str text)
{
    sqlite3_stmt *statement = writer->statements[STATEMENT_WORDING];
    set_start(writer);
    terms_each(text, set_add, writer);
    double weight = 0;
    for (size_t i = 0; i < writer->members.len; i++)
        weight += term_weight(writer->terms.items[writer->members.items[i]].entries, writer->entry);
    sqlite3_bind_int64(statement, 1, (sqlite3_int64)entry);
    sqlite3_bind_int64(statement, 2, (sqlite3_int64)position);
    bind(statement, 3, or_empty(text));
    bind_blob(statement, 4, set_packed(writer));
    sqlite3_bind_double(statement, 5, weight);
    return run(statement);
}

/* After all entries, since the weights of terms depend on all of them. */
static bool write_wordings(Writer *writer, const Content *content)
{
    for (size_t e = 0; e < content->entries.len; e++) {
        const Entry *entry = content->entries.items[e];
        if (!write_wording(writer, e + 1, 0, entry->question)) return false;
        for (size_t i = 0; i < entry->aliases.len; i++)
            if (!write_wording(writer, e + 1, i + 1, entry->aliases.items[i])) return false;
    }
    return true;
}

static void add_line(Buffer *out, Str text)
{
    if (!text.len) return;
    if (out->len) buffer_add_char(out, '\n');
    buffer_add(out, text);
}

static Str taken(Writer *writer)
{
    Str text = buffer_take(&writer->buffer, writer->arena);
    return or_empty(text);
}

/* The columns of entry_fts. What the design calls aliases has the tags beside them: both are words of readers. */
static bool write_fts(Writer *writer, const Entry *entry, Str context, Str *terms)
{
    Str columns[5];
    buffer_clear(&writer->buffer);
    columns[0] = or_empty(entry->question);
    for (size_t i = 0; i < entry->aliases.len; i++) add_line(&writer->buffer, entry->aliases.items[i]);
    for (size_t i = 0; i < entry->tags.len; i++) add_line(&writer->buffer, entry->tags.items[i]);
    columns[1] = taken(writer);
    for (size_t i = 0; i < entry->record_count; i++) {
        add_line(&writer->buffer, entry->records[i].category);
        add_line(&writer->buffer, entry->records[i].cause);
    }
    columns[2] = taken(writer);
    for (size_t i = 0; i < entry->record_count; i++) add_line(&writer->buffer, entry->records[i].solution);
    columns[3] = taken(writer);
    add_line(&writer->buffer, context);
    add_line(&writer->buffer, entry->environment);
    for (size_t i = 0; i < entry->section.len; i++) add_line(&writer->buffer, entry->section.items[i]);
    columns[4] = taken(writer);
    sqlite3_stmt *statement = writer->statements[STATEMENT_FTS];
    sqlite3_bind_int64(statement, 1, (sqlite3_int64)writer->entry);
    set_start(writer);
    for (int i = 0; i < 5; i++) {
        bind(statement, i + 2, columns[i]);
        terms_each(columns[i], set_add, writer);
    }
    for (size_t i = 0; i < writer->members.len; i++) writer->terms.items[writer->members.items[i]].entries++;
    *terms = str_copy(writer->arena, set_packed(writer));
    return run(statement);
}

static bool write_entry(Writer *writer, const Entry *entry)
{
    writer->entry++;
    Str topic = entry->section.len ? entry->section.items[entry->section.len - 1] : STR_NONE;
    Str context = or_empty(entry_context(writer->arena, entry));
    bool has_category = false;
    Str terms;
    if (!write_fts(writer, entry, context, &terms)) return false;
    if (!write_entry_row(writer, entry, topic, context, terms)) return false;
    for (size_t i = 0; i < entry->record_count; i++) {
        has_category |= entry->records[i].category.data != NULL;
        if (!write_record(writer, &entry->records[i])) return false;
    }
    return has_category || !topic.data || write_facet(writer, topic);
}

typedef struct Known {
    const Writer *writer;
    bool is_known;
} Known;

static bool write_meta(Writer *writer, const char *key, Str value)
{
    bind(writer->statements[STATEMENT_META], 1, str_from(key));
    bind(writer->statements[STATEMENT_META], 2, or_empty(value));
    return run(writer->statements[STATEMENT_META]);
}

static void check_term(void *context, Str term)
{
    Known *known = context;
    size_t number;
    known->is_known &= str_map_get(known->writer->term_of, term, &number);
}

/* Groups of which the site writes a term: what no text says needs no other name. */
static void add_regional(Writer *writer, Buffer *text)
{
    StrVec group;
    for (size_t at = 0; regional_next(writer->arena, &at, &group);) {
        bool is_written = false;
        for (size_t i = 0; i < group.len && !is_written; i++) {
            Known known = {writer, true};
            terms_each(group.items[i], check_term, &known);
            is_written = known.is_known;
        }
        for (size_t i = 0; i < group.len && is_written; i++)
            buffer_printf(text, "%.*s%c", STR_ARG(group.items[i]), i + 1 < group.len ? '\t' : '\n');
    }
}

static bool write_synonyms(Writer *writer, const Content *content)
{
    Buffer text = {0};
    for (size_t g = 0; g < content->synonyms.len; g++) {
        StrVec group = content->synonyms.items[g].terms;
        for (size_t i = 0; i < group.len; i++)
            buffer_printf(&text, "%s%.*s", i ? "\t" : "", STR_ARG(fold_text(writer->arena, group.items[i])));
        buffer_add_char(&text, '\n');
    }
    add_regional(writer, &text);
    bool done = write_meta(writer, INDEX_META_SYNONYMS, buffer_str(&text));
    buffer_free(&text);
    return done;
}

static bool write_all(Writer *writer, const Content *content)
{
    if (!write_meta(writer, INDEX_META_BASE_URL, content->config.base_url)) return false;
    if (!write_meta(writer, INDEX_META_LANG, str_from(content->config.lang))) return false;
    if (!write_meta(writer, INDEX_META_ENTRIES, str_format(writer->arena, "%zu", content->entries.len))) return false;
    for (size_t i = 0; i < content->entries.len; i++)
        if (!write_entry(writer, content->entries.items[i])) return false;
    if (!write_wordings(writer, content) || !write_synonyms(writer, content)) return false;
    for (size_t i = 0; i < writer->terms.len; i++) {
        bind(writer->statements[STATEMENT_TERM], 1, writer->terms.items[i].text);
        sqlite3_bind_int64(writer->statements[STATEMENT_TERM], 2, (sqlite3_int64)i);
        sqlite3_bind_int64(writer->statements[STATEMENT_TERM], 3, (sqlite3_int64)writer->terms.items[i].entries);
        if (!run(writer->statements[STATEMENT_TERM])) return false;
    }
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
    arena_free(index->writer.arena); /* the writer is in it */
    return done;
}

IndexWriter *index_write_entries(Str path, const Content *content, Diagnostics *diagnostics)
{
    Arena *arena = arena_new();
    IndexWriter *index = ARENA_NEW(arena, IndexWriter);
    Writer *writer = &index->writer;
    index->path = str_copy(arena, path);
    writer->arena = arena;
    writer->term_of = str_map_new(arena);
    bool done = sqlite3_open_v2(index->path.data, &writer->db,
                                SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK &&
                index_register_tokenizer(writer->db) == SQLITE_OK &&
                sqlite3_exec(writer->db, set_up, NULL, NULL, NULL) == SQLITE_OK &&
                sqlite3_exec(writer->db, index_schema(), NULL, NULL, NULL) == SQLITE_OK &&
                sqlite3_exec(writer->db, gather, NULL, NULL, NULL) == SQLITE_OK && prepare(writer) &&
                write_all(writer, content);
    if (done) return index;
    fail(index, diagnostics);
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
    if (done && sqlite3_exec(index->writer.db, finish, NULL, NULL, NULL) != SQLITE_OK) done = fail(index, diagnostics);
    Str path = str_copy(diagnostics->arena, index->path);
    if (!close_writer(index) && done) done = diagnostics_fail(diagnostics, path, "cannot close the search index");
    return done;
}
