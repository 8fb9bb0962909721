/* Causes and fixes that no label names, beside those that one does: a sentence introduces them, or tells what to do. */
#include "extract.h"
#include "sentence.h"

/* An unlabelled paragraph, as a text; empty where the block is none. */
static Str words_of(Arena *arena, const Block *block)
{
    bool is_paragraph = block->label == ROLE_NONE && !block->level && block->node &&
                        cmark_node_get_type(block->node) == CMARK_NODE_PARAGRAPH;
    return is_paragraph ? node_text_str(arena, block->node) : STR("");
}

static bool is_unlabelled_list(const Block *block)
{
    return block->label == ROLE_NONE && block->node && cmark_node_get_type(block->node) == CMARK_NODE_LIST;
}

static bool begins_fix(Arena *arena, const Block *block)
{
    Str words = words_of(arena, block);
    return words.len && (sentence_introduces_fix(arena, words) || sentence_is_remedy(arena, words));
}

/* Whether a fix stands behind a list, before other causes are introduced. */
static bool is_fix_behind(Arena *arena, const BlockVec *blocks, size_t list)
{
    for (size_t i = list + 1; i < blocks->len; i++) {
        const Block *block = &blocks->items[i];
        if (block->label == ROLE_SOLUTION || begins_fix(arena, block)) return true;
        if (sentence_introduces_causes(arena, words_of(arena, block))) return false;
    }
    return false;
}

/* 一般是以下原因造成的： and a list; each item has its fix, or one follows. */
static void label_introduced_causes(Arena *arena, const BlockVec *blocks)
{
    for (size_t i = 1; i < blocks->len; i++) {
        Block *list = &blocks->items[i];
        if (!is_unlabelled_list(list)) continue;
        if (!sentence_introduces_causes(arena, words_of(arena, &blocks->items[i - 1]))) continue;
        if (cases_are_fixed(arena, list->node) || is_fix_behind(arena, blocks, i)) list->label = ROLE_CAUSE;
    }
}

static bool begins_another(const Block *block)
{
    return block->label == ROLE_CAUSE || block->label == ROLE_SYMPTOM || block->label == ROLE_CASES;
}

/* The block that tells what to do, where no label of the same cause says where its fix begins; NULL: there is none. */
static Block *unnamed_fix(Arena *arena, const BlockVec *blocks, size_t cause)
{
    Block *fix = NULL;
    bool is_below = true; /* the label of the cause */
    for (size_t i = cause + 1; i < blocks->len && !begins_another(&blocks->items[i]); i++) {
        Block *block = &blocks->items[i];
        if (block->label == ROLE_SOLUTION) return NULL;
        is_below &= block->label == ROLE_NONE;
        if (is_below && !fix && begins_fix(arena, block)) fix = block;
    }
    return fix;
}

void labels_complete(Arena *arena, const BlockVec *blocks)
{
    label_introduced_causes(arena, blocks);
    for (size_t i = 0; i < blocks->len; i++) {
        Block *fix = blocks->items[i].label == ROLE_CAUSE ? unnamed_fix(arena, blocks, i) : NULL;
        if (fix) fix->label = ROLE_SOLUTION;
    }
}
