/* The outline of a document: which headings group, which ask, which are parts of an answer; and the blocks of each.
 * Private to content/. */
#ifndef WHYFIX_OUTLINE_H
#define WHYFIX_OUTLINE_H

#include "markdown.h"
#include "vocabulary.h"

typedef enum HeadingKind {
    HEADING_SECTION,  /* groups entries */
    HEADING_QUESTION, /* an entry */
    HEADING_PART,     /* of the answer of the entry above it */
} HeadingKind;

typedef struct Heading {
    cmark_node *node;  /* NULL for the document itself, asked by its title */
    int level;         /* 0 for the document */
    Str text;          /* without {#id}, anchors, numbers in front */
    Str id;            /* from {#id} or an anchor, or empty */
    bool is_id_pinned; /* from {#id} */
    StrVec anchors;    /* right above it, and in its own blocks */
    Role role;         /* of its words, if they are a label */
    int role_number;
    bool asks;         /* ends with a question mark */
    int parent;        /* index of the heading above it, -1 for the document */
    size_t first, end; /* its own blocks: outline.blocks[first, end) up to the next heading */
    HeadingKind kind;
    bool groups; /* of an entry: the headings below are no parts of its answer */
} Heading;

typedef struct Outline {
    VEC(cmark_node *) blocks; /* all top-level nodes of the document, headings too */
    VEC(Heading) headings;    /* [0] is the document */
} Outline;

/* `title` is the front matter's, or empty. `has_anchors`: there may be some in the text, in raw HTML. The outline
 * points into the tree. */
Outline outline_read(Arena *arena, cmark_node *document, Str title, bool has_anchors);
/* Of <a name="x">, <a id="x"> or <span id="x"> (outline_anchors.c); empty where it is none. */
Str outline_anchor_name(Arena *arena, Str raw);
/* Adds the anchors of a block: to `here`, or to `next` where a heading follows them. Whether the block is nothing else.
 */
bool outline_take_anchors(Arena *arena, cmark_node *block, StrVec *here, StrVec *next);
/* Its last step (outline_kind.c): the kind of each heading, and the place of labels that stand beside their question.
 */
bool outline_is_step(Arena *arena, Str text); /* Step 1, 第 2 步, Method 3, 方案一: a part of a procedure */
void outline_tell_kinds(Arena *arena, Outline *outline);

#endif
