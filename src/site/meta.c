/* What the endpoint's pages are made of, kept in the index, and the build's id. */
#include <xxhash.h>

#include "plan.h"

/* The way back from the endpoint: as many folders up as its address has, or the site's whole address. */
static Str way_to_root(Arena *arena, const Config *config)
{
    if (str_has(config->search, STR("://"))) return config->base_url;
    if (str_starts(config->search, STR("/"))) return STR("/");
    Buffer way = {0};
    for (size_t i = 0; i < config->search.len; i++)
        if (config->search.data[i] == '/') buffer_add_text(&way, "../");
    Str result = buffer_take(&way, arena);
    buffer_free(&way);
    return result;
}

static void add_meta(Arena *arena, SiteMeta *meta, const char *key, Str value)
{
    VEC_PUSH(arena, &meta->list, ((IndexMeta){key, value}));
}

static Str section_lines(Arena *arena, const Site *site)
{
    Buffer lines = {0};
    const SectionNode *root = site->sections;
    for (size_t i = 0; i < root->children.len; i++) {
        content_rest_often(site->content, i);
        const SectionNode *section = root->children.items[i];
        if (section->has_page) buffer_printf(&lines, "%.*s\t%.*s\n", STR_ARG(section->file), STR_ARG(section->name));
    }
    Str taken = buffer_take(&lines, arena);
    buffer_free(&lines);
    return taken;
}

static Str asset_lines(Arena *arena, const Site *site)
{
    Buffer lines = {0};
    for (size_t i = 0; i < site->assets.len; i++)
        buffer_printf(&lines, "%.*s\t%.*s\n", STR_ARG(site->assets.items[i].field),
                      STR_ARG(site->assets.items[i].path));
    Str taken = buffer_take(&lines, arena);
    buffer_free(&lines);
    return taken;
}

static Str variant_lines(Arena *arena, const Config *config)
{
    Buffer lines = {0};
    for (size_t i = 0; i < config->variants.len; i++)
        buffer_printf(&lines, "%.*s\n", STR_ARG(config->variants.items[i]));
    Str taken = buffer_take(&lines, arena);
    buffer_free(&lines);
    return taken;
}

/* A file of the theme, if it is there and not yet in the list. */
static void add_file(Arena *arena, const Site *site, XXH3_state_t *hash, SiteMeta *meta, Str name)
{
    const char *key = str_format(arena, SITE_META_TEMPLATE "%.*s", STR_ARG(name)).data;
    for (size_t i = 0; i < meta->list.len; i++)
        if (str_is(str_from(key), meta->list.items[i].key)) return;
    Str source = site_template_source((void *)(uintptr_t)&site->root, arena, name);
    XXH3_128bits_update(hash, source.data ? source.data : "", source.len);
    if (source.data) add_meta(arena, meta, key, source);
}

static void add_theme(Arena *arena, const Site *site, XXH3_state_t *hash, SiteMeta *meta)
{
    const Config *config = &site->content->config;
    static const char *const files[] = {"page.html",  "search.html",   "diagnosis.html", "search_form.html",
                                        "parts.html", "log_form.html", "strings.en.txt"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) add_file(arena, site, hash, meta, str_from(files[i]));
    for (size_t i = 0; i <= config->variants.len; i++) {
        Str names[STRINGS_MOST];
        size_t count = theme_strings_files(arena, i ? config->variants.items[i - 1] : str_from(config->lang), names);
        for (size_t n = 0; n < count; n++) add_file(arena, site, hash, meta, names[n]);
    }
}

static void hash_content(const Site *site, XXH3_state_t *hash)
{
    const Content *content = site->content;
    for (size_t e = 0; e < content->entries.len; e++) {
        content_rest(site->content, e);
        uint64_t entry = content->entries.items[e]->hash;
        XXH3_128bits_update(hash, &entry, sizeof entry);
    }
    for (size_t g = 0; g < content->synonyms.len; g++)
        for (size_t i = 0; i < content->synonyms.items[g].terms.len; i++) {
            Str term = content->synonyms.items[g].terms.items[i];
            XXH3_128bits_update(hash, term.data, term.len);
        }
}

bool site_fill_meta(Arena *arena, const Site *site, Theme *theme, void *hash, SiteMeta *meta, Diagnostics *diagnostics)
{
    const Config *config = &site->content->config;
    Buffer page = {0}; /* the endpoint's page is tried here, where its author is */
    Value *model = site_common(arena, theme, str_from(config->lang), config->title, config->search, STR(""));
    bool done = theme_render(theme, &page, "search.html", NULL, model) &&
                theme_render(theme, &page, "diagnosis.html", NULL, model) && !diagnostics->count[SEVERITY_FAILURE];
    buffer_free(&page);
    add_theme(arena, site, hash, meta);
    add_meta(arena, meta, SITE_META_ROOT, way_to_root(arena, config));
    add_meta(arena, meta, SITE_META_TITLE, config->title);
    add_meta(arena, meta, SITE_META_SEARCH, config->search);
    add_meta(arena, meta, SITE_META_ASSETS, asset_lines(arena, site));
    add_meta(arena, meta, SITE_META_VARIANTS, variant_lines(arena, config));
    add_meta(arena, meta, INDEX_META_SECTIONS, section_lines(arena, site));
    hash_content(site, hash);
    XXH128_hash_t digest = XXH3_128bits_digest(hash);
    meta->build = str_hex(arena, digest.high64);
    add_meta(arena, meta, INDEX_META_BUILD, meta->build);
    return done;
}
