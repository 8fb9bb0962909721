/* What links show of entries. A page leads to a dozen questions that stand anywhere in the content; each of them would
 * have to be fetched into the processor's cache, or from where a large site rests, with much that no link shows. Their
 * texts are taken one behind the other: those of a large site rest as well, and a look brings many of them. */
#include "internal.h"

EntryLink entry_link_of(Arena *arena, const Entry *entry)
{
    return (EntryLink){.url = str_concat(arena, entry->id, STR(".html")),
                       .question = entry->question,
                       .lang = entry->lang,
                       .hash = entry->hash,
                       .record_count = (uint32_t)entry->record_count,
                       .kind = entry->kind};
}

const EntryLink *entry_links_of(Arena *memory, Arena *texts, const Content *content)
{
    EntryLink *links = arena_take(memory, (content->entries.len + 1) * sizeof *links);
    for (size_t i = 0; i < content->entries.len; i++) {
        content_rest(content, i);
        links[i] = entry_link_of(texts, content->entries.items[i]);
        links[i].question = str_copy(texts, links[i].question);
    }
    return links;
}
