#include "sentence.h"

#include "sentence_words.h"
#include "text/text.h"

#include <string.h>

bool sentence_is_remedy(Arena *arena, Str sentence)
{
    Str folded = fold_text(arena, sentence);
    for (size_t i = 0; i < COUNT(remedies); i++)
        if (str_starts(folded, remedies[i])) return true;
    return has_any(folded, inner_remedies, COUNT(inner_remedies));
}

bool sentence_is_remedy_clause(Arena *arena, Str clause)
{
    return starts_with_any(fold_text(arena, clause), clause_remedies, COUNT(clause_remedies));
}

bool sentence_names_cause(Arena *arena, Str sentence)
{
    Str folded = fold_text(arena, sentence), bare = folded;
    if (starts_with_any(folded, conditions, COUNT(conditions))) return false;
    while (bare.len && strchr(".。;,!", bare.data[bare.len - 1])) bare.len--;
    while (str_ends(bare, STR("。"))) bare.len -= strlen("。");
    if (has_any(folded, consequences, COUNT(consequences))) return false;
    return has_any(folded, cause_phrases, COUNT(cause_phrases)) ||
           starts_with_any(folded, cause_starts, COUNT(cause_starts)) ||
           (strip_end(&bare, cause_ends, COUNT(cause_ends)) && has_any(bare, agents, COUNT(agents)));
}

/* A short text with a colon at its end, folded; empty where it is none. */
static Str introduction(Arena *arena, Str text)
{
    text = str_trim(text);
    bool has_colon = str_ends(text, STR(":")) || str_ends(text, STR("："));
    return has_colon && text.len <= LABEL_MAX ? fold_text(arena, text) : STR("");
}

bool sentence_introduces_causes(Arena *arena, Str text)
{
    Str folded = introduction(arena, text);
    return has_any(folded, cause_words, COUNT(cause_words)) && !has_any(folded, step_words, COUNT(step_words)) &&
           !has_any(folded, other_words, COUNT(other_words));
}

bool sentence_introduces_fix(Arena *arena, Str text)
{
    return has_any(introduction(arena, text), step_words, COUNT(step_words));
}

bool sentence_asks_why(Arena *arena, Str question)
{
    Str folded = fold_text(arena, question);
    return has_any(folded, troubles, COUNT(troubles));
}

bool sentence_names_one_trouble(Arena *arena, Str heading)
{
    return sentence_asks_why(arena, heading) && !has_any(fold_text(arena, heading), several, COUNT(several));
}
