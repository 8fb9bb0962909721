/* Memory is taken from the system in its largest pages, and filled at once. Touched first page by page of the usual
 * size, each costs a trap: a quarter of a microsecond; 20 on a virtual machine whose pages the host shadows, where it
 * was a fifth of a rebuild's time, and huge pages cost 0.4 for as much memory. */
#include "pool.h"

#include <pthread.h>
#include <sanitizer/asan_interface.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base.h"

/* A program that needs few blocks gets few; one that needs many, as many as there are in a huge page. A region has a
 * bit for each unit. */
enum { UNIT = 32 * 1024, UNITS = POOL_HUGE_PAGE / UNIT, FEW = 6, FEW_UNITS = 16 };
enum { SPARE_MOST = 2 /* huge pages that are kept for who takes next */ };
static const uint64_t all_units = UINT64_MAX;

typedef struct Region {
    char *start;
    uint64_t free; /* units, the first one lowest */
} Region;

static struct {
    pthread_mutex_t lock;
    Region *regions; /* in the order of their addresses */
    size_t count, room;
    size_t spare; /* of them, huge pages of which nothing is taken */
} pool = {.lock = PTHREAD_MUTEX_INITIALIZER};

static size_t in_units(size_t size, size_t unit)
{
    return (size + unit - 1) / unit;
}

/* ---- from the system ---- */

/* Has the system give all its pages at once, where it can (Linux 5.14): one at a time, each would be a trap into it,
 * when it is touched first. */
static void populate(void *start, size_t size)
{
#ifdef MADV_POPULATE_WRITE
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), first = ((uintptr_t)start + page - 1) / page * page;
    uintptr_t end = ((uintptr_t)start + size) / page * page;
    if (end > first) madvise((char *)start + (first - (uintptr_t)start), end - first, MADV_POPULATE_WRITE);
#else
    (void)start, (void)size;
#endif
}

