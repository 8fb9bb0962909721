#include "internal.h"

bool texts_fetch(SearchIndex *index, Arena *arena, uint32_t entry, EntryTexts *texts, Diagnostics *diagnostics)
{
    SearchEntry found;
    if (!entry_read(index, arena, entry, &found, diagnostics)) return false;
    *texts =
        (EntryTexts){.id = str_or_empty(found.id),
                     .question = found.question,
                     .topic = found.topic,
                     .context = found.context,
                     .size = found.size + found.records.len * (sizeof *found.records.items + sizeof(SearchRecord))};
    texts->records.items = ARENA_ARRAY(arena, SearchRecord, found.records.len + 1);
    for (size_t i = 0; i < found.records.len; i++) {
        const EntryRecord *from = &found.records.items[i];
        SearchRecord record = {.id = from->id,
                               .anchor = from->anchor,
                               .category = from->category,
                               .cause = from->cause,
                               .check = from->check,
                               .solution = from->solution,
                               .order = i};
        texts->records.items[texts->records.len++] = record;
    }
    return true;
}
