/* Pairs are found by prefix filtering (Chaudhuri, Ganti, Kaushik 2006): two sets whose Jaccard similarity is at least t
 * share one of their rarest |A| - ceil(t |A|) + 1 members, so that only the texts under those few are compared. */
#include "text.h"

#include <math.h>
#include <stdlib.h>

enum {
    COMPARED_MOST = 2000, /* texts under one token; more say the same anyhow */
    TOKENS_MOST = 400     /* of a text: what is longer is told by its beginning */
};

typedef VEC(uint32_t) TokenVec;

typedef struct Sample {
    TokenVec tokens; /* rarest first, each once */
    Str fixed;       /* what must be the same, in the order of the text */
} Sample;

typedef struct Collector {
    Arena *arena;
    StrMap *numbers; /* of tokens */
    VEC(size_t) frequency;
    VEC(bool) denies; /* by number */
    Sample *sample;
    bool is_han; /* the text under way */
    Buffer fixed;
} Collector;

/* Words and characters that deny, folded. */
static bool denies(const Token *token)
{
    static const char *const words[] = {"不", "未", "无", "没", "勿", "not", "no", "without", "never", "cannot"};
    uint32_t c;
    Str word = token->class == CHAR_HAN ? str_slice(token->text, 0, utf8_decode(token->text, &c)) : token->text;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_is(word, words[i])) return true;
    return false;
}

static void fix(Collector *collector, Str word)
{
    buffer_add(&collector->fixed, word);
    buffer_add_char(&collector->fixed, ' ');
}

static size_t number_of(Collector *collector, const Token *token)
{
    size_t number;
    if (str_map_get(collector->numbers, token->text, &number)) return number;
    number = collector->frequency.len;
    str_map_set(collector->numbers, str_copy(collector->arena, token->text), number);
    VEC_PUSH(collector->arena, &collector->frequency, 0);
    VEC_PUSH(collector->arena, &collector->denies, denies(token));
    return number;
}

static int add_token(void *context, const Token *token)
{
    Collector *collector = context;
    if (token->is_whole) return 0;
    size_t number = number_of(collector, token);
    if (collector->denies.items[number])
        fix(collector, STR("!"));
    else if (token->class == CHAR_DIGIT || (token->class == CHAR_LETTER && collector->is_han))
        fix(collector, token->text);
    if (token->is_tail) return 0;
    if (collector->sample->tokens.len == TOKENS_MOST) return 1;
    for (size_t i = 0; i < collector->sample->tokens.len; i++)
        if (collector->sample->tokens.items[i] == number) return 0;
    collector->frequency.items[number]++;
    VEC_PUSH(collector->arena, &collector->sample->tokens, (uint32_t)number);
    return 0;
}

static int compare_tokens(uint32_t x, uint32_t y, const size_t *frequency)
{
    if (frequency[x] != frequency[y]) return frequency[x] < frequency[y] ? -1 : 1;
    return (x > y) - (x < y);
}

static int by_frequency(const void *a, const void *b, void *context)
{
    return compare_tokens(*(const uint32_t *)a, *(const uint32_t *)b, context);
}

static double jaccard(const TokenVec *a, const TokenVec *b, const size_t *frequency)
{
    size_t shared = 0, i = 0, j = 0;
    while (i < a->len && j < b->len) {
        int order = compare_tokens(a->items[i], b->items[j], frequency);
        shared += order == 0;
        i += order <= 0;
        j += order >= 0;
    }
    size_t all = a->len + b->len - shared;
    return all ? (double)shared / (double)all : 0;
}

static Sample *collect(Collector *collector, const Str *texts, size_t count)
{
    Sample *samples = ARENA_ARRAY(collector->arena, Sample, count + 1);
    collector->numbers = str_map_new(collector->arena);
    for (size_t i = 0; i < count; i++) {
        collector->sample = &samples[i];
        collector->is_han = text_is_han(texts[i]);
        tokens_each(texts[i], add_token, collector);
        samples[i].fixed = buffer_take(&collector->fixed, collector->arena);
    }
    for (size_t i = 0; i < count; i++)
        if (samples[i].tokens.len)
            qsort_r(samples[i].tokens.items, samples[i].tokens.len, sizeof(uint32_t), by_frequency,
                    collector->frequency.items);
    buffer_free(&collector->fixed);
    return samples;
}

static bool are_alike(const Sample *a, const Sample *b, double threshold, const size_t *frequency)
{
    return str_equal(a->fixed, b->fixed) && jaccard(&a->tokens, &b->tokens, frequency) >= threshold;
}

size_t *similar_find(Arena *arena, const Str *texts, size_t count, double threshold)
{
    Arena *scratch = arena_new();
    Collector collector = {.arena = scratch};
    const Sample *samples = collect(&collector, texts, count);
    const size_t *frequency = collector.frequency.items;
    TokenVec *under = ARENA_ARRAY(scratch, TokenVec, collector.frequency.len + 1);
    size_t *earlier = ARENA_ARRAY(arena, size_t, count + 1);
    for (size_t t = 0; t < count; t++) {
        const TokenVec *tokens = &samples[t].tokens;
        size_t prefix = tokens->len - (size_t)ceil(threshold * (double)tokens->len) + 1;
        earlier[t] = SIZE_MAX;
        for (size_t i = 0; i < prefix && i < tokens->len && earlier[t] == SIZE_MAX; i++) {
            const TokenVec *others = &under[tokens->items[i]];
            for (size_t o = 0; o < others->len && o < COMPARED_MOST && earlier[t] == SIZE_MAX; o++)
                if (are_alike(&samples[others->items[o]], &samples[t], threshold, frequency))
                    earlier[t] = others->items[o];
        }
        for (size_t i = 0; i < prefix && i < tokens->len && earlier[t] == SIZE_MAX; i++)
            VEC_PUSH(scratch, &under[tokens->items[i]], (uint32_t)t);
    }
    arena_free(scratch);
    return earlier;
}

double similar_share(Str a, Str b)
{
    Collector collector = {.arena = arena_new()};
    const Sample *samples = collect(&collector, (Str[]){a, b}, 2);
    double share = jaccard(&samples[0].tokens, &samples[1].tokens, collector.frequency.items);
    arena_free(collector.arena);
    return share;
}
