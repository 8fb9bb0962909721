/* What a folder holds is brought to the disk while more is written there. Private to base/. */
#ifndef WHYFIX_SYNC_H
#define WHYFIX_SYNC_H

#include "base.h"

typedef struct Syncing Syncing;

/* Begins to, in a thread of its own, again and again until the end: there is then less to wait for. NULL where it
 * cannot, which is no trouble, or where all is one thread's work (parallel_workers()). The arena is to live until the
 * end. */
Syncing *sync_start(Arena *arena, Str folder);
/* Returns when nobody does any more: the error that there was, which nobody else is told of, or 0. NULL is allowed. */
int sync_end(Syncing *syncing);

#endif
