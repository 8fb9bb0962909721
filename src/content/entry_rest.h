/* Private to content/. */
#ifndef WHYFIX_ENTRY_REST_H
#define WHYFIX_ENTRY_REST_H

#include "content.h"

/* An entry of a document that is to rest in a spool, where its body begins at `at`; one of very many records becomes
 * whole, and has them in the arena. `body` is the document's. */
void entry_rest(Arena *arena, Str body, uint64_t at, Entry *entry);

#endif
