/* The entries that have most of the query's tokens, by bm25 (Robertson and Zaragoza 2009), from the posting lists of
 * the index. A score for each entry is added up in one array: a list is read once, from front to back. */
#include <stdlib.h>

#include "backend.h"
#include "internal.h"

enum {
    TOKENS_MOST = 64, /* lists that are read: those of the most telling tokens */
    TOKENS_FEW = 3,
};
static const double common_share =
    0.3; /* a token that weighs less than this share of the best is left to the ranking */
static const double k1 = 1.2, b = 0.75; /* bm25's, as SQLite's FTS5 has them */

typedef struct Scores {
    const SearchIndex *index;
    float *of;         /* entry → score */
    float base, slope; /* the length's part of bm25: base + slope * length, in halves */
} Scores;

static void add_posting(const Scores *scores, uint32_t entry, float often, float weight)
{
    const unsigned char *length = scores->index->lengths + 2 * (size_t)(entry - 1);
    float norm = scores->base + scores->slope * (float)(length[0] | length[1] << 8);
    scores->of[entry] += weight * often / (often + norm);
}

/* The most of a search's work is here: the state is in registers, and a distance of one byte, as most are, is read at
 * once. */
static void add_list(const Scores *scores, Str list, float weight)
{
    const unsigned char *at = (const unsigned char *)list.data, *end = at + list.len;
    const unsigned char *lengths = scores->index->lengths;
    const float base = scores->base, slope = scores->slope;
    float *of = scores->of;
    uint32_t entry = 0, last = (uint32_t)scores->index->entries;
    while (end - at >= 2) {
        uint32_t distance = *at++;
        if (distance >= 0x80) {
            Str rest = {(const char *)at - 1, (size_t)(end - at) + 1};
            if (!packed_next(&rest, &distance) || !rest.len) return;
            at = (const unsigned char *)rest.data;
        }
        entry += distance;
        if (entry - 1 >= last) return; /* no entry has this number: the list is damaged */
        float often = *at++;
        const unsigned char *length = lengths + 2 * (size_t)(entry - 1);
        of[entry] += weight * often / (often + base + slope * (float)(length[0] | length[1] << 8));
    }
}

/* The lists of one token count as one. */
static void add_lists(const Scores *scores, Arena *arena, const StrVec *lists, float weight)
{
    uint16_t *often_of = ARENA_ARRAY(arena, uint16_t, scores->index->entries + 1);
    for (size_t i = 0; i < lists->len; i++) {
        Str list = lists->items[i];
        uint32_t entry = 0;
        unsigned often;
        while (posting_next(&list, &entry, &often) && entry && entry <= scores->index->entries)
            if (often_of[entry] < 1000) often_of[entry] = (uint16_t)(often_of[entry] + often);
    }
    for (uint32_t entry = 1; entry <= scores->index->entries; entry++)
        if (often_of[entry]) add_posting(scores, entry, often_of[entry], weight);
}

static int by_weight(const void *x, const void *y)
{
    const QueryToken *a = *(const QueryToken *const *)x, *c = *(const QueryToken *const *)y;
    if (a->weight != c->weight) return a->weight > c->weight ? -1 : 1;
    return (a > c) - (a < c);
}

size_t tokens_most_telling(const QueryToken **tokens, size_t count)
{
    size_t kept = 0;
    qsort(tokens, count, sizeof *tokens, by_weight);
    while (kept < count && kept < TOKENS_MOST &&
           (kept < TOKENS_FEW || tokens[kept]->weight >= tokens[0]->weight * common_share))
        kept++;
    return kept;
}

static void add_tokens(const Scores *scores, Arena *arena, const Query *query)
{
    const QueryToken **tokens = ARENA_ARRAY(arena, const QueryToken *, query->tokens.len + 1);
    size_t count = 0;
    for (size_t i = 0; i < query->tokens.len; i++)
        if (query->tokens.items[i].lists.len) tokens[count++] = &query->tokens.items[i];
    count = tokens_most_telling(tokens, count);
    for (size_t i = 0; i < count; i++) {
        float weight = (float)(tokens[i]->weight * tokens[i]->part * (k1 + 1));
        if (tokens[i]->lists.len == 1)
            add_list(scores, tokens[i]->lists.items[0], weight);
        else
            add_lists(scores, arena, &tokens[i]->lists, weight);
    }
}

