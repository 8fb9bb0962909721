/* Names that follow from an entry's own: of its records, and of its language. Private to content/. */
#ifndef WHYFIX_ENTRY_NAMES_H
#define WHYFIX_ENTRY_NAMES_H

#include "content.h"

/* Those that many entries share, in memory once. */
typedef struct SharedNames {
    Arena *arena;
    StrVec anchors, languages; /* that were needed so far */
    StrVec section, tags;      /* of the last entry that had any */
} SharedNames;

/* Gives the records their ids, which are in the arena, and their anchors. */
void entry_name_records(SharedNames *shared, Arena *arena, Entry *entry);
/* The same list, which lives as long as the names: mostly it is *last, one of theirs, and becomes that. */
StrVec shared_list(SharedNames *shared, StrVec *last, StrVec list);
/* The same tag, which lives as long as the names. */
const char *shared_language(SharedNames *shared, const char *lang);

#endif