/* A multiple of huge pages, which begins where one can. */
static char *huge_pages(size_t size)
{
    if (size > SIZE_MAX / 2) out_of_memory(size);
    char *all = mmap(NULL, size + POOL_HUGE_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (all == MAP_FAILED) out_of_memory(size);
    size_t before = POOL_HUGE_PAGE - (uintptr_t)all % POOL_HUGE_PAGE, behind = POOL_HUGE_PAGE - before;
    munmap(all, before);
    if (behind) munmap(all + before + size, behind);
    madvise(all + before, size, MADV_HUGEPAGE); /* where the system has none, they are many small ones */
    return all + before;
}

static char *new_region(size_t units)
{
    char *start = units == UNITS ? huge_pages(POOL_HUGE_PAGE) : memory_alloc(units * UNIT);
    populate(start, units * UNIT);
    return start;
}

/* ---- regions ---- */

/* How many regions begin at the address or before. */
static size_t regions_until(const char *address)
{
    size_t from = 0, to = pool.count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if ((uintptr_t)pool.regions[middle].start <= (uintptr_t)address)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

/* Of the next region, for who wants so many. */
static size_t units_of_next(size_t units)
{
    size_t few = 2 * (pool.count + 1);
    if (few < units) few = units;
    return few > FEW_UNITS || pool.count >= FEW ? UNITS : few;
}

/* Returns its place. */
static size_t add_region(char *start, size_t units)
{
    if (pool.count == pool.room) {
        pool.room = pool.room ? pool.room * 2 : 2 * FEW;
        pool.regions = memory_resize(pool.regions, pool.room * sizeof *pool.regions);
    }
    size_t at = regions_until(start);
    memmove(pool.regions + at + 1, pool.regions + at, (pool.count++ - at) * sizeof *pool.regions);
    pool.regions[at] = (Region){start, all_units >> (UNITS - units)};
    pool.spare += units == UNITS;
    ASAN_POISON_MEMORY_REGION(start, units * UNIT);
    return at;
}

/* A bit where so many free units begin. */
static uint64_t runs_of(uint64_t free, size_t units)
{
    for (size_t have = 1; have < units && free;) {
        size_t step = have < units - have ? have : units - have;
        free &= free >> step;
        have += step;
    }
    return free;
}

static uint64_t bits_of(size_t units)
{
    return all_units >> (UNITS - units);
}

/* The place of a region that has so many in a row; of none: behind the last. */
static size_t region_with(size_t units)
{
    size_t at = 0;
    while (at < pool.count && !runs_of(pool.regions[at].free, units)) at++;
    return at;
}

static void *take_units(Region *region, size_t units)
{
    unsigned first = (unsigned)__builtin_ctzll(runs_of(region->free, units));
    pool.spare -= region->free == all_units;
    region->free &= ~(bits_of(units) << first);
    char *taken = region->start + (size_t)first * UNIT;
    ASAN_UNPOISON_MEMORY_REGION(taken, units * UNIT);
    return taken;
}

/* Returns a huge page that is of no use any more; NULL: there is none. */
static char *give_units(char *taken, size_t units)
{
    Region *region = &pool.regions[regions_until(taken) - 1];
    region->free |= bits_of(units) << (size_t)(taken - region->start) / UNIT;
    ASAN_POISON_MEMORY_REGION(taken, units * UNIT);
    if (region->free != all_units || ++pool.spare <= SPARE_MOST) return NULL;
    char *start = region->start;
    ASAN_UNPOISON_MEMORY_REGION(start, POOL_HUGE_PAGE);
    memmove(region, region + 1, (size_t)(pool.regions + --pool.count - region) * sizeof *region);
    pool.spare--;
    return start;
}

/* ---- what is taken ---- */

/* The system has the lock's time neither for what it gives nor for what it gets: others would wait for it, and be woken
 * where they wait again. */
void *pool_take(size_t size)
{
    if (size > POOL_HUGE_PAGE) return huge_pages(in_units(size, POOL_HUGE_PAGE) * POOL_HUGE_PAGE);
    size_t units = in_units(size, UNIT);
    pthread_mutex_lock(&pool.lock);
    size_t at = region_with(units);
    if (at == pool.count) {
        size_t all = units_of_next(units);
        pthread_mutex_unlock(&pool.lock);
        char *start = new_region(all);
        pthread_mutex_lock(&pool.lock);
        at = add_region(start, all);
    }
    void *taken = take_units(&pool.regions[at], units);
    pthread_mutex_unlock(&pool.lock);
    return taken;
}

void pool_give(void *taken, size_t size)
{
    if (size > POOL_HUGE_PAGE) {
        size_t pages = in_units(size, POOL_HUGE_PAGE) * POOL_HUGE_PAGE;
        ASAN_UNPOISON_MEMORY_REGION(taken, pages); /* whoever had it may have poisoned some */
        munmap(taken, pages);
        return;
    }
    pthread_mutex_lock(&pool.lock);
    char *unused = give_units(taken, in_units(size, UNIT));
    pthread_mutex_unlock(&pool.lock);
    if (unused) munmap(unused, POOL_HUGE_PAGE);
}

void *pool_resize(void *taken, size_t size, size_t wanted)
{
    size_t unit = size > POOL_HUGE_PAGE ? POOL_HUGE_PAGE : UNIT;
    bool has_room =
        in_units(size, unit) == in_units(wanted, unit) && (size > POOL_HUGE_PAGE) == (wanted > POOL_HUGE_PAGE);
    if (has_room) return taken;
    void *moved = pool_take(wanted);
    if (size > POOL_HUGE_PAGE && wanted > size) {
        size_t pages = in_units(size, POOL_HUGE_PAGE) * POOL_HUGE_PAGE; /* moved without a copy */
        ASAN_UNPOISON_MEMORY_REGION(taken, pages);
        if (mremap(taken, pages, pages, MREMAP_MAYMOVE | MREMAP_FIXED, moved) != MAP_FAILED) return moved;
    }
    memcpy(moved, taken, size < wanted ? size : wanted);
    pool_give(taken, size);
    return moved;
}
