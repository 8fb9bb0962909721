/* schema.org in JSON-LD: a section is an FAQPage of its questions, a question a TechArticle; a question is never marked
 * up as both on one page. https://schema.org/FAQPage, /TechArticle, /BreadcrumbList */
#include "plan.h"

static void put_address(Json *json, Arena *arena, const Site *site, const char *key, Str file, const char *anchor)
{
    if (!site->content->config.base_url.len) return;
    json_put_key(json, key);
    json_put_str(json, str_format(arena, "%.*s%.*s%s", STR_ARG(site->content->config.base_url), STR_ARG(file), anchor));
}

static void put_pair(Json *json, const char *key, Str value)
{
    json_put_key(json, key);
    json_put_str(json, value);
}

static Str file_of(Arena *arena, const Entry *entry)
{
    return str_concat(arena, entry->id, STR(".html"));
}

/* JSON that can stand in a script element: no < is left in it. */
static Html finish(Arena *arena, Buffer *json)
{
    Buffer safe = {0};
    Str rest = buffer_str(json), text;
    if (!memchr(rest.data, '<', rest.len)) { /* nearly always */
        Html html = {buffer_take(json, arena)};
        buffer_free(json);
        return html;
    }
    while (str_next(&rest, '<', &text)) {
        buffer_add(&safe, text);
        if (rest.data) buffer_add_text(&safe, "\\u003c");
    }
    Html html = {buffer_take(&safe, arena)};
    buffer_free(&safe);
    buffer_free(json);
    return html;
}

static void put_crumb(Json *json, Arena *arena, const Site *site, size_t position, Str name, Str file)
{
    json_put_object_start(json);
    put_pair(json, "@type", STR("ListItem"));
    json_put_key(json, "position"), json_put_int(json, (int64_t)position);
    put_pair(json, "name", name);
    put_address(json, arena, site, "item", file, "");
    json_put_object_end(json);
}

static void put_breadcrumbs(Json *json, Arena *arena, const Site *site, const SectionNode *section)
{
    const SectionNode *path[64];
    size_t depth = 0, position = 1;
    for (; section && section->parent && depth < 64; section = section->parent) path[depth++] = section;
    json_put_object_start(json);
    put_pair(json, "@type", STR("BreadcrumbList"));
    json_put_key(json, "itemListElement");
    json_put_array_start(json);
    put_crumb(json, arena, site, position++, site->content->config.title, STR("index.html"));
    while (depth--) put_crumb(json, arena, site, position++, path[depth]->name, path[depth]->file);
    json_put_array_end(json);
    json_put_object_end(json);
}

static Json start(Buffer *out)
{
    Json json = json_writer(out);
    json_put_object_start(&json);
    put_pair(&json, "@context", STR("https://schema.org"));
    json_put_key(&json, "@graph");
    json_put_array_start(&json);
    return json;
}

Html json_ld_entry(Arena *arena, const Site *site, const Entry *entry, const SectionNode *section, Str description)
{
    char room[8 * BUFFER_ROOM];
    Buffer out = BUFFER_IN(room);
    Json json = start(&out);
    json_put_object_start(&json);
    put_pair(&json, "@type", STR("TechArticle"));
    put_address(&json, arena, site, "@id", file_of(arena, entry), "");
    put_address(&json, arena, site, "url", file_of(arena, entry), "");
    put_pair(&json, "headline", entry->question);
    put_pair(&json, "inLanguage", str_from(entry->lang));
    if (entry->updated.len) put_pair(&json, "dateModified", entry->updated);
    if (entry->tags.len) json_put_key(&json, "keywords"), json_put_strings(&json, entry->tags);
    put_pair(&json, "description", description);
    json_put_object_end(&json);
    put_breadcrumbs(&json, arena, site, section);
    json_put_array_end(&json);
    json_put_object_end(&json);
    return finish(arena, &out);
}

Html json_ld_section(Arena *arena, const Site *site, const SectionNode *section, const Entry *const *entries)
{
    if (!section->entries.len || section->entries.len > SECTION_ANSWERS_MOST) return (Html){STR_NONE};
    Buffer out = {0};
    Json json = start(&out);
    json_put_object_start(&json);
    put_pair(&json, "@type", STR("FAQPage"));
    put_address(&json, arena, site, "@id", section->file, "");
    put_pair(&json, "name", section->name);
    put_pair(&json, "inLanguage", str_from(section->entries.items[0]->lang));
    json_put_key(&json, "mainEntity");
    json_put_array_start(&json);
    for (size_t i = 0; i < section->entries.len; i++) {
        const Entry *entry = entries[i];
        json_put_object_start(&json);
        put_pair(&json, "@type", STR("Question"));
        put_address(&json, arena, site, "@id", file_of(arena, entry), "#question");
        put_pair(&json, "name", entry->question);
        json_put_key(&json, "acceptedAnswer");
        json_put_object_start(&json);
        put_pair(&json, "@type", STR("Answer"));
        put_pair(&json, "text", entry->answer_text);
        json_put_object_end(&json);
        json_put_object_end(&json);
    }
    json_put_array_end(&json);
    json_put_object_end(&json);
    put_breadcrumbs(&json, arena, site, section);
    json_put_array_end(&json);
    json_put_object_end(&json);
    return finish(arena, &out);
}
