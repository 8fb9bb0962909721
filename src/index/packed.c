#include "packed.h"

#include "sort.h"

bool packed_next_long(Str *packed, uint32_t *number)
{
    const unsigned char *at = (const unsigned char *)packed->data, *end = at + packed->len;
    uint32_t value = 0;
    for (unsigned shift = 0; at < end && shift < 35; shift += 7) {
        unsigned char digit = *at++;
        value |= (uint32_t)(digit & 0x7F) << (shift < 32 ? shift : 31);
        if (digit & 0x80) continue;
        *packed = (Str){(const char *)at, (size_t)(end - at)};
        *number = value;
        return true;
    }
    return false;
}

static void put_measured(Buffer *out, Buffer *numbers)
{
    buffer_add_packed(out, numbers->len);
    buffer_add(out, buffer_str(numbers));
    buffer_free(numbers);
}

void packed_put_set(Buffer *out, uint32_t *numbers, size_t count)
{
    sort_numbers(numbers, count);
    packed_put_sorted(out, numbers, count);
}

void packed_put_sorted(Buffer *out, const uint32_t *numbers, size_t count)
{
    uint32_t last = 0;
    char room[BUFFER_ROOM];
    Buffer distances = BUFFER_IN(room);
    for (size_t i = 0; i < count; i++) {
        buffer_add_packed(&distances, numbers[i] - last);
        last = numbers[i];
    }
    put_measured(out, &distances);
}

void packed_put_list(Buffer *out, const uint32_t *numbers, size_t count)
{
    char room[BUFFER_ROOM];
    Buffer all = BUFFER_IN(room);
    for (size_t i = 0; i < count; i++) buffer_add_packed(&all, numbers[i]);
    put_measured(out, &all);
}
