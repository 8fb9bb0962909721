#include "internal.h"
#include "text/text.h"

enum { SUGGESTIONS_MOST = 10, TYPED_BYTES_MOST = 200 };

static bool is_known(const SuggestionVec *suggestions, Str entry)
{
    for (size_t i = 0; i < suggestions->len; i++)
        if (str_equal(suggestions->items[i].entry, entry)) return true;
    return false;
}

/* One walk over the wordings: those that begin with what was typed come first, then those that have it inside. Both
 * sides are folded to their letters, so that script, case and punctuation do not matter. */
bool search_suggest(SearchIndex *index, Arena *arena, Str typed, SuggestionVec *suggestions, Diagnostics *diagnostics)
{
    SuggestionVec inside = {0};
    search_begin(index);
    *suggestions = (SuggestionVec){0};
    Str key = fold_key(arena, str_slice(typed, 0, TYPED_BYTES_MOST));
    sqlite3_stmt *statement = key.len ? statement_get(index, STATEMENT_SUGGEST, diagnostics) : NULL;
    if (!statement) return !key.len;
    Arena *scratch = arena_new();
    int result;
    while ((result = sqlite3_step(statement)) == SQLITE_ROW && suggestions->len < SUGGESTIONS_MOST) {
        arena_reset(scratch);
        ptrdiff_t found = str_find(fold_key(scratch, statement_view(statement, 0)), key);
        if (found < 0 || (found > 0 && inside.len >= SUGGESTIONS_MOST)) continue;
        Suggestion mine = {.text = statement_text(statement, 0, arena), .entry = statement_text(statement, 1, arena)};
        mine.url = str_format(arena, "%.*s%.*s.html", STR_ARG(index->base_url), STR_ARG(mine.entry));
        SuggestionVec *list = found == 0 ? suggestions : &inside;
        if (!is_known(list, mine.entry)) VEC_PUSH(arena, list, mine);
    }
    arena_free(scratch);
    for (size_t i = 0; i < inside.len && suggestions->len < SUGGESTIONS_MOST; i++)
        if (!is_known(suggestions, inside.items[i].entry)) VEC_PUSH(arena, suggestions, inside.items[i]);
    return statement_done(index, statement, result, diagnostics);
}
