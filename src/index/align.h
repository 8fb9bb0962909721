/* Which members of a list are, in the same order, in another. Private to index/. */
#ifndef WHYFIX_ALIGN_H
#define WHYFIX_ALIGN_H

#include "base/base.h"

/* For each of `count` hashes its place, from 1, among the hashes before, each of which is there once; 0: it has none.
 * The places ascend, and are as many as can be (a longest increasing subsequence, by patience sorting). In the arena.
 */
uint32_t *align(Arena *arena, const uint64_t *hashes, size_t count, const uint64_t *before, size_t before_count);

#endif
