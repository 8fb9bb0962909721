/* Posting lists of two times in one. Private to index/. */
#ifndef WHYFIX_MERGE_H
#define WHYFIX_MERGE_H

#include "base/base.h"

/* The numbers that entries have now, by those they had: [1] to [count]; 0: it is gone. */
typedef struct Renumbering {
    const uint32_t *now; /* ascending */
    size_t count;
    size_t first, last; /* those before the one, and behind the other, are what they were */
} Renumbering;
Renumbering renumbering(const uint32_t *now, size_t count);

/* The list that a term had, with the numbers of now, and the list `fresh` of others, in `out`. False where that is the
 * list that it had: nothing is in `out` then. `gone` gets how many of its entries are. */
bool merge_lists(Buffer *out, Str then, const Renumbering *numbers, Str fresh, uint32_t *gone);

#endif
