/* text: what a piece of writing consists of: folded characters, tokens, its language.
 * Documents, queries, snippets and ids all pass through here, so that what looks alike to a reader is alike. */
#ifndef WHYFIX_TEXT_H
#define WHYFIX_TEXT_H

#include "base/base.h"

/* ---- characters and folding (fold.c; the table is made by generate_fold.c when the program is built) ------- */

typedef enum CharClass {
    CHAR_OTHER,  /* spaces, punctuation, symbols */
    CHAR_LETTER, /* alphabets that put spaces between words */
    CHAR_DIGIT,
    CHAR_HAN, /* Han, and other scripts written without spaces: kana, Hangul, bopomofo, Thai */
} CharClass;

enum { FOLD_MAX = 18 }; /* the longest folding of one character: U+FDFA */

/* Folds one character: NFKC with case folding and without default-ignorable characters (UAX #15, Unicode 5.18.4),
 * without nonspacing marks, then Traditional to Simplified character by character. Writes to `folded` and returns how
 * many; 0 where nothing is left. */
unsigned fold_char(uint32_t c, uint32_t folded[FOLD_MAX]);
CharClass char_class(uint32_t c); /* of the folded character */
/* fold_char() with the class of the first of them, at one look-up. */
unsigned fold_class(uint32_t c, uint32_t folded[FOLD_MAX], CharClass *class);
typedef enum TextScript { SCRIPT_BOTH /* or neither */, SCRIPT_TRADITIONAL, SCRIPT_SIMPLIFIED } TextScript;
TextScript char_script(uint32_t c); /* the Chinese script that alone has the character */
bool char_is_han(uint32_t c);       /* an ideograph, not kana and the like */
bool char_is_wide(uint32_t c);      /* East Asian wide or full-width: two columns, and no space at a line break */

/* Folds a whole text; invalid UTF-8 is passed over. White space becomes single spaces, none at the ends. */
Str fold_text(Arena *arena, Str text);
/* fold_text() without any white space or punctuation: equal for wordings that differ in those alone. */
Str fold_key(Arena *arena, Str text);

/* ---- tokens (token.c) ------------------------------------------------------------------------------------- */

typedef struct Token {
    Str text;          /* folded; valid during the call */
    size_t start, end; /* the bytes of the original text that it stands for */
    CharClass class;   /* CHAR_HAN, CHAR_LETTER or CHAR_DIGIT, by its first character */
    uint32_t han[2];   /* of CHAR_HAN: its characters, the second 0 where it is one; else 0 */
    bool is_whole;     /* an identifier whole (aes128), given after its first part (aes) and at the same position */
    bool is_tail;      /* the last character of a Han run, given so that one-character look-ups find it */
} Token;

/* Called for each token in the order of the text; a result other than 0 ends the walk and is returned by it. */
typedef int TokenFunction(void *context, const Token *token);

/* Splits a text into tokens (shared design, "search", points 1 and 2):
 * a Han run gives overlapping bigrams, and its last character again (is_tail); a lone Han character gives itself;
 * letters and digits give case-folded words, split where letters meet digits; words joined by -_./:@+#&\ are an
 * identifier: its parts, and (is_whole) the parts together. Joiners stay in a whole identifier of digits alone
 * (192.168.1.0/24), and go where it has letters (AES-128 and AES128 are the same). */
int tokens_each(Str text, TokenFunction *function, void *context);

enum { HAN_END = 0xA000 /* nearly all Han characters are below, and all three bytes long */ };
typedef VEC(uint32_t) HanPairVec;
static inline uint32_t han_pair(uint32_t first, uint32_t second)
{
    return first << 16 | second;
}

/* The same for who counts bigrams: those whose characters are both below HAN_END, most tokens of a Chinese text, are
 * added to `pairs` in the arena, and not told. */
int tokens_each_but_pairs(Str text, TokenFunction *function, void *context, Arena *arena, HanPairVec *pairs);

/* The numbers of different tokens, in the order in which they come, for who counts or compares by numbers
 * (token_numbers.c). */
typedef struct TokenNumbers {
    Arena *arena;
    NumberMap *han; /* by their characters; most tokens of a Chinese text */
    StrMap *others; /* by their texts */
    size_t count;
} TokenNumbers;

TokenNumbers token_numbers(Arena *arena);
/* From 0; that of a new one is what the count was. */
size_t token_number(TokenNumbers *numbers, const Token *token);

/* ---- language (language.c) -------------------------------------------------------------------------------- */

/* BCP 47: "zh-Hant", "zh-Hans" or "en", by the characters that only one script has; `fallback` where nothing tells. */
const char *text_language(Str text, const char *fallback);
/* Whether the text is mostly Han (a third of its letters). */
bool text_is_han(Str text);
size_t text_width(Str text); /* in terminal columns */

/* ---- texts that say almost the same (similar.c) ------------------------------------------------------------- */

/* For each text the earlier one that it says almost the same as, or SIZE_MAX: those whose sets of folded words and
 * pairs of Han characters have a Jaccard similarity of at least `threshold` (0 to 1). What names or denies something
 * must be the same in both: numbers, words that deny, and in Han text every word of another script. The earlier one is
 * always one that has no earlier one itself, so that texts of one number in the result are one group. Of a long text
 * its beginning counts; empty texts are like none. The result lives in the arena. */
typedef Str SimilarText(const void *context, size_t index); /* asked once for each, in order */
size_t *similar_find(Arena *arena, SimilarText *text, const void *context, size_t count, double threshold);

/* The Jaccard similarity of two texts' words and pairs alone, from 0 to 1. */
double similar_share(Str a, Str b);

/* ---- cleaning (clean.c) ----------------------------------------------------------------------------------- */

typedef struct CleanReport {
    size_t invalid_line; /* line of the first byte that is not UTF-8, or 0 */
    size_t invalid_count;
} CleanReport;

/* A file's bytes as text: no BOM, line ends are \n, bytes that are not UTF-8 and NULs become U+FFFD. Other control
 * characters go, with what else of a terminal's colours stands behind them; but for tabs, and vertical ones and form
 * feeds become spaces. Returns `bytes` itself where nothing had to change. */
Str text_clean(Arena *arena, Str bytes, CleanReport *report);

#endif
