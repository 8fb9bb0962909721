#include <stdlib.h>

#include "internal.h"
#include "text/text.h"

enum {
    QUERY_BYTES_MOST = 16 * 1024, /* of a pasted log; what follows is not read */
    TOKENS_MOST = 64,             /* in one FTS5 expression: the most telling ones */
    TOKENS_FEW = 3,
};
static const double common_share =
    0.2; /* a token that weighs less than this share of the best is left to the re-ranking */

typedef struct QueryToken {
    Str text;
    double weight;
    bool is_prefix; /* a lone Han character: it begins a bigram */
    size_t order;
} QueryToken;

typedef struct Parser {
    SearchIndex *index;
    Arena *arena;
    Query *query;
    Diagnostics *diagnostics;
    bool failed;
    StrMap *term_at; /* in known */
    QueryTermVec known;
    VEC(QueryToken) tokens;
    Variant *variant; /* the one under way */
    StrMap *in_variant;
} Parser;

static QueryTerm find_term(Parser *parser, Str text)
{
    size_t at;
    if (str_map_get(parser->term_at, text, &at)) return parser->known.items[at];
    QueryTerm term = {str_copy(parser->arena, text), UINT32_MAX, term_weight(0, parser->index->entries)};
    sqlite3_stmt *statement = statement_get(parser->index, STATEMENT_TERM, parser->diagnostics);
    if (!statement) {
        parser->failed = true;
        return term;
    }
    statement_bind(statement, 1, term.text);
    int result = sqlite3_step(statement);
    if (result == SQLITE_ROW) {
        term.number = (uint32_t)sqlite3_column_int64(statement, 0);
        term.weight = term_weight((size_t)sqlite3_column_int64(statement, 1), parser->index->entries);
    }
    parser->failed |= !statement_done(parser->index, statement, result, parser->diagnostics);
    str_map_set(parser->term_at, term.text, parser->known.len);
    VEC_PUSH(parser->arena, &parser->known, term);
    return term;
}

static Str first_char(Str text)
{
    uint32_t c;
    return str_slice(text, 0, utf8_decode(text, &c));
}

static void add_term(Parser *parser, Str text)
{
    size_t at;
    if (str_map_get(parser->in_variant, text, &at)) return;
    QueryTerm term = find_term(parser, text);
    str_map_set(parser->in_variant, term.text, 1);
    VEC_PUSH(parser->arena, &parser->variant->terms, term);
    parser->variant->weight += term.weight;
}

static void add_token(Parser *parser, const Token *token)
{
    size_t at;
    if (str_map_get(parser->query->tokens, token->text, &at)) return;
    Str text = str_copy(parser->arena, token->text), first = first_char(text);
    str_map_set(parser->query->tokens, text, 1);
    QueryToken mine = {.text = text, .order = parser->tokens.len};
    if (token->is_whole) {
        mine.weight = term_weight(0, parser->index->entries); /* whether any entry has it, FTS5 will see */
    } else if (token->class == CHAR_HAN) {
        QueryTerm one = find_term(parser, first);
        mine.is_prefix = first.len == text.len;
        QueryTerm two = mine.is_prefix ? one : find_term(parser, str_slice(text, first.len, text.len));
        if (mine.is_prefix) str_map_set(parser->query->lone, text, 1);
        if (one.number == UINT32_MAX || two.number == UINT32_MAX) return;
        mine.weight = mine.is_prefix ? one.weight : one.weight + two.weight;
    } else {
        QueryTerm word = find_term(parser, text);
        if (word.number == UINT32_MAX) return;
        mine.weight = word.weight;
    }
    VEC_PUSH(parser->arena, &parser->tokens, mine);
}

static int take_token(void *context, const Token *token)
{
    Parser *parser = context;
    if (!token->is_whole) add_term(parser, token->class == CHAR_HAN ? first_char(token->text) : token->text);
    if (!token->is_tail) add_token(parser, token);
    return parser->failed;
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = ((const QueryTerm *)a)->number, y = ((const QueryTerm *)b)->number;
    return (x > y) - (x < y);
}

static void add_variant(Parser *parser, Str text)
{
    Variant variant = {0};
    parser->variant = &variant;
    parser->in_variant = str_map_new(parser->arena);
    tokens_each(text, take_token, parser);
    if (variant.terms.len) qsort(variant.terms.items, variant.terms.len, sizeof *variant.terms.items, by_number);
    VEC_PUSH(parser->arena, &parser->query->variants, variant);
}

static int by_weight(const void *a, const void *b)
{
    const QueryToken *x = a, *y = b;
    if (x->weight != y->weight) return x->weight > y->weight ? -1 : 1;
    return x->order < y->order ? -1 : 1;
}

/* "a" OR "b" OR "c"*; a quote inside a token would be doubled, but tokens have none. */
static Str match_expression(Parser *parser)
{
    QueryToken *tokens = parser->tokens.items;
    size_t count = parser->tokens.len;
    if (!count) return STR("");
    qsort(tokens, count, sizeof *tokens, by_weight);
    Buffer match = {0};
    for (size_t i = 0; i < count && i < TOKENS_MOST; i++) {
        if (i >= TOKENS_FEW && tokens[i].weight < tokens[0].weight * common_share) break;
        buffer_printf(&match, "%s\"", i ? " OR " : "");
        for (size_t c = 0; c < tokens[i].text.len; c++) {
            if (tokens[i].text.data[c] == '"') buffer_add_char(&match, '"');
            buffer_add_char(&match, tokens[i].text.data[c]);
        }
        buffer_add_text(&match, tokens[i].is_prefix ? "\"*" : "\"");
    }
    Str expression = buffer_take(&match, parser->arena);
    buffer_free(&match);
    return expression;
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

static int correct_token(void *context, const Token *token)
{
    Corrector *corrector = context;
    Parser *parser = corrector->parser;
    if (token->class != CHAR_LETTER || token->is_whole || find_term(parser, token->text).number != UINT32_MAX)
        return parser->failed;
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

static Str cut(Str typed)
{
    if (typed.len <= QUERY_BYTES_MOST) return typed;
    size_t end = QUERY_BYTES_MOST;
    while (end > 0 && ((unsigned char)typed.data[end] & 0xC0) == 0x80) end--;
    return str_slice(typed, 0, end);
}

bool query_parse(SearchIndex *index, Arena *arena, Str typed, Query *query, Diagnostics *diagnostics)
{
    *query = (Query){.tokens = str_map_new(arena), .lone = str_map_new(arena), .did_you_mean = STR_NONE};
    Parser parser = {
        .index = index, .arena = arena, .query = query, .diagnostics = diagnostics, .term_at = str_map_new(arena)};
    typed = cut(typed);
    add_variant(&parser, typed);
    correct(&parser, typed);
    Str meant = fold_text(arena, query->did_you_mean.data ? query->did_you_mean : typed);
    StrVec variants = synonym_variants(arena, index->synonyms, meant);
    for (size_t i = query->did_you_mean.data ? 0 : 1; i < variants.len; i++) add_variant(&parser, variants.items[i]);
    query->match = match_expression(&parser);
    return !parser.failed;
}
