#include "index.h"

#include <math.h>

#include "text/text.h"

typedef struct Receiver {
    TermFunction *function;
    void *context;
} Receiver;

static int give_term(void *context, const Token *token)
{
    const Receiver *receiver = context;
    if (token->is_whole) return 0;
    Str term = token->text;
    uint32_t c;
    if (token->class == CHAR_HAN) term.len = utf8_decode(term, &c); /* a bigram's first; the tail gives the last */
    receiver->function(receiver->context, term);
    return 0;
}

void terms_each(Str text, TermFunction *function, void *context)
{
    Receiver receiver = {function, context};
    tokens_each(text, give_term, &receiver);
}

double term_weight(size_t holders, size_t entries)
{
    double with = (double)holders, all = (double)(entries > holders ? entries : holders);
    return log(1 + (all - with + 0.5) / (with + 0.5));
}

void terms_pack(Buffer *out, const uint32_t *ascending, size_t count)
{
    uint32_t last = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t distance = ascending[i] - last;
        last = ascending[i];
        for (; distance >= 0x80; distance >>= 7) buffer_add_char(out, (char)(distance | 0x80));
        buffer_add_char(out, (char)distance);
    }
}

bool terms_next(Str *packed, uint32_t *number)
{
    uint32_t distance = 0;
    for (unsigned shift = 0; packed->len && shift < 32; shift += 7) {
        unsigned char digit = (unsigned char)packed->data[0];
        *packed = str_slice(*packed, 1, packed->len);
        distance |= (uint32_t)(digit & 0x7F) << shift;
        if (digit & 0x80) continue;
        *number += distance;
        return true;
    }
    return false;
}
