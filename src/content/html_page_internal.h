/* Shared by html_page.c, html_inline.c and html_table.c. */
#ifndef WHYFIX_HTML_PAGE_INTERNAL_H
#define WHYFIX_HTML_PAGE_INTERNAL_H

#include "html_page.h"
#include "xml.h"

enum { HTML_DEPTH_MOST = 200 }; /* of elements in one another; what is deeper is left out */

typedef struct HtmlPage {
    Arena *arena;
    bool skips_header; /* the whole body is read: its <header> is the site's */
    int level;         /* of the last heading */
    int depth;
} HtmlPage;

bool html_is(const xmlNode *node, const char *names); /* an element; names are separated by single spaces */
bool html_is_left_out(const HtmlPage *page, const xmlNode *node);
Str html_attribute(Arena *arena, xmlNode *node, const char *name); /* STR_NONE where it is missing */

/* Inline content with white space as single spaces (html_inline.c). In a cell lines are parted by <br>, also those of
 * the blocks in it, and pipes are escaped. */
void html_inline_node(HtmlPage *page, Buffer *out, xmlNode *node, bool in_cell);
void html_inline_children(HtmlPage *page, Buffer *out, xmlNode *node, bool in_cell);
void html_verbatim(Buffer *out, xmlNode *node); /* the text of <pre>, <br> as line ends */

/* A pipe table (html_table.c); row spans repeat their cell, so that each row stands for itself. */
void html_table(HtmlPage *page, Buffer *out, xmlNode *table);

#endif
