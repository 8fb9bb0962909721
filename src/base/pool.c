#include "pool.h"

#include <pthread.h>
#include <sanitizer/asan_interface.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "base.h"

/* A program that needs few blocks gets few; one that needs many, as many as there are in a page of the largest size. */
enum { FEW = 6, HUGE_PAGE = 2 * 1024 * 1024 };

typedef struct Free {
    struct Free *next;
} Free;

static struct {
    pthread_mutex_t lock;
    Free *free;
    char *at, *end; /* what is left of the newest region */
    size_t regions;
} pool = {.lock = PTHREAD_MUTEX_INITIALIZER};

static char *huge_page(void)
{
    char *page = aligned_alloc(HUGE_PAGE, HUGE_PAGE);
    if (!page) out_of_memory(HUGE_PAGE);
    madvise(page, HUGE_PAGE, MADV_HUGEPAGE); /* where the system has none, it is many small ones */
    return page;
}

static void add_region(void)
{
    size_t blocks = ++pool.regions, size = blocks > FEW ? HUGE_PAGE : blocks * POOL_BLOCK_SIZE;
    pool.at = size == HUGE_PAGE ? huge_page() : memory_alloc(size);
    pool.end = pool.at + size;
    memory_populate(pool.at, size);
    ASAN_POISON_MEMORY_REGION(pool.at, size);
}

static void *next_block(void)
{
    if (pool.at == pool.end) add_region();
    char *block = pool.at;
    pool.at += POOL_BLOCK_SIZE;
    return block;
}

void *pool_take(void)
{
    pthread_mutex_lock(&pool.lock);
    Free *block = pool.free;
    if (!block) block = next_block();
    ASAN_UNPOISON_MEMORY_REGION(block, POOL_BLOCK_SIZE);
    if (block == pool.free) pool.free = block->next;
    pthread_mutex_unlock(&pool.lock);
    return block;
}

void pool_give(void *block)
{
    Free *freed = block;
    pthread_mutex_lock(&pool.lock);
    freed->next = pool.free;
    pool.free = freed;
    ASAN_POISON_MEMORY_REGION(freed + 1, POOL_BLOCK_SIZE - sizeof *freed); /* a leak checker follows the link */
    pthread_mutex_unlock(&pool.lock);
}
