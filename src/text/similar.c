/* Pairs are found by prefix filtering (Chaudhuri, Ganti, Kaushik 2006): two sets whose Jaccard similarity is at least t
 * share one of their rarest |A| - ceil(t |A|) + 1 members, so that only the texts under those few are compared. */
#include <math.h>

#include "text.h"

enum {
    COMPARED_MOST = 2000, /* texts under one token; more say the same anyhow */
    TOKENS_MOST = 400     /* of a text: what is longer is told by its beginning */
};

typedef VEC(uint32_t) TokenVec;

typedef struct Sample {
    uint32_t *tokens; /* by their ranks: rarest first, each once */
    uint32_t count;
    uint32_t fixed; /* the number of what must be the same, in the order of the text */
} Sample;

typedef struct Collector {
    Arena *arena;
    TokenNumbers numbers;
    VEC(size_t) frequency;
    VEC(bool) denies; /* by number */
    StrMap *fixed_numbers;
    size_t fixed_count;
    TokenVec tokens; /* of the text under way */
    bool is_han;     /* the text under way */
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

static uint32_t number_of_fixed(Collector *collector)
{
    size_t number;
    Str fixed = buffer_str(&collector->fixed);
    if (!str_map_get(collector->fixed_numbers, fixed, &number)) {
        number = collector->fixed_count++;
        str_map_set(collector->fixed_numbers, str_copy(collector->arena, fixed), number);
    }
    buffer_clear(&collector->fixed);
    return (uint32_t)number;
}

static size_t number_of(Collector *collector, const Token *token)
{
    size_t number = token_number(&collector->numbers, token);
    if (number < collector->frequency.len) return number;
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
    if (collector->tokens.len == TOKENS_MOST) return 1;
    for (size_t i = 0; i < collector->tokens.len; i++)
        if (collector->tokens.items[i] == number) return 0;
    collector->frequency.items[number]++;
    VEC_PUSH(collector->arena, &collector->tokens, (uint32_t)number);
    return 0;
}

static double jaccard(const Sample *a, const Sample *b)
{
    size_t shared = 0, i = 0, j = 0;
    while (i < a->count && j < b->count) {
        uint32_t x = a->tokens[i], y = b->tokens[j];
        shared += x == y;
        i += x <= y;
        j += x >= y;
    }
    size_t all = (size_t)a->count + b->count - shared;
    return all ? (double)shared / (double)all : 0;
}

/* The place of each token among all, the rarest first, by its number. */
static uint32_t *ranks_of(const Collector *collector, size_t texts)
{
    size_t tokens = collector->frequency.len, *starts = ARENA_ARRAY(collector->arena, size_t, texts + 2);
    uint32_t *ranks = ARENA_ARRAY(collector->arena, uint32_t, tokens + 1);
    for (size_t i = 0; i < tokens; i++) starts[collector->frequency.items[i] + 1]++;
    for (size_t i = 0; i < texts + 1; i++) starts[i + 1] += starts[i];
    for (size_t i = 0; i < tokens; i++) ranks[i] = (uint32_t)starts[collector->frequency.items[i]]++;
    return ranks;
}

/* A text's tokens, by their ranks and in that order. */
static void rank(uint32_t *tokens, size_t count, const uint32_t *ranks)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t mine = ranks[tokens[i]];
        size_t at = i;
        for (; at > 0 && tokens[at - 1] > mine; at--) tokens[at] = tokens[at - 1];
        tokens[at] = mine;
    }
}

static Sample *collect(Collector *collector, SimilarText *text, const void *context, size_t count)
{
    Sample *samples = ARENA_ARRAY(collector->arena, Sample, count + 1);
    collector->numbers = token_numbers(collector->arena);
    collector->fixed_numbers = str_map_new(collector->arena);
    for (size_t i = 0; i < count; i++) {
        Str each = text(context, i);
        collector->is_han = text_is_han(each);
        tokens_each(each, add_token, collector);
        uint32_t *tokens =
            arena_copy(collector->arena, collector->tokens.items, collector->tokens.len * sizeof *tokens);
        samples[i] = (Sample){tokens, (uint32_t)collector->tokens.len, number_of_fixed(collector)};
        collector->tokens.len = 0;
    }
    const uint32_t *ranks = ranks_of(collector, count);
    for (size_t i = 0; i < count; i++) rank(samples[i].tokens, samples[i].count, ranks);
    buffer_free(&collector->fixed);
    return samples;
}

