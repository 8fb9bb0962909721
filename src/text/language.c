#include "base/block.h"
#include "fold_internal.h"
#include "text.h"

typedef struct Counts {
    size_t han, letters, traditional, simplified;
} Counts;

/* The next few characters, taken off the text: the ASCII letters of sixteen bytes at once, all else one by one. */
static Counts count_block(Counts counts, Str *text)
{
    bool is_block = text->len >= sizeof(Block);
    const char *at = text->data, *end = at + text->len, *stop = is_block ? at + sizeof(Block) : end;
    if (is_block) {
        Block block = block_at(at), small = block | 0x20;
        counts.letters += block_count((Block)((small >= 'a') & (small <= 'z')));
        if (block_is_ascii(block)) at = stop;
    }
    while (at < stop) {
        uint32_t c, entry;
        size_t len = utf8_decode((Str){at, (size_t)(end - at)}, &c);
        at += len ? len : 1;
        if (len == 0 || (len == 1 && is_block)) continue;
        entry = fold_entry(c);
        counts.han += (entry & FOLD_HAN) != 0;
        counts.letters += (entry & (FOLD_HAN | FOLD_LETTER)) == FOLD_LETTER;
        counts.traditional += (entry & FOLD_TRADITIONAL) != 0;
        counts.simplified += (entry & FOLD_SIMPLIFIED) != 0;
    }
    *text = (Str){at, (size_t)(end - at)};
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
    Counts counts = {0};
    while (text.len) {
        Counts at_worst = {.han = counts.han, .letters = counts.letters + text.len};
        if (is_han(at_worst)) return true;
        counts = count_block(counts, &text);
    }
    return is_han(counts);
}

const char *text_language(Str text, const char *fallback)
{
    Counts counts = {0};
    while (text.len) counts = count_block(counts, &text);
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
