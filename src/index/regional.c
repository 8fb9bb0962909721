/* What the regions that write Chinese call the same thing: 網絡 and 網路, 數據庫 and 資料庫. The list is OpenCC's, of
 * phrases for Taiwan; it is taken in when the program is built, a phrase a line: the phrase, a tab, what Taiwan says,
 * separated by spaces. */
#include "regional.h"

#include "text/text.h"

#include "regional.inc"

enum { BYTES_LEAST = 6 /* two Han characters: one alone means too much */ };

static void add_term(Arena *arena, StrVec *group, Str term)
{
    Str folded = fold_text(arena, term);
    for (size_t i = 0; i < group->len; i++)
        if (str_equal(group->items[i], folded)) return; /* only the script differs, which folding takes care of */
    if (folded.len >= BYTES_LEAST) VEC_PUSH(arena, group, folded);
}

bool regional_next(Arena *arena, size_t *at, StrVec *group)
{
    Str rest = str_slice((Str){regional_files[0].data, regional_files[0].len}, *at, regional_files[0].len), line, term;
    const char *start = rest.data;
    while (str_next(&rest, '\n', &line)) {
        *at += (size_t)(line.data + line.len + 1 - start);
        start = line.data + line.len + 1;
        *group = (StrVec){0};
        if (str_next(&line, '\t', &term)) add_term(arena, group, term);
        while (str_next(&line, ' ', &term)) add_term(arena, group, term);
        if (group->len > 1) return true;
    }
    return false;
}
