#include "packed.h"

#include <stdlib.h>

void packed_put(Buffer *out, uint32_t number)
{
    for (; number >= 0x80; number >>= 7) buffer_add_char(out, (char)(number | 0x80));
    buffer_add_char(out, (char)number);
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

void packed_put_set(Buffer *out, uint32_t *numbers, size_t count)
{
    if (count) qsort(numbers, count, sizeof *numbers, by_number);
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
