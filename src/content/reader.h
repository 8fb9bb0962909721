/* A document's text, parsed: what reading it and importing it have in common. Private to content/. */
#ifndef WHYFIX_READER_H
#define WHYFIX_READER_H

#include "front_matter.h"
#include "normalise.h"
#include "outline.h"

typedef struct Parsed {
    Metadata metadata;
    Str head; /* the front matter as it stands, with its --- lines; or empty */
    Normalised normal;
    cmark_node *tree; /* parsed_free() */
    Outline outline;
} Parsed;

/* Cleans, splits, normalises, parses. `title` is used where neither front matter nor a heading gives one. */
Parsed parsed_read(Arena *arena, Str path, Str bytes, Str title, Diagnostics *diagnostics);
void parsed_free(Parsed *parsed);

/* The blocks of an entry: those of its heading and of the parts below it, their headings included. */
size_t parsed_entry_end(const Outline *outline, size_t heading);

#endif
