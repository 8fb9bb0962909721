#include "terms.h"

#include <stdlib.h>

#include "han_pairs.h"
#include "packed.h"
#include "postings.h"
#include "sort.h"

enum { SLOTS_FIRST = 1024 };

/* A term of the entry under way. */
typedef struct Counted {
    uint32_t place; /* among all terms */
    uint32_t often; /* weighted by column, in halves; 0: it has no posting */
    bool is_in_set;
} Counted;

/* What the text of a term that is no pair is told by, mostly without a look at it; and its place plus one, 0: none. */
typedef struct Slot {
    uint64_t hash;
    uint32_t len, place;
} Slot;

/* Where a term that is no pair was counted last, by its place: what each token asks, apart from what few do. */
typedef struct Last {
    uint32_t entry, number; /* of which it was the `number`th */
    uint32_t set;           /* of a way to ask */
} Last;

/* While it is counted. */
typedef struct Counting {
    Str text;
    uint32_t entries;
    Postings postings;
} Counting;

struct Terms {
    Arena *kept, *arena; /* the second: of the run under way, all that follows */
    size_t run_size;
    TermRuns runs;
    Slot *slots; /* open addressing; a power of two of them, at most half full */
    size_t capacity, filled;
    HanPairs pairs;
    uint32_t *of_han; /* the place of a single character below HAN_END, plus one; 0: not yet known */
    VEC(Counting) all;
    VEC(Last) last;
    uint32_t set; /* the set under way */
    VEC(uint32_t) members;
    /* of the entry under way */
    uint32_t entry;
    VEC(Counted) counted;
    Buffer wordings;
    /* of terms_add() under way */
    unsigned weight;
    bool is_wording;
    size_t tokens;
    HanPairVec pairs_met;
};

static void start_run(Terms *terms, uint32_t entry)
{
    Arena *arena = terms->arena;
    *terms = (Terms){.kept = terms->kept,
                     .arena = arena,
                     .run_size = terms->run_size,
                     .runs = terms->runs,
                     .slots = ARENA_ARRAY(arena, Slot, SLOTS_FIRST),
                     .capacity = SLOTS_FIRST,
                     .pairs = han_pairs_new(arena),
                     .of_han = ARENA_ARRAY(arena, uint32_t, HAN_END),
                     .set = 1,
                     .entry = entry,
                     .wordings = terms->wordings};
}

Terms *terms_new(Arena *kept, size_t run_size)
{
    Terms *terms = memory_alloc(sizeof *terms);
    *terms = (Terms){.kept = kept, .arena = arena_new(), .run_size = run_size};
    start_run(terms, 1);
    return terms;
}

void terms_free(Terms *terms)
{
    if (!terms) return;
    buffer_free(&terms->wordings);
    arena_free(terms->arena);
    free(terms);
}

/* The slot of a text, or the free one that it would have. */
static Slot *find(const Terms *terms, Str text, uint64_t hash)
{
    for (size_t i = hash;; i++) {
        Slot *slot = &terms->slots[i & (terms->capacity - 1)];
        if (!slot->place) return slot;
        if (slot->hash != hash || slot->len != text.len) continue;
        if (text.len <= STR_MAP_KEY_IN_HASH) return slot;
        if (memcmp(terms->all.items[slot->place - 1].text.data, text.data, text.len) == 0) return slot;
    }
}

static void grow(Terms *terms)
{
    Slot *old = terms->slots;
    size_t capacity = terms->capacity;
    terms->capacity *= 2;
    terms->slots = ARENA_ARRAY(terms->arena, Slot, terms->capacity);
    for (size_t i = 0; i < capacity; i++) {
        size_t at = old[i].hash & (terms->capacity - 1);
        if (!old[i].place) continue;
        while (terms->slots[at].place) at = (at + 1) & (terms->capacity - 1);
        terms->slots[at] = old[i];
    }
    arena_give_back(terms->arena, old, capacity * sizeof *old);
}

static uint32_t new_term(Terms *terms, Str text)
{
    VEC_PUSH(terms->arena, &terms->all, ((Counting){.text = str_copy(terms->arena, text)}));
    VEC_PUSH(terms->arena, &terms->last, (Last){0});
    return (uint32_t)(terms->all.len - 1);
}

