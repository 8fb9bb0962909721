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
    Arena *arena;
    Str path;
    sqlite3 *db;
    int64_t size;           /* bytes of the file */
    int64_t written;        /* when, or before */
    const uint64_t *hashes; /* of the entries */
    size_t count;           /* of them */
    StrMap *files;          /* from the hashes of their names, as bytes, to where their signatures are */
    Buffer lengths;         /* as they stand in the table `whole` */
    BlockReader rankings;
    /* of the terms: */
    sqlite3_stmt *terms;
    size_t term_count, next; /* the second: number */
    bool is_read;
    uint32_t *fewer; /* how many entries that are gone have the character with that number; NULL: none is gone */
    Renumbering numbers;
    Buffer merged;
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
    before->size = stamp.size;
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

bool before_read(Before *before)
{
    if (!before) return true;
    int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX;
    return sqlite3_open_v2(before->path.data, &before->db, flags, NULL) == SQLITE_OK &&
           sqlite3_exec(before->db, BEFORE_READING("main"), NULL, NULL, NULL) == SQLITE_OK &&
           sqlite3_exec(before->db, "BEGIN", NULL, NULL, NULL) == SQLITE_OK && /* its locks are looked at once */
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

Before *before_start(const IndexBefore *index, const Content *content)
{
    Arena *arena = arena_new();
    Before *before = ARENA_NEW(arena, Before);
    *before = (Before){.arena = arena, .path = str_copy(arena, index->path)};
    if (read_cache(before, &index->cache) && align_entries(before, content)) return before;
    before_free(before);
    return NULL;
}

void before_free(Before *before)
{
    if (!before) return;
    blocks_close(&before->rankings);
    sqlite3_finalize(before->terms);
    sqlite3_close(before->db);
    buffer_free(&before->lengths);
    buffer_free(&before->merged);
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

/* ---- terms
 * ----------------------------------------------------------------------------------------------------------- */

/* Not all single Han characters of an entry have postings; the sets have them all. False where it has none. */
static bool take_characters_away(Before *before, size_t gone)
{
    Str ranking = read_ranking(before, gone), set = packed_next_set(&ranking);
    for (uint32_t number = 0, distance; packed_next(&set, &distance);) {
        number += distance;
        if (number < before->term_count) before->fewer[number]++;
    }
    return ranking.len;
}

static bool take_gone_away(Before *before)
{
    bool done = true;
    before->fewer = before->has_moved ? ARENA_ARRAY(before->arena, uint32_t, before->term_count) : NULL;
    for (size_t number = 1; number <= before->count && done && before->fewer; number++)
        if (!before->now[number]) done = take_characters_away(before, number);
    return done;
}

/* How many there are: their numbers have no gaps. False where they cannot be read. */
static bool count_terms(Before *before)
{
    static const char last[] = "SELECT number + 1 FROM term ORDER BY text DESC LIMIT 1";
    sqlite3_stmt *statement = NULL;
    bool done = sqlite3_prepare_v2(before->db, last, -1, &statement, NULL) == SQLITE_OK;
    int result = done ? sqlite3_step(statement) : SQLITE_ERROR;
    if (result == SQLITE_ROW) before->term_count = (uint32_t)sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return (result == SQLITE_ROW || result == SQLITE_DONE) &&
           before->term_count <= (uint64_t)before->size; /* a byte each, at least */
}

bool before_terms(Before *before, size_t *count)
{
    static const char all[] = "SELECT number, text, entries, list FROM term ORDER BY text";
    bool done = count_terms(before) && take_gone_away(before) &&
                sqlite3_prepare_v2(before->db, all, -1, &before->terms, NULL) == SQLITE_OK;
    before->numbers = renumbering(before->now, before->count);
    *count = before->term_count;
    return done;
}

bool before_next(Before *before, BeforeTerm *term)
{
    int result = sqlite3_step(before->terms);
    before->is_read = result == SQLITE_DONE && before->next == before->term_count;
    if (result != SQLITE_ROW) return false;
    *term = (BeforeTerm){.number = (uint32_t)sqlite3_column_int64(before->terms, 0),
                         .text = row_bytes(before->terms, 1),
                         .entries = (uint32_t)sqlite3_column_int64(before->terms, 2),
                         .list = row_bytes(before->terms, 3)};
    return term->number == before->next++ && term->number < before->term_count; /* else the file was damaged */
}

bool before_is_read(const Before *before)
{
    return before->is_read;
}

void before_update(Before *before, BeforeTerm *term, Str fresh)
{
    uint32_t gone = 0;
    if (!fresh.len && !before->has_moved) return;
    buffer_clear(&before->merged);
    if (merge_lists(&before->merged, term->list, &before->numbers, fresh, &gone))
        term->list = buffer_str(&before->merged);
    if (!term_is_character(term->text))
        term->entries -= gone;
    else if (before->fewer)
        term->entries -= before->fewer[term->number];
}
