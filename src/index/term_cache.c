#include "term_cache.h"

#include "packed.h"

/* The contents: for each entry an Item, its terms, and its ways to ask; then the texts of the terms, NUL-terminated;
 * then a Tail. A term of an entry is a number: its own, how often it is counted, and whether it is in the set. A way to
 * ask is how many terms it has, then their numbers. */
typedef struct Item {
    uint64_t hash;
    uint32_t tokens, terms, wordings; /* the second and third: how many numbers */
    uint32_t unused;
} Item;
typedef struct Tail {
    uint64_t items, texts; /* bytes of the items; how many texts */
} Tail;
enum { OFTEN_BITS = 8, NUMBER_MOST = 1 << (31 - OFTEN_BITS) };

static uint32_t pack(Counted counted)
{
    uint32_t often = counted.often < POSTING_OFTEN_MOST ? counted.often : POSTING_OFTEN_MOST;
    return (counted.number << OFTEN_BITS | often) << 1 | counted.is_in_set;
}

static Counted unpack(uint32_t packed)
{
    return (Counted){packed >> (OFTEN_BITS + 1), packed >> 1 & POSTING_OFTEN_MOST, packed & 1};
}

struct TermCache {
    Terms *terms;
    /* as it was */
    StrMap *at;          /* by the bytes of a hash: the address of an entry's Item */
    Str *texts;          /* of the terms, by their numbers then */
    uint32_t *number_of; /* theirs now, plus one; 0: not yet known */
    size_t text_count;
    /* as it is */
    CacheWriter *writer;
    Buffer packed;         /* of one entry */
    VEC(uint32_t) numbers; /* of one way to ask */
    Arena *arena;
    Tail tail;
    bool has_news;
};

static const char kind[] = "terms";

static bool take_texts(Arena *arena, TermCache *cache, Str rest, uint64_t count)
{
    if (count > rest.len) return false;
    cache->texts = ARENA_ARRAY(arena, Str, count + 1);
    cache->number_of = ARENA_ARRAY(arena, uint32_t, count + 1);
    for (cache->text_count = 0; cache->text_count < count; cache->text_count++)
        if (!str_next(&rest, '\0', &cache->texts[cache->text_count])) return false;
    return true;
}

static void take_items(TermCache *cache, Str rest)
{
    Item item;
    for (const char *start = rest.data; str_take(&rest, &item, sizeof item); start = rest.data) {
        size_t len = ((size_t)item.terms + item.wordings) * sizeof(uint32_t);
        if (len > rest.len) return;
        str_map_set(cache->at, (Str){start, sizeof item.hash}, (size_t)start);
        rest = (Str){rest.data + len, rest.len - len};
    }
}

static void take_all(Arena *arena, TermCache *cache, Str contents)
{
    Tail tail;
    Str items = contents, end = str_slice(contents, contents.len - sizeof tail, contents.len);
    if (contents.len < sizeof tail || !str_take(&end, &tail, sizeof tail)) return;
    items.len -= sizeof tail;
    if (tail.items > items.len) return;
    if (take_texts(arena, cache, str_slice(items, tail.items, items.len), tail.texts))
        take_items(cache, str_slice(items, 0, tail.items));
}

TermCache *term_cache_open(Arena *arena, Arena *kept, const CacheFile *file, Terms *terms)
{
    TermCache *cache = ARENA_NEW(arena, TermCache);
    *cache = (TermCache){.terms = terms, .at = str_map_new(arena), .arena = arena};
    Str contents;
    if (cache_read(kept, file, kind, &contents)) take_all(arena, cache, contents);
    cache->writer = cache_start(file, kind);
    return cache;
}

static uint32_t number_now(TermCache *cache, uint32_t before)
{
    if (!cache->number_of[before]) cache->number_of[before] = terms_number(cache->terms, cache->texts[before]) + 1;
    return cache->number_of[before] - 1;
}

static uint32_t number_at(const char *numbers, size_t at)
{
    uint32_t number;
    memcpy(&number, numbers + at * sizeof number, sizeof number);
    return number;
}

static void count_terms(TermCache *cache, const char *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        Counted counted = unpack(number_at(numbers, i));
        if (counted.number >= cache->text_count) continue;
        counted.number = number_now(cache, counted.number);
        terms_add_counted(cache->terms, counted);
    }
}

static void count_wordings(TermCache *cache, const char *numbers, size_t count)
{
    for (size_t at = 0; at < count;) {
        size_t end = at + 1 + number_at(numbers, at);
        cache->numbers.len = 0;
        for (at++; at < end && at < count; at++) {
            uint32_t number = number_at(numbers, at);
            if (number < cache->text_count) VEC_PUSH(cache->arena, &cache->numbers, number_now(cache, number));
        }
        terms_add_known_wording(cache->terms, cache->numbers.items, cache->numbers.len);
    }
}

bool term_cache_count(TermCache *cache, uint64_t hash, size_t *tokens)
{
    size_t at;
    Item item;
    if (!str_map_get(cache->at, (Str){(const char *)&hash, sizeof hash}, &at)) {
        cache->has_news = true;
        return false;
    }
    memcpy(&item, (const char *)at, sizeof item);
    const char *numbers = (const char *)at + sizeof item;
    count_terms(cache, numbers, item.terms);
    count_wordings(cache, numbers + item.terms * sizeof(uint32_t), item.wordings);
    *tokens = item.tokens;
    return true;
}

static void put_number(TermCache *cache, uint32_t number)
{
    buffer_add(&cache->packed, (Str){(const char *)&number, sizeof number});
}

static uint32_t keep_wordings(TermCache *cache)
{
    size_t before = cache->packed.len;
    for (Str wordings = terms_wordings(cache->terms); wordings.len;) {
        Str set = packed_next_set(&wordings);
        size_t head = cache->packed.len;
        uint32_t count = 0, number = 0, distance;
        for (put_number(cache, 0); packed_next(&set, &distance); count++) put_number(cache, number += distance);
        memcpy(cache->packed.data + head, &count, sizeof count);
    }
    return (uint32_t)((cache->packed.len - before) / sizeof(uint32_t));
}

void term_cache_keep(TermCache *cache, uint64_t hash, size_t tokens)
{
    const CountedVec *counted = terms_counted(cache->terms);
    Item item = {.hash = hash, .tokens = (uint32_t)tokens, .terms = (uint32_t)counted->len};
    buffer_clear(&cache->packed);
    buffer_add(&cache->packed, (Str){(const char *)&item, sizeof item});
    buffer_reserve(&cache->packed, counted->len * sizeof(uint32_t));
    for (size_t i = 0; i < counted->len; i++) put_number(cache, pack(counted->items[i]));
    item.wordings = keep_wordings(cache);
    memcpy(cache->packed.data, &item, sizeof item);
    cache_put(cache->writer, cache->packed.data, cache->packed.len);
    cache->tail.items += cache->packed.len;
}

void term_cache_end(TermCache *cache)
{
    if (!cache->has_news || terms_count(cache->terms) > NUMBER_MOST) return; /* term_cache_free() drops it */
    cache->tail.texts = terms_count(cache->terms);
    for (uint32_t i = 0; i < cache->tail.texts; i++) {
        Str text = terms_get(cache->terms, i)->text;
        cache_put(cache->writer, text.data, text.len + 1); /* with its NUL: str_copy() made it */
    }
    cache_put(cache->writer, &cache->tail, sizeof cache->tail);
    cache_end(cache->writer);
    cache->writer = NULL;
}

void term_cache_free(TermCache *cache)
{
    if (!cache) return;
    cache_abandon(cache->writer);
    buffer_free(&cache->packed);
}
