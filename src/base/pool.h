/* Memory that is large: what arenas and buffers are made of. Private to base/. */
#ifndef WHYFIX_POOL_H
#define WHYFIX_POOL_H

#include <stddef.h>

/* The size of the blocks of arenas; and of the largest pages that are common. */
enum { POOL_BLOCK_SIZE = 64 * 1024, POOL_HUGE_PAGE = 2 * 1024 * 1024 };

/* From any thread. What is given back, in the size in which it was taken, is there for the next who takes; up to a huge
 * page it stays the process's. Less than a block wastes most of what there is for it. */
void *pool_take(size_t size); /* calls out_of_memory() where there is none */
void pool_give(void *taken, size_t size);
/* Makes it of another size, where it is or elsewhere, with what it says as far as both reach. */
void *pool_resize(void *taken, size_t size, size_t wanted);

#endif
