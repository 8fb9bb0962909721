#include "fold_internal.h"
#include "text.h"

#include "fold_table.inc"

_Static_assert((int)FOLD_MAX == (int)FOLD_LONGEST, "the generator checks against the same limit");

uint32_t fold_entry(uint32_t c)
{
    return c < 0x110000 ? fold_pages[fold_page_of[c / FOLD_PAGE]][c % FOLD_PAGE] : 0;
}

static CharClass class_of(uint32_t entry)
{
    if (entry & FOLD_HAN) return CHAR_HAN;
    if (entry & FOLD_LETTER) return CHAR_LETTER;
    return entry & FOLD_DIGIT ? CHAR_DIGIT : CHAR_OTHER;
}

unsigned fold_class(uint32_t c, uint32_t folded[FOLD_MAX], CharClass *class)
{
    uint32_t entry = fold_entry(c), value = entry & FOLD_VALUE;
    *class = class_of(entry);
    if (!(entry & FOLD_EXPANDS)) {
        folded[0] = FOLD_APPLY(value, c);
        return 1;
    }
    unsigned count = fold_expansions[value];
    for (unsigned i = 0; i < count; i++) folded[i] = fold_expansions[value + 1 + i];
    return count;
}

unsigned fold_char(uint32_t c, uint32_t folded[FOLD_MAX])
{
    CharClass class;
    return fold_class(c, folded, &class);
}

CharClass char_class(uint32_t c)
{
    return class_of(fold_entry(c));
}

bool char_is_han(uint32_t c)
{
    return fold_entry(c) & FOLD_IDEOGRAPH;
}

bool char_is_wide(uint32_t c)
{
    return fold_entry(c) & FOLD_WIDE;
}

static Str fold(Arena *arena, Str text, bool keep_others)
{
    Buffer out = {0};
    buffer_reserve(&out, text.len);
    bool space_due = false;
    while (text.len) {
        uint32_t c, folded[FOLD_MAX];
        size_t len = utf8_decode(text, &c);
        text = str_slice(text, len ? len : 1, text.len);
        if (!len) continue;
        CharClass class;
        unsigned count = fold_class(c, folded, &class);
        for (unsigned i = 0; i < count; i++) {
            if (i) class = char_class(folded[i]);
            bool is_space = folded[i] == ' ' || (folded[i] >= '\t' && folded[i] <= '\r') || folded[i] == 0x3000;
            if (is_space) {
                space_due = keep_others && out.len > 0;
                continue;
            }
            if (!keep_others && class == CHAR_OTHER) continue;
            if (space_due) buffer_add_char(&out, ' ');
            space_due = false;
            utf8_write(&out, folded[i]);
        }
    }
    Str result = buffer_take(&out, arena);
    buffer_free(&out);
    return result;
}

Str fold_text(Arena *arena, Str text)
{
    return fold(arena, text, true);
}

Str fold_key(Arena *arena, Str text)
{
    return fold(arena, text, false);
}
