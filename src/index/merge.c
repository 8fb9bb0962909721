#include "merge.h"

#include "packed.h"

typedef struct Merge {
    Buffer *out;
    uint32_t last; /* that was put, or stands at the end of the bytes that are to be copied */
    Str fresh;
    uint32_t next; /* of them; 0: there is none */
    unsigned next_often;
} Merge;

Renumbering renumbering(const uint32_t *now, size_t count)
{
    Renumbering numbers = {now, count, 1, count};
    while (numbers.first <= count && now[numbers.first] == numbers.first) numbers.first++;
    while (numbers.last && now[numbers.last] == numbers.last) numbers.last--;
    return numbers;
}

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

/* Passes over what is as it was; the number of the last of it. Nothing fresh comes before the first that is not. */
static uint32_t pass_front(Str *list, const Renumbering *numbers)
{
    uint32_t passed = 0, entry = 0;
    unsigned often;
    for (Str rest = *list; posting_next(&rest, &entry, &often) && entry < numbers->first; passed = entry) *list = rest;
    return passed;
}

/* Where the distance between two is what it was, the bytes are, too, and are copied with those around them. */
bool merge_lists(Buffer *out, Str then, const Renumbering *numbers, Str fresh, uint32_t *gone)
{
    Merge merge = {.out = out, .fresh = fresh};
    const char *all = then.data, *end = all + then.len, *same = all;
    uint32_t entry = pass_front(&then, numbers), before = entry;
    const char *at = then.data;
    *gone = 0;
    merge.last = entry;
    take_next(&merge);
    for (unsigned often; posting_next(&then, &entry, &often); at = then.data, before = entry) {
        uint32_t now = entry <= numbers->count ? numbers->now[entry] : 0;
        if (now && now - merge.last == entry - before && (!merge.next || merge.next > now)) {
            merge.last = now;
            if (entry > numbers->last && !merge.next) then = (Str){end, 0}; /* so is all the rest */
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
