#include "packed.h"

void packed_put(Buffer *out, uint32_t number)
{
    for (; number >= 0x80; number >>= 7) buffer_add_char(out, (char)(number | 0x80));
    buffer_add_char(out, (char)number);
}

/* Shell's sort, with Ciura's gaps (2001): sets are short, and a call for each comparison would cost more than they do.
 */
static void sort(uint32_t *numbers, size_t count)
{
    static const size_t gaps[] = {1750, 701, 301, 132, 57, 23, 10, 4, 1};
    for (size_t g = 0; g < sizeof gaps / sizeof *gaps; g++)
        for (size_t i = gaps[g]; i < count; i++) {
            uint32_t number = numbers[i];
            size_t at = i;
            for (; at >= gaps[g] && numbers[at - gaps[g]] > number; at -= gaps[g]) numbers[at] = numbers[at - gaps[g]];
            numbers[at] = number;
        }
}

void packed_put_set(Buffer *out, uint32_t *numbers, size_t count)
{
    sort(numbers, count);
    uint32_t last = 0;
    Buffer distances = {0};
    for (size_t i = 0; i < count; i++) {
        packed_put(&distances, numbers[i] - last);
        last = numbers[i];
    }
    packed_put(out, (uint32_t)distances.len);
    buffer_add(out, buffer_str(&distances));
    buffer_free(&distances);
}
