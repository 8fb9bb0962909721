#include "internal.h"
#include "text/text.h"

#include <string.h>

/* Han terms are weighed against Han terms: 安全組 beside "security group" is a translation, not drift. */
static bool is_same_kind(Str a, Str b)
{
    return text_is_han(a) == text_is_han(b);
}

/* Whether `text` has the term where it does not stand inside one of the words that may be written. */
static bool has_term(Str text, Str term, Str preferred)
{
    ptrdiff_t inside = str_find(preferred, term);
    for (Str rest = text;;) {
        ptrdiff_t at = str_find(rest, term);
        if (at < 0) return false;
        size_t offset = (size_t)(rest.data - text.data) + (size_t)at;
        bool is_part = inside >= 0 && offset >= (size_t)inside &&
                       str_starts(str_slice(text, offset - (size_t)inside, text.len), preferred);
        bool is_word =
            text_is_han(term) || ((offset == 0 || text.data[offset - 1] == ' ') &&
                                  (offset + term.len == text.len || strchr(" .,;:!?)", text.data[offset + term.len])));
        if (!is_part && is_word) return true;
        rest = str_slice(rest, (size_t)at + term.len, rest.len);
    }
}

/* Folded terms of the groups that say which word is to be written. */
typedef struct Drift {
    Str preferred, term;    /* as written */
    Str preferred_key, key; /* folded */
} Drift;
typedef VEC(Drift) DriftVec;

static DriftVec drifts_of(Lint *lint)
{
    DriftVec drifts = {0};
    for (size_t g = 0; g < lint->content->synonyms.len; g++) {
        const SynonymGroup *group = &lint->content->synonyms.items[g];
        for (size_t i = 1; i < group->terms.len && !group->is_loose; i++) {
            Str term = group->terms.items[i], preferred = STR_NONE;
            for (size_t p = 0; p < i && !preferred.data; p++)
                if (is_same_kind(group->terms.items[p], term)) preferred = group->terms.items[p];
            if (!preferred.data) continue;
            Drift drift = {preferred, term, fold_text(lint->arena, preferred), fold_text(lint->arena, term)};
            if (!str_equal(drift.preferred_key, drift.key) && !str_has(drift.key, drift.preferred_key))
                VEC_PUSH(lint->arena, &drifts, drift);
        }
    }
    return drifts;
}

void lint_synonyms(Lint *lint)
{
    DriftVec drifts = drifts_of(lint);
    if (!drifts.len) return;
    Arena *scratch = arena_new();
    for (size_t e = 0; e < lint->content->entries.len; e++) {
        const Entry *entry = lint->content->entries.items[e];
        Str text = fold_text(scratch,
                             str_format(scratch, "%.*s\n%.*s", STR_ARG(entry->question), STR_ARG(entry->answer_text)));
        for (size_t i = 0; i < drifts.len; i++) {
            const Drift *drift = &drifts.items[i];
            if (has_term(text, drift->key, drift->preferred_key))
                lint_find(lint, "vocabulary", entry->path, entry->line, 0,
                          "'%.*s' is called '%.*s' in synonyms.txt: write that, and leave the other to the search",
                          STR_ARG(drift->term), STR_ARG(drift->preferred));
        }
        arena_reset(scratch);
    }
    arena_free(scratch);
}
