#include "search.h"

#include <stdlib.h>

#include "internal.h"

enum { RECORDS_SHOWN = 3 };

static int by_score(const void *a, const void *b)
{
    const SearchRecord *x = a, *y = b;
    if (x->score != y->score) return x->score > y->score ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

/* Text a part of which may be the snippet; the one that has most of the query wins, the first of equals. */
static void offer(Arena *arena, const Query *query, Str text, double *best, Str *snippet)
{
    double mine = text.len ? rank_coverage(arena, query, text) : -1;
    if (mine <= *best) return;
    *best = mine;
    *snippet = text;
}

static bool read_records(SearchIndex *index, Arena *arena, const Query *query, Str context, SearchHit *hit,
                         Diagnostics *diagnostics)
{
    sqlite3_stmt *statement = statement_get(index, STATEMENT_RECORDS, diagnostics);
    if (!statement) return false;
    sqlite3_bind_int64(statement, 1, hit->number);
    Str snippet = STR("");
    double best = -1;
    int result;
    while ((result = sqlite3_step(statement)) == SQLITE_ROW) {
        SearchRecord record = {.id = statement_text(statement, 0, arena),
                               .anchor = statement_text(statement, 1, arena),
                               .category = statement_text(statement, 2, arena),
                               .cause = statement_text(statement, 3, arena),
                               .solution = statement_text(statement, 4, arena)};
        Str all = str_format(arena, "%.*s %.*s %.*s", STR_ARG(record.category), STR_ARG(record.cause),
                             STR_ARG(record.solution));
        record.order = hit->records.len;
        record.score = rank_coverage(arena, query, all);
        offer(arena, query, record.cause, &best, &snippet);
        offer(arena, query, record.solution, &best, &snippet);
        VEC_PUSH(arena, &hit->records, record);
    }
    if (!statement_done(index, statement, result, diagnostics)) return false;
    offer(arena, query, context, &best, &snippet);
    hit->snippet = snippet_best(arena, query, snippet);
    if (hit->records.len) qsort(hit->records.items, hit->records.len, sizeof *hit->records.items, by_score);
    for (size_t i = 0; i < hit->records.len && !hit->category.data; i++) hit->category = hit->records.items[i].category;
    if (hit->records.len > RECORDS_SHOWN) hit->records.len = RECORDS_SHOWN;
    return true;
}

static bool read_hit(SearchIndex *index, Arena *arena, const Query *query, const Candidate *candidate, SearchHit *hit,
                     Diagnostics *diagnostics)
{
    *hit = (SearchHit){.number = candidate->number, .score = candidate->score};
    sqlite3_stmt *statement = statement_get(index, STATEMENT_ENTRY, diagnostics);
    if (!statement) return false;
    sqlite3_bind_int64(statement, 1, candidate->number);
    int result = sqlite3_step(statement);
    Str topic = STR_NONE, context = STR("");
    if (result == SQLITE_ROW) {
        hit->entry = statement_text(statement, 0, arena);
        hit->question = statement_text(statement, 1, arena);
        topic = statement_text(statement, 2, arena);
        context = statement_text(statement, 3, arena);
    }
    if (!statement_done(index, statement, result, diagnostics)) return false;
    hit->url = str_format(arena, "%.*s%.*s.html", STR_ARG(index->base_url), STR_ARG(hit->entry));
    hit->question_html = snippet_whole(arena, query, hit->question);
    if (!read_records(index, arena, query, context, hit, diagnostics)) return false;
    if (!hit->category.data) hit->category = topic;
    return true;
}

static int by_count(const void *a, const void *b)
{
    const SearchFacet *x = a, *y = b;
    if (x->count != y->count) return x->count > y->count ? -1 : 1;
    return str_compare(x->value, y->value);
}

static bool count_facets(SearchIndex *index, Arena *arena, const CandidateVec *candidates, SearchResults *results,
                         Diagnostics *diagnostics)
{
    StrMap *at = str_map_new(arena);
    sqlite3_stmt *statement = statement_get(index, STATEMENT_FACETS, diagnostics);
    if (!statement) return false;
    for (size_t i = 0; i < candidates->len; i++) {
        sqlite3_bind_int64(statement, 1, candidates->items[i].number);
        int result;
        while ((result = sqlite3_step(statement)) == SQLITE_ROW) {
            Str value = statement_view(statement, 0);
            size_t place;
            if (!str_map_get(at, value, &place)) {
                SearchFacet facet = {.value = str_copy(arena, value)};
                place = results->facets.len;
                str_map_set(at, facet.value, place);
                VEC_PUSH(arena, &results->facets, facet);
            }
            results->facets.items[place].count++;
        }
        if (!statement_done(index, statement, result, diagnostics)) return false;
    }
    if (results->facets.len) qsort(results->facets.items, results->facets.len, sizeof *results->facets.items, by_count);
    return true;
}

/* Facets count what the query finds without the category chosen, so that the reader can choose another. */
static bool find(SearchIndex *index, Arena *arena, const Query *query, const SearchRequest *request,
                 SearchResults *results, CandidateVec *candidates, Diagnostics *diagnostics)
{
    SearchRequest wide = *request;
    wide.category = STR_NONE;
    if (!candidates_find(index, arena, query, &wide, candidates, diagnostics)) return false;
    if (!candidates_rank(index, arena, query, candidates, diagnostics)) return false;
    if (!count_facets(index, arena, candidates, results, diagnostics)) return false;
    if (!request->category.data) return true;
    *candidates = (CandidateVec){0};
    return candidates_find(index, arena, query, request, candidates, diagnostics) &&
           candidates_rank(index, arena, query, candidates, diagnostics);
}

bool search_run(SearchIndex *index, Arena *arena, const SearchRequest *request, SearchResults *results,
                Diagnostics *diagnostics)
{
    double start = search_now_ms();
    search_begin(index);
    *results = (SearchResults){
        .query = request->query, .build = index->build, .page = request->page, .per_page = request->per_page};
    Query query;
    CandidateVec candidates = {0};
    if (!query_parse(index, arena, request->query, &query, diagnostics)) return false;
    if (!find(index, arena, &query, request, results, &candidates, diagnostics)) return false;
    results->did_you_mean = query.did_you_mean;
    results->total = candidates.len;
    size_t first = (request->page - 1) * request->per_page;
    for (size_t i = first; i < candidates.len && i < first + request->per_page; i++) {
        SearchHit hit;
        if (!read_hit(index, arena, &query, &candidates.items[i], &hit, diagnostics)) return false;
        VEC_PUSH(arena, &results->hits, hit);
    }
    results->took_ms = search_now_ms() - start;
    return true;
}
