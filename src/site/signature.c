/* What a page is made of, as a number: a page whose number is what it was would be made the same again. What all pages
 * of a site have (templates, settings, the program) is not in it: who keeps the numbers tells that apart. */
#include <xxhash.h>

#include "plan.h"

/* What a page shows of another entry of the same section. */
static void add_neighbour(Buffer *parts, const Site *site, size_t at, size_t other)
{
    bool is_there = other < site->content->entries.len && site->of_entry[other] == site->of_entry[at];
    buffer_add_word(parts, is_there ? site->content->entries.items[other]->hash : 0);
}

/* A question's page: it (its section with it), those that it leads to (its translations with them), and how widely its
 * causes are shared. */
static void add_entry_page(Buffer *parts, const Site *site, size_t at)
{
    const Entry *entry = site->content->entries.items[at];
    const Related *related = &site->related[at];
    const Translations *translations = translations_of(site, at);
    buffer_add_word(parts, entry->hash);
    buffer_add_word(parts, translations->len);
    for (size_t i = 0; i < translations->len; i++)
        buffer_add_word(parts, site->content->entries.items[translations->items[i]]->hash);
    add_neighbour(parts, site, at, at - 1); /* before the first is none */
    add_neighbour(parts, site, at, at + 1);
    for (size_t i = 0; i < related->count; i++)
        buffer_add_word(parts, site->content->entries.items[related->entries[i]]->hash);
    for (size_t r = 0; r < entry->record_count; r++) {
        size_t group = site->cause_of[site->first_record[at] + r];
        bool is_shared = group < site->shared_causes;
        buffer_add_measured(parts, is_shared ? site->cause_files[group] : STR_NONE);
        buffer_add_word(parts, is_shared ? site->causes.items[group]->entries : 0);
    }
}

/* A cause: all questions that have it. */
static void add_cause(Buffer *parts, const CauseGroup *group)
{
    buffer_add_measured(parts, group->cause);
    buffer_add_measured(parts, group->category);
    for (size_t r = 0; r < group->records.len; r++) {
        const CauseRecord *record = &group->records.items[r];
        buffer_add_word(parts, record->hash);
        buffer_add_word(parts, record->record_number);
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

uint64_t page_signature(Buffer *parts, const Site *site, const Page *page)
{
    buffer_clear(parts);
    if (page->fill == fill_entry)
        add_entry_page(parts, site, page->from);
    else if (page->fill == fill_cause)
        add_cause(parts, site->causes.items[page->from]);
    else if (page->fill == fill_causes || page->fill == fill_map)
        add_causes(parts, site, page);
    else
        return 0;
    return XXH3_64bits(parts->data, parts->len) | 1; /* never 0 */
}
