/* Which entries say the same in several languages: an original and its translations. */
#include "plan.h"

static Translations *family_of(Site *site, size_t original)
{
    Translations **family = &site->translations[original];
    if (!*family) {
        *family = ARENA_NEW(site->arena, Translations);
        VEC_PUSH(site->arena, *family, (uint32_t)original);
    }
    return *family;
}

void translations_group(Site *site)
{
    const Content *content = site->content;
    for (size_t e = 0; e < content->entries.len; e++) {
        const Entry *entry = content->entries.items[e];
        size_t original;
        content_rest(content, e);
        if (!entry->original || !content_find_entry(content, entry->original->id, &original)) continue;
        if (!site->translations)
            site->translations = ARENA_ARRAY(site->arena, Translations *, content->entries.len + 1);
        site->translations[e] = family_of(site, original);
        VEC_PUSH(site->arena, site->translations[e], (uint32_t)e);
    }
}

const Translations *translations_of(const Site *site, size_t entry)
{
    static const Translations none = {0};
    return site->translations && site->translations[entry] ? site->translations[entry] : &none;
}
