/* Addresses in documents. Private to content/. */
#ifndef WHYFIX_LINK_H
#define WHYFIX_LINK_H

#include "content.h"

/* With a scheme (https:, mailto:), or //host: not this site's. */
bool link_is_elsewhere(Str url);

/* A relative path put behind a folder, . and .. resolved; what would lead out of the root stays at it. */
Str link_path(Arena *arena, Str folder, Str relative);

/* An address of a document is only known when all have been read: link_resolve() puts it between two of these, and
 * links_finish() the page in its place (link_target.c). */
enum { LINK_MARK = '\001' };
void links_finish(Arena *arena, Content *content);

#endif
