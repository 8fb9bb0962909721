/* Private to index/: the synonyms that an index has: the site's own, and those of the regions (regional.c). */
#ifndef WHYFIX_SYNONYMS_H
#define WHYFIX_SYNONYMS_H

#include "content/content.h"
#include "dictionary.h"

/* Folded, a group a line, its terms separated by tabs; in the arena. */
Str synonyms_text(Arena *arena, const Content *content, const Dictionary *dictionary);

#endif
