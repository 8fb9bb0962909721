/* How much a term says: what index/ and search/ weigh by. */
#ifndef WHYFIX_WEIGHT_H
#define WHYFIX_WEIGHT_H

#include "base/base.h"

/* How telling a term is that `holders` of `entries` entries have: bm25's inverse document frequency (Robertson and
 * Zaragoza 2009, section 3.1), kept positive. `text` is folded; what only asks, such as 怎么 and how, says little
 * however few entries have it: a part of the weight. */
double term_weight(Str text, size_t holders, size_t entries);
/* The words that only ask, separated by spaces. */
Str term_asking(Arena *arena);
/* Whether it is a single Han character. */
bool term_is_character(Str term);

#endif
