/* Private to content/. */
#ifndef WHYFIX_ENTRY_REST_H
#define WHYFIX_ENTRY_REST_H

#include "content.h"

/* Leaves what entry_open() gives; the entry knows where it is packed. One of very many records stays whole, and has them
 * in the arena. */
void entry_rest(Arena *arena, Entry *entry);

#endif
