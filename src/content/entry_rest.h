/* Private to content/. */
#ifndef WHYFIX_ENTRY_REST_H
#define WHYFIX_ENTRY_REST_H

#include "content.h"
#include "document_pack.h"

/* Makes an entry at rest whole again, in the arena, where it has very many records. `packed` is its document; a body
 * that it does not have is read. */
void entry_rest(Arena *arena, const Spool *bodies, const Packed *packed, Entry *entry);

#endif
