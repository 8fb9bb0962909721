/* What a page is made of, as a number: a page whose number is what it was would be made the same again. What all pages
 * of a site have (templates, settings, the program) is not in it: who keeps the numbers tells that apart. */
#include <xxhash.h>

#include "plan.h"

/* What a page shows of another entry of the same section. */
static void add_neighbour(Buffer *parts, const Site *site, size_t at, size_t other)
{
    bool is_there = other < site->content->entries.len && site->of_entry[other] == site->of_entry[at];
    buffer_add_word(parts, is_there ? site->links[other].hash : 0);
}

/* A question's page: it (its section with it), those that it leads to (its translations with them), and how widely its
 * causes are shared. */
static void add_entry_page(Buffer *parts, Arena *scratch, const Site *site, size_t at)
{
    const Entry *entry = site->content->entries.items[at];
    const Related *related = &site->related[at];
    const Translations *translations = translations_of(site, at);
    buffer_add_word(parts, entry->hash);
    buffer_add_word(parts, translations->len);
    for (size_t i = 0; i < translations->len; i++) buffer_add_word(parts, site->links[translations->items[i]].hash);
    for (size_t i = 0; i < entry->tags.len; i++) {
        const TagGroup *group = tag_of(site, scratch, entry->tags.items[i]);
        buffer_add_measured(parts, group ? group->file : STR_NONE);
    }
    add_neighbour(parts, site, at, at - 1); /* before the first is none */
    add_neighbour(parts, site, at, at + 1);
    for (size_t i = 0; i < related->count; i++) buffer_add_word(parts, site->links[related->entries[i]].hash);
    for (size_t r = 0; r < entry->record_count; r++) {
        size_t group = site->cause_of[site->first_record[at] + r];
        bool is_shared = group < site->shared_causes;
        buffer_add_measured(parts, is_shared ? site->cause_files[group] : STR_NONE);
        buffer_add_word(parts, is_shared ? site->causes.items[group]->entries : 0);
    }
}

/* A cause: all questions that have it, of which the first one's words are its. */
static void add_cause(Buffer *parts, const CauseGroup *group)
{
    for (size_t r = 0; r < group->records.len; r++) {
        const CauseRecord *record = &group->records.items[r];
        buffer_add_word(parts, record->hash);
        buffer_add_word(parts, record->record);
    }
}

/* A part of all causes, as a list or as a map; the parts before and after it have their places from where it is. */
static void add_causes(Buffer *parts, const Site *site, const Page *page)
{
    buffer_add_word(parts, page->from);
    buffer_add_word(parts, page->fill == fill_map ? site->shared_causes : site->causes.len);
    for (size_t c = page->from; c < page->to; c++) {
        content_rest(site->content, c);
        buffer_add_measured(parts, c < site->shared_causes ? site->cause_files[c] : STR_NONE);
        add_cause(parts, site->causes.items[c]);
    }
}

/* A part of a list of all questions, or of all symptoms, under the names of their sections. */
static void add_questions(Buffer *parts, const Site *site, const Page *page)
{
    const SectionNode *last = NULL;
    buffer_add_word(parts, page->from);
    buffer_add_word(parts, site->content->entries.len);
    for (size_t i = page->from; i < page->to; i++) {
        size_t at = page->fill == fill_all ? i : site->symptoms.items[i];
        content_rest(site->content, i);
        if (site->of_entry[at] != last) buffer_add_measured(parts, site->of_entry[at]->title);
        last = site->of_entry[at];
        buffer_add_word(parts, site->links[at].hash);
    }
}

static void add_entries(Buffer *parts, const Site *site, const Entry *const *entries, size_t from, size_t to)
{
    buffer_add_word(parts, from);
    buffer_add_word(parts, to);
    for (size_t i = from; i < to; i++) {
        content_rest_often(site->content, i);
        buffer_add_word(parts, entries[i]->hash);
    }
}

/* Questions [from, to) of a section, with all that is below it where they are its first. */
static void add_section(Buffer *parts, const Site *site, const SectionNode *section, size_t from, size_t to)
{
    buffer_add_measured(parts, section->name);
    buffer_add_measured(parts, section->file);
    buffer_add_word(parts, section->entries.len);
    add_entries(parts, site, (const Entry *const *)section->entries.items, from, to);
    for (size_t i = 0; from == 0 && i < section->intros.len; i++)
        buffer_add_measured(parts, section->intros.items[i].markup);
    for (size_t i = 0; from == 0 && i < section->children.len; i++) {
        const SectionNode *child = section->children.items[i];
        add_section(parts, site, child, 0, child->entries.len);
    }
    buffer_add_word(parts, section->has_page); /* and the end */
}

static void add_section_page(Buffer *parts, const Site *site, const Page *page)
{
    const SectionNode *section = page->subject;
    add_section(parts, site, section, page->from, page->to);
    for (section = section->parent; section; section = section->parent) {
        buffer_add_measured(parts, section->name);
        buffer_add_measured(parts, section->file);
    }
}

static void add_tag(Buffer *parts, const Site *site, const Page *page)
{
    const TagGroup *tag = page->subject;
    buffer_add_measured(parts, tag->name);
    buffer_add_word(parts, tag->entries.len);
    add_entries(parts, site, tag->entries.items, page->from, page->to);
}

uint64_t page_signature(Buffer *parts, Arena *scratch, const Site *site, const Page *page)
{
    buffer_clear(parts);
    if (page->fill == fill_entry)
        add_entry_page(parts, scratch, site, page->from);
    else if (page->fill == fill_cause)
        add_cause(parts, site->causes.items[page->from]);
    else if (page->fill == fill_causes || page->fill == fill_map)
        add_causes(parts, site, page);
    else if (page->fill == fill_all || page->fill == fill_diagnose)
        add_questions(parts, site, page);
    else if (page->fill == fill_section)
        add_section_page(parts, site, page);
    else if (page->fill == fill_tag)
        add_tag(parts, site, page);
    else
        return 0;
    return XXH3_64bits(parts->data, parts->len) | 1; /* never 0 */
}
