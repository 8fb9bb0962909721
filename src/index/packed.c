#include "packed.h"

void packed_put(Buffer *out, uint32_t number)
{
    for (; number >= 0x80; number >>= 7) buffer_add_char(out, (char)(number | 0x80));
    buffer_add_char(out, (char)number);
}

void packed_put_set(Buffer *out, const uint32_t *ascending, size_t count)
{
    uint32_t last = 0;
    Buffer distances = {0};
    for (size_t i = 0; i < count; i++) {
        packed_put(&distances, ascending[i] - last);
        last = ascending[i];
    }
    packed_put(out, (uint32_t)distances.len);
    buffer_add(out, buffer_str(&distances));
    buffer_free(&distances);
}
