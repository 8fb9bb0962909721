/* Blocks of one size, which arenas are made of. Private to base/. */
#ifndef WHYFIX_POOL_H
#define WHYFIX_POOL_H

enum { POOL_BLOCK_SIZE = 64 * 1024, POOL_HUGE_PAGE = 2 * 1024 * 1024 };

/* From any thread. What is given back is there for the next who takes, and stays the process's. */
void *pool_take(void); /* calls out_of_memory() where there is none */
void pool_give(void *block);
/* A page of the largest size that is common, for what needs many blocks: to be given back with munmap(). */
void *pool_huge_page(void);

#endif
