#include "base.h"

#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 64 * 1024, ALIGNMENT = 16 };

typedef struct Block {
    struct Block *next;
    size_t used, size;
    _Alignas(ALIGNMENT) char data[];
} Block;

struct Arena {
    Block *blocks; /* the one being filled first */
    Block *spare;  /* of the usual size, from before the last reset */
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
    arena->blocks = arena->spare = NULL;
    return arena;
}

void arena_reset(Arena *arena)
{
    enum { SPARE_MOST = 64 }; /* blocks: 4 MB */
    size_t kept = 0;
    for (Block *block = arena->spare; block; block = block->next) kept++;
    while (arena->blocks) {
        Block *block = arena->blocks;
        arena->blocks = block->next;
        if (block->size == BLOCK_SIZE && kept++ < SPARE_MOST) {
            block->next = arena->spare;
            arena->spare = block;
        } else {
            free(block);
        }
    }
}

static void free_blocks(Block *block)
{
    while (block) {
        Block *next = block->next;
        free(block);
        block = next;
    }
}

void arena_free(Arena *arena)
{
    if (!arena) return;
    free_blocks(arena->blocks);
    free_blocks(arena->spare);
    free(arena);
}

void arena_adopt(Arena *arena, Arena *other)
{
    Block **last = &arena->blocks;
    while (*last) last = &(*last)->next;
    *last = other->blocks;
    free_blocks(other->spare);
    free(other);
}

void *arena_take(Arena *arena, size_t size)
{
    if (size > SIZE_MAX / 2) out_of_memory(size);
    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    Block *block = arena->blocks;
    if (!block || block->size - block->used < size) {
        size_t capacity = size > BLOCK_SIZE / 4 ? size : BLOCK_SIZE;
        Block *fresh = capacity == BLOCK_SIZE ? arena->spare : NULL;
        if (fresh)
            arena->spare = fresh->next;
        else
            fresh = memory_alloc(sizeof *fresh + capacity);
        fresh->used = 0;
        fresh->size = capacity;
        if (block && capacity != BLOCK_SIZE) { /* a large one goes behind, so that the current one is filled up first */
            fresh->next = block->next;
            block->next = fresh;
        } else {
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
    void *grown = arena_alloc(arena, wanted * item_size);
    if (len) memcpy(grown, *items, len * item_size);
    *items = grown;
    *cap = wanted;
}
