#include <string.h>

#include "internal.h"
#include "text/text.h"

/* Han characters and pairs of them are found by their code points; words by their texts. */
typedef struct Slot {
    uint64_t key; /* 0: free */
    uint32_t place;
} Slot;

struct MatchTable {
    Slot *slots; /* open addressing; a power of two of them, at most half full */
    size_t mask;
    StrMap *term_of_word, *token_of_word;
    bool begins[256]; /* bytes that a word of the query, as it may be written, begins with */
};

static uint64_t key_of(uint32_t first, uint32_t second, bool is_token)
{
    return (uint64_t)first << 32 | (uint64_t)second << 1 | is_token;
}

static size_t slot_of(const MatchTable *table, uint64_t key)
{
    return (size_t)((key * UINT64_C(0x9E3779B97F4A7C15)) >> 40) & table->mask;
}

static void put(MatchTable *table, uint64_t key, size_t place)
{
    size_t at = slot_of(table, key);
    while (table->slots[at].key && table->slots[at].key != key) at = (at + 1) & table->mask;
    table->slots[at] = (Slot){key, (uint32_t)place};
}

static uint32_t get(const MatchTable *table, uint64_t key)
{
    for (size_t at = slot_of(table, key); table->slots[at].key; at = (at + 1) & table->mask)
        if (table->slots[at].key == key) return table->slots[at].place;
    return NO_TERM;
}

/* The key of a text of one or two Han characters; 0 for any other. */
static uint64_t han_key(Str text, bool is_token)
{
    uint32_t first, second = 0;
    size_t len = utf8_decode(text, &first);
    if (!len || char_class(first) != CHAR_HAN) return 0;
    if (len < text.len && utf8_decode(str_slice(text, len, text.len), &second) + len != text.len) return 0;
    return key_of(first, second, is_token);
}

static void put_word(MatchTable *table, StrMap *words, Str word, size_t place)
{
    unsigned char first = (unsigned char)word.data[0];
    str_map_set(words, word, place);
    table->begins[first] = true;
    if (first >= 'a' && first <= 'z') table->begins[first - 'a' + 'A'] = true;
}

MatchTable *match_table_new(Arena *arena, const Query *query)
{
    MatchTable *table = ARENA_NEW(arena, MatchTable);
    size_t size = 64;
    while (size < 2 * (query->terms.len + query->tokens.len)) size *= 2;
    *table = (MatchTable){.slots = ARENA_ARRAY(arena, Slot, size),
                          .mask = size - 1,
                          .term_of_word = str_map_new(arena),
                          .token_of_word = str_map_new(arena)};
    for (size_t i = 0; i < query->terms.len; i++) {
        uint64_t key = han_key(query->terms.items[i].text, false);
        if (key)
            put(table, key, i);
        else
            put_word(table, table->term_of_word, query->terms.items[i].text, i);
    }
    for (size_t i = 0; i < query->tokens.len; i++) {
        uint64_t key = han_key(query->tokens.items[i].text, true);
        if (key)
            put(table, key, i);
        else
            put_word(table, table->token_of_word, query->tokens.items[i].text, i);
    }
    return table;
}

typedef struct Matcher {
    const MatchTable *table;
    MatchFunction *function;
    void *context;
    Str text;
    size_t offset; /* of the words under way in it */
    uint32_t last; /* the Han character before, 0: none */
    size_t last_start;
} Matcher;

static int give_word(void *context, const Token *token)
{
    const Matcher *matcher = context;
    size_t term, word;
    bool is_term = !token->is_whole && str_map_get(matcher->table->term_of_word, token->text, &term);
    bool is_token = str_map_get(matcher->table->token_of_word, token->text, &word);
    if (!is_term && !is_token) return 0;
    Match match = {matcher->offset + token->start, matcher->offset + token->end, is_term ? (uint32_t)term : NO_TERM,
                   is_token ? (uint32_t)word : NO_TERM};
    matcher->function(matcher->context, &match);
    return 0;
}

static void give_han(Matcher *matcher, uint32_t c, size_t start, size_t end)
{
    const MatchTable *table = matcher->table;
    uint32_t pair = matcher->last ? get(table, key_of(matcher->last, c, true)) : NO_TERM;
    uint32_t term = get(table, key_of(c, 0, false)), lone = get(table, key_of(c, 0, true));
    if (pair != NO_TERM) matcher->function(matcher->context, &(Match){matcher->last_start, end, NO_TERM, pair});
    if (term != NO_TERM || lone != NO_TERM) matcher->function(matcher->context, &(Match){start, end, term, lone});
    matcher->last = c;
    matcher->last_start = start;
}

/* Whether a stretch without Han may have one of the words: splitting it costs more than looking at its bytes. */
static bool may_have_word(const MatchTable *table, Str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (table->begins[(unsigned char)text.data[i]]) return true;
    return false;
}

static void give_words(Matcher *matcher, Str text, bool is_plain)
{
    matcher->offset = (size_t)(text.data - matcher->text.data);
    if (text.len && (!is_plain || may_have_word(matcher->table, text))) tokens_each(text, give_word, matcher);
}

void match_each(const Query *query, Str text, MatchFunction *function, void *context)
{
    Matcher matcher = {.table = query->table, .text = text, .function = function, .context = context};
    if (!text.len) return;
    size_t words = 0;     /* where what is not Han began */
    bool is_plain = true; /* since then, ASCII and punctuation alone */
    for (size_t at = 0; at < text.len;) {
        uint32_t c, folded[FOLD_MAX];
        size_t start = at;
        if ((unsigned char)text.data[at] < 0x80) {
            at++;
            matcher.last = 0;
            continue;
        }
        size_t len = utf8_decode((Str){text.data + at, text.len - at}, &c);
        CharClass class;
        unsigned count = len ? fold_class(c, folded, &class) : 0;
        at += len ? len : 1;
        if (len && !count) continue; /* it is as if it were not there */
        if (count != 1) class = CHAR_LETTER;
        if (class != CHAR_HAN) {
            matcher.last = 0;
            is_plain &= class == CHAR_OTHER;
            continue;
        }
        give_words(&matcher, (Str){text.data + words, start - words}, is_plain);
        give_han(&matcher, folded[0], start, at);
        words = at;
        is_plain = true;
    }
    give_words(&matcher, (Str){text.data + words, text.len - words}, is_plain);
}
