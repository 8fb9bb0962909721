#include "before.h"

#include <fcntl.h>
#include <sqlite3.h>

#include "align.h"
#include "blocks.h"
#include "merge.h"
#include "packed.h"
#include "rows.h"
#include "weight.h"
#include "whole.h"

/* The contents of the cache: a Head; a hash for each entry; a Signature for each file for browsers. */
static const char kind[] = "index";
typedef struct Head {
    int64_t written; /* when, or before */
    uint64_t entries;
} Head;

struct Before {
    Arena *arena, *kept; /* the second: for posting lists */
    Str path;
    sqlite3 *db;
    int64_t written;
    const uint64_t *hashes; /* of the entries */
    size_t count;           /* of them */
    StrMap *files;          /* from the hashes of their names, as bytes, to where their signatures are */
    Terms *terms;           /* which its own are put into; not before's */
    VEC(Postings) lists;    /* theirs, by their numbers */
    Buffer lengths;         /* as they stand in the table `whole` */
    BlockReader rankings;
    /* in the content of now: */
    const uint32_t *then; /* by entry now, from 0: its number then; 0: it is another */
    const uint32_t *now;  /* by number then: the one now; 0: it is gone */
    bool has_moved;       /* whether any has another, or is gone */
};

void index_write_cache(const Content *content, const Signatures *signatures, const CacheFile *cache)
{
    CacheWriter *writer = cache_start(cache, kind);
    Head head = {time_ns(), content->entries.len};
    cache_put(writer, &head, sizeof head);
    for (size_t i = 0; i < content->entries.len; i++) {
        content_rest(content, i);
        cache_put(writer, &content->entries.items[i]->hash, sizeof content->entries.items[i]->hash);
    }
    cache_put(writer, signatures->items, signatures->len * sizeof *signatures->items);
    cache_end(writer);
}

static void take_signatures(Before *before, Str rest)
{
    before->files = str_map_new_for(before->arena, rest.len / sizeof(Signature));
    for (; rest.len >= sizeof(Signature); rest = str_slice(rest, sizeof(Signature), rest.len))
        str_map_set(before->files, str_slice(rest, 0, sizeof(uint64_t)), (size_t)rest.data);
}

static bool read_cache(Before *before, const CacheFile *cache)
{
    Head head;
    Str rest;
    if (!cache_read(before->arena, cache, kind, &rest) || !str_take(&rest, &head, sizeof head)) return false;
    if (head.entries > rest.len / sizeof *before->hashes) return false;
    uint64_t *hashes = ARENA_ARRAY(before->arena, uint64_t, head.entries + 1);
    if (!str_take(&rest, hashes, head.entries * sizeof *hashes)) return false;
    before->hashes = hashes;
    before->count = head.entries;
    before->written = head.written;
    take_signatures(before, rest);
    FileStamp stamp = file_stamp(AT_FDCWD, before->path.data);
    return file_stamp_is_untouched(&stamp, FILE_ANY_SIZE, head.written);
}

bool before_has(const Before *before, const Signature *signature)
{
    size_t at;
    if (!before || !str_map_get(before->files, (Str){(const char *)&signature->name, sizeof signature->name}, &at))
        return false;
    return memcmp((const char *)at, signature, sizeof *signature) == 0;
}

int64_t before_written(const Before *before)
{
    return before ? before->written : 0;
}

/* ---- reading
 * --------------------------------------------------------------------------------------------------------- */

/* Hands each row to `take`, until that returns false. True where all were taken. */
static bool each_row(Before *before, const char *sql, bool take(Before *, sqlite3_stmt *))
{
    sqlite3_stmt *statement = NULL;
    bool done = sqlite3_prepare_v2(before->db, sql, -1, &statement, NULL) == SQLITE_OK;
    int result = SQLITE_DONE;
    while (done && (result = sqlite3_step(statement)) == SQLITE_ROW) done = take(before, statement);
    sqlite3_finalize(statement);
    return done && result == SQLITE_DONE;
}

static bool take_term(Before *before, sqlite3_stmt *statement)
{
    uint32_t number = (uint32_t)sqlite3_column_int64(statement, 0);
    Postings list = {0};
    postings_set(before->kept, &list, row_bytes(statement, 3));
    VEC_PUSH(before->arena, &before->lists, list);
    return number + 1 == before->lists.len &&
           terms_take(before->terms, row_bytes(statement, 1), (uint32_t)sqlite3_column_int64(statement, 2)) == number;
}

