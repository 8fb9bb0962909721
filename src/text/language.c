#include "base/block.h"
#include "fold_internal.h"
#include "text.h"

typedef struct Counts {
    size_t han, letters, traditional, simplified;
} Counts;

/* The next characters, taken off the text: about so many bytes of it. ASCII is looked at by sixteen bytes at once. */
static void count(Counts *counts, Str *text, size_t most)
{
    const char *at = text->data, *end = at + text->len, *stop = text->len > most ? at + most : end;
    Counts sum = *counts;
    while (at < stop) {
        if ((unsigned char)*at < 0x80 && (size_t)(end - at) >= sizeof(Block) && block_is_ascii(block_at(at))) {
            Block small = block_at(at) | 0x20;
            sum.letters += block_count((Block)((small >= 'a') & (small <= 'z')));
            at += sizeof(Block);
            continue;
        }
        uint32_t c;
        size_t len = utf8_decode((Str){at, (size_t)(end - at)}, &c);
        at += len ? len : 1;
        if (!len) continue;
        uint32_t entry = fold_entry(c);
        sum.han += (entry & FOLD_HAN) != 0;
        sum.letters += (entry & (FOLD_HAN | FOLD_LETTER)) == FOLD_LETTER;
        sum.traditional += (entry & FOLD_TRADITIONAL) != 0;
        sum.simplified += (entry & FOLD_SIMPLIFIED) != 0;
    }
    *text = (Str){at, (size_t)(end - at)};
    *counts = sum;
}

TextScript char_script(uint32_t c)
{
    uint32_t entry = fold_entry(c);
    if (entry & FOLD_TRADITIONAL) return SCRIPT_TRADITIONAL;
    return entry & FOLD_SIMPLIFIED ? SCRIPT_SIMPLIFIED : SCRIPT_BOTH;
}

/* A Han character says about as much as a short word: three letters to one. */
static bool is_han(Counts counts)
{
    return counts.han > 0 && counts.han * 6 >= counts.letters;
}

bool text_is_han(Str text)
{
    enum { SOME = 64 /* bytes, after which it may be known */ };
    Counts counts = {0};
    while (text.len) {
        Counts at_worst = {.han = counts.han, .letters = counts.letters + text.len};
        if (is_han(at_worst)) return true;
        count(&counts, &text, SOME);
    }
    return is_han(counts);
}

/* Whether so many more bytes could still tell another language: were they all letters, or all Han of one script. */
static bool is_open(Counts counts, size_t bytes)
{
    size_t han = bytes / 3 + 1, more = counts.traditional > counts.simplified ? counts.traditional : counts.simplified;
    Counts letters = {.han = counts.han, .letters = counts.letters + bytes};
    if (!is_han((Counts){.han = counts.han + han, .letters = counts.letters})) return false;
    return !is_han(letters) || more - (counts.traditional + counts.simplified - more) <= han;
}

const char *text_language(Str text, const char *fallback)
{
    enum { SOME = 512 /* bytes */ };
    Counts counts = {0};
    while (text.len && is_open(counts, text.len)) count(&counts, &text, SOME);
    if (!is_han(counts)) return counts.letters ? "en" : fallback;
    if (counts.traditional > counts.simplified) return "zh-Hant";
    if (counts.simplified > counts.traditional) return "zh-Hans";
    return str_starts(str_from(fallback), STR("zh")) ? fallback : "zh-Hant";
}

size_t text_width(Str text)
{
    size_t width = 0;
    while (text.len) {
        uint32_t c;
        size_t len = utf8_decode(text, &c);
        text = str_slice(text, len ? len : 1, text.len);
        width += len && char_is_wide(c) ? 2 : 1;
    }
    return width;
}
