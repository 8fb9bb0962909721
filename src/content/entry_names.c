#include "entry_names.h"

Str record_id(Arena *arena, Str entry, size_t number, size_t count)
{
    return count == 1 ? entry : str_format(arena, "%.*s#%zu", STR_ARG(entry), number);
}

Str record_anchor(Arena *arena, size_t number)
{
    return str_format(arena, "record-%zu", number);
}

const char *shared_language(SharedNames *shared, const char *lang)
{
    StrVec *known = &shared->languages;
    for (size_t i = 0; i < known->len; i++)
        if (str_is(known->items[i], lang)) return known->items[i].data;
    VEC_PUSH(shared->arena, known, str_copy(shared->arena, str_from(lang)));
    return known->items[known->len - 1].data;
}

StrVec shared_list(SharedNames *shared, StrVec *last, StrVec list)
{
    if (!list.len) return list;
    if (str_lists_equal(list, *last)) return *last;
    StrVec copy = {ARENA_ARRAY(shared->arena, Str, list.len), list.len, list.len};
    for (size_t i = 0; i < list.len; i++) copy.items[i] = str_copy(shared->arena, list.items[i]);
    return *last = copy;
}

void entry_name_records(SharedNames *shared, Arena *arena, Entry *entry)
{
    for (size_t i = 0; i < entry->record_count; i++) {
        Record *record = &entry->records[i];
        record->id = record_id(arena, entry->id, i + 1, entry->record_count);
        if (i == shared->anchors.len) VEC_PUSH(shared->arena, &shared->anchors, record_anchor(shared->arena, i + 1));
        record->anchor = shared->anchors.items[i];
    }
}
