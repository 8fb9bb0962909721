/* The tags of a site, and the questions that have each. */
#include <stdlib.h>

#include "plan.h"
#include "text/text.h"

static int by_name(const void *a, const void *b)
{
    return str_compare((*(TagGroup *const *)a)->name, (*(TagGroup *const *)b)->name);
}

void tags_group(Site *site)
{
    Arena *arena = site->arena;
    StrMap *files = str_map_new(arena);
    site->tag_of_name = str_map_new(arena);
    for (size_t e = 0; e < site->content->entries.len; e++) {
        const Entry *entry = site->content->entries.items[e];
        content_rest(site->content, e);
        for (size_t t = 0; t < entry->tags.len; t++) {
            size_t address;
            Str key = fold_text(arena, entry->tags.items[t]);
            if (!key.len) continue;
            if (!str_map_get(site->tag_of_name, key, &address)) {
                TagGroup *fresh = ARENA_NEW(arena, TagGroup);
                fresh->name = entry->tags.items[t];
                fresh->file = page_file_of(arena, files, "tag", fresh->name);
                VEC_PUSH(arena, &site->tags, fresh);
                address = (size_t)fresh;
                str_map_set(site->tag_of_name, key, address);
            }
            TagGroup *group = (TagGroup *)address;
            if (!group->entries.len || group->entries.items[group->entries.len - 1] != entry)
                VEC_PUSH(arena, &group->entries, entry);
        }
    }
    if (site->tags.len) qsort(site->tags.items, site->tags.len, sizeof *site->tags.items, by_name);
}

const TagGroup *tag_of(const Site *site, Arena *scratch, Str name)
{
    size_t address;
    Str key = fold_text(scratch, name);
    return key.len && str_map_get(site->tag_of_name, key, &address) ? (const TagGroup *)address : NULL;
}