/* A pair among all terms; a new one where it is not yet. */
static HanPair *pair_of(Terms *terms, uint32_t characters)
{
    HanPair *pair = han_pairs_find(&terms->pairs, characters);
    if (pair->characters) return pair;
    char text[8];
    size_t len = utf8_put(text, characters >> 16);
    len += utf8_put(text + len, characters & 0xFFFF);
    uint32_t place = new_term(terms, (Str){text, len});
    han_pairs_add(&terms->pairs, terms->arena, pair, (HanPair){characters, place, 0, 0});
    return han_pairs_find(&terms->pairs, characters);
}

/* The place of a term among all; a new one where it has none. */
static uint32_t place_of(Terms *terms, Str text)
{
    uint32_t characters = han_pair_of(text);
    if (characters) return pair_of(terms, characters)->place;
    uint64_t hash = str_map_hash(text);
    Slot *slot = find(terms, text, hash);
    if (slot->place) return slot->place - 1;
    uint32_t place = new_term(terms, text);
    *slot = (Slot){hash, (uint32_t)text.len, place + 1};
    if (++terms->filled * 2 > terms->capacity) grow(terms);
    return place;
}

/* What is counted of a term in the entry under way. */
static Counted *count(Terms *terms, uint32_t place)
{
    Last *last = &terms->last.items[place];
    if (last->entry != terms->entry) {
        last->entry = terms->entry;
        last->number = (uint32_t)terms->counted.len;
        VEC_PUSH(terms->arena, &terms->counted, ((Counted){.place = place}));
    }
    return &terms->counted.items[last->number];
}

static void put_in_set(Terms *terms, uint32_t place)
{
    Last *last = &terms->last.items[place];
    if (last->set != terms->set) VEC_PUSH(terms->arena, &terms->members, place);
    last->set = terms->set;
}

static uint32_t place_of_character(Terms *terms, uint32_t c)
{
    if (!terms->of_han[c]) {
        char text[4];
        terms->of_han[c] = place_of(terms, (Str){text, utf8_put(text, c)}) + 1;
    }
    return terms->of_han[c] - 1;
}

/* A bigram gives its first; the tail gives the last. */
Str term_weighed(const Token *token)
{
    uint32_t c;
    return token->class == CHAR_HAN ? str_slice(token->text, 0, utf8_decode(token->text, &c)) : token->text;
}

static void count_part(Terms *terms, uint32_t place)
{
    count(terms, place)->is_in_set = true;
    if (terms->is_wording) put_in_set(terms, place);
}

static int add_token(void *context, const Token *token)
{
    Terms *terms = context;
    uint32_t first = token->han[0], second = token->han[1];
    bool is_character = first && !second && first < HAN_END;
    uint32_t whole = is_character ? place_of_character(terms, first) : place_of(terms, token->text);
    count(terms, whole)->often += terms->weight;
    if (token->is_whole) return 0;
    terms->tokens += !token->is_tail;
    count_part(terms, second ? place_of(terms, term_weighed(token)) : whole);
    return 0;
}

static void count_pair(Terms *terms, uint32_t characters)
{
    HanPair *pair = pair_of(terms, characters);
    if (pair->entry != terms->entry) {
        pair->entry = terms->entry;
        pair->number = (uint32_t)terms->counted.len;
        VEC_PUSH(terms->arena, &terms->counted, ((Counted){.place = pair->place}));
    }
    terms->counted.items[pair->number].often += terms->weight;
    count_part(terms, place_of_character(terms, characters >> 16));
}

/* The table is larger than a processor's cache: what comes soon is fetched meanwhile. */
static void count_pairs(Terms *terms)
{
    enum { AHEAD = 8 };
    const uint32_t *met = terms->pairs_met.items;
    size_t len = terms->pairs_met.len;
    for (size_t i = 0; i < len; i++) {
        if (i + AHEAD < len) __builtin_prefetch(&terms->pairs.slots[han_pair_slot(&terms->pairs, met[i + AHEAD])], 1);
        count_pair(terms, met[i]);
    }
    terms->tokens += len;
    terms->pairs_met.len = 0;
}

