#include "extract.h"

#include "text/text.h"

/* How a sentence says that what it speaks of comes below. Folded, as in vocabulary.c. */
static const char *const introductions[] = {"如下", "下表", "以下", "下列", "下面", "following", "below", "as follows"};

bool prose_is_introduction(Arena *arena, cmark_node *node)
{
    Str text = fold_text(arena, node_text_str(arena, node));
    if (str_ends(text, STR(":"))) return true;
    for (size_t i = 0; i < sizeof introductions / sizeof *introductions; i++)
        if (str_has(text, str_from(introductions[i]))) return true;
    return false;
}

void prose_extract(Arena *arena, const BlockVec *blocks, DraftVec *drafts)
{
    Draft draft = {.rule = "prose"};
    bool is_aside = false;
    for (size_t i = 0; i < blocks->len; i++) {
        const Block *block = &blocks->items[i];
        if (block->label != ROLE_NONE) is_aside = block->label == ROLE_ASIDE;
        if (!block->node || is_aside) continue;
        VEC_PUSH(arena, &draft.solution, block->node);
        if (!draft.line) draft.line = block->line;
        draft.line_end = block->line_end;
    }
    if (draft.solution.len) VEC_PUSH(arena, drafts, draft);
}
