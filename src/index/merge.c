#include "merge.h"

#include "packed.h"

typedef struct Merge {
    Buffer *out;
    uint32_t last; /* that was put, or stands at the end of the bytes that are to be copied */
    Str fresh;
    uint32_t next; /* of them; 0: there is none */
    unsigned next_often;
} Merge;

static void put(Merge *merge, uint32_t entry, unsigned often)
{
    buffer_add_packed(merge->out, entry - merge->last);
    buffer_add_char(merge->out, (char)often);
    merge->last = entry;
}

static void take_next(Merge *merge)
{
    if (!posting_next(&merge->fresh, &merge->next, &merge->next_often)) merge->next = 0;
}

static void put_fresh_below(Merge *merge, uint32_t entry)
{
    for (; merge->next && merge->next < entry; take_next(merge)) put(merge, merge->next, merge->next_often);
}

/* Where the distance between two is what it was, the bytes are, too, and are copied with those around them. */
bool merge_lists(Buffer *out, Str then, const Renumbering *numbers, Str fresh, uint32_t *gone)
{
    Merge merge = {.out = out, .fresh = fresh};
    const char *all = then.data, *same = all, *at = all;
    uint32_t entry = 0, before = 0;
    *gone = 0;
    take_next(&merge);
    for (unsigned often; posting_next(&then, &entry, &often); at = then.data, before = entry) {
        uint32_t now = entry <= numbers->count ? numbers->now[entry] : 0;
        if (now && now - merge.last == entry - before && (!merge.next || merge.next > now)) {
            merge.last = now;
            continue;
        }
        buffer_add(out, (Str){same, (size_t)(at - same)});
        same = then.data;
        if (now) {
            put_fresh_below(&merge, now);
            put(&merge, now, often);
        } else
            ++*gone;
    }
    if (same == all && !merge.next) return false;
    buffer_add(out, (Str){same, (size_t)(at - same)});
    put_fresh_below(&merge, UINT32_MAX);
    return true;
}
