#include <stdlib.h>

#include "report.h"
#include "text/text.h"

enum { TYPING_MS = 10 * 1000, NEAR_MOST = 3 };

static int by_time(const void *a, const void *b)
{
    const Search *x = a, *y = b;
    if (x->time_ms != y->time_ms) return x->time_ms < y->time_ms ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

/* Search-as-you-type asks with each key: a query that goes on within ten seconds was not finished. */
static bool is_keystroke(const Report *report, size_t at)
{
    const Search *search = &report->log.items[at];
    for (size_t i = at + 1; i < report->log.len; i++) {
        const Search *next = &report->log.items[i];
        if (next->time_ms - search->time_ms > TYPING_MS) return false;
        if (next->key.len > search->key.len && str_starts(next->key, search->key)) return true;
    }
    return false;
}

static void count_day(Report *report, const Search *search)
{
    Str date = date_format(report->arena, search->time_ms / 1000);
    if (!report->days.len || !str_equal(report->days.items[report->days.len - 1].date, date))
        VEC_PUSH(report->arena, &report->days, (ReportDay){.date = date});
    ReportDay *day = &report->days.items[report->days.len - 1];
    day->searches++;
    day->without += search->results == 0;
}

static int by_count(const void *a, const void *b)
{
    const AskedQuery *x = a, *y = b;
    if (x->count != y->count) return x->count > y->count ? -1 : 1;
    return str_compare(x->query, y->query);
}

/* The first entry that a part of the query finds. */
static bool add_near(SearchIndex *index, Arena *arena, Str part, AskedQuery *asked, Diagnostics *diagnostics)
{
    SearchRequest request = {.query = part, .page = 1, .per_page = 1};
    SearchResults results;
    if (!str_trim(part).len || asked->near.len >= NEAR_MOST) return true;
    if (!search_run(index, arena, &request, &results, diagnostics)) return false;
    if (!results.hits.len) return true;
    const SearchHit *hit = &results.hits.items[0];
    for (size_t i = 0; i < asked->near.len; i++)
        if (str_equal(asked->near.items[i].entry, hit->entry)) return true;
    VEC_PUSH(arena, &asked->near, ((Suggestion){hit->question, hit->entry, hit->url}));
    return true;
}

/* The index may have grown since, or knows a part of what was asked: the whole query, its words, its halves. */
static bool find_near(SearchIndex *index, Arena *arena, AskedQuery *asked, Diagnostics *diagnostics)
{
    bool done = add_near(index, arena, asked->query, asked, diagnostics);
    Str rest = asked->query, word;
    size_t words = 0;
    for (; done && str_next(&rest, ' ', &word); words++) done = add_near(index, arena, word, asked, diagnostics);
    size_t middle = utf8_cut(asked->query, asked->query.len / 2).len;
    if (words > 1 || asked->near.len) return done;
    return done && add_near(index, arena, str_slice(asked->query, 0, middle), asked, diagnostics) &&
           add_near(index, arena, str_slice(asked->query, middle, asked->query.len), asked, diagnostics);
}

bool report_make(Report *report, SearchIndex *index, Diagnostics *diagnostics)
{
    Arena *arena = report->arena;
    StrMap *by_key = str_map_new(arena); /* addresses */
    VEC(AskedQuery *) all = {0};
    if (report->log.len) qsort(report->log.items, report->log.len, sizeof *report->log.items, by_time);
    for (size_t i = 0; i < report->log.len; i++) {
        const Search *search = &report->log.items[i];
        if (is_keystroke(report, i)) {
            report->keystrokes++;
            continue;
        }
        count_day(report, search);
        size_t address;
        if (!str_map_get(by_key, search->key, &address)) {
            address = (size_t)ARENA_NEW(arena, AskedQuery);
            str_map_set(by_key, search->key, address);
            VEC_PUSH(arena, &all, (AskedQuery *)address);
        }
        AskedQuery *asked = (AskedQuery *)address;
        asked->count++;
        asked->query = search->query;
        asked->top = search->top;
        asked->results = search->results;
        asked->last = date_format(arena, search->time_ms / 1000);
    }
    for (size_t i = 0; i < all.len; i++) {
        AskedQuery *asked = all.items[i];
        if (asked->results) {
            VEC_PUSH(arena, &report->found, *asked);
            continue;
        }
        if (index && !find_near(index, arena, asked, diagnostics)) return false;
        VEC_PUSH(arena, &report->missed, *asked);
    }
    if (report->missed.len) qsort(report->missed.items, report->missed.len, sizeof *report->missed.items, by_count);
    if (report->found.len) qsort(report->found.items, report->found.len, sizeof *report->found.items, by_count);
    return true;
}
