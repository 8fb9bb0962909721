/* What results can be narrowed by, gathered while the entries are written. Private to index/. */
#ifndef WHYFIX_FACETS_H
#define WHYFIX_FACETS_H

#include "base/base.h"

typedef struct Facet {
    const char *name;
    Str value;
    uint32_t last;  /* entry */
    Buffer entries; /* packed: the distances between them */
} Facet;

typedef struct Facets Facets;
Facets *facets_new(Arena *arena);
void facets_free(Facets *facets);
/* An entry (numbers ascend from 1) has the value, which must outlive the facets; each counts once. */
void facets_add(Facets *facets, uint32_t entry, const char *name, Str value);
/* The numbers of what was added since the last call, as a packed set in the arena. */
Str facets_take_set(Facets *facets, Arena *arena);
size_t facets_pending(const Facets *facets); /* how many those are */
size_t facets_count(const Facets *facets);
const Facet *facets_get(const Facets *facets, size_t number);

#endif
