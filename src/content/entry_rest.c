/* Entries at rest: what few look at is only kept packed, in a file, and is read and unpacked for who asks for it. That
 * takes some microseconds; to have it in memory, or mapped, would take more of both. */
#include "entry_rest.h"

#include "link.h"

enum { RECORDS_MOST = 100 /* of an entry at rest: to unpack more, for one of them, would take too long */ };

static Str body_or_lost(const char *bytes, Body body)
{
    if (!bytes) file_lost("what documents say, in the cache or in TMPDIR,");
    return (Str){bytes, body.len};
}

/* The bytes of a body, in the arena. */
static Str read_body(const Spool *spool, Body body, Arena *arena)
{
    char *bytes = arena_take(arena, body.len);
    return body_or_lost(spool_read(spool, body.at, body.len, bytes) ? bytes : NULL, body);
}

/* The same, until the next. */
static Str read_next(SpoolReader *reader, Body body, Arena *arena)
{
    return body_or_lost(spool_read_next(reader, body.at, body.len, arena), body);
}

void entry_rest(Arena *arena, const Spool *bodies, const Packed *packed, Entry *entry)
{
    if (entry->record_count <= RECORDS_MOST) return;
    size_t at = entry->body.at - packed->at;
    Str body = packed->body.data ? str_copy(arena, str_slice(packed->body, at, at + entry->body.len))
                                 : read_body(bodies, entry->body, arena);
    entry_unpack(arena, body, entry);
}

static const Entry *unpack(const Content *content, const Entry *entry, Str body, bool has_html, Arena *arena)
{
    Entry *whole = ARENA_NEW(arena, Entry);
    SharedNames shared = {.arena = arena};
    *whole = *entry;
    entry_unpack(arena, body, whole);
    entry_name_records(&shared, arena, whole);
    if (whole->has_links && has_html) links_finish_entry(arena, content, whole);
    return whole;
}

const Entry *entry_open(const Content *content, const Entry *entry, Arena *arena)
{
    if (!entry_is_at_rest(entry)) return entry;
    return unpack(content, entry, read_body(content->bodies, entry->body, arena), true, arena);
}

EntryReader entry_reader(const Content *content, bool has_html)
{
    return (EntryReader){content, {.spool = content->bodies, .arena = arena_new()}, arena_new(), has_html};
}

const Entry *entry_open_next(EntryReader *reader, const Entry *entry)
{
    arena_reset(reader->arena);
    if (!entry_is_at_rest(entry)) return entry;
    Str body = read_next(&reader->bodies, entry->body, reader->arena);
    return unpack(reader->content, entry, body, reader->has_html, reader->arena);
}

void entry_reader_free(EntryReader *reader)
{
    arena_free(reader->bodies.arena);
    arena_free(reader->arena);
}

const Record *record_open(const Content *content, size_t entry, size_t record, Arena *arena)
{
    const RestingEntry *resting = content->resting ? &content->resting[entry] : NULL;
    if (!resting || !resting->body.len) return &content->entries.items[entry]->records[record];
    Entry whole = {.record_count = resting->record_count};
    entry_unpack(arena, read_body(content->bodies, resting->body, arena), &whole);
    if (resting->has_links) {
        whole.path = content->entries.items[entry]->path;
        links_finish_entry(arena, content, &whole);
    }
    return whole.records + record;
}
