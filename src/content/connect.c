/* What can only be said when all documents have been read: ids that are unique across them, whose translation an entry
 * is, where links lead, and a hash of all that. */
#include "connect.h"

#include "entry_hash.h"
#include "entry_ids.h"
#include "entry_names.h"
#include "link.h"

static void rename_to(Entry *entry, Str id)
{
    entry->id = id;
    entry->is_renamed = true;
}

/* Where an entry comes second with an id, it gets another, so that neither is lost. */
static void make_unique(Arena *arena, Arena *scratch, Content *content, Diagnostics *diagnostics)
{
    StrMap *numbers = str_map_new(scratch); /* the last one tried for an id */
    for (size_t i = 0; i < content->entries.len; i++) {
        Entry *entry = content->entries.items[i];
        size_t other;
        Str wanted = entry->id;
        content_rest(content, i);
        bool is_first = !content_find_entry(content, wanted, &other);
        if (!is_first) {
            size_t number = 1, taken;
            str_map_get(numbers, wanted, &number);
            do rename_to(entry, str_format(arena, "%.*s-%zu", STR_ARG(wanted), ++number));
            while (content_find_entry(content, entry->id, &taken));
            str_map_set(numbers, wanted, number);
        }
        entry_ids_add(content, i);
        if (is_first) continue;
        const Entry *first = content->entries.items[other];
        diagnostics_add(diagnostics, SEVERITY_WARNING, entry->is_pinned ? "duplicate-id" : "duplicate-question",
                        entry->path, entry->line, 0,
                        "id '%.*s' is taken by %.*s:%d; this one becomes '%.*s': give it an id of its own",
                        STR_ARG(wanted), STR_ARG(first->path), first->line, STR_ARG(entry->id));
    }
}

/* The file that a file named NAME.LANG.md translates: NAME.md. Empty where the name says nothing of the kind. */
static Str original_path(Arena *arena, Str path, Str *lang)
{
    Str folder = path_folder(path), stem = path_stem(path_name(path)), end = str_slice(path, path.len - 3, path.len);
    size_t dot = stem.len;
    while (dot > 0 && stem.data[dot - 1] != '.') dot--;
    *lang = str_slice(stem, dot, stem.len);
    if (dot < 2 || lang->len < 2 || lang->len > 10 || !str_is(end, ".md")) return STR("");
    return path_join(arena, folder, str_format(arena, "%.*s.md", (int)dot - 1, stem.data));
}

static Entry *find_entry(const Document *document, Str id)
{
    for (size_t e = 0; e < document->entries.len; e++)
        if (str_equal(document->entries.items[e].id, id)) return &document->entries.items[e];
    return NULL;
}

static StrMap *map_documents(Arena *arena, const Content *content)
{
    StrMap *map = str_map_new_for(arena, content->documents.len);
    for (size_t d = 0; d < content->documents.len; d++) {
        content_rest(content, d);
        str_map_set(map, content->documents.items[d].path, d);
    }
    return map;
}

/* Entries of faq.en.md are those of faq.md in English: of the same id, or where none has one of its own, of the same
 * place. Their ids end with the language. */
static void link_translations(Arena *arena, Arena *scratch, Content *content)
{
    StrMap *document_at = NULL; /* by path, once it is asked for */
    size_t at;
    for (size_t d = 0; d < content->documents.len; d++) {
        Document *document = &content->documents.items[d];
        content_rest(content, d);
        Str lang, path = original_path(scratch, document->path, &lang);
        if (path.len && !document_at) document_at = map_documents(scratch, content);
        bool is_there = path.len && str_map_get(document_at, path, &at);
        const Document *original = is_there ? &content->documents.items[at] : NULL;
        for (size_t e = 0; original && e < document->entries.len; e++) {
            Entry *entry = &document->entries.items[e];
            entry->original = find_entry(original, entry->id);
            bool is_paired = document->entries.len == original->entries.len && !entry->is_pinned;
            if (!entry->original && is_paired) entry->original = &original->entries.items[e];
            if (!entry->original) continue;
            content->has_translations = true;
            rename_to(entry, str_format(arena, "%.*s.%.*s", STR_ARG(entry->original->id), STR_ARG(lang)));
        }
    }
}

