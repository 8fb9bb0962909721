/* All of a site: its configuration, its documents in order, ids made unique across them. */
#include "content.h"

#include "documents.h"
#include "entry_hash.h"
#include "link.h"
#include "markdown.h"
#include "text/text.h"
#include "vocabulary.h"

void content_start(void)
{
    markdown_start();
    vocabulary_start();
}

/* synonyms.txt: a group of equal terms a line, separated by commas; # begins a remark, ~ a loose group. */
static bool read_synonyms(Arena *arena, Str root, Content *content, Diagnostics *diagnostics)
{
    Str path = STR("content/synonyms.txt"), file = path_join(arena, root, path), bytes, line, term;
    if (!file_exists(file)) return true;
    if (!file_read(arena, file, &bytes, diagnostics)) return false;
    CleanReport report;
    Str rest = text_clean(arena, bytes, &report);
    for (int number = 1; str_next(&rest, '\n', &line); number++) {
        Str text = str_trim(line);
        if (!text.len || text.data[0] == '#') continue;
        SynonymGroup group = {.is_loose = text.data[0] == '~', .line = number};
        if (group.is_loose) text = str_slice(text, 1, text.len);
        while (str_next(&text, ',', &term))
            if (str_trim(term).len) VEC_PUSH(arena, &group.terms, str_trim(term));
        if (group.terms.len > 1)
            VEC_PUSH(arena, &content->synonyms, group);
        else
            diagnostics_add(diagnostics, SEVERITY_WARNING, "synonyms", path, number, 0,
                            "one term has no synonym: write a group of equal terms on a line, separated by ','");
    }
    return true;
}

