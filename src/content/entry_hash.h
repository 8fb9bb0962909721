/* Private to content/. */
#ifndef WHYFIX_ENTRY_HASH_H
#define WHYFIX_ENTRY_HASH_H

#include "content.h"

/* Sets the hash of each entry, when all else of it is known. */
void entries_hash(Arena *arena, const Content *content);

#endif
