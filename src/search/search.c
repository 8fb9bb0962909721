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
static void offer(Str text, double coverage, double *best, Str *snippet)
{
    if (coverage <= *best) return;
    *best = coverage;
    *snippet = text;
}

static void add_records(Arena *arena, const Query *query, const EntryTexts *texts, SearchHit *hit)
{
    Str snippet = STR("");
    double best = -1, covered;
    hit->records = texts->records;
    for (size_t i = 0; i < hit->records.len; i++) {
        SearchRecord *record = &hit->records.items[i];
        Str parts[] = {record->cause, record->solution, record->category, record->check};
        double each[sizeof parts / sizeof *parts];
        record->score = rank_coverage(arena, query, parts, each, sizeof parts / sizeof *parts);
        offer(record->cause, each[0], &best, &snippet);
        offer(record->solution, each[1], &best, &snippet);
        offer(record->check, each[3], &best, &snippet);
    }
    rank_coverage(arena, query, &texts->context, &covered, 1);
    offer(texts->context, covered, &best, &snippet);
    hit->snippet = snippet_best(arena, query, snippet);
    if (hit->records.len) qsort(hit->records.items, hit->records.len, sizeof *hit->records.items, by_score);
    for (size_t i = 0; i < hit->records.len && !hit->category.data; i++) hit->category = hit->records.items[i].category;
    if (hit->records.len > RECORDS_SHOWN) hit->records.len = RECORDS_SHOWN;
}

static bool read_hit(SearchIndex *index, Arena *arena, const Query *query, const Ranking *ranking, size_t at,
                     SearchHit *hit, Diagnostics *diagnostics)
{
    const Candidate *candidate = &ranking->candidates.items[at];
    EntryTexts read, *texts = &read;
    if (at < ranking->texts_len)
        read = ranking->texts[at];
    else if (!texts_read(index, arena, candidate->entry, texts, diagnostics))
        return false;
    *hit = (SearchHit){.entry = texts->id, .question = texts->question, .score = candidate->score};
    hit->url = str_format(arena, "%.*s%.*s.html", STR_ARG(index->base_url), STR_ARG(hit->entry));
    hit->question_html = snippet_whole(arena, query, hit->question);
    add_records(arena, query, texts, hit);
    if (!hit->category.data) hit->category = texts->topic;
    return true;
}

static int by_count(const void *a, const void *b)
{
    const SearchFacet *x = a, *y = b;
    if (x->count != y->count) return x->count > y->count ? -1 : 1;
    return str_compare(x->value, y->value);
}

static void add_facets(const SearchIndex *index, Arena *arena, const Ranking *ranking, SearchResults *results)
{
    for (size_t i = 0; i < index->facets.len; i++)
        if (ranking->facet_counts[i] && str_is(index->facets.items[i].name, "category"))
            VEC_PUSH(arena, &results->facets,
                     ((SearchFacet){str_copy(arena, index->facets.items[i].value), ranking->facet_counts[i]}));
    if (results->facets.len) qsort(results->facets.items, results->facets.len, sizeof *results->facets.items, by_count);
}

static bool find_ranked(SearchIndex *index, Arena *arena, const Query *query, const SearchRequest *request,
                        Ranking *ranking, Diagnostics *diagnostics)
{
    CandidateVec candidates = {0};
    return candidates_find(index, arena, query, request, &candidates, diagnostics) &&
           candidates_rank(index, arena, query, &candidates, ranking, diagnostics);
}

/* Facets count what the query finds without the category chosen, so that the reader can choose another. */
static bool find(SearchIndex *index, Arena *arena, Query *query, const SearchRequest *request, SearchResults *results,
                 Ranking *ranking, Diagnostics *diagnostics)
{
    SearchRequest wide = *request;
    wide.category = STR_NONE;
    if (!find_ranked(index, arena, query, &wide, ranking, diagnostics)) return false;
    if (!ranking->candidates.len && query->terms.len && !query_loosen(index, arena, query, diagnostics)) return false;
    if (query->is_loosened && !find_ranked(index, arena, query, &wide, ranking, diagnostics)) return false;
    add_facets(index, arena, ranking, results);
    return !request->category.data || find_ranked(index, arena, query, request, ranking, diagnostics);
}

/* A reader whose words are not here is told where to look around. */
static void add_sections(SearchIndex *index, Arena *arena, SearchResults *results)
{
    Str lines = search_meta(index, arena, INDEX_META_SECTIONS), line, url;
    while (str_next(&lines, '\n', &line)) {
        if (!str_next(&line, '\t', &url) || !line.data) continue;
        Str whole = str_format(arena, "%.*s%.*s", STR_ARG(index->base_url), STR_ARG(url));
        VEC_PUSH(arena, &results->sections, ((SearchSection){line, url, whole}));
    }
}

bool search_run(SearchIndex *index, Arena *arena, const SearchRequest *request, SearchResults *results,
                Diagnostics *diagnostics)
{
    double start = clock_ms();
    search_begin(index);
    *results = (SearchResults){
        .query = request->query, .build = index->build, .page = request->page, .per_page = request->per_page};
    Query query;
    Ranking *ranking = ARENA_NEW(arena, Ranking);
    if (!query_parse(index, arena, request->query, &query, diagnostics)) return false;
    if (!find(index, arena, &query, request, results, ranking, diagnostics)) return false;
    results->did_you_mean = query.did_you_mean;
    results->is_partial = index->is_partial;
    results->is_loosened = query.is_loosened && ranking->candidates.len;
    results->total = ranking->candidates.len;
    if (request->query.len && (query.is_loosened || !results->total)) add_sections(index, arena, results);
    size_t first = (request->page - 1) * request->per_page;
    for (size_t i = first; i < results->total && i < first + request->per_page; i++) {
        SearchHit hit;
        if (!read_hit(index, arena, &query, ranking, i, &hit, diagnostics)) return false;
        VEC_PUSH(arena, &results->hits, hit);
    }
    results->took_ms = clock_ms() - start;
    return true;
}