/* Where an entry comes second with an id, it gets another, so that neither is lost. */
static void make_unique(Arena *arena, Arena *scratch, Content *content, Diagnostics *diagnostics)
{
    StrMap *seen = str_map_new(scratch), *numbers = str_map_new(scratch); /* the last one tried for an id */
    for (size_t i = 0; i < content->entries.len; i++) {
        Entry *entry = content->entries.items[i];
        size_t other;
        Str wanted = entry->id;
        content_rest(content, i);
        size_t number = 1;
        str_map_get(numbers, wanted, &number);
        while (str_map_get(seen, entry->id, &other))
            entry->id = str_format(arena, "%.*s-%zu", STR_ARG(wanted), ++number);
        str_map_set(numbers, wanted, number);
        str_map_set(seen, entry->id, i);
        if (str_equal(wanted, entry->id)) continue;
        str_map_get(seen, wanted, &other);
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

/* Entries of faq.en.md are those of faq.md in English: of the same id, or where none has one of its own, of the same
 * place. Their ids end with the language. */
static void link_translations(Arena *arena, Arena *scratch, Content *content)
{
    StrMap *document_at = str_map_new(scratch); /* by path */
    size_t at;
    for (size_t d = 0; d < content->documents.len; d++) {
        content_rest(content, d);
        str_map_set(document_at, content->documents.items[d].path, d);
    }
    for (size_t d = 0; d < content->documents.len; d++) {
        Document *document = &content->documents.items[d];
        content_rest(content, d);
        Str lang, path = original_path(scratch, document->path, &lang);
        bool is_there = path.len && str_map_get(document_at, path, &at);
        const Document *original = is_there ? &content->documents.items[at] : NULL;
        for (size_t e = 0; original && e < document->entries.len; e++) {
            Entry *entry = &document->entries.items[e];
            entry->original = find_entry(original, entry->id);
            bool is_paired = document->entries.len == original->entries.len && !entry->is_pinned;
            if (!entry->original && is_paired) entry->original = &original->entries.items[e];
            if (entry->original)
                entry->id = str_format(arena, "%.*s.%.*s", STR_ARG(entry->original->id), STR_ARG(lang));
        }
    }
}

static void name_records(Arena *arena, Entry *entry)
{
    for (size_t i = 0; i < entry->record_count; i++) {
        Record *record = &entry->records[i];
        bool is_only = entry->record_count == 1;
        record->id = is_only ? entry->id : str_format(arena, "%.*s#%zu", STR_ARG(entry->id), i + 1);
        record->anchor = str_format(arena, "record-%zu", i + 1);
    }
}

/* Whether there is so much to keep that what is walked through should not all be in memory at once. */
static bool is_large(const FileInfoVec *files)
{
    enum { LARGE = 10 * 1000 * 1000 /* bytes: below, a file would cost more time than it saves memory */ };
    uint64_t size = 0;
    for (size_t i = 0; i < files->len; i++)
        size += document_is_markdown(files->items[i].path) ? files->items[i].size : 0;
    return size > LARGE;
}

void content_rest(const Content *content, size_t step)
{
    enum { STEPS = 32, MOST = 16 * 1024 * 1024 /* bytes */ };
    if (content->store && step % STEPS == STEPS - 1 && memory_of_files() > MOST) arena_rest(content->store);
}

/* What can only be done when all documents are read. */
static void finish(Arena *arena, Content *content, Diagnostics *diagnostics)
{
    for (size_t d = 0; d < content->documents.len; d++) content->entries.cap += content->documents.items[d].entries.len;
    content->entries.items = ARENA_ARRAY(arena, Entry *, content->entries.cap + 1);
    for (size_t d = 0; d < content->documents.len; d++)
        for (size_t e = 0; e < content->documents.items[d].entries.len; e++)
            content->entries.items[content->entries.len++] = &content->documents.items[d].entries.items[e];
    Arena *scratch = arena_new();
    link_translations(arena, scratch, content);
    make_unique(arena, scratch, content, diagnostics);
    arena_free(scratch);
    content->entry_by_id = str_map_new(arena);
    content->asset_by_path = str_map_new(arena);
    for (size_t i = 0; i < content->entries.len; i++) {
        content_rest(content, i);
        str_map_set(content->entry_by_id, content->entries.items[i]->id, i);
    }
    for (size_t i = 0; i < content->assets.len; i++)
        str_map_set(content->asset_by_path, content->assets.items[i].path, i);
    Arena *kept = content->store ? content->store : arena;
    links_finish(kept, content);
    for (size_t i = 0; i < content->entries.len; i++) {
        content_rest(content, i);
        name_records(kept, content->entries.items[i]);
    }
}

bool content_list(Arena *arena, Str root, FileInfoVec *files, Diagnostics *diagnostics)
{
    Str folder = path_join(arena, root, STR("content"));
    if (file_exists(folder)) return tree_list(arena, folder, files, diagnostics);
    diagnostics_add(diagnostics, SEVERITY_ERROR, NULL, folder, 0, 0,
                    "no such folder: run whyfix where content/ is, or say where with -C ROOT");
    return false;
}

static bool read_listed(Arena *arena, Str root, const FileInfoVec *files, const CacheFile *cache, Content *content,
                        Diagnostics *diagnostics)
{
    diagnostics->folder = root;
    if (!content_read_config(arena, root, &content->config, diagnostics)) return false;
    if (!read_synonyms(arena, root, content, diagnostics)) return false;
    Str folder = path_join(arena, root, STR("content"));
    if (!documents_read(arena, folder, STR("content"), files, cache, content, diagnostics)) return false;
    progress_stage(diagnostics->progress, "connect", 0);
    finish(arena, content, diagnostics);
    if (cache) entries_hash(arena, content);
    return true;
}

bool content_read(Arena *arena, Str root, Content *content, Diagnostics *diagnostics)
{
    FileInfoVec files = {0};
    *content = (Content){0};
    if (!content_list(arena, root, &files, diagnostics)) return false;
    if (is_large(&files)) arena_adopt(arena, content->store = arena_new_stored());
    return read_listed(arena, root, &files, NULL, content, diagnostics);
}

bool content_read_listed(Arena *arena, Str root, const FileInfoVec *files, const CacheFile *cache, Content *content,
                         Diagnostics *diagnostics)
{
    *content = (Content){0};
    return read_listed(arena, root, files, cache, content, diagnostics);
}

bool content_read_files(Arena *arena, const StrVec *paths, Content *content, Diagnostics *diagnostics)
{
    *content = (Content){0};
    if (!content_read_config(arena, STR_NONE, &content->config, diagnostics)) return false;
    FileInfoVec files = {0};
    for (size_t i = 0; i < paths->len; i++) VEC_PUSH(arena, &files, ((FileInfo){.path = paths->items[i]}));
    if (!documents_read(arena, STR(""), STR(""), &files, NULL, content, diagnostics)) return false;
    finish(arena, content, diagnostics);
    return true;
}
