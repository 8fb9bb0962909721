#include <stdlib.h>

#include "index/weight.h"
#include "internal.h"
#include "text/text.h"

enum {
    QUERY_BYTES_MOST = 16 * 1024, /* of a pasted log; what follows is not read */
    WIDENED_TERMS_MOST = 128,     /* of a query that synonyms and corrections are put in: no log has them */
};

static const double synonym_part = 0.95; /* what counts of a match of words that are not the reader's own */

typedef struct Parser {
    SearchIndex *index;
    Arena *arena;
    Query *query;
    Diagnostics *diagnostics;
    bool failed;
    StrMap *term_at, *token_at;   /* in the query's */
    Variant *variant;             /* the one under way */
    StrMap *terms_in, *tokens_in; /* of the variant */
} Parser;

/* What the index has of a text: its number (NO_TERM: nothing), its weight, and its list where `list` is not NULL. */
static uint32_t look_up(Parser *parser, Str text, double *weight, Str *list)
{
    TermRow row;
    parser->failed |= !term_read(parser->index, parser->arena, text, &row, parser->diagnostics);
    *weight = term_weight(text, row.holders, parser->index->entries);
    if (list && row.number != NO_TERM) *list = row.list;
    return row.number;
}

static Str first_char(Str text)
{
    uint32_t c;
    return str_slice(text, 0, utf8_decode(text, &c));
}

/* The lists of all terms that begin with a text, into the token's. */
static void add_lists_from(Parser *parser, Str start, QueryToken *token)
{
    enum { LISTS_MOST = 4000 };
    sqlite3_stmt *statement = statement_get(parser->index, STATEMENT_TERMS_FROM, parser->diagnostics);
    if (!statement) {
        parser->failed = true;
        return;
    }
    statement_bind(statement, 1, start);
    int result;
    while ((result = sqlite3_step(statement)) == SQLITE_ROW && str_starts(statement_view(statement, 0), start) &&
           token->lists.len < LISTS_MOST)
        VEC_PUSH(parser->arena, &token->lists, statement_text(statement, 2, parser->arena));
    parser->failed |= !statement_done(parser->index, statement, result, parser->diagnostics);
}

static size_t find_term(Parser *parser, Str text)
{
    size_t at;
    if (str_map_get(parser->term_at, text, &at)) return at;
    QueryTerm term = {.text = str_copy(parser->arena, text)};
    term.number = look_up(parser, term.text, &term.weight, NULL);
    at = parser->query->terms.len;
    str_map_set(parser->term_at, term.text, at);
    VEC_PUSH(parser->arena, &parser->query->terms, term);
    return at;
}

static void add_term(Parser *parser, Str text)
{
    size_t at;
    if (str_map_get(parser->terms_in, text, &at)) return;
    at = find_term(parser, text);
    str_map_set(parser->terms_in, parser->query->terms.items[at].text, at);
    VEC_PUSH(parser->arena, &parser->variant->terms, ((Part){(uint32_t)at, parser->query->terms.items[at].weight}));
}

static size_t find_token(Parser *parser, const Token *token)
{
    size_t at;
    if (str_map_get(parser->token_at, token->text, &at)) return at;
    QueryToken mine = {.text = str_copy(parser->arena, token->text)};
    bool is_lone = token->class == CHAR_HAN && first_char(token->text).len == token->text.len;
    Str list = STR("");
    if (look_up(parser, mine.text, &mine.weight, &list) != NO_TERM || is_lone) {
        if (is_lone)
            add_lists_from(parser, mine.text, &mine);
        else
            VEC_PUSH(parser->arena, &mine.lists, list);
    }
    at = parser->query->tokens.len;
    str_map_set(parser->token_at, mine.text, at);
    VEC_PUSH(parser->arena, &parser->query->tokens, mine);
    return at;
}

