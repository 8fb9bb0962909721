/* Private to index/: synonyms that every index has. */
#ifndef WHYFIX_REGIONAL_H
#define WHYFIX_REGIONAL_H

#include "base/base.h"

/* The next group of terms, folded, that differ by region; *at is 0 at first. False at the end. */
bool regional_next(Arena *arena, size_t *at, StrVec *group);

#endif
