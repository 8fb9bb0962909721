/* A label in front of what it names, in the tree: **原因：** text, 原因：text, 🔍 **原因** alone. Private to content/.
 */
#ifndef WHYFIX_LABEL_H
#define WHYFIX_LABEL_H

#include "markdown.h"
#include "vocabulary.h"

typedef struct Label {
    Role role; /* ROLE_NONE: there is none */
    int number;
} Label;

/* Whether it names a part of an answer, which a label begins. */
bool label_is_part(Role role);

/* The one that begins at an inline node; when `take`, its words are cut from the tree. `loose`: ROLE_NONE, or the role
 * of which words are looked for that are labels only beside others (vocabulary_loose_label()). */
Label label_at(Arena *arena, cmark_node *node, Role loose, bool take);

/* A line break, <br> as well. */
bool label_is_break(cmark_node *node);
/* Cuts the breaks and blanks that a paragraph begins with. */
void label_cut_breaks(cmark_node *paragraph);

/* Cuts A: or 答： from the first of an answer's nodes, a paragraph: it says nothing of the answer's parts. */
void label_cut_answer(Arena *arena, cmark_node *const *nodes, size_t count);

#endif
