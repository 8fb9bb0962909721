/* Private to content/. */
#ifndef WHYFIX_ENTRY_IDS_H
#define WHYFIX_ENTRY_IDS_H

#include "content.h"

typedef struct EntryIds EntryIds;
/* Makes room, in the arena, for the ids of all the content's entries, of which it has none yet. */
void entry_ids_start(Arena *arena, Content *content);
/* Adds an entry, by its place; no other of those that were added has its id. */
void entry_ids_add(Content *content, size_t at);

#endif