/* ---- narrowing -----------------------------------------------------------------------------------------------------
 */

/* Leaves of the scores only those of entries that have a value of the facet; `like` may be STR_NONE. */
static bool keep_facet(SearchIndex *index, Arena *arena, const char *name, Str value, Str like, float *of,
                       Diagnostics *diagnostics)
{
    sqlite3_stmt *statement = statement_get(index, STATEMENT_FACET, diagnostics);
    if (!statement) return false;
    statement_bind(statement, 1, str_from(name));
    statement_bind(statement, 2, value);
    statement_bind(statement, 3, like);
    bool *has = ARENA_ARRAY(arena, bool, index->entries + 1);
    int result;
    while ((result = sqlite3_step(statement)) == SQLITE_ROW) {
        Str list = statement_view(statement, 0);
        uint32_t entry = 0, distance;
        while (packed_next(&list, &distance) && (entry += distance) <= index->entries) has[entry] = true;
    }
    for (size_t i = 0; i <= index->entries; i++)
        if (!has[i]) of[i] = 0;
    return statement_done(index, statement, result, diagnostics);
}

static bool narrow(SearchIndex *index, Arena *arena, const SearchRequest *request, float *of, Diagnostics *diagnostics)
{
    Str lang = request->lang, primary;
    if (request->category.data && !keep_facet(index, arena, "category", request->category, STR_NONE, of, diagnostics))
        return false;
    if (!lang.data || !str_next(&lang, '-', &primary)) return true;
    return keep_facet(index, arena, "lang", primary, str_format(arena, "%.*s-%%", STR_ARG(primary)), of, diagnostics);
}

/* ---- the first hundred
 * ----------------------------------------------------------------------------------------------- */

static bool is_less(const Candidate *x, const Candidate *y)
{
    return x->bm25 != y->bm25 ? x->bm25 < y->bm25 : x->entry > y->entry;
}

/* Moves the item at `at` of a heap, its least on top, to where it belongs. */
static void sift(Candidate *heap, size_t count, size_t at)
{
    for (;;) {
        size_t least = at, left = 2 * at + 1, right = left + 1;
        if (left < count && is_less(&heap[left], &heap[least])) least = left;
        if (right < count && is_less(&heap[right], &heap[least])) least = right;
        if (least == at) return;
        Candidate moved = heap[at];
        heap[at] = heap[least];
        heap[least] = moved;
        at = least;
    }
}

static int best_first(const void *x, const void *y)
{
    return is_less(x, y) ? 1 : is_less(y, x) ? -1 : 0;
}

static void select_best(Arena *arena, const float *of, size_t entries, CandidateVec *candidates)
{
    Candidate heap[CANDIDATES_MOST];
    size_t count = 0;
    float least = 0; /* what a candidate must exceed */
    for (uint32_t entry = 1; entry <= entries; entry++) {
        if (of[entry] <= least) continue;
        Candidate mine = {.entry = entry, .bm25 = of[entry]};
        if (count < CANDIDATES_MOST) {
            heap[count++] = mine;
            if (count < CANDIDATES_MOST) continue;
            for (size_t i = count / 2; i > 0; i--) sift(heap, count, i - 1);
        } else {
            heap[0] = mine;
            sift(heap, count, 0);
        }
        least = (float)heap[0].bm25;
    }
    if (count) qsort(heap, count, sizeof *heap, best_first);
    for (size_t i = 0; i < count; i++) VEC_PUSH(arena, candidates, heap[i]);
}

bool candidates_find(SearchIndex *index, Arena *arena, const Query *query, const SearchRequest *request,
                     CandidateVec *candidates, Diagnostics *diagnostics)
{
    if (!index_load_lengths(index, diagnostics)) return false;
    Scores scores = {.index = index,
                     .of = ARENA_ARRAY(arena, float, index->entries + 1),
                     .base = (float)(2 * k1 * (1 - b)),
                     .slope = (float)(2 * k1 * b / (index->average > 0 ? index->average : 1))};
    if (!index->backend || query->is_loosened)
        add_tokens(&scores, arena, query);
    else if (!backend_find(index->backend, index, arena, query, scores.of, &index->is_partial, diagnostics))
        return false;
    if (!narrow(index, arena, request, scores.of, diagnostics)) return false;
    select_best(arena, scores.of, index->entries, candidates);
    return true;
}
