#include "packed.h"

#include "sort.h"

static void put_measured(Buffer *out, Buffer *numbers)
{
    buffer_add_packed(out, numbers->len);
    buffer_add(out, buffer_str(numbers));
    buffer_free(numbers);
}

void packed_put_set(Buffer *out, uint32_t *numbers, size_t count)
{
    sort_numbers(numbers, count);
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
