/* The first candidates in a better order. bm25 knows how rare the tokens are, and nothing of how much of the query an
 * entry covers, how much of its question the query is, or whether one of its sentences says it all. Measured in the
 * design, "search"; the sentence's part on its passages: MRR@10 .966 without, .973 with. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

static const double weight_bm25 = 1.0, weight_coverage = 1.0, weight_dice = 1.0; /* dice: of the nearest wording */
static const double weight_sentence = 0.5, weight_sentence_pairs = 1.0;          /* of the best sentence */
static const double weight_sequence = 0.5; /* the question says it in the same order */
static const double least_share = 0.15;    /* of the best score; what has less is noise */
enum { SENTENCE_TERMS_MOST = 256 /* of a query whose sentences are compared: a pasted log is no sentence */ };

/* Which of the query's terms and tokens a text has. */
typedef struct Seen {
    const Query *query;
    bool *terms, *tokens;
    size_t matches; /* that see() was told of */
} Seen;

static Seen seen_new(Arena *arena, const Query *query)
{
    return (Seen){query, ARENA_ARRAY(arena, bool, query->terms.len + 1),
                  ARENA_ARRAY(arena, bool, query->tokens.len + 1), 0};
}

static void seen_clear(Seen *seen)
{
    memset(seen->terms, 0, seen->query->terms.len);
    memset(seen->tokens, 0, seen->query->tokens.len);
}

static double share(double part, double whole)
{
    return whole > 0 ? part / whole : 0;
}

static double seen_parts(const bool *seen, const PartVec *parts)
{
    double weight = 0;
    for (size_t i = 0; i < parts->len; i++)
        if (seen[parts->items[i].place]) weight += parts->items[i].weight;
    return weight;
}

/* The part of the variant's terms that is seen, by weight. */
static double seen_share(const Seen *seen, const Variant *variant)
{
    return share(seen_parts(seen->terms, &variant->terms), variant->term_weight);
}

/* The weight of the variant's terms that are seen, each by its own weight. */
static double seen_weight(const Seen *seen, const Variant *variant)
{
    double weight = 0;
    for (size_t i = 0; i < variant->terms.len; i++) {
        uint32_t place = variant->terms.items[i].place;
        if (seen->terms[place]) weight += seen->query->terms.items[place].weight;
    }
    return weight;
}

static void see(void *context, const Match *match)
{
    Seen *seen = context;
    seen->matches++;
    if (match->term != NO_TERM) seen->terms[match->term] = true;
    if (match->token != NO_TERM) seen->tokens[match->token] = true;
}

/* Marks the terms that are in a packed set. */
static void see_set(Seen *seen, Str set)
{
    const Query *query = seen->query;
    uint32_t distance, number = 0;
    size_t at = 0; /* both ascend */
    while (packed_next(&set, &distance) && (number += distance) < query->numbers) {
        if (!(query->has_number[number / 64] >> number % 64 & 1)) continue;
        while (at < query->by_number.len && query->terms.items[query->by_number.items[at]].number < number) at++;
        if (at < query->by_number.len) seen->terms[query->by_number.items[at]] = true;
    }
}

/* ---- the first step: from what the index knows of each entry
 * ---------------------------------------------------------- */

typedef struct Ranker {
    SearchIndex *index;
    Arena *arena;
    const Query *query;
    Diagnostics *diagnostics;
    Ranking *ranking;
    Seen seen;
    double best_bm25;
    double (*parts)[VARIANTS_MOST + 2]; /* of each candidate: coverage and dice of each variant */
    Str *facets;                        /* of each candidate: a packed set */
} Ranker;

static void count_facets(const Ranker *ranker, Str set)
{
    uint32_t distance, number = 0;
    while (packed_next(&set, &distance))
        if ((number += distance) < ranker->index->facets.len) ranker->ranking->facet_counts[number]++;
}

