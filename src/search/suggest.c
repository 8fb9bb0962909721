/* Suggestions while a reader types. The index has all questions and aliases folded to their letters, a line each, in
 * one value: one pass over it finds those that begin with what was typed, another those that have it inside. */
#include <string.h>

#include "internal.h"
#include "text/text.h"

enum { SUGGESTIONS_MOST = 10, TYPED_BYTES_MOST = 200 };

typedef struct Suggester {
    SearchIndex *index;
    Arena *arena;
    SuggestionVec *suggestions;
    Diagnostics *diagnostics;
    size_t counted; /* bytes of the lines whose number is known */
    int64_t line;
} Suggester;

static bool is_known(const SuggestionVec *suggestions, Str entry)
{
    for (size_t i = 0; i < suggestions->len; i++)
        if (str_equal(suggestions->items[i].entry, entry)) return true;
    return false;
}

/* The number of the line that a byte is in, from 1; the bytes asked for ascend. */
static int64_t line_of(Suggester *suggester, size_t at)
{
    const char *data = suggester->index->wordings.data;
    for (const char *end; suggester->counted <= at; suggester->line++) {
        end = memchr(data + suggester->counted, '\n', suggester->index->wordings.len - suggester->counted);
        suggester->counted = end ? (size_t)(end + 1 - data) : suggester->index->wordings.len + 1;
    }
    return suggester->line;
}

static bool add_wording(Suggester *suggester, int64_t number)
{
    sqlite3_stmt *statement = statement_get(suggester->index, STATEMENT_WORDING, suggester->diagnostics);
    if (!statement) return false;
    sqlite3_bind_int64(statement, 1, number);
    int result = sqlite3_step(statement);
    if (result == SQLITE_ROW && !is_known(suggester->suggestions, statement_view(statement, 1))) {
        Suggestion mine = {.text = statement_text(statement, 0, suggester->arena),
                           .entry = statement_text(statement, 1, suggester->arena)};
        mine.url =
            str_format(suggester->arena, "%.*s%.*s.html", STR_ARG(suggester->index->base_url), STR_ARG(mine.entry));
        VEC_PUSH(suggester->arena, suggester->suggestions, mine);
    }
    return statement_done(suggester->index, statement, result, suggester->diagnostics);
}

/* Adds the wordings that have the needle until there are enough. `lead` bytes of it belong to the line before. */
static bool add_all(Suggester *suggester, Str needle, size_t lead)
{
    Str all = suggester->index->wordings;
    suggester->counted = 0;
    suggester->line = 0;
    for (size_t from = 0; from < all.len && suggester->suggestions->len < SUGGESTIONS_MOST;) {
        const char *found = memmem(all.data + from, all.len - from, needle.data, needle.len);
        if (!found) return true;
        size_t at = (size_t)(found - all.data) + lead;
        if (!add_wording(suggester, line_of(suggester, at))) return false;
        const char *end = memchr(all.data + at, '\n', all.len - at);
        from = end ? (size_t)(end - all.data) : all.len;
    }
    return true;
}

bool search_suggest(SearchIndex *index, Arena *arena, Str typed, SuggestionVec *suggestions, Diagnostics *diagnostics)
{
    search_begin(index);
    *suggestions = (SuggestionVec){0};
    Str key = fold_key(arena, str_slice(typed, 0, TYPED_BYTES_MOST));
    if (!key.len) return true;
    if (!index_load_wordings(index, diagnostics)) return false;
    Suggester suggester = {.index = index, .arena = arena, .suggestions = suggestions, .diagnostics = diagnostics};
    if (str_starts(index->wordings, key) && !add_wording(&suggester, 1)) return false; /* no line ends before it */
    return add_all(&suggester, str_format(arena, "\n%.*s", STR_ARG(key)), 1) && add_all(&suggester, key, 0);
}
