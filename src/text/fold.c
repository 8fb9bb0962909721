#include "fold_internal.h"
#include "text.h"

#include "fold_table.inc"

_Static_assert((int)FOLD_MAX == (int)FOLD_LONGEST, "the generator checks against the same limit");

unsigned fold_class(uint32_t c, uint32_t folded[FOLD_MAX], CharClass *class)
{
    return fold_with_class(c, folded, class);
}

unsigned fold_char(uint32_t c, uint32_t folded[FOLD_MAX])
{
    CharClass class;
    return fold_with_class(c, folded, &class);
}

CharClass char_class(uint32_t c)
{
    return fold_entry_class(fold_entry(c));
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
    char room[BUFFER_ROOM];
    Buffer out = BUFFER_IN(room);
    bool space_due = false;
    while (text.len) {
        uint32_t c, folded[FOLD_MAX];
        size_t len = utf8_decode(text, &c);
        text = str_slice(text, len ? len : 1, text.len);
        if (!len) continue;
        uint32_t entry = fold_entry(c);
        if (fold_entry_is_han(entry)) {
            if (space_due) buffer_add_char(&out, ' ');
            space_due = false;
            utf8_write(&out, FOLD_APPLY(entry & FOLD_VALUE, c));
            continue;
        }
        CharClass class;
        unsigned count = fold_with_class(c, folded, &class);
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
