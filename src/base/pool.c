#include "pool.h"

#include <pthread.h>
#include <sanitizer/asan_interface.h>
#include <sys/mman.h>

#include "base.h"

/* A program that needs few blocks gets few; one that needs many, as many as there are in a page of the largest size. */
enum { FEW = 6 };

typedef struct Free {
    struct Free *next;
} Free;

static struct {
    pthread_mutex_t lock;
    Free *free;
    char *at, *end; /* what is left of the newest region */
    size_t regions;
    char *first[FEW]; /* regions, for a leak checker, which does not look into huge pages */
} pool = {.lock = PTHREAD_MUTEX_INITIALIZER};

void *pool_huge_page(void)
{
    char *all = mmap(NULL, 2 * POOL_HUGE_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (all == MAP_FAILED) out_of_memory(POOL_HUGE_PAGE);
    size_t before = POOL_HUGE_PAGE - (uintptr_t)all % POOL_HUGE_PAGE, behind = POOL_HUGE_PAGE - before;
    char *page = all + before; /* where one can begin */
    munmap(all, before);
    if (behind) munmap(page + POOL_HUGE_PAGE, behind);
    madvise(page, POOL_HUGE_PAGE, MADV_HUGEPAGE); /* where the system has none, it is many small ones */
    memory_populate(page, POOL_HUGE_PAGE);
    return page;
}

static void *few_blocks(size_t size)
{
    char *blocks = memory_alloc(size);
    memory_populate(blocks, size);
    return blocks;
}

static void add_region(void)
{
    size_t blocks = ++pool.regions, size = blocks > FEW ? POOL_HUGE_PAGE : blocks * POOL_BLOCK_SIZE;
    pool.at = blocks > FEW ? pool_huge_page() : (pool.first[blocks - 1] = few_blocks(size));
    pool.end = pool.at + size;
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
