/* A hash of all that an entry says: whose hash is what it was is shown and found as it was. */
#include <xxhash.h>

#include "entry_hash.h"

static void add_texts(Buffer *parts, const StrVec *texts)
{
    buffer_add_word(parts, texts->len);
    for (size_t i = 0; i < texts->len; i++) buffer_add_measured(parts, texts->items[i]);
}

static void add_record(Buffer *parts, const Record *record)
{
    const Str texts[] = {record->id,
                         record->anchor,
                         record->category,
                         record->environment,
                         record->check,
                         record->cause,
                         record->solution,
                         record->solution_markdown,
                         record->cause_html.markup,
                         record->solution_html.markup};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) buffer_add_measured(parts, texts[i]);
    add_texts(parts, &record->steps);
    add_texts(parts, &record->commands);
    buffer_add_word(parts, (uint64_t)record->line);
}

static void add_entry(Buffer *parts, const Entry *entry)
{
    const Str texts[] = {entry->id,     entry->question, str_from(entry->lang), entry->environment, entry->updated,
                         entry->review, entry->path,     entry->answer.markup,  entry->answer_text};
    const StrVec *lists[] = {&entry->aliases, &entry->section, &entry->tags, &entry->redirects};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) buffer_add_measured(parts, texts[i]);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) add_texts(parts, lists[i]);
    buffer_add_word(parts, (uint64_t)entry->kind);
    buffer_add_word(parts, (uint64_t)entry->line);
    buffer_add_measured(parts, entry->original ? entry->original->id : STR_NONE);
    buffer_add_word(parts, entry->record_count);
    for (size_t i = 0; i < entry->record_count; i++) add_record(parts, &entry->records[i]);
}

uint64_t entry_hash(Buffer *parts, const Entry *entry)
{
    buffer_clear(parts);
    add_entry(parts, entry);
    return XXH3_64bits(parts->data, parts->len);
}
