/* From a symptom and a log to ranked causes. Each telling line of the log is looked up by itself: in a query of the
 * whole, the noise of the other lines would drown it. */
#include <stdlib.h>

#include "index/weight.h"
#include "internal.h"
#include "text/text.h"

enum {
    LOG_BYTES_MOST = 1024 * 1024, /* what follows is not read */
    LINE_BYTES_MOST = 1000,
    LINES_MOST = 12, /* that are looked up */
    HITS_PER_LOOK = 5,
    LINES_SHOWN = 3,
    WORDS_KEPT = 20000, /* whose weights are remembered */
};

static const double symptom_part = 0.6; /* what a symptom counts beside a line of a log, which is evidence */

typedef struct Line {
    Str text;
    double weight; /* of its most telling words */
    size_t order;
} Line;

typedef struct Weigher {
    SearchIndex *index;
    Arena *arena;
    Diagnostics *diagnostics;
    StrMap *weight_of; /* word → its place in weights; a log says the same words again and again */
    VEC(double) weights;
    double best[3]; /* of the line under way, descending */
    bool failed;
} Weigher;

/* A word's weight; 0 where no entry has it. */
static double weigh(Weigher *weigher, Str word)
{
    size_t at;
    if (str_map_get(weigher->weight_of, word, &at)) return weigher->weights.items[at];
    sqlite3_stmt *statement = statement_get(weigher->index, STATEMENT_TERM, weigher->diagnostics);
    if (!statement) {
        weigher->failed = true;
        return 0;
    }
    statement_bind(statement, 1, word);
    int result = sqlite3_step(statement);
    double weight = 0;
    if (result == SQLITE_ROW)
        weight = term_weight(word, (size_t)sqlite3_column_int64(statement, 1), weigher->index->entries);
    weigher->failed |= !statement_done(weigher->index, statement, result, weigher->diagnostics);
    if (weigher->weights.len >= WORDS_KEPT) return weight;
    str_map_set(weigher->weight_of, str_copy(weigher->arena, word), weigher->weights.len);
    VEC_PUSH(weigher->arena, &weigher->weights, weight);
    return weight;
}

static int weigh_token(void *context, const Token *token)
{
    Weigher *weigher = context;
    if (token->is_tail || (token->class == CHAR_DIGIT && token->text.len < 3)) return 0; /* times and counters */
    double weight = weigh(weigher, token->text);
    for (size_t i = 0; i < sizeof weigher->best / sizeof *weigher->best; i++)
        if (weight > weigher->best[i]) {
            double less = weigher->best[i];
            weigher->best[i] = weight;
            weight = less;
        }
    return weigher->failed;
}

