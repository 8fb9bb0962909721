#include "before.h"

#include <sqlite3.h>

#include "align.h"
#include "packed.h"
#include "rows.h"
#include "weight.h"

/* The cache: when the index was written, then the hashes of its entries. */
static const char kind[] = "index";

struct Before {
    Arena *arena, *kept;
    const uint64_t *hashes;
    size_t count;         /* of the entries then */
    const uint32_t *then; /* by entry now, from 0: its number then; 0: it is another */
    const uint32_t *now;  /* by number then: the one now; 0: it is gone */
    bool has_moved;       /* whether any has another, or is gone */
    VEC(Str) rankings;    /* by number then, less one */
    Str lengths, folded;  /* as they stand in the table `whole` */
    VEC(Postings) lists; /* by the terms' numbers */
};

void index_write_cache(const Content *content, const CacheFile *cache)
{
    CacheWriter *writer = cache_start(cache, kind);
    int64_t written = time_ns();
    cache_put(writer, &written, sizeof written);
    for (size_t i = 0; i < content->entries.len; i++) {
        content_rest(content, i);
        cache_put(writer, &content->entries.items[i]->hash, sizeof content->entries.items[i]->hash);
    }
    cache_end(writer);
}

/* ---- what is the same
 * ------------------------------------------------------------------------------------------------ */

static bool read_hashes(Before *before, const IndexBefore *index)
{
    Str rest;
    int64_t written;
    if (!cache_read(before->arena, &index->cache, kind, &rest) || !str_take(&rest, &written, sizeof written))
        return false;
    before->count = rest.len / sizeof *before->hashes;
    uint64_t *hashes = ARENA_ARRAY(before->arena, uint64_t, before->count + 1);
    if (before->count) memcpy(hashes, rest.data, before->count * sizeof *hashes);
    before->hashes = hashes;
    return file_is_untouched(index->path, FILE_ANY_SIZE, written);
}

/* Whether enough of it is: half of what there is now. */
static bool align_entries(Before *before, const Content *content)
{
    size_t count = content->entries.len, same = 0;
    uint64_t *hashes = ARENA_ARRAY(before->arena, uint64_t, count + 1);
    for (size_t i = 0; i < count; i++) {
        content_rest(content, i);
        hashes[i] = content->entries.items[i]->hash;
    }
    uint32_t *then = align(before->arena, hashes, count, before->hashes, before->count);
    uint32_t *now = ARENA_ARRAY(before->arena, uint32_t, before->count + 1);
    for (size_t i = 0; i < count; i++) {
        if (!then[i]) continue;
        now[then[i]] = (uint32_t)i + 1;
        before->has_moved |= then[i] != i + 1;
        same++;
    }
    before->has_moved |= same < before->count;
    before->then = then;
    before->now = now;
    return 2 * same > count;
}

/* ---- reading
 * --------------------------------------------------------------------------------------------------------- */

/* Hands each row to `take`, until that returns false. True where all were taken. */
static bool each_row(sqlite3 *db, const char *sql, bool take(Before *, Terms *, sqlite3_stmt *), Before *before,
                     Terms *terms)
{
    sqlite3_stmt *statement = NULL;
    bool done = sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK;
    int result = SQLITE_DONE;
    while (done && (result = sqlite3_step(statement)) == SQLITE_ROW) done = take(before, terms, statement);
    sqlite3_finalize(statement);
    return done && result == SQLITE_DONE;
}

static bool take_term(Before *before, Terms *terms, sqlite3_stmt *statement)
{
    uint32_t number = (uint32_t)sqlite3_column_int64(statement, 0);
    Postings list = {0};
    postings_set(before->arena, &list, row_bytes(statement, 3));
    VEC_PUSH(before->arena, &before->lists, list);
    return number + 1 == before->lists.len &&
           terms_take(terms, row_bytes(statement, 1), (uint32_t)sqlite3_column_int64(statement, 2)) == number;
}

static bool take_ranking(Before *before, Terms *terms, sqlite3_stmt *statement)
{
    (void)terms;
    VEC_PUSH(before->arena, &before->rankings, str_copy(before->kept, row_bytes(statement, 0)));
    return true;
}

static bool take_folded(Before *before, Terms *terms, sqlite3_stmt *statement)
{
    (void)terms;
    before->folded = str_copy(before->kept, row_bytes(statement, 0));
    return true;
}

static bool take_lengths(Before *before, Terms *terms, sqlite3_stmt *statement)
{
    (void)terms;
    before->lengths = str_copy(before->arena, row_bytes(statement, 0));
    return true;
}

