#include <fcntl.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "pool.h"
#include "store.h"

enum { ALIGNMENT = 16, MANY = 64 /* blocks: then they become larger */ };

typedef struct Block {
    struct Block *next;
    size_t size;    /* of what is behind this header */
    bool is_single; /* one piece, that was too large to be among others */
} Block;

struct Arena {
    char *at, *end; /* what is left of the block being filled */
    Block *blocks;  /* that one first */
    Block *spare;   /* of the usual size, from before the last reset */
    size_t count;   /* of blocks */
    Arena *children, *next_child;
    Store store;
    char *mapped; /* a file; NULL: none */
    size_t mapped_size;
};

/* The heaps of threads would grow by a page at a time, each with a call and a trap. */
void memory_start(void)
{
#ifdef M_TOP_PAD
    enum { MORE = 1024 * 1024 };
    mallopt(M_TOP_PAD, MORE);
#endif
}

void *memory_alloc(size_t size)
{
    void *block = malloc(size ? size : 1);
    if (!block) out_of_memory(size);
    return block;
}

void *memory_resize(void *block, size_t size)
{
    void *resized = realloc(block, size ? size : 1);
    if (!resized) out_of_memory(size);
    return resized;
}

/* ---- blocks --------------------------------------------------------------------------------------------------------
 */

