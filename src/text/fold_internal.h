/* Shared by the files of text/ alone: the fold table, and what is asked of it for each character of all texts. */
#ifndef WHYFIX_FOLD_INTERNAL_H
#define WHYFIX_FOLD_INTERNAL_H

#include "fold_table.h"
#include "text.h"

extern const uint16_t fold_page_of[];
extern const uint32_t fold_pages[][FOLD_PAGE];
extern const uint32_t fold_expansions[];

/* The table's entry for a character, FOLD_* flags and all. */
static inline uint32_t fold_entry(uint32_t c)
{
    return c < 0x110000 ? fold_pages[fold_page_of[c / FOLD_PAGE]][c % FOLD_PAGE] : 0;
}

static inline CharClass fold_entry_class(uint32_t entry)
{
    if (entry & FOLD_HAN) return CHAR_HAN;
    if (entry & FOLD_LETTER) return CHAR_LETTER;
    return entry & FOLD_DIGIT ? CHAR_DIGIT : CHAR_OTHER;
}

/* Whether it is one Han character, folded to another or itself: nearly always, where a text is Chinese. */
static inline bool fold_entry_is_han(uint32_t entry)
{
    return (entry & (FOLD_HAN | FOLD_EXPANDS)) == FOLD_HAN;
}

/* fold_char(), and the class of the first. */
static inline unsigned fold_with_class(uint32_t c, uint32_t folded[FOLD_MAX], CharClass *class)
{
    uint32_t entry = fold_entry(c), value = entry & FOLD_VALUE;
    *class = fold_entry_class(entry);
    if (!(entry & FOLD_EXPANDS)) {
        folded[0] = FOLD_APPLY(value, c);
        return 1;
    }
    unsigned count = fold_expansions[value];
    for (unsigned i = 0; i < count; i++) folded[i] = fold_expansions[value + 1 + i];
    return count;
}

#endif