static bool read_all(Before *before, sqlite3 *db, Terms *terms)
{
    return each_row(db, "SELECT number, text, entries, list FROM term ORDER BY text", take_term, before, terms) &&
           each_row(db, "SELECT data FROM ranking ORDER BY entry", take_ranking, before, terms) &&
           each_row(db, "SELECT data FROM whole WHERE name = 'lengths'", take_lengths, before, terms) &&
           each_row(db, "SELECT data FROM whole WHERE name = 'wordings'", take_folded, before, terms) &&
           before->rankings.len == before->count && before->lengths.len == 2 * before->count;
}

Before *before_read(Arena *arena, Arena *kept, const IndexBefore *index, const Content *content, Terms *terms)
{
    Before *before = ARENA_NEW(arena, Before);
    *before = (Before){.arena = arena, .kept = kept};
    if (!read_hashes(before, index) || !align_entries(before, content)) return NULL;
    sqlite3 *db;
    int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX;
    bool done = sqlite3_open_v2(str_copy(arena, index->path).data, &db, flags, NULL) == SQLITE_OK;
    done = done && read_all(before, db, terms);
    sqlite3_close(db);
    return done ? before : NULL;
}

uint32_t before_number(const Before *before, size_t entry)
{
    return before ? before->then[entry] : 0;
}

Str before_folded(const Before *before)
{
    return before ? before->folded : STR("");
}

bool before_ranked(const Before *before, size_t entry, Ranked *ranked)
{
    if (!before_number(before, entry)) return false;
    size_t then = before_number(before, entry) - 1;
    Str ranking = before->rankings.items[then];
    packed_next_set(&ranking); /* its facets */
    const char *start = ranking.data;
    packed_next_set(&ranking);
    ranked->terms = (Str){start, (size_t)(ranking.data - start)};
    ranked->wordings = ranking;
    const unsigned char *length = (const unsigned char *)before->lengths.data + 2 * then;
    ranked->tokens = length[0] | (unsigned)length[1] << 8;
    return true;
}

/* ---- postings
 * -------------------------------------------------------------------------------------------------------- */

/* Not all single Han characters of an entry have postings; the sets have them all. */
static void take_characters_away(const Before *before, Terms *terms, size_t gone)
{
    Str ranking = before->rankings.items[gone - 1];
    packed_next_set(&ranking);
    Str set = packed_next_set(&ranking);
    for (uint32_t number = 0, distance; packed_next(&set, &distance);) {
        number += distance;
        if (number < before->lists.len && term_is_character(terms_counted_as(terms, number)->text))
            terms_counted_as(terms, number)->entries--;
    }
}

/* Whether a list is another now, but for what is to be added. */
static bool has_changed(const Before *before, Str list)
{
    unsigned often;
    for (uint32_t entry = 0; posting_next(&list, &entry, &often);)
        if (entry > before->count || before->now[entry] != entry) return true;
    return false;
}

/* The list that a term had, and those that were counted since, in one. */
static void merge(const Before *before, Terms *terms, Term *term, Str list)
{
    Str fresh = postings_list(&term->postings, before->arena);
    Postings merged = {0};
    bool is_character = term_is_character(term->text);
    uint32_t entry = 0, next = 0;
    unsigned often, next_often;
    bool has_next = posting_next(&fresh, &next, &next_often);
    while (posting_next(&list, &entry, &often)) {
        uint32_t now = entry <= before->count ? before->now[entry] : 0;
        if (!now) {
            term->entries -= !is_character;
            continue;
        }
        for (; has_next && next < now; has_next = posting_next(&fresh, &next, &next_often))
            terms_post(terms, &merged, next, next_often);
        terms_post(terms, &merged, now, often);
    }
    for (; has_next; has_next = posting_next(&fresh, &next, &next_often)) terms_post(terms, &merged, next, next_often);
    term->postings = merged;
}

void before_end(const Before *before, Terms *terms)
{
    if (!before) return;
    for (size_t number = 1; number <= before->count; number++)
        if (!before->now[number]) take_characters_away(before, terms, number);
    Arena *scratch = arena_new(); /* for one list */
    for (size_t i = 0; i < before->lists.len; i++) {
        Term *term = terms_counted_as(terms, (uint32_t)i);
        Str list = postings_list(&before->lists.items[i], scratch);
        if (term->postings.len || (before->has_moved && has_changed(before, list)))
            merge(before, terms, term, list);
        else
            term->postings = before->lists.items[i];
        arena_reset(scratch);
    }
    arena_free(scratch);
}
