#include "packed.h"

#include "sort.h"

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
    buffer_add_packed(out, (uint32_t)distances.len);
    buffer_add(out, buffer_str(&distances));
    buffer_free(&distances);
}
