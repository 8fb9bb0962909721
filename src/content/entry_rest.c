/* Entries at rest: what few look at is only kept packed, in a file, and is read and unpacked for who asks for it. That
 * takes some microseconds; to have it in memory, or mapped, would take more of both. */
#include "entry_rest.h"

#include "document_pack.h"
#include "link.h"

enum { RECORDS_MOST = 100 /* of an entry at rest: to unpack more, for one of them, would take too long */ };

static Str read_packed(Arena *arena, const Content *content, Str packed)
{
    char *bytes = arena_take(arena, packed.len);
    arena_read(content->at_rest, packed.data, packed.len, bytes);
    return (Str){bytes, packed.len};
}

/* As its file says it; `path` is the file. */
static Entry *unpack(Arena *arena, const Content *content, Packed packed, Str path)
{
    Packed bytes = {read_packed(arena, content, packed.front), read_packed(arena, content, packed.body)};
    Entry *whole = ARENA_NEW(arena, Entry);
    entry_unpack(arena, bytes, path, whole);
    return whole;
}

void entry_rest(Arena *arena, const Content *content, Entry *entry)
{
    if (entry->record_count <= RECORDS_MOST) return;
    const Entry *whole = unpack(arena, content, entry->packed, entry->path);
    entry->records = whole->records;
    entry->answer = whole->answer;
    entry->answer_text = whole->answer_text;
    entry->context = whole->context;
    entry->packed = (Packed){0};
}

const Entry *entry_open(const Content *content, const Entry *entry, Arena *arena)
{
    if (!entry_is_at_rest(entry)) return entry;
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
    if (!content->packed || !content->packed[entry].front.len) return &content->entries.items[entry]->records[record];
    Entry *whole = unpack(arena, content, content->packed[entry], STR_NONE);
    if (whole->has_links) {
        whole->path = content->entries.items[entry]->path;
        links_finish_entry(arena, content, whole);
    }
    return &whole->records[record];
}
