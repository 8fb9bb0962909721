#include "base/block.h"
#include "fold_internal.h"
#include "text.h"

typedef struct Counts {
    size_t han, letters, traditional, simplified;
} Counts;

/* The character that a text begins with, taken off it. */
static void count_char(Counts *counts, Str *text)
{
    uint32_t c;
    size_t len = utf8_decode(*text, &c);
    *text = str_slice(*text, len ? len : 1, text->len);
    uint32_t entry = len ? fold_entry(c) : 0;
    counts->han += (entry & FOLD_HAN) != 0;
    counts->letters += (entry & (FOLD_HAN | FOLD_LETTER)) == FOLD_LETTER;
    counts->traditional += (entry & FOLD_TRADITIONAL) != 0;
    counts->simplified += (entry & FOLD_SIMPLIFIED) != 0;
}

static Counts count(Str text)
{
    Counts counts = {0};
    while (text.len) {
        size_t rest = text.len > sizeof(Block) ? text.len - sizeof(Block) : 0;
        Block block = {0};
        if (text.len >= sizeof block) block = block_at(text.data);
        if (text.len >= sizeof block && block_is_ascii(block)) {
            block |= 0x20;
            counts.letters += block_count((Block)((block >= 'a') & (block <= 'z')));
            text = (Str){text.data + sizeof block, rest};
        }
        while (text.len > rest) count_char(&counts, &text);
    }
    return counts;
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
    return is_han(count(text));
}

const char *text_language(Str text, const char *fallback)
{
    Counts counts = count(text);
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
