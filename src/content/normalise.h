/* Loose text → canonical FAQ markdown: what people write by hand or paste, made into markdown that says what it means.
 * Canonical text comes out as it went in. Private to content/. */
#ifndef WHYFIX_NORMALISE_H
#define WHYFIX_NORMALISE_H

#include "lines.h"

typedef struct Normalised {
    Str text;
    IntVec line_of; /* the source line of each line of `text`; empty where nothing moved */
    int first_line; /* the source line of the first line */
    bool is_loose;  /* the source had unmarked questions */
    LineVec lines;  /* of the source, as they were found */
} Normalised;

/* `body` is clean text (text_clean) whose first line is line `first_line` of the source. */
Normalised normalise(Arena *arena, Str body, int first_line);

/* The source line of a line (from 1) of the normalised text. */
int normalised_source_line(const Normalised *normalised, int line);

#endif
