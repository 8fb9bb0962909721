#include "document_copy.h"

static StrVec copy_strings(Arena *arena, StrVec strings)
{
    StrVec copy = {0};
    if (!strings.len) return copy;
    copy.items = ARENA_ARRAY(arena, Str, strings.len);
    copy.len = copy.cap = strings.len;
    for (size_t i = 0; i < strings.len; i++) copy.items[i] = str_copy(arena, strings.items[i]);
    return copy;
}

static Html copy_html(Arena *arena, Html html)
{
    return (Html){str_copy(arena, html.markup)};
}

static Record copy_record(Arena *arena, const Record *record)
{
    Record copy = *record; /* numbers, and the rule's name, which is static */
    copy.id = str_copy(arena, record->id);
    copy.anchor = str_copy(arena, record->anchor);
    copy.category = str_copy(arena, record->category);
    copy.environment = str_copy(arena, record->environment);
    copy.cause = str_copy(arena, record->cause);
    copy.solution = str_copy(arena, record->solution);
    copy.solution_markdown = str_copy(arena, record->solution_markdown);
    copy.cause_html = copy_html(arena, record->cause_html);
    copy.solution_html = copy_html(arena, record->solution_html);
    copy.steps = copy_strings(arena, record->steps);
    copy.commands = copy_strings(arena, record->commands);
    copy.hash = str_copy(arena, record->hash);
    return copy;
}

static Entry copy_entry(Arena *arena, const Entry *entry, Str path)
{
    Entry copy = *entry; /* numbers and flags */
    copy.id = str_copy(arena, entry->id);
    copy.lang = str_copy(arena, str_from(entry->lang)).data;
    copy.question = str_copy(arena, entry->question);
    copy.aliases = copy_strings(arena, entry->aliases);
    copy.section = copy_strings(arena, entry->section);
    copy.tags = copy_strings(arena, entry->tags);
    copy.redirects = copy_strings(arena, entry->redirects);
    copy.environment = str_copy(arena, entry->environment);
    copy.updated = str_copy(arena, entry->updated);
    copy.review = str_copy(arena, entry->review);
    copy.path = path;
    copy.answer = copy_html(arena, entry->answer);
    copy.answer_text = str_copy(arena, entry->answer_text);
    copy.records = ARENA_ARRAY(arena, Record, entry->record_count + 1);
    for (size_t i = 0; i < entry->record_count; i++) copy.records[i] = copy_record(arena, &entry->records[i]);
    return copy;
}

void document_copy(Arena *arena, const Document *document, Document *copy)
{
    *copy = (Document){.path = str_copy(arena, document->path), .title = str_copy(arena, document->title)};
    for (size_t i = 0; i < document->entries.len; i++)
        VEC_PUSH(arena, &copy->entries, copy_entry(arena, &document->entries.items[i], copy->path));
    for (size_t i = 0; i < document->sections.len; i++) {
        const Section *section = &document->sections.items[i];
        VEC_PUSH(arena, &copy->sections,
                 ((Section){copy_strings(arena, section->path), copy_html(arena, section->intro),
                            str_copy(arena, section->intro_text)}));
    }
    for (size_t i = 0; i < document->anchors.len; i++) {
        const Anchor *anchor = &document->anchors.items[i];
        VEC_PUSH(arena, &copy->anchors, ((Anchor){str_copy(arena, anchor->name), anchor->entry}));
    }
}
