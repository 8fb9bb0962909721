#include "fold_internal.h"

#include <endian.h>
#include <string.h>

/* The longest word and identifier in bytes; what is longer is cut into words of this length, in documents and in
 * queries alike, so that it is still found. */
enum { WORD_MAX = 64, WHOLE_MAX = 256, PARTS_MAX = 32 };

/* A character as UTF-8; all of its bytes are copied, since a copy of known size is a single move. */
enum { CHARACTER = 4 };

typedef struct Part {
    size_t text_start, text_len; /* in Splitter.whole_text */
    size_t start, end;           /* in the original */
    CharClass class;
} Part;

typedef struct Splitter {
    TokenFunction *function;
    void *context;
    int result;
    Arena *arena;
    HanPairVec *pairs; /* NULL: they are told as others are */
    /* the Han run under way */
    uint32_t han_character; /* its last one */
    size_t han_start, han_end, run_length;
    /* the identifier under way: the text of its parts one after the other, and the joiners between them */
    Part parts[PARTS_MAX];
    size_t part_count;
    char text[WHOLE_MAX + CHARACTER];
    char joined[WHOLE_MAX + PARTS_MAX + CHARACTER];
    size_t text_len, joined_len;
    bool has_letter, after_joiner;
} Splitter;

static void emit(Splitter *splitter, const Token *token)
{
    if (!splitter->result) splitter->result = splitter->function(splitter->context, token);
}

/* The bytes of a character as a number, the first one lowest; most are three. Bytes that are stored one by one and
 * loaded as a word keep the processor waiting. */
static uint32_t bytes_of(uint32_t c, size_t *len)
{
    if (c >= 0x800 && c <= 0xFFFF) {
        *len = 3;
        return 0x8080E0 | c >> 12 | (c >> 6 & 0x3F) << 8 | (c & 0x3F) << 16;
    }
    uint32_t word = 0;
    *len = utf8_put((char *)&word, c);
    return le32toh(word);
}

static void end_han(Splitter *splitter)
{
    if (!splitter->run_length) return;
    size_t len;
    uint32_t bytes = htole32(bytes_of(splitter->han_character, &len));
    Token token = {.text = {(const char *)&bytes, len},
                   .start = splitter->han_start,
                   .end = splitter->han_end,
                   .class = CHAR_HAN,
                   .han = {splitter->han_character},
                   .is_tail = splitter->run_length > 1};
    emit(splitter, &token);
    splitter->run_length = 0;
}

static void end_word(Splitter *splitter)
{
    if (!splitter->part_count) return;
    for (size_t i = 0; i < splitter->part_count; i++) {
        const Part *part = &splitter->parts[i];
        Token token = {.text = {splitter->text + part->text_start, part->text_len},
                       .start = part->start,
                       .end = part->end,
                       .class = part->class};
        emit(splitter, &token);
        if (i > 0 || splitter->part_count == 1) continue;
        token.text = splitter->has_letter ? (Str){splitter->text, splitter->text_len}
                                          : (Str){splitter->joined, splitter->joined_len};
        token.end = splitter->parts[splitter->part_count - 1].end;
        token.is_whole = true;
        emit(splitter, &token);
    }
    splitter->part_count = splitter->text_len = splitter->joined_len = 0;
    splitter->has_letter = false;
}

/* The character before it and this one. */
static void add_pair(Splitter *splitter, uint32_t c, size_t end)
{
    uint32_t before = splitter->han_character;
    if (splitter->pairs && before < HAN_END && c < HAN_END) {
        VEC_PUSH(splitter->arena, splitter->pairs, han_pair(before, c));
        return;
    }
    size_t len, more;
    uint64_t bytes = bytes_of(before, &len);
    bytes = htole64(bytes | (uint64_t)bytes_of(c, &more) << 8 * len);
    Token token = {.text = {(const char *)&bytes, len + more},
                   .start = splitter->han_start,
                   .end = end,
                   .class = CHAR_HAN,
                   .han = {before, c}};
    emit(splitter, &token);
}

static void add_han(Splitter *splitter, uint32_t c, size_t start, size_t end)
{
    end_word(splitter);
    if (splitter->run_length) add_pair(splitter, c, end);
    splitter->han_character = c;
    splitter->han_start = start;
    splitter->han_end = end;
    splitter->run_length++;
}

/* The part that a character of so many bytes goes to: the last one, or a new one. */
static Part *part_for(Splitter *splitter, size_t len, size_t start, CharClass class)
{
    end_han(splitter);
    Part *last = splitter->part_count ? &splitter->parts[splitter->part_count - 1] : NULL;
    bool is_full = splitter->text_len + len > WHOLE_MAX || (last && last->text_len + len > WORD_MAX);
    bool new_part = !last || splitter->after_joiner || last->class != class;
    splitter->after_joiner = false;
    if (!is_full && !new_part) return last;
    if (is_full || splitter->part_count == PARTS_MAX) end_word(splitter);
    last = &splitter->parts[splitter->part_count++];
    *last = (Part){splitter->text_len, 0, start, start, class};
    splitter->has_letter |= class == CHAR_LETTER;
    return last;
}