/* What a worker owns. */
typedef struct Connector {
    Arena *arena;       /* for what grows with the content */
    EntryReader reader; /* of those at rest */
    SharedNames shared; /* for its records */
    Buffer parts;       /* of a hash */
} Connector;

typedef struct Connecting {
    const Content *content;
    bool has_hashes;
    Connector *connectors;
} Connecting;

static void connect_document(void *context, unsigned worker, size_t index)
{
    const Connecting *connecting = context;
    const Content *content = connecting->content;
    Connector *connector = &connecting->connectors[worker];
    Document *document = &content->documents.items[index];
    content_rest(content, index);
    links_finish(connector->arena, content, document);
    for (size_t e = 0; e < document->entries.len; e++) {
        Entry *entry = &document->entries.items[e];
        bool is_other = entry->is_renamed || entry->original || entry->has_links; /* than when it was read */
        if (entry->is_renamed && entry->records) entry_name_records(&connector->shared, connector->arena, entry);
        if (!is_other || !connecting->has_hashes) continue;
        const Entry *whole = entry->has_links ? entry_open_next(&connector->reader, entry) : entry;
        entry->hash = entry_hash(&connector->parts, whole);
    }
}

static void connect_all(Arena *arena, Content *content, bool has_hashes)
{
    unsigned workers = parallel_workers();
    Connecting connecting = {content, has_hashes, ARENA_ARRAY(arena, Connector, workers)};
    for (unsigned i = 0; i < workers; i++) {
        connecting.connectors[i].arena = content_arena(arena, content);
        arena_adopt(arena, connecting.connectors[i].shared.arena = arena_new());
        connecting.connectors[i].reader = entry_reader(content, true);
    }
    parallel_for(workers, content->documents.len, connect_document, &connecting);
    for (unsigned i = 0; i < workers; i++) {
        buffer_free(&connecting.connectors[i].parts);
        entry_reader_free(&connecting.connectors[i].reader);
    }
}

/* Apart from them, which lie far from each other. */
static const RestingEntry *list_resting(Arena *arena, const Content *content)
{
    RestingEntry *resting = ARENA_ARRAY(arena, RestingEntry, content->entries.len + 1);
    for (size_t i = 0; i < content->entries.len; i++) {
        const Entry *entry = content->entries.items[i];
        content_rest(content, i);
        resting[i] = (RestingEntry){entry->body, (uint32_t)entry->record_count, entry->has_links};
    }
    return resting;
}

static void list_entries(Arena *arena, Content *content)
{
    for (size_t d = 0; d < content->documents.len; d++) content->entries.cap += content->documents.items[d].entries.len;
    content->entries.items = ARENA_ARRAY(arena, Entry *, content->entries.cap + 1);
    for (size_t d = 0; d < content->documents.len; d++)
        for (size_t e = 0; e < content->documents.items[d].entries.len; e++)
            content->entries.items[content->entries.len++] = &content->documents.items[d].entries.items[e];
    if (content->bodies) content->resting = list_resting(arena, content);
}

void connect_documents(Arena *arena, Content *content, bool has_hashes, Diagnostics *diagnostics)
{
    list_entries(arena, content);
    Arena *scratch = arena_new();
    entry_ids_start(arena, content);
    content->asset_by_path = str_map_new(arena);
    link_translations(arena, scratch, content);
    make_unique(arena, scratch, content, diagnostics);
    arena_free(scratch);
    for (size_t i = 0; i < content->assets.len; i++)
        str_map_set(content->asset_by_path, content->assets.items[i].path, i);
    connect_all(arena, content, has_hashes);
}
