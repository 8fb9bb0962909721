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
    /* the entry that was looked at last: its number, and where its lines begin */
    uint32_t entry;
    size_t start;
    uint32_t numbers[SUGGESTIONS_MOST]; /* of the entries that are suggested */
} Suggester;

static bool is_known(const Suggester *suggester, uint32_t number)
{
    for (size_t i = 0; i < suggester->suggestions->len; i++)
        if (suggester->numbers[i] == number) return true;
    return false;
}

/* The number of the entry whose line a byte is in, and which of its lines that is, from 0; the bytes asked for ascend.
 */
static uint32_t entry_of(Suggester *suggester, size_t at, size_t *line)
{
    const char *data = suggester->index->wordings.data;
    for (const char *end; (end = memchr(data + suggester->start, PACKED_ENTRY_END, at - suggester->start));) {
        suggester->start = (size_t)(end - data) + 2;
        suggester->entry++;
    }
    *line = 0;
    for (size_t i = suggester->start; i < at; i++) *line += data[i] == '\n';
    return suggester->entry;
}

static bool add_wording(Suggester *suggester, size_t at)
{
    size_t line;
    SearchEntry entry;
    uint32_t number = entry_of(suggester, at, &line);
    if (is_known(suggester, number)) return true;
    if (!entry_read(suggester->index, suggester->arena, number, &entry, suggester->diagnostics)) return false;
    if (!entry.id.data || line > entry.aliases.len) return true; /* an index that was damaged */
    Suggestion mine = {line ? entry.aliases.items[line - 1] : entry.question, entry.id, entry.url};
    suggester->numbers[suggester->suggestions->len] = number;
    VEC_PUSH(suggester->arena, suggester->suggestions, mine);
    return true;
}

/* Adds the wordings that have the needle until there are enough. `lead` bytes of it belong to the line before. */
static bool add_all(Suggester *suggester, Str needle, size_t lead)
{
    Str all = suggester->index->wordings;
    suggester->entry = 1;
    suggester->start = 0;
    for (size_t from = 0; from < all.len && suggester->suggestions->len < SUGGESTIONS_MOST;) {
        const char *found = memmem(all.data + from, all.len - from, needle.data, needle.len);
        if (!found) return true;
        size_t at = (size_t)(found - all.data) + lead;
        if (!add_wording(suggester, at)) return false;
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
    Suggester suggester = {
        .index = index, .arena = arena, .suggestions = suggestions, .diagnostics = diagnostics, .entry = 1};
    if (str_starts(index->wordings, key) && !add_wording(&suggester, 0)) return false; /* no line ends before it */
    return add_all(&suggester, str_format(arena, "\n%.*s", STR_ARG(key)), 1) && add_all(&suggester, key, 0);
}