/* The texts of one group after the other (`starts` says where each begins), those of a group in their order. */
static size_t *group_by_fixed(const Collector *collector, const Sample *samples, size_t count, size_t *starts)
{
    size_t *order = ARENA_ARRAY(collector->arena, size_t, count + 1);
    size_t *next = ARENA_ARRAY(collector->arena, size_t, collector->fixed_count + 1);
    for (size_t t = 0; t < count; t++) starts[samples[t].fixed + 1]++;
    for (size_t g = 0; g < collector->fixed_count; g++) starts[g + 1] += starts[g];
    for (size_t t = 0; t < count; t++) order[starts[samples[t].fixed] + next[samples[t].fixed]++] = t;
    return order;
}

/* How many of the rarest tokens of a text those that are like it share one of. */
static size_t prefix_of(const Sample *sample, double threshold)
{
    size_t prefix = sample->count - (size_t)ceil(threshold * (double)sample->count) + 1;
    return prefix < sample->count ? prefix : sample->count;
}

/* Finds the earlier ones within a group; `under` is empty before and after. */
static void find_in_group(const Collector *collector, const Sample *samples, const size_t *texts, size_t count,
                          double threshold, TokenVec *under, size_t *earlier)
{
    for (size_t n = 0; n < count; n++) {
        size_t text = texts[n];
        const Sample *sample = &samples[text];
        size_t prefix = prefix_of(sample, threshold);
        for (size_t i = 0; i < prefix && earlier[text] == SIZE_MAX; i++) {
            const TokenVec *others = &under[sample->tokens[i]];
            for (size_t o = 0; o < others->len && o < COMPARED_MOST && earlier[text] == SIZE_MAX; o++)
                if (jaccard(&samples[others->items[o]], sample) >= threshold) earlier[text] = others->items[o];
        }
        for (size_t i = 0; i < prefix && earlier[text] == SIZE_MAX; i++)
            VEC_PUSH(collector->arena, &under[sample->tokens[i]], (uint32_t)text);
    }
    for (size_t n = 0; n < count; n++)
        for (size_t i = 0; i < samples[texts[n]].count; i++) under[samples[texts[n]].tokens[i]].len = 0;
}

size_t *similar_find(Arena *arena, SimilarText *text, const void *context, size_t count, double threshold)
{
    Collector collector = {.arena = arena_new()};
    const Sample *samples = collect(&collector, text, context, count);
    TokenVec *under = ARENA_ARRAY(collector.arena, TokenVec, collector.frequency.len + 1);
    size_t *starts = ARENA_ARRAY(collector.arena, size_t, collector.fixed_count + 1);
    const size_t *order = group_by_fixed(&collector, samples, count, starts);
    size_t *earlier = ARENA_ARRAY(arena, size_t, count + 1);
    for (size_t t = 0; t < count; t++) earlier[t] = SIZE_MAX;
    for (size_t g = 0; g < collector.fixed_count; g++)
        find_in_group(&collector, samples, order + starts[g], starts[g + 1] - starts[g], threshold, under, earlier);
    arena_free(collector.arena);
    return earlier;
}

static Str item(const void *texts, size_t index)
{
    return ((const Str *)texts)[index];
}

double similar_share(Str a, Str b)
{
    Collector collector = {.arena = arena_new()};
    const Sample *samples = collect(&collector, item, (Str[]){a, b}, 2);
    double share = jaccard(&samples[0], &samples[1]);
    arena_free(collector.arena);
    return share;
}
