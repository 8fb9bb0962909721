#include "markdown_memory.h"

#include <sanitizer/asan_interface.h>

enum { STEP = 16, STEPS = 32 /* sizes up to 512 bytes */, CLASSES = STEPS + 64 };

/* Before each piece: of which class it is, which says its size. */
typedef uint64_t Header;

typedef struct Piece {
    struct Piece *next;
} Piece;

/* Of a thread. What is freed is kept for the next piece of its class. */
static _Thread_local struct {
    size_t trees;
    Arena *arena; /* of all of them */
    Piece *freed[CLASSES];
} memory;

/* Small pieces are multiples of a step, large ones powers of two; their headers included. */
static unsigned class_of(size_t size)
{
    if (size <= STEP * STEPS) return (unsigned)((size + STEP - 1) / STEP);
    return STEPS + 64 - (unsigned)__builtin_clzll(size - 1);
}

static size_t size_of(unsigned class)
{
    return class <= STEPS ? (size_t) class * STEP : (size_t)1 << (class - STEPS);
}

static char *take(size_t wanted)
{
    if (wanted > SIZE_MAX / 4) out_of_memory(wanted);
    unsigned class = class_of(wanted + sizeof(Header));
    size_t size = size_of(class);
    Piece *freed = memory.freed[class];
    if (freed) {
        ASAN_UNPOISON_MEMORY_REGION(freed, wanted > sizeof *freed ? wanted : sizeof *freed);
        memory.freed[class] = freed->next;
        return (char *)freed;
    }
    if (!memory.arena) memory.arena = arena_new();
    Header *header = arena_take(memory.arena, size);
    char *piece = (char *)(header + 1);
    *header = class;
    ASAN_POISON_MEMORY_REGION(piece + wanted, size - sizeof *header - wanted);
    return piece;
}

static unsigned class_of_piece(const void *piece)
{
    return (unsigned)((const Header *)piece)[-1];
}

static void *take_zeroed(size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size) out_of_memory(count);
    return memset(take(count * size), 0, count * size);
}

static void give_back(void *given)
{
    if (!given) return;
    Piece *piece = given;
    unsigned class = class_of_piece(piece);
    ASAN_UNPOISON_MEMORY_REGION(piece, sizeof *piece);
    piece->next = memory.freed[class];
    memory.freed[class] = piece;
    ASAN_POISON_MEMORY_REGION(piece, size_of(class) - sizeof(Header));
}

static void *resize(void *given, size_t wanted)
{
    if (!given) return take(wanted);
    size_t room = size_of(class_of_piece(given)) - sizeof(Header);
    ASAN_UNPOISON_MEMORY_REGION(given, wanted < room ? wanted : room);
    if (wanted <= room) return given;
    void *larger = memcpy(take(wanted), given, room);
    give_back(given);
    return larger;
}

cmark_mem *markdown_memory(void)
{
    static cmark_mem functions = {take_zeroed, resize, give_back};
    return &functions;
}

void markdown_memory_begin(void)
{
    memory.trees++;
}

bool markdown_memory_end(void)
{
    if (--memory.trees) return false;
    arena_free(memory.arena);
    memory.arena = NULL;
    memset(memory.freed, 0, sizeof memory.freed);
    return true;
}
