/* Permanent ids for the questions of a document that have none. Private to content/. */
#ifndef WHYFIX_PIN_H
#define WHYFIX_PIN_H

#include "reader.h"

/* Where an id is to be written: behind the text of the heading on this line (from 1) of the normalised text. */
typedef struct Pin {
    int line;
    Str id;
} Pin;
typedef VEC(Pin) PinVec;

/* In the order of their lines; none of them is taken by another heading of the document. */
PinVec pins_find(Arena *arena, const Parsed *parsed);

#endif
