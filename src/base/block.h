/* Sixteen bytes of a text at once: vectors of GCC and clang, which have them on every machine. A comparison makes 0xFF
 * of each byte that it holds for. */
#ifndef WHYFIX_BLOCK_H
#define WHYFIX_BLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef unsigned char Block __attribute__((vector_size(16)));

static inline Block block_at(const char *start)
{
    Block block;
    memcpy(&block, start, sizeof block);
    return block;
}

/* Whether any byte is other than 0. */
static inline bool block_any(Block block)
{
    uint64_t halves[2];
    memcpy(halves, &block, sizeof halves);
    return halves[0] | halves[1];
}

/* How many bytes are 0xFF, where all others are 0. */
static inline size_t block_count(Block block)
{
    static const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t halves[2];
    memcpy(halves, &block, sizeof halves);
    return ((halves[0] & ones) + (halves[1] & ones)) * ones >> 56; /* the highest byte is the sum of all */
}

/* 0xFF for each control character of ASCII that no text has: all but line ends, tabs and DEL. */
static inline Block block_controls(Block block)
{
    return (Block)((block < 0x20) & (block != '\n') & (block != '\t'));
}

static inline bool block_is_ascii(Block block)
{
    return !block_any(block & 0x80);
}

#endif
