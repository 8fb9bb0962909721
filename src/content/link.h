/* Addresses in documents. Private to content/. */
#ifndef WHYFIX_LINK_H
#define WHYFIX_LINK_H

#include "base/base.h"

/* With a scheme (https:, mailto:), or //host: not this site's. */
bool link_is_elsewhere(Str url);

/* A relative path put behind a folder, . and .. resolved; what would lead out of the root stays at it. */
Str link_path(Arena *arena, Str folder, Str relative);

#endif