static void add_token(Parser *parser, const Token *token)
{
    size_t at;
    if (str_map_get(parser->tokens_in, token->text, &at)) return;
    at = find_token(parser, token);
    str_map_set(parser->tokens_in, parser->query->tokens.items[at].text, at);
    VEC_PUSH(parser->arena, &parser->variant->tokens, ((Part){(uint32_t)at, parser->query->tokens.items[at].weight}));
}

static int take_token(void *context, const Token *token)
{
    Parser *parser = context;
    if (!token->is_whole) add_term(parser, token->class == CHAR_HAN ? first_char(token->text) : token->text);
    if (!token->is_tail) add_token(parser, token);
    return parser->failed;
}

static bool has_place(const PartVec *parts, uint32_t place)
{
    for (size_t i = 0; i < parts->len; i++)
        if (parts->items[i].place == place) return true;
    return false;
}

/* The weight of what the first has and the second has not. */
static double weight_beyond(const PartVec *parts, const PartVec *other)
{
    double weight = 0;
    for (size_t i = 0; i < parts->len; i++)
        if (!has_place(other, parts->items[i].place)) weight += parts->items[i].weight;
    return weight;
}

/* Makes what the variant has beyond the typed query weigh no more than what it stands for: 存取控制, of four
 * characters, for ACL, of one word. Returns the part that is left of its weight. */
static double balance(PartVec *parts, const PartVec *typed)
{
    double replaced = weight_beyond(typed, parts), put_in = weight_beyond(parts, typed);
    if (put_in <= replaced || replaced <= 0) return 1;
    for (size_t i = 0; i < parts->len; i++)
        if (!has_place(typed, parts->items[i].place)) parts->items[i].weight *= replaced / put_in;
    return replaced / put_in;
}

static double sum(const PartVec *parts)
{
    return weight_beyond(parts, &(PartVec){0});
}

static void add_variant(Parser *parser, Str text, double part)
{
    Query *query = parser->query;
    Variant variant = {.part = part};
    size_t known = query->tokens.len;
    parser->variant = &variant;
    variant.sequence = sequence_new(parser->arena, text);
    parser->terms_in = str_map_new(parser->arena);
    parser->tokens_in = str_map_new(parser->arena);
    tokens_each(text, take_token, parser);
    variant.full_weight = sum(&variant.terms);
    if (query->variants.len) {
        balance(&variant.terms, &query->variants.items[0].terms);
        part *= balance(&variant.tokens, &query->variants.items[0].tokens);
    }
    for (size_t i = known; i < query->tokens.len; i++) query->tokens.items[i].part = part;
    variant.term_weight = sum(&variant.terms);
    variant.token_weight = sum(&variant.tokens);
    VEC_PUSH(parser->arena, &query->variants, variant);
}

static int by_number(const void *a, const void *b, void *context)
{
    const Query *query = context;
    uint32_t x = query->terms.items[*(const uint32_t *)a].number, y = query->terms.items[*(const uint32_t *)b].number;
    return (x > y) - (x < y);
}

static void sort_terms(Parser *parser)
{
    Query *query = parser->query;
    for (size_t i = 0; i < query->terms.len; i++)
        if (query->terms.items[i].number != NO_TERM) VEC_PUSH(parser->arena, &query->by_number, (uint32_t)i);
    if (query->by_number.len)
        qsort_r(query->by_number.items, query->by_number.len, sizeof *query->by_number.items, by_number, query);
    if (query->by_number.len)
        query->numbers = query->terms.items[query->by_number.items[query->by_number.len - 1]].number + 1;
    query->has_number = ARENA_ARRAY(parser->arena, uint64_t, query->numbers / 64 + 1);
    for (size_t i = 0; i < query->by_number.len; i++) {
        uint32_t number = query->terms.items[query->by_number.items[i]].number;
        query->has_number[number / 64] |= UINT64_C(1) << number % 64;
    }
}

/* ---- correction of Latin words that no entry has ------------------------------------------------------------------
 */

