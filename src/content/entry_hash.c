/* A hash of all that an entry says: whose hash is what it was is shown and found as it was. */
#include <xxhash.h>

#include "entry_hash.h"

/* Where links lead is only known once all documents are. */
static void add_markup(Buffer *parts, const Entry *entry)
{
    buffer_add_measured(parts, entry->answer.markup);
    for (size_t i = 0; i < entry->record_count; i++) {
        buffer_add_measured(parts, entry->records[i].cause_html.markup);
        buffer_add_measured(parts, entry->records[i].solution_html.markup);
    }
}

uint64_t entry_hash(Buffer *parts, const Entry *entry)
{
    buffer_clear(parts);
    buffer_add_word(parts, entry->said);
    buffer_add_measured(parts, entry->id);
    buffer_add_measured(parts, entry->path);
    buffer_add_measured(parts, entry->original ? entry->original->id : STR_NONE);
    if (entry->has_links) add_markup(parts, entry);
    return XXH3_64bits(parts->data, parts->len);
}