static void score_sets(Ranker *ranker, Str packed, double *parts)
{
    const Query *query = ranker->query;
    Seen *seen = &ranker->seen;
    double dice[VARIANTS_MOST + 2] = {0};
    uint32_t weight;
    seen_clear(seen);
    see_set(seen, packed_next_set(&packed));
    for (size_t v = 0; v < query->variants.len; v++)
        parts[v] = weight_coverage * query->variants.items[v].part * seen_share(seen, &query->variants.items[v]);
    while (packed_next(&packed, &weight)) {
        seen_clear(seen);
        see_set(seen, packed_next_set(&packed));
        for (size_t v = 0; v < query->variants.len; v++) {
            const Variant *variant = &query->variants.items[v];
            double both = variant->full_weight + (double)weight / WEIGHT_PARTS;
            double mine = variant->part * share(2 * seen_weight(seen, variant), both);
            if (mine > dice[v]) dice[v] = mine;
        }
    }
    for (size_t v = 0; v < query->variants.len; v++) parts[v] += weight_dice * dice[v];
}

static double best_of(const double *parts, size_t count)
{
    double best = 0;
    for (size_t i = 0; i < count; i++)
        if (parts[i] > best) best = parts[i];
    return best;
}

static bool score(Ranker *ranker, Candidate *candidate, double *parts, Str *facets)
{
    Str packed;
    if (!ranking_read(ranker->index, ranker->arena, candidate->entry, &packed, ranker->diagnostics)) return false;
    if (packed.data) {
        *facets = packed_next_set(&packed);
        score_sets(ranker, packed, parts);
    }
    candidate->score =
        best_of(parts, ranker->query->variants.len) + weight_bm25 * share(candidate->bm25, ranker->best_bm25);
    return true;
}

/* ---- the second step: the texts of the first
 * -------------------------------------------------------------------------- */

typedef struct Sentences {
    Ranker *ranker;
    Seen question; /* what the question has belongs to each sentence */
    double best[VARIANTS_MOST + 2];
} Sentences;

/* The length of what ends a sentence at the beginning of a text: 。！？； or one of !?; or the end of a line; 0:
 * nothing. */
static size_t sentence_end(Str text)
{
    switch ((unsigned char)text.data[0]) {
    case '!':
    case '?':
    case ';':
    case '\n': return 1;
    case 0xE3: return str_starts(text, STR("。")) ? 3 : 0;
    case 0xEF: return str_starts(text, STR("！")) || str_starts(text, STR("？")) || str_starts(text, STR("；")) ? 3 : 0;
    default: return 0;
    }
}

static void offer_sentence(Sentences *sentences, Str text)
{
    Ranker *ranker = sentences->ranker;
    const Query *query = ranker->query;
    memcpy(ranker->seen.terms, sentences->question.terms, query->terms.len);
    memcpy(ranker->seen.tokens, sentences->question.tokens, query->tokens.len);
    size_t before = ranker->seen.matches;
    match_each(query, text, see, &ranker->seen);
    if (text.len && ranker->seen.matches == before) return; /* it adds nothing to the question, which was offered */
    for (size_t v = 0; v < query->variants.len; v++) {
        const Variant *variant = &query->variants.items[v];
        double mine =
            weight_sentence * seen_share(&ranker->seen, variant) +
            weight_sentence_pairs * share(seen_parts(ranker->seen.tokens, &variant->tokens), variant->token_weight);
        if (mine * variant->part > sentences->best[v]) sentences->best[v] = mine * variant->part;
    }
}

static void offer_sentences(Sentences *sentences, Str text)
{
    size_t from = 0;
    for (size_t at = 0; at < text.len;) {
        size_t end = sentence_end((Str){text.data + at, text.len - at});
        at += end ? end : 1;
        if (!end) continue;
        offer_sentence(sentences, str_slice(text, from, at));
        from = at;
    }
    if (from < text.len) offer_sentence(sentences, str_slice(text, from, text.len));
}

static void score_texts(Ranker *ranker, const EntryTexts *texts, Candidate *candidate, const double *parts)
{
    const Query *query = ranker->query;
    Sentences sentences = {.ranker = ranker, .question = seen_new(ranker->arena, query)};
    match_each(query, texts->question, see, &sentences.question);
    offer_sentence(&sentences, STR(""));
    for (size_t i = 0; i < texts->records.len; i++) {
        offer_sentences(&sentences, texts->records.items[i].cause);
        offer_sentences(&sentences, texts->records.items[i].solution);
    }
    offer_sentences(&sentences, texts->context);
    double all[VARIANTS_MOST + 2];
    for (size_t v = 0; v < query->variants.len; v++) {
        const Variant *variant = &query->variants.items[v];
        all[v] = parts[v] + sentences.best[v] +
                 weight_sequence * variant->part * sequence_share(variant->sequence, texts->question);
    }
    candidate->score = best_of(all, query->variants.len) + weight_bm25 * share(candidate->bm25, ranker->best_bm25);
}