enum {
    HEADER_SIZE = (sizeof(Block) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT,
    BLOCK_SIZE = POOL_BLOCK_SIZE - HEADER_SIZE,
    LARGE_BLOCK_SIZE = POOL_HUGE_PAGE - HEADER_SIZE
};

static char *data_of(Block *block)
{
    return (char *)block + HEADER_SIZE;
}

static Block *block_new(size_t size)
{
    Block *block = pool_take(HEADER_SIZE + size);
    *block = (Block){.size = size};
    return block;
}

static void block_free(Block *block)
{
    pool_give(block, HEADER_SIZE + block->size);
}

static Block *block_resize(Block *block, size_t size)
{
    block = pool_resize(block, HEADER_SIZE + block->size, HEADER_SIZE + size);
    block->size = size;
    return block;
}

static void free_blocks(Block *block)
{
    while (block) {
        Block *next = block->next;
        block_free(block);
        block = next;
    }
}

/* ---- arenas --------------------------------------------------------------------------------------------------------
 */

Arena *arena_new(void)
{
    Arena *arena = memory_alloc(sizeof *arena);
    *arena = (Arena){.store.file = -1};
    return arena;
}

Arena *arena_new_stored(void)
{
    Arena *arena = arena_new();
    store_open(&arena->store); /* without one it is an arena as others are */
    return arena;
}

Arena *arena_new_mapped(int file, size_t size, const char **bytes)
{
    char *mapped = mmap(NULL, size, PROT_READ, MAP_PRIVATE, file, 0);
    if (mapped == MAP_FAILED) return NULL;
    Arena *arena = arena_new();
    arena->mapped = mapped;
    arena->mapped_size = size;
    *bytes = mapped;
    return arena;
}

void arena_rest(Arena *arena)
{
    if (arena->mapped) madvise(arena->mapped, arena->mapped_size, MADV_DONTNEED);
    store_rest(&arena->store);
    for (Arena *child = arena->children; child; child = child->next_child) arena_rest(child);
}

/* The one with a store that something was taken from: the arena, or one of those that it adopted; NULL: none of them.
 */
static const Arena *owner_of(const Arena *arena, const void *taken)
{
    if (store_has(&arena->store, taken)) return arena;
    const Arena *found = NULL;
    for (const Arena *child = arena->children; child && !found; child = child->next_child)
        found = owner_of(child, taken);
    return found;
}

void arena_read(const Arena *arena, const void *taken, size_t size, void *to)
{
    const Arena *owner = owner_of(arena, taken);
    if (!owner || !store_read(&owner->store, taken, size, to)) memcpy(to, taken, size);
}

MemoryUse memory_use(void)
{
    static _Atomic int statm = -1; /* of this process, and open as long as it is */
    char text[128] = {0}, *end = text;
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    if (statm < 0) statm = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    if (statm < 0 || pread(statm, text, sizeof text - 1, 0) <= 0) return (MemoryUse){0};
    strtoul(text, &end, 10); /* addresses, memory, files: proc(5) */
    size_t all = strtoul(end, &end, 10), files = strtoul(end, &end, 10);
    return (MemoryUse){all * page, files * page};
}

static size_t room_to(size_t use, size_t most)
{
    return use < most ? most - use : 0;
}

bool memory_exceeds(size_t all, size_t files)
{
    enum { PART = 4 /* of the most: so that what comes between two looks does not make it more and more */ };
    static const double fastest = 32e6; /* bytes a ms and processor: a page of a file brings those around it along */
    static _Atomic double ask_at;       /* by clock_ms(); threads may well ask at once */
    static _Atomic size_t most;         /* that was seen */
    static _Atomic unsigned workers;    /* to ask for these would cost more than to ask for the memory */
    if (!workers) workers = parallel_workers();
    double now = clock_ms();
    if (now < ask_at) return false;
    MemoryUse use = memory_use();
    if (use.all > most) most = use.all;
    if (all < most - most / PART) all = most - most / PART;
    size_t room = room_to(use.all, all), room_for_files = room_to(use.files, files);
    if (room < room_for_files) room = room_for_files;
    ask_at = now + (double)room / fastest / workers;
    return !room;
}

static void free_children(Arena *arena)
{
    while (arena->children) {
        Arena *child = arena->children;
        arena->children = child->next_child;
        arena_free(child);
    }
}

void arena_reset(Arena *arena)
{
    enum { SPARE_MOST = MANY }; /* blocks: 4 MB */
    size_t kept = 0;
    free_children(arena);
    for (Block *block = arena->spare; block; block = block->next) kept++;
    while (arena->blocks) {
        Block *block = arena->blocks;
        arena->blocks = block->next;
        if (block->size == BLOCK_SIZE && kept++ < SPARE_MOST) {
            block->next = arena->spare;
            arena->spare = block;
        } else {
            block_free(block);
        }
    }
    arena->count = 0;
    arena->at = arena->end = NULL;
    if (arena->store.file >= 0) store_reset(&arena->store);
}

void arena_free(Arena *arena)
{
    if (!arena) return;
    free_children(arena);
    free_blocks(arena->blocks);
    free_blocks(arena->spare);
    store_close(&arena->store);
    if (arena->mapped) munmap(arena->mapped, arena->mapped_size);
    free(arena);
}

void arena_adopt(Arena *arena, Arena *other)
{
    other->next_child = arena->children;
    arena->children = other;
}

static Block *usual_block(Arena *arena)
{
    Block *block = arena->spare;
    if (!block) return block_new(arena->count < MANY ? BLOCK_SIZE : LARGE_BLOCK_SIZE);
    arena->spare = block->next;
    return block;
}

/* What is large has a block of its own. */
static bool is_large(size_t size)
{
    return size > BLOCK_SIZE / 4;
}

static void *take_large(Arena *arena, size_t size)
{
    Block *fresh = block_new(size);
    fresh->is_single = true;
    Block **link = arena->blocks ? &arena->blocks->next : &arena->blocks; /* the current one is filled up first */
    fresh->next = *link;
    *link = fresh;
    return data_of(fresh);
}

static void *take_anew(Arena *arena, size_t size)
{
    void *stored = arena->store.file >= 0 ? store_take(&arena->store, size) : NULL;
    if (stored) return stored;
    if (is_large(size)) return take_large(arena, size);
    Block *block = usual_block(arena);
    block->next = arena->blocks;
    arena->blocks = block;
    arena->count++;
    arena->at = data_of(block) + size;
    arena->end = data_of(block) + block->size;
    return data_of(block);
}

void *arena_take(Arena *arena, size_t size)
{
    if (size > SIZE_MAX / 2) out_of_memory(size);
    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (size >= (size_t)(arena->end - arena->at)) return take_anew(arena, size); /* a place also for 0 bytes */
    void *result = arena->at;
    arena->at += size;
    return result;
}

void *arena_copy(Arena *arena, const void *bytes, size_t size)
{
    void *copy = arena_take(arena, size);
    return size ? memcpy(copy, bytes, size) : copy;
}

/* The link to the block that holds nothing but this; NULL where others are in it. */
static Block **link_of(Arena *arena, const void *taken, size_t size)
{
    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (!is_large(size)) return NULL;
    for (Block **link = &arena->blocks; *link; link = &(*link)->next)
        if (data_of(*link) == taken && (*link)->is_single && (*link)->size == size) return link;
    return NULL;
}

void arena_give_back(Arena *arena, void *taken, size_t size)
{
    Block **link = link_of(arena, taken, size);
    if (!link) return;
    Block *block = *link;
    *link = block->next;
    block_free(block);
}

size_t arena_size(const Arena *arena)
{
    size_t size = 0;
    for (const Block *block = arena->blocks; block; block = block->next) size += HEADER_SIZE + block->size;
    return size;
}

static void *grow(Arena *arena, void *items, size_t size, size_t wanted)
{
    Block **link = link_of(arena, items, size);
    if (link && wanted < SIZE_MAX / 2) {
        *link = block_resize(*link, (wanted + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
        return data_of(*link);
    }
    void *grown = arena_take(arena, wanted);
    if (size) memcpy(grown, items, size);
    return grown;
}

void vec_grow(Arena *arena, void **items, size_t *cap, size_t item_size)
{
    size_t wanted = *cap ? *cap * 2 : 8;
    *items = grow(arena, *items, *cap * item_size, wanted * item_size);
    *cap = wanted;
}
