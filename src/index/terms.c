#include "terms.h"

#include <stdlib.h>

#include "han_pairs.h"
#include "packed.h"
#include "sort.h"
#include "text/text.h"
#include "weight.h"

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

struct Terms {
    Arena *arena;  /* which the terms are in, too */
    Arena *stored; /* for most of their postings; NULL: none is */
    Slot *slots;   /* open addressing; a power of two of them, at most half full */
    size_t capacity, filled;
    HanPairs pairs;
    uint32_t *of_han; /* the place of a single character below HAN_END, plus one; 0: not yet known */
    VEC(Term) all;    /* as they were counted, or taken */
    VEC(Last) last;
    size_t taken;     /* how many of them were */
    uint32_t *sorted; /* in the end: those that an entry has, by their numbers */
    uint32_t *number; /* of each, by its place */
    double *weights;  /* by number; 0: not yet known */
    size_t count;     /* how many */
    bool is_same;     /* whether those that were taken have the numbers that they had */
    uint32_t set;     /* the set under way */
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

Terms *terms_new(Arena *stored)
{
    Arena *arena = arena_new();
    Terms *terms = ARENA_NEW(arena, Terms);
    *terms = (Terms){.arena = arena,
                     .stored = stored,
                     .slots = ARENA_ARRAY(arena, Slot, SLOTS_FIRST),
                     .capacity = SLOTS_FIRST,
                     .pairs = han_pairs_new(arena),
                     .of_han = ARENA_ARRAY(arena, uint32_t, HAN_END),
                     .set = 1,
                     .entry = 1};
    return terms;
}

void terms_free(Terms *terms)
{
    if (!terms) return;
    buffer_free(&terms->wordings);
    arena_free(terms->arena);
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
    VEC_PUSH(terms->arena, &terms->all, ((Term){.text = str_copy(terms->arena, text)}));
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

static const Term *term_of(const Terms *terms, Str text)
{
    uint32_t characters = han_pair_of(text);
    const HanPair *pair = characters ? han_pairs_find(&terms->pairs, characters) : NULL;
    if (pair) return pair->characters ? &terms->all.items[pair->place] : NULL;
    const Slot *slot = find(terms, text, str_map_hash(text));
    return slot->place ? &terms->all.items[slot->place - 1] : NULL;
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

/* What is weighed: words, and the single characters of Han runs. A bigram gives its first; the tail gives the last. */
static Str weighed_part(const Token *token)
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
    count_part(terms, second ? place_of(terms, weighed_part(token)) : whole);
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

uint32_t terms_take(Terms *terms, Str text, uint32_t entries)
{
    uint32_t place = place_of(terms, text);
    terms->all.items[place].entries = entries;
    terms->taken = terms->all.len;
    return place;
}

Term *terms_counted_as(Terms *terms, uint32_t place)
{
    return &terms->all.items[place];
}

Str terms_end_entry(Terms *terms, Arena *arena, uint32_t entry)
{
    for (size_t i = 0; i < terms->counted.len; i++) {
        Counted counted = terms->counted.items[i];
        Term *term = &terms->all.items[counted.place];
        term->entries++;
        if (counted.is_in_set) VEC_PUSH(terms->arena, &terms->members, counted.place);
        if (counted.often) postings_add(terms->arena, terms->stored, &term->postings, entry, counted.often);
    }
    terms->counted.len = 0;
    terms->entry++;
    buffer_clear(&terms->wordings);
    Buffer packed = {0};
    put_list(terms, &packed);
    Str list = buffer_take(&packed, arena);
    buffer_free(&packed);
    return list;
}

typedef struct Check {
    const Terms *terms;
    bool is_known;
} Check;

static int check(void *context, const Token *token)
{
    Check *mine = context;
    const Term *term = term_of(mine->terms, weighed_part(token));
    mine->is_known = token->is_whole || (term && term->entries);
    return !mine->is_known;
}

bool terms_know(const Terms *terms, Str text)
{
    Check mine = {terms, true};
    tokens_each(text, check, &mine);
    return mine.is_known;
}

static Str text_of(const void *context, uint32_t number)
{
    const Terms *terms = context;
    return terms->all.items[number].text;
}

/* Those that entries have, in byte order of their texts. */
static void sort_terms(Terms *terms)
{
    terms->sorted = ARENA_ARRAY(terms->arena, uint32_t, terms->all.len + 1);
    terms->count = 0;
    for (size_t i = 0; i < terms->all.len; i++)
        if (terms->all.items[i].entries) terms->sorted[terms->count++] = (uint32_t)i;
    sort_by_text(terms->sorted, terms->count, text_of, terms);
}

void terms_end(Terms *terms)
{
    sort_terms(terms);
    terms->is_same = true;
    terms->number = ARENA_ARRAY(terms->arena, uint32_t, terms->all.len + 1);
    terms->weights = ARENA_ARRAY(terms->arena, double, terms->count + 1);
    for (size_t number = 0; number < terms->count; number++) {
        uint32_t place = terms->sorted[number];
        terms->number[place] = (uint32_t)number;
        terms->is_same &= place >= terms->taken || place == number;
    }
}

size_t terms_count(const Terms *terms)
{
    return terms->count;
}

const Term *terms_get(const Terms *terms, uint32_t number)
{
    return &terms->all.items[terms->sorted[number]];
}

Str terms_list(const Terms *terms, const Term *term, Arena *arena)
{
    return postings_list(&term->postings, terms->stored, arena);
}

void terms_put_set(Terms *terms, Buffer *out, Str *lists, bool is_taken)
{
    Str list = packed_next_set(lists);
    if (is_taken && terms->is_same) {
        buffer_add_packed(out, list.len);
        buffer_add(out, list);
        return;
    }
    terms->members.len = 0;
    for (uint32_t place = 0, next; packed_next(&list, &next);) {
        place = is_taken ? place + next : next;
        if (place < terms->all.len) VEC_PUSH(terms->arena, &terms->members, terms->number[place]);
    }
    if (is_taken) /* in the order of their texts, as before */
        packed_put_sorted(out, terms->members.items, terms->members.len);
    else
        packed_put_set(out, terms->members.items, terms->members.len);
}

double terms_weigh(Terms *terms, Str set, size_t entries)
{
    double weight = 0;
    Str numbers = packed_next_set(&set);
    for (uint32_t number = 0, distance; packed_next(&numbers, &distance);) {
        number += distance;
        if (number >= terms->count) break; /* of an index before that was damaged */
        if (terms->weights[number] == 0) {
            const Term *term = terms_get(terms, number);
            terms->weights[number] = term_weight(term->text, term->entries, entries);
        }
        weight += terms->weights[number];
    }
    return weight;
}
