/* Private to content/. */
#ifndef WHYFIX_ENTRY_REST_H
#define WHYFIX_ENTRY_REST_H

#include "content.h"

/* An entry that is to rest, but for one of very many records: that becomes whole, and has them in the arena. */
void entry_rest(Arena *arena, const Content *content, Entry *entry);

#endif
