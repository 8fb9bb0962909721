/* Near-duplicate questions: the same words and numbers, and almost the same Han text. Pairs are found by prefix
 * filtering (Chaudhuri, Ganti, Kaushik 2006): two sets whose Jaccard similarity is at least t share one of their rarest
 * |A| - ceil(t |A|) + 1 members, so that only the questions under those few are compared. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"
#include "text/text.h"

typedef VEC(uint32_t) TokenVec;

typedef struct Question {
    const Entry *entry;
    TokenVec tokens; /* of the folded question, rarest first, each once */
    Str words;       /* its words and numbers: those of near-duplicates are the same */
} Question;

typedef struct Collector {
    Arena *arena;
    StrMap *numbers; /* of tokens */
    VEC(size_t) frequency;
    Question *question;
    Buffer words;
} Collector;

static int add_token(void *context, const Token *token)
{
    Collector *collector = context;
    if (token->is_tail || token->is_whole) return 0;
    if (token->class != CHAR_HAN) {
        buffer_add(&collector->words, token->text);
        buffer_add_char(&collector->words, ' ');
    }
    size_t number;
    if (!str_map_get(collector->numbers, token->text, &number)) {
        number = collector->frequency.len;
        str_map_set(collector->numbers, str_copy(collector->arena, token->text), number);
        VEC_PUSH(collector->arena, &collector->frequency, 0);
    }
    for (size_t i = 0; i < collector->question->tokens.len; i++)
        if (collector->question->tokens.items[i] == number) return 0;
    collector->frequency.items[number]++;
    VEC_PUSH(collector->arena, &collector->question->tokens, (uint32_t)number);
    return 0;
}

static int by_frequency(const void *a, const void *b, void *context)
{
    const size_t *frequency = context;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    if (frequency[x] != frequency[y]) return frequency[x] < frequency[y] ? -1 : 1;
    return (x > y) - (x < y);
}

static double jaccard(const TokenVec *a, const TokenVec *b, const size_t *frequency)
{
    size_t shared = 0, i = 0, j = 0;
    while (i < a->len && j < b->len) {
        uint32_t x = a->items[i], y = b->items[j];
        int order = by_frequency(&x, &y, (void *)(uintptr_t)frequency);
        shared += order == 0;
        i += order <= 0;
        j += order >= 0;
    }
    size_t all = a->len + b->len - shared;
    return all ? (double)shared / (double)all : 0;
}

static Question *collect(Lint *lint, Collector *collector)
{
    size_t count = lint->content->entries.len;
    Question *questions = ARENA_ARRAY(lint->arena, Question, count + 1);
    for (size_t i = 0; i < count; i++) {
        questions[i].entry = lint->content->entries.items[i];
        collector->question = &questions[i];
        tokens_each(questions[i].entry->question, add_token, collector);
        questions[i].words = buffer_take(&collector->words, lint->arena);
    }
    for (size_t i = 0; i < count; i++)
        if (questions[i].tokens.len)
            qsort_r(questions[i].tokens.items, questions[i].tokens.len, sizeof(uint32_t), by_frequency,
                    collector->frequency.items);
    return questions;
}

enum { COMPARED_MOST = 2000 }; /* questions under one token; more say the same anyhow */

void lint_similar(Lint *lint)
{
    Collector collector = {.arena = lint->arena, .numbers = str_map_new(lint->arena)};
    Question *questions = collect(lint, &collector);
    size_t *frequency = collector.frequency.items;
    IntVec *under = ARENA_ARRAY(lint->arena, IntVec, collector.frequency.len + 1);
    double threshold = (double)lint_limit(lint, "near-duplicate") / 100.0;
    for (size_t q = 0; q < lint->content->entries.len; q++) {
        const TokenVec *tokens = &questions[q].tokens;
        size_t prefix = tokens->len - (size_t)ceil(threshold * (double)tokens->len) + 1;
        const Question *twin = NULL;
        for (size_t i = 0; i < prefix && i < tokens->len; i++) {
            IntVec *others = &under[tokens->items[i]];
            for (size_t o = 0; o < others->len && o < COMPARED_MOST && !twin; o++) {
                const Question *other = &questions[others->items[o]];
                if (str_equal(other->words, questions[q].words) &&
                    jaccard(&other->tokens, tokens, frequency) >= threshold)
                    twin = other;
            }
            VEC_PUSH(lint->arena, others, (int)q);
        }
        if (twin)
            lint_find(lint, "near-duplicate", questions[q].entry->path, questions[q].entry->line, 0,
                      "almost the question of %.*s:%d ('%.*s'): join them, or make one an alias of the other",
                      STR_ARG(twin->entry->path), twin->entry->line, STR_ARG(twin->entry->question));
    }
    buffer_free(&collector.words);
}
