#include "document_copy.h"

/* A text that is in the copy already. What records say stands in their entry's answer, mostly in the same order: it is
 * kept there, and once. */
typedef struct Said {
    Str text;
    size_t at; /* where what was found last ends */
} Said;

/* The same string within what is said, or else a copy. */
static Str copy_said(Arena *arena, Said *said, Str string)
{
    enum { SHORTEST = 24 /* bytes: a copy of less costs nothing */, LOOK = 2048 };
    if (string.len < SHORTEST) return str_copy(arena, string);
    Str near = str_slice(said->text, said->at, said->at + string.len + LOOK);
    ptrdiff_t found = str_find(near, string);
    if (found < 0) return str_copy(arena, string);
    said->at += (size_t)found + string.len;
    return (Str){near.data + found, string.len};
}

/* Strings of which each may stand within a text, in its order. */
static StrVec copy_strings_of(Arena *arena, StrVec strings, Str text)
{
    StrVec copy = {0};
    Said said = {text, 0};
    if (!strings.len) return copy;
    copy.items = ARENA_ARRAY(arena, Str, strings.len);
    copy.len = copy.cap = strings.len;
    for (size_t i = 0; i < strings.len; i++) copy.items[i] = copy_said(arena, &said, strings.items[i]);
    return copy;
}

static StrVec copy_strings(Arena *arena, StrVec strings)
{
    return copy_strings_of(arena, strings, STR_NONE);
}

static Html copy_html(Arena *arena, Html html)
{
    return (Html){str_copy(arena, html.markup)};
}

/* `same`, where the string is the same. */
static Str copy_or(Arena *arena, Str same, Str string)
{
    return string.data && str_equal(same, string) ? same : str_copy(arena, string);
}

static Record copy_record(Arena *arena, const Record *record, Said *text, Said *html)
{
    Record copy = *record; /* numbers, and the rule's name, which is static */
    copy.id = str_copy(arena, record->id);
    copy.anchor = str_copy(arena, record->anchor);
    copy.category = str_copy(arena, record->category);
    copy.environment = str_copy(arena, record->environment);
    copy.check = str_copy(arena, record->check);
    copy.cause = copy_said(arena, text, record->cause);
    copy.solution = copy_said(arena, text, record->solution);
    copy.solution_markdown = copy_or(arena, copy.solution, record->solution_markdown);
    copy.cause_html.markup = copy_said(arena, html, record->cause_html.markup);
    copy.solution_html.markup = copy_said(arena, html, record->solution_html.markup);
    copy.steps = copy_strings_of(arena, record->steps, copy.solution);
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
    Said text = {copy.answer_text, 0}, html = {copy.answer.markup, 0};
    for (size_t i = 0; i < entry->record_count; i++)
        copy.records[i] = copy_record(arena, &entry->records[i], &text, &html);
    return copy;
}

/* An array of a known length in the place of a vector. */
#define COPY_START(arena, vec, Type, count)                                                                            \
    ((vec)->items = ARENA_ARRAY((arena), Type, (count) ? (count) : 1), (vec)->cap = (count), (vec)->len = (count))

void document_copy(Arena *arena, const Document *document, Document *copy)
{
    *copy = (Document){.path = str_copy(arena, document->path), .title = str_copy(arena, document->title)};
    COPY_START(arena, &copy->entries, Entry, document->entries.len);
    for (size_t i = 0; i < document->entries.len; i++)
        copy->entries.items[i] = copy_entry(arena, &document->entries.items[i], copy->path);
    COPY_START(arena, &copy->sections, Section, document->sections.len);
    for (size_t i = 0; i < document->sections.len; i++) {
        const Section *section = &document->sections.items[i];
        copy->sections.items[i] = (Section){copy_strings(arena, section->path), copy_html(arena, section->intro),
                                            str_copy(arena, section->intro_text)};
    }
    COPY_START(arena, &copy->anchors, Anchor, document->anchors.len);
    for (size_t i = 0; i < document->anchors.len; i++)
        copy->anchors.items[i] =
            (Anchor){str_copy(arena, document->anchors.items[i].name), document->anchors.items[i].entry};
}