/* ---- both
 * ------------------------------------------------------------------------------------------------------------- */

typedef struct Place {
    Candidate candidate;
    size_t at; /* in what was there before the sorting */
} Place;

static int by_score(const void *a, const void *b)
{
    const Candidate *x = &((const Place *)a)->candidate, *y = &((const Place *)b)->candidate;
    if (x->score != y->score) return x->score > y->score ? -1 : 1;
    return (x->entry > y->entry) - (x->entry < y->entry);
}

static bool rank_texts(Ranker *ranker, Place *places, size_t count)
{
    Ranking *ranking = ranker->ranking;
    EntryTexts *texts = ARENA_ARRAY(ranker->arena, EntryTexts, TEXTS_MOST);
    for (size_t i = 0; i < count; i++) {
        if (!texts_read(ranker->index, ranker->arena, places[i].candidate.entry, &texts[i], ranker->diagnostics))
            return false;
        if (ranker->query->terms.len <= SENTENCE_TERMS_MOST)
            score_texts(ranker, &texts[i], &places[i].candidate, ranker->parts[places[i].at]);
        places[i].at = i;
    }
    qsort(places, count, sizeof *places, by_score);
    for (size_t i = 0; i < count; i++) ranking->texts[i] = texts[places[i].at];
    ranking->texts_len = count;
    return true;
}

bool candidates_rank(SearchIndex *index, Arena *arena, const Query *query, CandidateVec *candidates, Ranking *ranking,
                     Diagnostics *diagnostics)
{
    *ranking = (Ranking){0};
    if (!index_load_facets(index, diagnostics)) return false;
    ranking->facet_counts = ARENA_ARRAY(arena, size_t, index->facets.len + 1);
    size_t count = candidates->len;
    if (!count) return true;
    Ranker ranker = {.index = index,
                     .arena = arena,
                     .query = query,
                     .diagnostics = diagnostics,
                     .ranking = ranking,
                     .seen = seen_new(arena, query),
                     .best_bm25 = candidates->items[0].bm25,
                     .parts = arena_alloc(arena, count * sizeof *ranker.parts),
                     .facets = ARENA_ARRAY(arena, Str, count)};
    Place *places = ARENA_ARRAY(arena, Place, count);
    for (size_t i = 0; i < count; i++) {
        if (!score(&ranker, &candidates->items[i], ranker.parts[i], &ranker.facets[i])) return false;
        places[i] = (Place){candidates->items[i], i};
    }
    qsort(places, count, sizeof *places, by_score);
    while (count > 1 && places[count - 1].candidate.score < places[0].candidate.score * least_share) count--;
    for (size_t i = 0; i < count; i++) count_facets(&ranker, ranker.facets[places[i].at]);
    if (!rank_texts(&ranker, places, count < TEXTS_MOST ? count : TEXTS_MOST)) return false;
    for (size_t i = 0; i < count; i++) VEC_PUSH(arena, &ranking->candidates, places[i].candidate);
    return true;
}

static double best_share(const Seen *seen)
{
    double best = 0;
    for (size_t v = 0; v < seen->query->variants.len; v++) {
        double mine = seen_share(seen, &seen->query->variants.items[v]);
        if (mine > best) best = mine;
    }
    return best;
}

double rank_coverage(Arena *arena, const Query *query, const Str *texts, double *each, size_t count)
{
    Seen one = seen_new(arena, query), all = seen_new(arena, query);
    for (size_t i = 0; i < count; i++) {
        seen_clear(&one);
        match_each(query, texts[i], see, &one);
        each[i] = texts[i].len ? best_share(&one) : -1;
        for (size_t t = 0; t < query->terms.len; t++) all.terms[t] |= one.terms[t];
    }
    return best_share(&all);
}