typedef struct Corrector {
    Parser *parser;
    Str typed;
    Buffer corrected;
    size_t copied; /* bytes of typed */
    bool is_changed;
} Corrector;

static bool is_synonym(Str synonyms, Str word)
{
    Str line, term;
    while (str_next(&synonyms, '\n', &line))
        while (str_next(&line, '\t', &term))
            if (str_has(term, word)) return true;
    return false;
}

static bool is_known(Parser *parser, Str word)
{
    return parser->query->terms.items[find_term(parser, word)].number != NO_TERM;
}

static int correct_token(void *context, const Token *token)
{
    Corrector *corrector = context;
    Parser *parser = corrector->parser;
    if (token->class != CHAR_LETTER || token->is_whole || is_known(parser, token->text)) return parser->failed;
    if (is_synonym(parser->index->synonyms, token->text)) return 0;
    Str nearest, word = str_copy(parser->arena, token->text);
    if (!typo_correct(parser->index, parser->arena, word, &nearest, parser->diagnostics)) {
        parser->failed = true;
        return 1;
    }
    if (!nearest.len || token->start < corrector->copied) return 0;
    buffer_add(&corrector->corrected, str_slice(corrector->typed, corrector->copied, token->start));
    buffer_add(&corrector->corrected, nearest);
    corrector->copied = token->end;
    corrector->is_changed = true;
    return 0;
}

static void correct(Parser *parser, Str typed)
{
    Corrector corrector = {.parser = parser, .typed = typed};
    tokens_each(typed, correct_token, &corrector);
    buffer_add(&corrector.corrected, str_slice(typed, corrector.copied, typed.len));
    if (corrector.is_changed) parser->query->did_you_mean = buffer_take(&corrector.corrected, parser->arena);
    buffer_free(&corrector.corrected);
}

bool query_parse(SearchIndex *index, Arena *arena, Str typed, Query *query, Diagnostics *diagnostics)
{
    *query = (Query){.did_you_mean = STR_NONE};
    Parser parser = {.index = index,
                     .arena = arena,
                     .query = query,
                     .diagnostics = diagnostics,
                     .term_at = str_map_new(arena),
                     .token_at = str_map_new(arena)};
    typed = utf8_cut(typed, QUERY_BYTES_MOST);
    add_variant(&parser, typed, 1);
    if (query->terms.len <= WIDENED_TERMS_MOST) {
        correct(&parser, typed);
        Str meant = fold_text(arena, query->did_you_mean.data ? query->did_you_mean : typed);
        StrVec variants = synonym_variants(arena, index->synonyms, meant);
        for (size_t i = query->did_you_mean.data ? 0 : 1; i < variants.len; i++)
            add_variant(&parser, variants.items[i], i ? synonym_part : 1);
    }
    sort_terms(&parser);
    query->table = match_table_new(arena, query);
    return !parser.failed;
}

bool query_loosen(SearchIndex *index, Arena *arena, Query *query, Diagnostics *diagnostics)
{
    enum { WORD_START = 3 /* bytes that a word must share at its beginning */ };
    Parser parser = {.index = index, .arena = arena, .query = query, .diagnostics = diagnostics};
    query->is_loosened = true;
    query->tokens.len = 0;
    for (size_t v = 0; v < query->variants.len; v++)
        query->variants.items[v].tokens.len = 0, query->variants.items[v].token_weight = 0;
    for (size_t i = 0; i < query->terms.len; i++) {
        const QueryTerm *term = &query->terms.items[i];
        bool is_han = first_char(term->text).len == term->text.len && term->text.len > 1;
        QueryToken token = {.text = term->text, .weight = term->weight, .part = 1};
        Str start = term->text;
        do add_lists_from(&parser, start, &token);
        while (!is_han && !token.lists.len && --start.len >= WORD_START);
        if (token.lists.len) VEC_PUSH(arena, &query->tokens, token);
    }
    query->table = match_table_new(arena, query);
    return !parser.failed;
}
