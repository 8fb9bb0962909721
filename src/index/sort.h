/* Sorting by numbers, digit by digit: a call for each comparison would cost more than a pass. Private to index/. */
#ifndef WHYFIX_SORT_H
#define WHYFIX_SORT_H

#include "base/base.h"

typedef struct Keyed {
    uint64_t key;
    uint32_t number; /* the caller's */
} Keyed;

void sort_numbers(uint32_t *numbers, size_t count);
/* By their keys; those with the same key stay in their order. */
void sort_keyed(Keyed *items, size_t count);
/* The first bytes of a text as a number, in byte order, which tells nearly all apart. */
uint64_t text_start(Str text);
/* By the texts that they stand for, in byte order. */
typedef Str TextOf(const void *context, uint32_t number);
void sort_by_text(uint32_t *numbers, size_t count, TextOf *text_of, const void *context);

#endif
