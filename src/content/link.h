/* Addresses in documents. Private to content/. */
#ifndef WHYFIX_LINK_H
#define WHYFIX_LINK_H

#include "content.h"

/* An address of a document is only known when all have been read: link_resolve() puts it between two of these, which no
 * UTF-8 has, and links_finish() the page in its place, in all that the document says (link_target.c). */
enum { LINK_MARK = 0xFF };
bool link_is_marked(Html html); /* whether it has any */
void links_finish(Arena *arena, const Content *content, Document *document);
void links_finish_entry(Arena *arena, const Content *content, Entry *entry); /* which is whole */

#endif