size_t terms_add(Terms *terms, Str text, unsigned weight)
{
    terms->weight = weight;
    terms->tokens = 0;
    tokens_each_but_pairs(text, add_token, terms, terms->arena, &terms->pairs_met);
    count_pairs(terms);
    return terms->tokens;
}

static void put_list(Terms *terms, Buffer *out)
{
    packed_put_list(out, terms->members.items, terms->members.len);
    terms->members.len = 0;
    terms->set++;
}

size_t terms_add_wording(Terms *terms, Str text, unsigned weight)
{
    terms->is_wording = true;
    size_t tokens = terms_add(terms, text, weight);
    terms->is_wording = false;
    put_list(terms, &terms->wordings);
    return tokens;
}

Str terms_wordings(const Terms *terms)
{
    return buffer_str(&terms->wordings);
}

static Str text_of(const void *context, uint32_t place)
{
    const Terms *terms = context;
    return terms->all.items[place].text;
}

char *term_start(Term *term, Str text, uint32_t entries, size_t list_len)
{
    *term = (Term){.entries = entries, .text_len = (uint32_t)text.len, .list_len = (uint32_t)list_len};
    memcpy(term->bytes, text.data, text.len);
    term->bytes[text.len] = '\0';
    return term->bytes + text.len + 1;
}

static void add_block(Arena *kept, StrVec *blocks, Buffer *block)
{
    VEC_PUSH(kept, blocks, ((Str){arena_copy(kept, block->data, block->len), block->len}));
    buffer_clear(block);
}

static void put_term(Buffer *block, const Counting *counting, size_t size)
{
    buffer_reserve(block, size);
    Term *term = (Term *)(void *)(block->data + block->len); /* sizes of terms keep it aligned */
    postings_copy(&counting->postings, term_start(term, counting->text, counting->entries, counting->postings.len));
    term->last_entry = counting->postings.last_entry;
    block->len += size;
}

/* All that was counted, in byte order of the texts. */
static void end_run(Terms *terms)
{
    enum { BLOCK = 16 * 1024 /* bytes */ };
    size_t count = terms->all.len;
    if (!count) return;
    uint32_t *places = arena_take(terms->kept, count * sizeof *places);
    TermRun run = {.places = places, .count = count, .last_entry = terms->entry - 1};
    Buffer block = {0};
    for (size_t i = 0; i < count; i++) places[i] = (uint32_t)i;
    sort_by_text(places, count, text_of, terms);
    for (size_t i = 0; i < count; i++) {
        const Counting *counting = &terms->all.items[places[i]];
        size_t size = term_size(counting->text.len, counting->postings.len);
        if (block.len && block.len + size > BLOCK) add_block(terms->kept, &run.blocks, &block);
        put_term(&block, counting, size);
    }
    add_block(terms->kept, &run.blocks, &block);
    buffer_free(&block);
    VEC_PUSH(terms->kept, &terms->runs, run);
}

Str terms_end_entry(Terms *terms, uint32_t entry)
{
    for (size_t i = 0; i < terms->counted.len; i++) {
        Counted counted = terms->counted.items[i];
        Counting *counting = &terms->all.items[counted.place];
        counting->entries++;
        if (counted.is_in_set) VEC_PUSH(terms->arena, &terms->members, counted.place);
        if (counted.often) postings_add(terms->arena, &counting->postings, entry, counted.often);
    }
    terms->counted.len = 0;
    terms->entry = entry + 1;
    buffer_clear(&terms->wordings);
    Buffer packed = {0};
    put_list(terms, &packed);
    Str list = buffer_take(&packed, terms->kept);
    buffer_free(&packed);
    if (arena_size(terms->arena) > terms->run_size) {
        end_run(terms);
        arena_reset(terms->arena);
        start_run(terms, entry + 1);
    }
    return list;
}

TermRuns terms_end(Terms *terms)
{
    end_run(terms);
    TermRuns runs = terms->runs;
    terms_free(terms);
    return runs;
}
