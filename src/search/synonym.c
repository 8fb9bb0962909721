#include <string.h>

#include "internal.h"
#include "text/text.h"

/* Han terms match anywhere; words only where no other letter or digit adjoins: "ike" is not in "strike". */
static bool is_word_char(Str text, size_t at)
{
    if (at >= text.len) return false;
    uint32_t c;
    if (!utf8_decode(str_slice(text, at, text.len), &c)) return false;
    CharClass class = char_class(c);
    return class == CHAR_LETTER || class == CHAR_DIGIT;
}

static size_t char_before(Str text, size_t at)
{
    return at ? utf8_before(text, at) : text.len;
}

static ptrdiff_t find_term(Str text, Str term)
{
    for (size_t from = 0; from < text.len;) {
        ptrdiff_t found = str_find(str_slice(text, from, text.len), term);
        if (found < 0) return -1;
        size_t at = from + (size_t)found, end = at + term.len;
        bool joins_before = is_word_char(text, at) && is_word_char(text, char_before(text, at));
        bool joins_after = is_word_char(text, char_before(text, end)) && is_word_char(text, end);
        if (!joins_before && !joins_after) return (ptrdiff_t)at;
        from = at + 1;
    }
    return -1;
}

/* A space goes between only where two words would become one: Han characters stay neighbours, as they are written. */
static Str replaced(Arena *arena, Str text, size_t at, size_t len, Str with)
{
    Str before = str_slice(text, 0, at), after = str_slice(text, at + len, text.len);
    bool has_word_before = at > 0 && is_word_char(text, char_before(text, at)) && is_word_char(with, 0);
    bool has_word_after = is_word_char(with, char_before(with, with.len)) && is_word_char(after, 0);
    return str_format(arena, "%.*s%s%.*s%s%.*s", STR_ARG(before), has_word_before ? " " : "", STR_ARG(with),
                      has_word_after ? " " : "", STR_ARG(after));
}

/* The longest term of the group that the text has: 連接埠 and not 連接. */
static ptrdiff_t find_in_group(Str text, Str group, Str *longest)
{
    ptrdiff_t at = -1;
    Str term;
    *longest = STR_NONE;
    while (str_next(&group, '\t', &term)) {
        ptrdiff_t found = term.len > longest->len ? find_term(text, term) : -1;
        if (found < 0) continue;
        at = found;
        *longest = term;
    }
    return at;
}

/* phase-1 is phase 1: joiners between words are spaces here. The query as typed stays beside its variants. */
static Str without_joiners(Arena *arena, Str text)
{
    Buffer spaced = {0};
    for (size_t i = 0; i < text.len; i++)
        buffer_add_char(&spaced, strchr("-_/", text.data[i]) && text.data[i] ? ' ' : text.data[i]);
    Str result = buffer_take(&spaced, arena);
    buffer_free(&spaced);
    return result;
}

StrVec synonym_variants(Arena *arena, Str synonyms, Str folded)
{
    StrVec variants = {0};
    synonyms = without_joiners(arena, synonyms);
    folded = without_joiners(arena, folded);
    VEC_PUSH(arena, &variants, folded);
    Str group, term, other;
    while (variants.len < VARIANTS_MOST && str_next(&synonyms, '\n', &group)) {
        ptrdiff_t at = find_in_group(folded, group, &term);
        if (at < 0) continue;
        size_t before = variants.len;
        for (Str rest = group; str_next(&rest, '\t', &other);) {
            if (str_equal(other, term)) continue;
            for (size_t i = 0; i < before && variants.len < VARIANTS_MOST; i++) {
                ptrdiff_t place = find_term(variants.items[i], term);
                if (place >= 0)
                    VEC_PUSH(arena, &variants, replaced(arena, variants.items[i], (size_t)place, term.len, other));
            }
        }
    }
    return variants;
}
