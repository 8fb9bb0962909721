#include "base.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { BLOCK_SIZE = 64 * 1024, STORED_BLOCK_SIZE = 2 * 1024 * 1024, ALIGNMENT = 16 };

typedef struct Block {
    struct Block *next;
    size_t used, size;
    char *data;     /* behind this header; of a stored block: pages of the file */
    bool is_stored; /* and so can be let go of */
} Block;

struct Arena {
    Block *blocks; /* the one being filled first */
    Block *spare;  /* of the usual size, from before the last reset */
    Arena *children, *next_child;
    int file; /* of a stored one; -1: it is plain */
    size_t file_size;
};

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

Arena *arena_new(void)
{
    Arena *arena = memory_alloc(sizeof *arena);
    *arena = (Arena){.file = -1};
    return arena;
}

Arena *arena_new_stored(void)
{
    Arena *arena = arena_new();
    const char *folder = getenv("TMPDIR");
    arena->file = open(folder && *folder ? folder : "/var/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    return arena;
}

static void free_blocks(Block *block)
{
    while (block) {
        Block *next = block->next;
        if (block->is_stored) munmap(block->data, block->size);
        free(block);
        block = next;
    }
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
    enum { SPARE_MOST = 64 }; /* blocks: 4 MB */
    size_t kept = 0;
    free_children(arena);
    for (Block *block = arena->spare; block; block = block->next) kept++;
    while (arena->blocks) {
        Block *block = arena->blocks;
        arena->blocks = block->next;
        block->next = NULL;
        if (!block->is_stored && block->size == BLOCK_SIZE && kept++ < SPARE_MOST) {
            block->next = arena->spare;
            arena->spare = block;
        } else {
            free_blocks(block);
        }
    }
}

void arena_free(Arena *arena)
{
    if (!arena) return;
    free_children(arena);
    free_blocks(arena->blocks);
    free_blocks(arena->spare);
    if (arena->file >= 0) close(arena->file);
    free(arena);
}

void arena_adopt(Arena *arena, Arena *other)
{
    other->next_child = arena->children;
    arena->children = other;
}

void arena_rest(Arena *arena)
{
    for (const Block *block = arena->blocks; block; block = block->next)
        if (block->is_stored) madvise(block->data, block->size, MADV_DONTNEED);
    for (Arena *child = arena->children; child; child = child->next_child) arena_rest(child);
}

static size_t page_size(void)
{
    return (size_t)sysconf(_SC_PAGESIZE);
}

size_t memory_of_files(void)
{
    char text[128] = {0};
    unsigned long all, resident, shared = 0;
    int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    ssize_t len = file >= 0 ? read(file, text, sizeof text - 1) : -1;
    if (file >= 0) close(file);
    return len > 0 && sscanf(text, "%lu %lu %lu", &all, &resident, &shared) == 3 ? shared * page_size()
                                                                                 : 0; /* proc(5) */
}

/* Pages of the file, which has room for them now: a disk that is full says so here, and not with a signal later. */
static Block *stored_block(Arena *arena, size_t size)
{
    size_t page = page_size();
    size = (size + page - 1) / page * page;
    if (fallocate(arena->file, 0, (off_t)arena->file_size, (off_t)size) != 0) return NULL;
    char *data = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, arena->file, (off_t)arena->file_size);
    if (data == MAP_FAILED) return NULL;
    arena->file_size += size;
    Block *block = memory_alloc(sizeof *block);
    *block = (Block){.size = size, .data = data, .is_stored = true};
    return block;
}

static Block *new_block(Arena *arena, size_t size)
{
    Block *block = arena->file >= 0 ? stored_block(arena, size) : NULL;
    if (block) return block;
    if (size == BLOCK_SIZE && arena->spare) {
        block = arena->spare;
        arena->spare = block->next;
        block->used = 0;
        return block;
    }
    size_t header = (sizeof *block + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    block = memory_alloc(header + size);
    *block = (Block){.size = size, .data = (char *)block + header};
    return block;
}

void *arena_take(Arena *arena, size_t size)
{
    if (size > SIZE_MAX / 2) out_of_memory(size);
    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    Block *block = arena->blocks;
    if (!block || block->size - block->used < size) {
        size_t usual = arena->file >= 0 ? STORED_BLOCK_SIZE : BLOCK_SIZE;
        bool is_large = size > usual / 4;
        Block *fresh = new_block(arena, is_large ? size : usual);
        if (block && is_large) { /* it goes behind, so that the current one is filled up first */
            fresh->next = block->next;
            block->next = fresh;
        } else {
            if (block && block->is_stored) madvise(block->data, block->size, MADV_DONTNEED);
            fresh->next = block;
            arena->blocks = fresh;
        }
        block = fresh;
    }
    void *result = block->data + block->used;
    block->used += size;
    return result;
}

void *arena_alloc(Arena *arena, size_t size)
{
    return memset(arena_take(arena, size), 0, size);
}

void vec_grow(Arena *arena, void **items, size_t len, size_t *cap, size_t item_size)
{
    if (len < *cap) return;
    size_t wanted = *cap ? *cap * 2 : 8;
    void *grown = arena_take(arena, wanted * item_size);
    if (len) memcpy(grown, *items, len * item_size);
    *items = grown;
    *cap = wanted;
}
