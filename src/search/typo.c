#include <string.h>

#include "internal.h"

enum { WORD_MOST = 40, LONG_WORD = 8 };

/* Insertions, deletions, substitutions and swaps of neighbours (Damerau 1964, in the restricted form), or `most` + 1 as
 * soon as it is sure to be more. */
static unsigned distance(Str a, Str b, unsigned most)
{
    unsigned rows[3][WORD_MOST + 1];
    if (a.len > WORD_MOST || b.len > WORD_MOST) return most + 1;
    unsigned *before = rows[0], *last = rows[1], *now = rows[2];
    for (unsigned j = 0; j <= b.len; j++) last[j] = j;
    for (unsigned i = 1; i <= a.len; i++) {
        unsigned least = now[0] = i;
        for (unsigned j = 1; j <= b.len; j++) {
            unsigned best = last[j - 1] + (a.data[i - 1] != b.data[j - 1]);
            if (last[j] + 1 < best) best = last[j] + 1;
            if (now[j - 1] + 1 < best) best = now[j - 1] + 1;
            bool is_swap = i > 1 && j > 1 && a.data[i - 1] == b.data[j - 2] && a.data[i - 2] == b.data[j - 1];
            if (is_swap && before[j - 2] + 1 < best) best = before[j - 2] + 1;
            now[j] = best;
            if (best < least) least = best;
        }
        if (least > most) return most + 1;
        unsigned *free_row = before;
        before = last;
        last = now;
        now = free_row;
    }
    return last[b.len];
}

bool typo_correct(SearchIndex *index, Arena *arena, Str word, Str *nearest, Diagnostics *diagnostics)
{
    *nearest = STR_NONE;
    if (word.len < 4 || word.len > WORD_MOST) return true; /* short words have too many neighbours */
    unsigned most = word.len >= LONG_WORD ? 2 : 1, best = most + 1;
    sqlite3_int64 best_entries = 0;
    sqlite3_stmt *statement = statement_get(index, STATEMENT_WORDS, diagnostics);
    if (!statement) return false;
    int result;
    while ((result = sqlite3_step(statement)) == SQLITE_ROW) {
        Str known = statement_view(statement, 0);
        if (known.len > word.len + most || known.len + most < word.len || known.len < 3) continue;
        unsigned steps = distance(word, known, most);
        sqlite3_int64 entries = sqlite3_column_int64(statement, 1);
        if (steps > most || steps > best || (steps == best && entries <= best_entries)) continue;
        best = steps;
        best_entries = entries;
        *nearest = str_copy(arena, known);
    }
    return statement_done(index, statement, result, diagnostics);
}
