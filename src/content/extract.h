/* From the blocks of an answer to its records. Each way to mark cause and solution is a rule in a file of its own:
 * extract_table.c, extract_labels.c, extract_prose.c; extract.c asks them in turn. Private to content/. */
#ifndef WHYFIX_EXTRACT_H
#define WHYFIX_EXTRACT_H

#include "label.h"
#include "markdown.h"
#include "record.h"
#include "vocabulary.h"

/* A block of an answer, with the label that stands at its head, if any; the label's own words are cut from the node. */
typedef struct Block {
    cmark_node *node; /* NULL for a label without text */
    Role label;
    int number;         /* of the label: 解決方案2 */
    int level;          /* of the heading that it is, or was; 0: it is none */
    int line, line_end; /* of the normalised text */
} Block;
typedef VEC(Block) BlockVec;
typedef VEC(cmark_node *) NodeVec;

/* A record under construction: the nodes of each of its fields. */
typedef struct Draft {
    NodeVec category, cause, solution, environment, check;
    int number; /* of its cause's label */
    int line, line_end;
    bool has_cases; /* the label says that the causes stand with their fixes */
    bool is_named;  /* the first node of the cause is all of it; what follows is its fix where none is labelled */
    const char *rule;
} Draft;
typedef VEC(Draft) DraftVec;

/* Splits blocks where labels stand inside them (label_blocks.c), so that each label is the head of a block: bold
 * (**原因**), inline (原因:…), in list items. Changes the tree. */
BlockVec labels_split(Arena *arena, cmark_node *const *nodes, size_t count);
/* Its last step: labels what a sentence introduces as causes, and a fix behind a cause (label_unnamed.c). */
void labels_complete(Arena *arena, const BlockVec *blocks);
/* The rule "labels": cause and solution by their labels, paired where they are numbered or follow each other. Tables in
 * an unlabelled place are read as tables. `lead` gets what stands in no record. */
void labels_extract(Arena *arena, const BlockVec *blocks, DraftVec *drafts, NodeVec *lead);

/* Moves what stands in a paragraph before byte `offset` of an inline node (NULL: all) into a paragraph of its own, in
 * front of it, and returns that. */
cmark_node *paragraph_split(Arena *arena, cmark_node *paragraph, cmark_node *node, size_t offset);

/* The rule "labels-cases" (extract_cases.c): a list of causes, each with its fix, becomes a record an item. True where
 * it did. Changes the tree. */
/* Whether each item of a list, of two at least, names a cause and then says what to do: 密鑰不同，請… */
bool cases_are_fixed(Arena *arena, cmark_node *list);
bool cases_split(Arena *arena, const Draft *draft, DraftVec *drafts);
/* Takes off what only counts or ends a name of a cause: 1. … or a colon. Changes the tree. */
void case_name_trim(Arena *arena, cmark_node *name);
/* Whether a paragraph is nothing but bold words. */
bool case_is_bold_name(cmark_node *node);

/* The rule "table": a row is a record where the head names a solution, and a cause or a category (extract_table.c).
 * Returns false where it does not. `lead` is the text above, which names the cause of every row that has no cell for
 * it. */
bool table_extract(Arena *arena, cmark_node *table, const NodeVec *lead, DraftVec *drafts);

/* What is left, where nothing is labelled (extract_prose.c). The rule "prose-cause": sentences that name the cause of
 * what the question describes, and then the fix; the rule "prose": the whole answer is the solution. Changes the tree.
 */
void prose_extract(Arena *arena, const BlockVec *blocks, Str question, DraftVec *drafts);
/* Whether a paragraph only introduces what follows: 如下表所示, "… as follows:". */
bool prose_is_introduction(Arena *arena, cmark_node *node);

/* What follows is made in `arena`; `scratch` is for what is of no use when it is done.
 *
 * The lines and cells of the answer that stand in none of the entry's records; may be empty. */
Str entry_context(Arena *arena, Arena *scratch, const Entry *entry);

/* The records of an answer, without ids. `nodes` are its blocks, `normal` maps lines to the source. Changes the tree.
 */
struct Normalised;
void extract_records(Arena *arena, Arena *scratch, cmark_node *const *nodes, size_t count, const RenderContext *context,
                     const struct Normalised *normal, Entry *entry);

#endif
