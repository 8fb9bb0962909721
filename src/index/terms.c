#include "terms.h"

#include <stdlib.h>

#include "packed.h"
#include "text/text.h"
#include "weight.h"

struct Terms {
    Arena *arena;
    StrMap *number_of;
    VEC(Term) all; /* a term's number is its place */
    uint32_t set;  /* the set under way */
    VEC(uint32_t) members;
    /* of terms_add() under way */
    uint32_t entry;
    unsigned weight;
    size_t tokens;
};

Terms *terms_new(Arena *arena)
{
    Terms *terms = ARENA_NEW(arena, Terms);
    *terms = (Terms){.arena = arena, .number_of = str_map_new(arena), .set = 1};
    return terms;
}

void terms_free(Terms *terms)
{
    for (size_t i = 0; i < terms->all.len; i++) buffer_free(&terms->all.items[i].list);
}

static uint32_t number_of(Terms *terms, Str text)
{
    size_t at;
    if (str_map_get(terms->number_of, text, &at)) return (uint32_t)at;
    Term term = {.text = str_copy(terms->arena, text)};
    str_map_set(terms->number_of, term.text, terms->all.len);
    VEC_PUSH(terms->arena, &terms->all, term);
    return (uint32_t)(terms->all.len - 1);
}

static void end_posting(Term *term)
{
    if (term->often)
        buffer_add_char(&term->list, (char)(term->often < POSTING_OFTEN_MOST ? term->often : POSTING_OFTEN_MOST));
    term->often = 0;
}

static void hold(Terms *terms, Term *term)
{
    if (term->last_held != terms->entry) term->entries++;
    term->last_held = terms->entry;
}

static void list(Terms *terms, Term *term)
{
    if (term->last_listed != terms->entry) {
        end_posting(term);
        packed_put(&term->list, terms->entry - term->last_listed);
        term->last_listed = terms->entry;
    }
    term->often += terms->weight;
}

static void put_in_set(Terms *terms, uint32_t number)
{
    Term *term = &terms->all.items[number];
    if (term->last_set != terms->set) VEC_PUSH(terms->arena, &terms->members, number);
    term->last_set = terms->set;
}

/* What is weighed: words, and the single characters of Han runs. A bigram gives its first; the tail gives the last. */
static Str weighed_part(const Token *token)
{
    uint32_t c;
    return token->class == CHAR_HAN ? str_slice(token->text, 0, utf8_decode(token->text, &c)) : token->text;
}

static int add_token(void *context, const Token *token)
{
    Terms *terms = context;
    uint32_t whole = number_of(terms, token->text);
    list(terms, &terms->all.items[whole]);
    Str part = weighed_part(token);
    if (token->is_whole || part.len < token->text.len) hold(terms, &terms->all.items[whole]);
    if (token->is_whole) return 0;
    terms->tokens += !token->is_tail;
    uint32_t number = part.len < token->text.len ? number_of(terms, part) : whole;
    hold(terms, &terms->all.items[number]);
    put_in_set(terms, number);
    return 0;
}

size_t terms_add(Terms *terms, uint32_t entry, Str text, unsigned weight)
{
    terms->entry = entry;
    terms->weight = weight;
    terms->tokens = 0;
    tokens_each(text, add_token, terms);
    return terms->tokens;
}

Str terms_take_set(Terms *terms, Arena *arena)
{
    Buffer packed = {0};
    packed_put_set(&packed, terms->members.items, terms->members.len);
    terms->members.len = 0;
    terms->set++;
    Str set = buffer_take(&packed, arena);
    buffer_free(&packed);
    return set;
}

static int add_known(void *context, const Token *token)
{
    Terms *terms = context;
    if (!token->is_whole) put_in_set(terms, number_of(terms, weighed_part(token)));
    return 0;
}

Str terms_set_of(Terms *terms, Arena *arena, Str text, size_t entries, double *weight)
{
    tokens_each(text, add_known, terms);
    for (size_t i = 0; weight && i < terms->members.len; i++) {
        const Term *term = &terms->all.items[terms->members.items[i]];
        *weight += term_weight(term->text, term->entries, entries);
    }
    return terms_take_set(terms, arena);
}

typedef struct Check {
    const Terms *terms;
    bool is_known;
} Check;

static int check(void *context, const Token *token)
{
    Check *mine = context;
    size_t number;
    mine->is_known = token->is_whole || str_map_get(mine->terms->number_of, weighed_part(token), &number);
    return !mine->is_known;
}

bool terms_know(const Terms *terms, Str text)
{
    Check mine = {terms, true};
    tokens_each(text, check, &mine);
    return mine.is_known;
}

size_t terms_count(const Terms *terms)
{
    return terms->all.len;
}

static int by_text(const void *a, const void *b, void *context)
{
    const Terms *terms = context;
    return str_compare(terms->all.items[*(const uint32_t *)a].text, terms->all.items[*(const uint32_t *)b].text);
}

const uint32_t *terms_sorted(Terms *terms, Arena *arena)
{
    uint32_t *numbers = ARENA_ARRAY(arena, uint32_t, terms->all.len + 1);
    for (size_t i = 0; i < terms->all.len; i++) numbers[i] = (uint32_t)i;
    qsort_r(numbers, terms->all.len, sizeof *numbers, by_text, terms);
    return numbers;
}

const Term *terms_get(Terms *terms, uint32_t number)
{
    Term *term = &terms->all.items[number];
    end_posting(term);
    return term;
}
