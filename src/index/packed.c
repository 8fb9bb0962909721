#include "packed.h"

#include <stdlib.h>
#include <string.h>

enum { DIGIT = 8, VALUES = 1 << DIGIT, DIGITS = 32 / DIGIT, FEW = 24 };

static void sort_few(uint32_t *numbers, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        uint32_t number = numbers[i];
        size_t at = i;
        for (; at > 0 && numbers[at - 1] > number; at--) numbers[at] = numbers[at - 1];
        numbers[at] = number;
    }
}

/* Puts the numbers in the order of one of their digits; false where they all have the same. */
static bool sort_by_digit(const uint32_t *from, uint32_t *to, size_t count, unsigned shift)
{
    uint32_t starts[VALUES] = {0}, sum = 0;
    for (size_t i = 0; i < count; i++) starts[from[i] >> shift & (VALUES - 1)]++;
    if (starts[from[0] >> shift & (VALUES - 1)] == count) return false;
    for (size_t v = 0; v < VALUES; v++) {
        uint32_t many = starts[v];
        starts[v] = sum;
        sum += many;
    }
    for (size_t i = 0; i < count; i++) to[starts[from[i] >> shift & (VALUES - 1)]++] = from[i];
    return true;
}

/* By digits, the last first: a call for each comparison would cost more than a pass. */
static void sort(uint32_t *numbers, size_t count)
{
    if (count < FEW) {
        sort_few(numbers, count);
        return;
    }
    uint32_t *from = numbers, *to = memory_alloc(count * sizeof *to), *other = to;
    for (unsigned digit = 0; digit < DIGITS; digit++) {
        if (!sort_by_digit(from, to, count, digit * DIGIT)) continue;
        uint32_t *sorted = to;
        to = from;
        from = sorted;
    }
    if (from != numbers) memcpy(numbers, from, count * sizeof *numbers);
    free(other);
}

void packed_put_set(Buffer *out, uint32_t *numbers, size_t count)
{
    sort(numbers, count);
    uint32_t last = 0;
    char room[BUFFER_ROOM];
    Buffer distances = BUFFER_IN(room);
    for (size_t i = 0; i < count; i++) {
        buffer_add_packed(&distances, numbers[i] - last);
        last = numbers[i];
    }
    buffer_add_packed(out, (uint32_t)distances.len);
    buffer_add(out, buffer_str(&distances));
    buffer_free(&distances);
}