static void add_word_char(Splitter *splitter, uint32_t c, size_t start, size_t end, CharClass class)
{
    size_t len;
    uint32_t bytes = htole32(bytes_of(c, &len));
    Part *part = part_for(splitter, len, start, class);
    memcpy(splitter->text + splitter->text_len, &bytes, CHARACTER);
    memcpy(splitter->joined + splitter->joined_len, &bytes, CHARACTER);
    splitter->text_len += len;
    splitter->joined_len += len;
    part->text_len += len;
    part->end = end;
}

static CharClass ascii_class(char c)
{
    if ((unsigned)(c | 0x20) - 'a' < 26) return CHAR_LETTER;
    return (unsigned)c - '0' < 10 ? CHAR_DIGIT : CHAR_OTHER;
}

/* The same for as many ASCII letters, or digits, as stand in a row and have room in the part: most words. Returns how
 * many. */
static size_t add_ascii(Splitter *splitter, Str text, size_t start, CharClass class)
{
    enum { SMALL = 0x20 /* which digits have anyway */ };
    Part *part = part_for(splitter, 1, start, class);
    char *folded = splitter->text + splitter->text_len;
    size_t room = WHOLE_MAX - splitter->text_len, len = 0;
    if (room > WORD_MAX - part->text_len) room = WORD_MAX - part->text_len;
    if (room > text.len) room = text.len;
    do folded[len] = (char)(text.data[len] | SMALL);
    while (++len < room && ascii_class(text.data[len]) == class);
    memcpy(splitter->joined + splitter->joined_len, folded, len);
    splitter->text_len += len;
    splitter->joined_len += len;
    part->text_len += len;
    part->end = start + len;
    return len;
}

static bool is_joiner(uint32_t c)
{
    switch (c) {
    case '-':
    case '_':
    case '.':
    case '/':
    case ':':
    case '@':
    case '+':
    case '#':
    case '&':
    case '\\': return true;
    default: return false;
    }
}

/* Whether an identifier goes on after a joiner: a letter or digit stands there. */
static bool goes_on(Str rest)
{
    uint32_t c, folded[FOLD_MAX];
    CharClass class;
    if (!utf8_decode(rest, &c) || !fold_with_class(c, folded, &class)) return false;
    return class == CHAR_LETTER || class == CHAR_DIGIT;
}

/* What is no part of a word: a joiner in an identifier, or the end of what is under way. */
static void add_other(Splitter *splitter, uint32_t c, Str rest)
{
    bool is_inside = splitter->part_count && !splitter->after_joiner && is_joiner(c) && goes_on(rest) &&
                     splitter->joined_len < WHOLE_MAX;
    if (is_inside) {
        splitter->joined[splitter->joined_len++] = (char)c;
    } else {
        end_han(splitter);
        end_word(splitter);
    }
    splitter->after_joiner = is_inside;
}

/* The character that a text begins with. Returns its length. */
static size_t add_char(Splitter *splitter, Str text, size_t start)
{
    uint32_t c, folded[FOLD_MAX];
    CharClass class;
    size_t len = utf8_decode(text, &c);
    if (!len) { /* not UTF-8: it separates */
        end_han(splitter);
        end_word(splitter);
        return 1;
    }
    uint32_t entry = fold_entry(c);
    if (fold_entry_is_han(entry)) {
        add_han(splitter, FOLD_APPLY(entry & FOLD_VALUE, c), start, start + len);
        return len;
    }
    unsigned count = fold_with_class(c, folded, &class);
    for (unsigned i = 0; i < count; i++) {
        if (i) class = char_class(folded[i]);
        if (class == CHAR_HAN)
            add_han(splitter, folded[i], start, start + len);
        else if (class != CHAR_OTHER)
            add_word_char(splitter, folded[i], start, start + len, class);
        else
            add_other(splitter, folded[i], i + 1 == count ? str_slice(text, len, text.len) : STR_NONE);
    }
    return len;
}

int tokens_each_but_pairs(Str text, TokenFunction *function, void *context, Arena *arena, HanPairVec *pairs)
{
    Splitter splitter; /* its texts are as long as their lengths say */
    splitter.function = function;
    splitter.context = context;
    splitter.result = 0;
    splitter.arena = arena;
    splitter.pairs = pairs;
    splitter.han_character = 0;
    splitter.run_length = splitter.part_count = splitter.text_len = splitter.joined_len = 0;
    splitter.han_start = splitter.han_end = 0;
    splitter.has_letter = splitter.after_joiner = false;
    for (size_t at = 0; at < text.len && !splitter.result;) {
        Str rest = {text.data + at, text.len - at};
        CharClass class = ascii_class(*rest.data);
        at += class != CHAR_OTHER ? add_ascii(&splitter, rest, at, class) : add_char(&splitter, rest, at);
    }
    end_han(&splitter);
    end_word(&splitter);
    return splitter.result;
}

int tokens_each(Str text, TokenFunction *function, void *context)
{
    return tokens_each_but_pairs(text, function, context, NULL, NULL);
}
