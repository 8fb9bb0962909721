#include <math.h>
#include <xxhash.h>

#include "plan.h"
#include "text/text.h"

/* Words that are in more entries tell nothing of kinship; looking all of them up would cost more than it gives. */
enum { HOLDERS_MOST = 150, WORDS_MOST = 24 };

typedef VEC(uint32_t) NumberVec;
typedef struct Finder {
    Arena *arena;
    TokenNumbers numbers; /* of words */
    VEC(NumberVec) words; /* the entries that have each; of too many, one more than that */
    uint32_t entry;
    NumberVec read;      /* words of the entry under way */
    NumberVec *words_of; /* by entry */
} Finder;

static int add_word(void *context, const Token *token)
{
    Finder *finder = context;
    if (token->is_whole || token->is_tail || (token->class != CHAR_HAN && token->text.len < 2)) return 0;
    size_t at = token_number(&finder->numbers, token);
    if (at == finder->words.len) VEC_PUSH(finder->arena, &finder->words, (NumberVec){0});
    NumberVec *holders = &finder->words.items[at];
    if (holders->len > HOLDERS_MOST || (holders->len && holders->items[holders->len - 1] == finder->entry)) return 0;
    VEC_PUSH(finder->arena, holders, finder->entry);
    VEC_PUSH(finder->arena, &finder->read, (uint32_t)at);
    return 0;
}

/* Of the entry under way, in no more room than they need. */
static void keep_words(Finder *finder)
{
    const NumberVec *read = &finder->read;
    void *words = arena_copy(finder->arena, read->items, read->len * sizeof *read->items);
    finder->words_of[finder->entry] = (NumberVec){words, read->len, read->len};
    finder->read.len = 0;
}

typedef struct Scored {
    uint32_t entry;
    float score;
} Scored;

static bool is_better(const Scored *x, const Scored *y)
{
    return x->score != y->score ? x->score > y->score : x->entry < y->entry;
}

static bool is_among_best(const Scored best[RELATED_MOST], size_t count, Scored found)
{
    return count < RELATED_MOST || is_better(&found, &best[count - 1]);
}

/* Puts one among the best found so far; returns how many there are. */
static size_t keep_best(Scored best[RELATED_MOST], size_t count, Scored found)
{
    size_t at = count < RELATED_MOST ? count : count - 1;
    for (; at > 0 && is_better(&found, &best[at - 1]); at--) best[at] = best[at - 1];
    best[at] = found;
    return count < RELATED_MOST ? count + 1 : count;
}

static bool are_translations(const Content *content, size_t one, size_t other)
{
    if (!content->has_translations) return false; /* without a look at entries, which lie here and there */
    const Entry *a = content->entries.items[one], *b = content->entries.items[other];
    return a->original == b || b->original == a || (a->original && a->original == b->original);
}

/* Adds up what the entry shares with each other; `scores` is all zero before and after. */
static void relate(const Finder *finder, const Content *content, uint32_t entry, float *scores, uint32_t *found,
                   Related *related)
{
    size_t count = 0, read = 0;
    const NumberVec *words = &finder->words_of[entry];
    for (size_t i = 0; i < words->len && read < WORDS_MOST; i++) {
        const NumberVec *holders = &finder->words.items[words->items[i]];
        if (holders->len < 2 || holders->len > HOLDERS_MOST) continue;
        read++;
        float weight = logf((float)content->entries.len / (float)holders->len) + 0.1f;
        for (size_t h = 0; h < holders->len; h++) {
            uint32_t other = holders->items[h];
            if (other == entry) continue;
            if (scores[other] == 0) found[count++] = other;
            scores[other] += weight;
        }
    }
    Scored best[RELATED_MOST] = {0};
    for (size_t i = 0; i < count; i++) {
        Scored other = {found[i], scores[found[i]]};
        scores[found[i]] = 0;
        if (is_among_best(best, related->count, other) && !are_translations(content, entry, other.entry))
            related->count = (uint32_t)keep_best(best, related->count, other);
    }
    for (size_t i = 0; i < related->count; i++) related->entries[i] = best[i].entry;
}

static void read_words(Finder *finder, const Entry *entry, size_t number)
{
    finder->entry = (uint32_t)number;
    tokens_each(entry->question, add_word, finder);
    for (size_t t = 0; t < entry->tags.len; t++) tokens_each(entry->tags.items[t], add_word, finder);
    if (entry->record_count) tokens_each(entry_cause(entry, 0).text, add_word, finder);
    keep_words(finder);
}

/* What is compared of an entry, behind what is of those before it. */
static uint64_t hash_entry(uint64_t before, Buffer *parts, const Entry *entry)
{
    buffer_clear(parts);
    buffer_add_measured(parts, entry->question);
    for (size_t t = 0; t < entry->tags.len; t++) buffer_add_measured(parts, entry->tags.items[t]);
    buffer_add_measured(parts, entry->record_count ? entry_cause(entry, 0).text : STR_NONE);
    buffer_add_measured(parts, entry->original ? entry->original->id : STR_NONE);
    return XXH3_64bits_withSeed(parts->data, parts->len, before);
}

/* Through all entries: for a hash of them, for a finder that reads their words, or for both; either may be NULL. */
static void walk(const Content *content, uint64_t *hash, Finder *finder)
{
    Buffer parts = {0};
    for (size_t i = 0; i < content->entries.len; i++) {
        content_rest(content, i);
        const Entry *entry = content->entries.items[i];
        if (hash) *hash = hash_entry(*hash, &parts, entry);
        if (finder) read_words(finder, entry, i);
    }
    buffer_free(&parts);
}

const Related *related_find(Arena *arena, const Content *content, Compared *kept)
{
    size_t count = content->entries.len;
    Arena *scratch = arena_new();
    Finder finder = {
        .arena = scratch, .numbers = token_numbers(scratch), .words_of = ARENA_ARRAY(scratch, NumberVec, count + 1)};
    uint64_t hash = 0;
    walk(content, &hash, kept->hash ? NULL : &finder);
    hash |= 1; /* never 0 */
    if (kept->hash == hash && kept->count == count * RELATED_NUMBERS) {
        arena_free(scratch);
        return (const Related *)kept->numbers;
    }
    if (kept->hash) walk(content, NULL, &finder);
    Related *related = ARENA_ARRAY(arena, Related, count + 1);
    float *scores = ARENA_ARRAY(scratch, float, count + 1);
    uint32_t *found = ARENA_ARRAY(scratch, uint32_t, count + 1);
    for (size_t i = 0; i < count; i++) relate(&finder, content, (uint32_t)i, scores, found, &related[i]);
    arena_free(scratch);
    *kept = (Compared){hash, (const uint32_t *)related, count * RELATED_NUMBERS};
    return related;
}
