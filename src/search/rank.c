/* The first candidates in a better order: bm25 knows how rare the tokens are, and nothing of how much of the query an
 * entry covers and how much of its question the query is. Measured in the design, "search". */
#include <stdlib.h>

#include "internal.h"

static const double weight_bm25 = 1.0, weight_coverage = 1.0, weight_dice = 1.0;
static const double least_share = 0.15; /* of the best score; what has less is noise */

/* The weight of the variant's terms that are in the packed set. Both ascend. */
static double shared_weight(const Variant *variant, Str packed)
{
    double weight = 0;
    uint32_t number = 0;
    size_t at = 0;
    while (at < variant->terms.len && terms_next(&packed, &number)) {
        while (at < variant->terms.len && variant->terms.items[at].number < number) at++;
        if (at < variant->terms.len && variant->terms.items[at].number == number)
            weight += variant->terms.items[at].weight;
    }
    return weight;
}

static double share(double part, double whole)
{
    return whole > 0 ? part / whole : 0;
}

static bool score(SearchIndex *index, const Query *query, Candidate *candidate, double best_bm25,
                  Diagnostics *diagnostics)
{
    double coverage[VARIANTS_MOST + 2] = {0}, dice[VARIANTS_MOST + 2] = {0}, best = 0;
    sqlite3_stmt *entry = statement_get(index, STATEMENT_ENTRY_TERMS, diagnostics);
    sqlite3_stmt *wordings = entry ? statement_get(index, STATEMENT_WORDINGS, diagnostics) : NULL;
    if (!wordings) return false;
    sqlite3_bind_int64(entry, 1, candidate->number);
    int result = sqlite3_step(entry);
    for (size_t v = 0; result == SQLITE_ROW && v < query->variants.len; v++)
        coverage[v] =
            share(shared_weight(&query->variants.items[v], statement_view(entry, 0)), query->variants.items[v].weight);
    if (!statement_done(index, entry, result, diagnostics)) return false;
    sqlite3_bind_int64(wordings, 1, candidate->number);
    while ((result = sqlite3_step(wordings)) == SQLITE_ROW)
        for (size_t v = 0; v < query->variants.len; v++) {
            const Variant *variant = &query->variants.items[v];
            double both = variant->weight + sqlite3_column_double(wordings, 1);
            double mine = share(2 * shared_weight(variant, statement_view(wordings, 0)), both);
            if (mine > dice[v]) dice[v] = mine;
        }
    for (size_t v = 0; v < query->variants.len; v++) {
        double mine = weight_coverage * coverage[v] + weight_dice * dice[v];
        if (mine > best) best = mine;
    }
    candidate->score = best + weight_bm25 * share(candidate->bm25, best_bm25);
    return statement_done(index, wordings, result, diagnostics);
}

static int by_score(const void *a, const void *b)
{
    const Candidate *x = a, *y = b;
    if (x->score != y->score) return x->score > y->score ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

bool candidates_rank(SearchIndex *index, Arena *arena, const Query *query, CandidateVec *candidates,
                     Diagnostics *diagnostics)
{
    (void)arena;
    if (!candidates->len) return true;
    double best = candidates->items[0].bm25;
    for (size_t i = 0; i < candidates->len; i++)
        if (!score(index, query, &candidates->items[i], best, diagnostics)) return false;
    qsort(candidates->items, candidates->len, sizeof *candidates->items, by_score);
    while (candidates->len > 1 &&
           candidates->items[candidates->len - 1].score < candidates->items[0].score * least_share)
        candidates->len--;
    return true;
}

typedef struct Cover {
    const QueryTermVec *terms;
    bool *seen;
    double weight;
} Cover;

static void cover_term(void *context, Str text)
{
    Cover *cover = context;
    for (size_t i = 0; i < cover->terms->len; i++) {
        if (cover->seen[i] || !str_equal(cover->terms->items[i].text, text)) continue;
        cover->seen[i] = true;
        cover->weight += cover->terms->items[i].weight;
    }
}

double rank_coverage(Arena *arena, const Query *query, Str text)
{
    double best = 0;
    for (size_t v = 0; v < query->variants.len; v++) {
        const Variant *variant = &query->variants.items[v];
        Cover cover = {&variant->terms, ARENA_ARRAY(arena, bool, variant->terms.len + 1), 0};
        terms_each(text, cover_term, &cover);
        if (share(cover.weight, variant->weight) > best) best = share(cover.weight, variant->weight);
    }
    return best;
}
