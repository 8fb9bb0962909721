/* A folder that a test works in. */
#ifndef WHYFIX_UNIT_PLACE_H
#define WHYFIX_UNIT_PLACE_H

#include "base/files.h"
#include "unit.h"

/* A folder of a test's own, and what it works with. */
typedef struct Place {
    char name[32];
    Str folder;
    Arena *arena;
    Diagnostics diagnostics;
} Place;

static inline void place_open(Place *place)
{
    *place = (Place){.name = "/tmp/whyfix-unit-XXXXXX"}; /* which mkdtemp(3) fills in */
    assert_non_null(mkdtemp(place->name));
    place->folder = str_from(place->name);
    place->arena = arena_new();
    diagnostics_init(&place->diagnostics);
}

static inline void place_close(Place *place)
{
    assert_true(tree_remove(place->folder, &place->diagnostics));
    assert_int_equal(place->diagnostics.list.len, 0);
    diagnostics_free(&place->diagnostics);
    arena_free(place->arena);
}

#endif
