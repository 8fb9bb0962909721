/* Entries of a large site rest: what few look at is only kept packed, in a file, and is read and unpacked for who asks
 * for it. That takes some microseconds; to have it in memory, or mapped, would take more of both. */
#include "entry_rest.h"

#include "document_pack.h"
#include "link.h"

enum { RECORDS_MOST = 100 /* of an entry at rest: to unpack more, for one of them, would take too long */ };

void entry_rest(Arena *arena, Entry *entry)
{
    if (entry->record_count > RECORDS_MOST) {
        Entry whole;
        entry_unpack(arena, entry->packed, entry->path, &whole);
        entry->records = whole.records;
        entry->packed = STR_NONE;
        return;
    }
    entry->records = NULL;
    entry->answer = (Html){STR_NONE};
    entry->answer_text = entry->context = STR_NONE;
}

/* As its file says it; `path` is the file. */
static Entry *unpack(Arena *arena, const Content *content, Str packed, Str path)
{
    char *bytes = arena_take(arena, packed.len);
    arena_read(content->store, packed.data, packed.len, bytes);
    Entry *whole = ARENA_NEW(arena, Entry);
    entry_unpack(arena, (Str){bytes, packed.len}, path, whole);
    return whole;
}

const Entry *entry_open(const Content *content, const Entry *entry, Arena *arena)
{
    if (!entry->packed.len) return entry;
    Entry *whole = unpack(arena, content, entry->packed, entry->path);
    whole->lang = entry->lang;
    whole->original = entry->original;
    whole->hash = entry->hash;
    if (entry->is_renamed) {
        SharedNames shared = {.arena = arena};
        whole->id = entry->id;
        whole->is_renamed = true;
        entry_name_records(&shared, arena, whole);
    }
    if (whole->has_links) links_finish_entry(arena, content, whole);
    return whole;
}

const Record *record_open(const Content *content, size_t entry, size_t record, Arena *arena)
{
    if (!content->packed || !content->packed[entry].len) return &content->entries.items[entry]->records[record];
    Entry *whole = unpack(arena, content, content->packed[entry], STR_NONE);
    if (whole->has_links) {
        whole->path = content->entries.items[entry]->path;
        links_finish_entry(arena, content, whole);
    }
    return &whole->records[record];
}
