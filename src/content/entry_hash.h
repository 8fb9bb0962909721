/* Private to content/. */
#ifndef WHYFIX_ENTRY_HASH_H
#define WHYFIX_ENTRY_HASH_H

#include "content.h"

/* When all else of it is known. One that has links must be open. `parts` is for its use. */
uint64_t entry_hash(Buffer *parts, const Entry *entry);

#endif
