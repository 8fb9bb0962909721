#include "sort.h"

#include <stdlib.h>

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
    Arena *scratch = arena_new();
    char *from = items, *to = arena_take(scratch, count * size);
    for (size_t digit = 0; digit < used; digit++) {
        bool is_little = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;
        if (!sort_by_digit(from, to, count, size, is_little ? digit : digits - 1 - digit)) continue;
        char *sorted = to;
        to = from;
        from = sorted;
    }
    if (from != items) memcpy(items, from, count * size);
    arena_free(scratch);
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

uint64_t text_start(Str text)
{
    uint64_t start = 0;
    for (size_t i = 0; i < sizeof start; i++) start = start << 8 | (i < text.len ? (unsigned char)text.data[i] : 0);
    return start;
}

typedef struct Texts {
    TextOf *text_of;
    const void *context;
} Texts;

static int by_text(const void *a, const void *b, void *context)
{
    const Texts *texts = context;
    return str_compare(texts->text_of(texts->context, *(const uint32_t *)a),
                       texts->text_of(texts->context, *(const uint32_t *)b));
}

void sort_by_text(uint32_t *numbers, size_t count, TextOf *text_of, const void *context)
{
    Texts texts = {text_of, context};
    Arena *scratch = arena_new();
    Keyed *keyed = arena_take(scratch, count * sizeof *keyed);
    for (size_t i = 0; i < count; i++) keyed[i] = (Keyed){text_start(text_of(context, numbers[i])), numbers[i]};
    sort_keyed(keyed, count);
    for (size_t i = 0; i < count; i++) numbers[i] = keyed[i].number;
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && keyed[end].key == keyed[i].key;) end++;
        if (end - i > 1) qsort_r(numbers + i, end - i, sizeof *numbers, by_text, &texts);
    }
    arena_free(scratch);
}