static int most_telling_first(const void *a, const void *b)
{
    const Line *x = a, *y = b;
    if (x->weight != y->weight) return x->weight > y->weight ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

typedef VEC(Line) LineVec;

/* The lines that tell most; of lines that say the same, the first. */
static bool find_lines(SearchIndex *index, Arena *arena, Str log, LineVec *lines, Diagnostics *diagnostics)
{
    Weigher weigher = {.index = index, .arena = arena, .diagnostics = diagnostics, .weight_of = str_map_new(arena)};
    StrMap *seen = str_map_new(arena);
    Str line;
    log = str_slice(log, 0, LOG_BYTES_MOST);
    for (size_t order = 0; str_next(&log, '\n', &line) && !weigher.failed; order++) {
        line = str_slice(str_trim(line), 0, LINE_BYTES_MOST);
        if (!line.len) continue;
        for (size_t i = 0; i < sizeof weigher.best / sizeof *weigher.best; i++) weigher.best[i] = 0;
        tokens_each(line, weigh_token, &weigher);
        double weight = 0;
        for (size_t i = 0; i < sizeof weigher.best / sizeof *weigher.best; i++) weight += weigher.best[i];
        size_t known;
        Str key = str_format(arena, "%.6f", weight); /* repeated with other times, it weighs the same */
        if (weight <= 0 || str_map_get(seen, key, &known)) continue;
        str_map_set(seen, key, order);
        VEC_PUSH(arena, lines, ((Line){line, weight, order}));
    }
    if (lines->len) qsort(lines->items, lines->len, sizeof *lines->items, most_telling_first);
    if (lines->len > LINES_MOST) lines->len = LINES_MOST;
    return !weigher.failed;
}

/* ---- causes
 * ---------------------------------------------------------------------------------------------------------- */

typedef struct Gatherer {
    SearchIndex *index;
    Arena *arena;
    DiagnosisVec *diagnoses;
    StrMap *at; /* by record */
    Diagnostics *diagnostics;
} Gatherer;

static Diagnosis *diagnosis_of(Gatherer *gatherer, const SearchHit *hit, const SearchRecord *record)
{
    size_t at;
    if (!str_map_get(gatherer->at, record->id, &at)) {
        at = gatherer->diagnoses->len;
        Diagnosis mine = {.entry = hit->entry,
                          .question = hit->question,
                          .record = record->id,
                          .anchor = record->anchor,
                          .category = record->category,
                          .cause = record->cause,
                          .solution = record->solution,
                          .url = str_format(gatherer->arena, "%.*s#%.*s", STR_ARG(hit->url), STR_ARG(record->anchor))};
        str_map_set(gatherer->at, record->id, at);
        VEC_PUSH(gatherer->arena, gatherer->diagnoses, mine);
    }
    return &gatherer->diagnoses->items[at];
}

/* Adds what a query finds. `line`, if it has data, is quoted beside the causes. */
static bool gather(Gatherer *gatherer, Str query, double weight, Str line)
{
    SearchRequest request = {.query = query, .page = 1, .per_page = HITS_PER_LOOK};
    SearchResults results;
    if (!search_run(gatherer->index, gatherer->arena, &request, &results, gatherer->diagnostics)) return false;
    for (size_t i = 0; i < results.hits.len; i++) {
        const SearchHit *hit = &results.hits.items[i];
        double part = hit->score / results.hits.items[0].score / (double)(i + 1), most = 0;
        for (size_t r = 0; r < hit->records.len; r++)
            if (hit->records.items[r].score > most) most = hit->records.items[r].score;
        for (size_t r = 0; r < hit->records.len; r++) {
            const SearchRecord *record = &hit->records.items[r];
            Diagnosis *diagnosis = diagnosis_of(gatherer, hit, record);
            diagnosis->score += weight * part * (1 + record->score);
            bool is_told = record->score > 0.2 || (i == 0 && record->score * 2 >= most);
            if (line.data && diagnosis->lines.len < LINES_SHOWN && is_told)
                VEC_PUSH(gatherer->arena, &diagnosis->lines, line);
        }
    }
    return true;
}

static int likely_first(const void *a, const void *b)
{
    const Diagnosis *x = a, *y = b;
    if (x->score != y->score) return x->score > y->score ? -1 : 1;
    return str_compare(x->record, y->record);
}

bool search_diagnose(SearchIndex *index, Arena *arena, Str symptom, Str log, size_t most, DiagnosisVec *diagnoses,
                     Diagnostics *diagnostics)
{
    LineVec lines = {0};
    *diagnoses = (DiagnosisVec){0};
    search_begin(index);
    Gatherer gatherer = {
        .index = index, .arena = arena, .diagnoses = diagnoses, .at = str_map_new(arena), .diagnostics = diagnostics};
    if (!find_lines(index, arena, log, &lines, diagnostics)) return false;
    double told = lines.len ? symptom_part : 1;
    if (str_trim(symptom).len && !gather(&gatherer, symptom, told, STR_NONE)) return false;
    for (size_t i = 0; i < lines.len; i++)
        if (!gather(&gatherer, lines.items[i].text, lines.items[i].weight / lines.items[0].weight, lines.items[i].text))
            return false;
    if (diagnoses->len) qsort(diagnoses->items, diagnoses->len, sizeof *diagnoses->items, likely_first);
    if (diagnoses->len > most) diagnoses->len = most;
    return true;
}