bool before_read(Before *before, Terms *terms)
{
    if (!before) return true;
    before->terms = terms;
    int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX;
    return sqlite3_open_v2(before->path.data, &before->db, flags, NULL) == SQLITE_OK &&
           sqlite3_exec(before->db, BEFORE_READING("main"), NULL, NULL, NULL) == SQLITE_OK &&
           sqlite3_exec(before->db, "BEGIN", NULL, NULL, NULL) == SQLITE_OK && /* its locks are looked at once */
           each_row(before, "SELECT number, text, entries, list FROM term ORDER BY text", take_term) &&
           whole_read(before->db, WHOLE_SELECT("main", "lengths"), &before->lengths) &&
           before->lengths.len == 2 * before->count &&
           blocks_open(&before->rankings, before->db, BLOCKS_SELECT("ranking"));
}

Str before_path(const Before *before)
{
    return before->path;
}

/* ---- what is the same
 * ------------------------------------------------------------------------------------------------ */

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

Before *before_start(const IndexBefore *index, const Content *content, Arena *kept)
{
    Arena *arena = arena_new();
    Before *before = ARENA_NEW(arena, Before);
    *before = (Before){.arena = arena, .path = str_copy(arena, index->path), .kept = kept};
    if (read_cache(before, &index->cache) && align_entries(before, content)) return before;
    before_free(before);
    return NULL;
}

void before_free(Before *before)
{
    if (!before) return;
    blocks_close(&before->rankings);
    sqlite3_close(before->db);
    buffer_free(&before->lengths);
    arena_free(before->arena);
}

uint32_t before_number(const Before *before, size_t entry)
{
    return before ? before->then[entry] : 0;
}

unsigned before_tokens(const Before *before, size_t entry)
{
    const unsigned char *length = (const unsigned char *)before->lengths.data + 2 * ((size_t)before->then[entry] - 1);
    return length[0] | (unsigned)length[1] << 8;
}

/* What an entry is ranked by, without its facets; empty where there is nothing. A view, until the next. */
static Str read_ranking(Before *before, size_t number)
{
    Str ranking;
    if (!blocks_find(&before->rankings, (uint32_t)number, &ranking)) return STR("");
    packed_next_set(&ranking);
    return ranking;
}

bool before_ranked(Before *before, size_t entry, Ranked *ranked)
{
    Str ranking = read_ranking(before, before->then[entry]);
    ranked->terms.data = ranking.data;
    packed_next_set(&ranking);
    ranked->terms.len = (size_t)(ranking.data - ranked->terms.data);
    ranked->wordings = ranking;
    return ranking.len;
}

/* ---- postings
 * -------------------------------------------------------------------------------------------------------- */

/* Not all single Han characters of an entry have postings; the sets have them all. False where it has none. */
static bool take_characters_away(Before *before, Terms *terms, size_t gone)
{
    Str ranking = read_ranking(before, gone), set = packed_next_set(&ranking);
    for (uint32_t number = 0, distance; packed_next(&set, &distance);) {
        number += distance;
        if (number < before->lists.len && term_is_character(terms_counted_as(terms, number)->text))
            terms_counted_as(terms, number)->entries--;
    }
    return ranking.len;
}

/* Gives a term the list that it had, as it is now; false where it is the same. */
static bool merge(const Before *before, const Renumbering *numbers, Term *term, Str list, Buffer *merged,
                  Arena *scratch)
{
    uint32_t gone;
    buffer_clear(merged);
    if (!merge_lists(merged, list, numbers, terms_list(before->terms, term, scratch), &gone)) return false;
    postings_set(before->kept, &term->postings, buffer_str(merged));
    if (!term_is_character(term->text)) term->entries -= gone;
    return true;
}

bool before_end(Before *before, Terms *terms)
{
    bool done = true;
    if (!before) return true;
    for (size_t number = 1; number <= before->count && done; number++)
        if (!before->now[number]) done = take_characters_away(before, terms, number);
    Arena *scratch = arena_new(); /* for one list */
    Buffer merged = {0};
    const Renumbering numbers = renumbering(before->now, before->count);
    for (size_t i = 0; i < before->lists.len; i++) {
        Term *term = terms_counted_as(terms, (uint32_t)i);
        const Postings *list = &before->lists.items[i];
        bool is_same = !term->postings.len && !before->has_moved;
        if (is_same || !merge(before, &numbers, term, postings_list(list, NULL, scratch), &merged, scratch))
            term->postings = *list;
        arena_reset(scratch);
    }
    buffer_free(&merged);
    arena_free(scratch);
    return done;
}
