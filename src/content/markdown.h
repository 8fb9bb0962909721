/* Markdown as a tree of nodes, and the nodes as text, HTML and markdown again. cmark-gfm does the parsing.
 * Private to content/. */
#ifndef WHYFIX_MARKDOWN_H
#define WHYFIX_MARKDOWN_H

#include <cmark-gfm.h>

#include "base/base.h"

/* The tree of a text; the caller frees it with markdown_free(), in the same thread. *is_limited: it was deeper than any
 * author nests, and what is deep in it is text now. GFM tables, strikethrough, autolinks, task lists. */
cmark_node *markdown_parse(Str text, bool *is_limited);
void markdown_free(cmark_node *document);
cmark_node *node_new(cmark_node_type type); /* for a tree that was parsed */
/* Makes the extensions known to cmark-gfm; once, before the first parse and before threads start. */
void markdown_start(void);

typedef enum NodeKind { /* beside cmark's own node types */
                        NODE_OTHER,
                        NODE_TABLE,
                        NODE_TABLE_ROW,
                        NODE_TABLE_CELL,
                        NODE_STRIKETHROUGH,
} NodeKind;

NodeKind node_kind(cmark_node *node);
/* The text of a node, as long as it and what it stands in are there: cmark_node_get_literal() would copy it first. */
Str node_literal(cmark_node *node);
bool node_is_task(cmark_node *item, bool *is_done); /* a list item that begins with [ ] or [x] */
/* An HTML block or inline that shows nothing: a comment, or an anchor without text. */
bool node_is_break(cmark_node *node); /* of a line, soft or hard */
bool node_is_invisible(cmark_node *node);

/* What is nested deeper than 100 levels becomes plain text (limits.c). True where something was. */
bool markdown_limit_depth(cmark_node *document);

/* Takes the [!NOTE] off quotes that are admonitions (admonition.c), once after parsing. */
void markdown_mark_admonitions(cmark_node *document);
/* What kind of note a quote is: note, tip, important, warning, caution; NULL where it is only a quote. */
const char *node_admonition(cmark_node *quote);

/* Plain text (render_text.c): blocks, list items, table rows and <br> each on a line, inline markup left out, code as
 * it is. Appends nothing for images. */
void node_text(Buffer *out, cmark_node *node);
Str node_text_str(Arena *arena, cmark_node *node);
void nodes_text(Buffer *out, cmark_node *const *nodes, size_t count);

/* Markdown (render_markdown.c): the node with its structure, as few escapes as it takes. */
void node_markdown(Buffer *out, cmark_node *node);
void nodes_markdown(Buffer *out, cmark_node *const *nodes, size_t count);

/* What the HTML renderer needs to know of the page. */
typedef struct RenderContext {
    Arena *arena;
    Str path;        /* of the source file below content/: what relative links start from */
    int level_shift; /* added to the level of headings */
} RenderContext;

/* HTML (render_html.c): raw HTML is reduced to known-good tags and balanced (sanitise.c), addresses to known-good
 * schemes; relative ones are made to fit pages at the web root. */
void node_html(Buffer *out, cmark_node *node, const RenderContext *context);
void nodes_html(Buffer *out, cmark_node *const *nodes, size_t count, const RenderContext *context);

/* Raw HTML with unknown tags and attributes taken out, their text kept; scripts and styles go whole. Tags left open are
 * kept on the stack, for later fragments to close, and sanitise_end() closes the rest. */
enum { SANITISE_DEPTH = 64 };
typedef struct Sanitiser {
    const char *open[SANITISE_DEPTH];
    size_t depth;
    size_t floor;         /* those below it are not closed by end tags: they are around the element that is written */
    const char *skipping; /* the element being left out whole, or NULL */
} Sanitiser;

void sanitise_html(Buffer *out, Str raw, Sanitiser *sanitiser, const RenderContext *context);
void sanitise_end(Buffer *out, Sanitiser *sanitiser, size_t depth); /* closes what is open above `depth` */
void sanitise_block(Buffer *out, Sanitiser *sanitiser);             /* and a paragraph, where a block begins */
bool sanitise_is_open(const Sanitiser *sanitiser, const char *name);
/* Whether an inline tag is no markup but words between angle brackets, to be shown as they are: <peer-ip>, <script>. */
bool html_is_words(Str raw);
bool html_is_element(Str name); /* in any case */
/* Calls the function for each <img src> and <a href> of raw HTML; `text` is an image's alternative text, `offset` where
 * the tag begins. */
typedef void HtmlLinkFunction(void *context, bool is_image, Str url, Str text, size_t offset);
void html_links(Str raw, HtmlLinkFunction *function, void *context);
/* The text of raw HTML: tags left out, entities decoded, <br>, </p>, </li>, </tr> as line ends. */
void html_text(Buffer *out, Str raw);

/* An address as it stands in a source file, made to fit a page at the web root; empty where its scheme is not a safe
 * one. img/a.png → FOLDER/img/a.png; documents (other.md#id, #id) are marked for links_finish(). */
Str link_resolve(Arena *arena, Str url, Str source_path);

#endif
