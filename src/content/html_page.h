/* A saved HTML page → loose markdown, for the importer. libxml2 reads it; nothing else in content/ does. */
#ifndef WHYFIX_HTML_PAGE_H
#define WHYFIX_HTML_PAGE_H

#include "base/base.h"

/* By the file's name, or because it begins like a page. */
bool html_is_page(Str name, Str bytes);

/* The page's main part as markdown: headings, paragraphs, lists, pipe tables, fenced code, links and images.
 * Navigation, scripts, forms and what is hidden are left out. Broken markup is read as browsers read it. The charset is
 * the page's own (`<meta>`), or UTF-8 where the bytes are. Lives in the arena. */
Str html_page_markdown(Arena *arena, Str bytes);

/* A <table> as a pipe table, with what does not fit into it below; empty where there is none in it (html_table.c). */
Str html_table_markdown(Arena *arena, Str html);

#endif
