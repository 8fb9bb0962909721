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

typedef struct Folded {
    Buffer out;
    bool keeps_others, space_due; /* one space for all that stand between two words */
} Folded;

static void add_folded(Folded *folded, uint32_t c, CharClass class)
{
    if (c == ' ' || (c >= '\t' && c <= '\r') || c == 0x3000) {
        folded->space_due = folded->keeps_others && folded->out.len > 0;
        return;
    }
    if (!folded->keeps_others && class == CHAR_OTHER) return;
    if (folded->space_due) buffer_add_char(&folded->out, ' ');
    folded->space_due = false;
    if (c < 0x80)
        buffer_add_char(&folded->out, (char)c);
    else
        utf8_write(&folded->out, c);
}

static Str fold(Arena *arena, Str text, bool keep_others)
{
    char room[BUFFER_ROOM];
    Folded folded = {.out = BUFFER_IN(room), .keeps_others = keep_others};
    while (text.len) {
        uint32_t c, characters[FOLD_MAX];
        size_t len = utf8_decode(text, &c);
        text = str_slice(text, len ? len : 1, text.len);
        if (!len) continue;
        uint32_t entry = fold_entry(c);
        if (!(entry & FOLD_EXPANDS)) { /* nearly always */
            add_folded(&folded, FOLD_APPLY(entry & FOLD_VALUE, c), fold_entry_class(entry));
            continue;
        }
        CharClass class;
        unsigned count = fold_with_class(c, characters, &class);
        for (unsigned i = 0; i < count; i++) add_folded(&folded, characters[i], i ? char_class(characters[i]) : class);
    }
    Str result = buffer_take(&folded.out, arena);
    buffer_free(&folded.out);
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
