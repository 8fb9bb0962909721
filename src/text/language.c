#include "base/block.h"
#include "fold_internal.h"
#include "text.h"

typedef struct Counts {
    size_t han, letters, traditional, simplified;
} Counts;

/* What a character counts for, by the flags of its entry: all four at once, each in sixteen bits of a sum. */
enum { LANE = 16, LANE_MOST = 0xFFFF, FLAGS_AT = 23 };
_Static_assert(FOLD_TRADITIONAL == 1u << FLAGS_AT && FOLD_HAN == 1u << (FLAGS_AT + 4), "five flags side by side");
#define ONE(lane)   (UINT64_C(1) << (lane)*LANE)
#define FLAG(flag)  ((flag) >> FLAGS_AT)
#define LETTER(key) (((key) & (FLAG(FOLD_HAN) | FLAG(FOLD_LETTER))) == FLAG(FOLD_LETTER))
#define COUNTED(key)                                                                                                   \
    (((key)&FLAG(FOLD_HAN) ? ONE(0) : 0) + (LETTER(key) ? ONE(1) : 0) + ((key)&FLAG(FOLD_TRADITIONAL) ? ONE(2) : 0) +  \
     ((key)&FLAG(FOLD_SIMPLIFIED) ? ONE(3) : 0))
#define FOUR(key)  COUNTED(key), COUNTED((key) + 1), COUNTED((key) + 2), COUNTED((key) + 3)
#define EIGHT(key) FOUR(key), FOUR((key) + 4)
static const uint64_t counted[] = {EIGHT(0), EIGHT(8), EIGHT(16), EIGHT(24)};

static size_t lane_of(uint64_t sum, unsigned lane)
{
    return sum >> lane * LANE & LANE_MOST;
}

/* The next characters, taken off the text: about so many bytes of it, and no more than a sum has room for. ASCII is
 * looked at by sixteen bytes at once. */
static void count(Counts *counts, Str *text, size_t most)
{
    if (most > LANE_MOST) most = LANE_MOST;
    const char *at = text->data, *end = at + text->len, *stop = text->len > most ? at + most : end;
    uint64_t sum = 0;
    size_t letters = 0;
    while (at < stop) {
        if ((unsigned char)*at < 0x80 && (size_t)(end - at) >= sizeof(Block) && block_is_ascii(block_at(at))) {
            Block small = block_at(at) | 0x20;
            letters += block_count((Block)((small >= 'a') & (small <= 'z')));
            at += sizeof(Block);
            continue;
        }
        uint32_t c;
        size_t len = utf8_decode((Str){at, (size_t)(end - at)}, &c);
        at += len ? len : 1;
        if (len) sum += counted[fold_entry(c) >> FLAGS_AT & (sizeof counted / sizeof *counted - 1)];
    }
    *text = (Str){at, (size_t)(end - at)};
    counts->han += lane_of(sum, 0);
    counts->letters += lane_of(sum, 1) + letters;
    counts->traditional += lane_of(sum, 2);
    counts->simplified += lane_of(sum, 3);
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

const char *text_language(Str text, const char *fallback)
{
    Counts counts = {0};
    while (text.len) count(&counts, &text, SIZE_MAX);
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
