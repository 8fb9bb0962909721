#include "sort.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"

enum { VALUES = 1 << 8 /* of a digit */, FEW = 24 };

/* Puts items, which begin with their keys, in the order of one byte of those; false where they all have the same. Made
 * for each size of its own. */
static inline __attribute__((always_inline)) bool sort_by_digit(const char *from, char *to, size_t count, size_t size,
                                                                size_t digit)
{
    uint32_t places[VALUES] = {0}, sum = 0;
    const unsigned char *digits = (const unsigned char *)from + digit;
    for (size_t i = 0; i < count; i++) places[digits[i * size]]++;
    if (places[digits[0]] == count) return false;
    for (size_t v = 0; v < VALUES; v++) {
        uint32_t many = places[v];
        places[v] = sum;
        sum += many;
    }
    for (size_t i = 0; i < count; i++) memcpy(to + places[digits[i * size]]++ * size, from + i * size, size);
    return true;
}

/* The last digit of a key first; `used`: how many of the last ones differ. */
static inline __attribute__((always_inline)) void sort(char *items, size_t count, size_t size, size_t digits,
                                                       size_t used)
{
    char *from = items, *other = memory_alloc(count * size), *to = other;
    for (size_t digit = 0; digit < used; digit++) {
        bool is_little = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;
        if (!sort_by_digit(from, to, count, size, is_little ? digit : digits - 1 - digit)) continue;
        char *sorted = to;
        to = from;
        from = sorted;
    }
    if (from != items) memcpy(items, from, count * size);
    free(other);
}

static void sort_few(uint32_t *numbers, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        uint32_t number = numbers[i];
        size_t at = i;
        for (; at > 0 && numbers[at - 1] > number; at--) numbers[at] = numbers[at - 1];
        numbers[at] = number;
    }
}

void sort_numbers(uint32_t *numbers, size_t count)
{
    if (count < FEW) {
        sort_few(numbers, count);
        return;
    }
    uint32_t differ = 0;
    size_t used = 0;
    for (size_t i = 1; i < count; i++) differ |= numbers[i] ^ numbers[0];
    for (; differ; differ >>= 8) used++;
    sort((char *)numbers, count, sizeof *numbers, sizeof *numbers, used);
}

void sort_keyed(Keyed *items, size_t count)
{
    if (count) sort((char *)items, count, sizeof *items, sizeof items->key, sizeof items->key);
}
