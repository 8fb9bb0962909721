#include <xxhash.h>

#include "internal.h"

enum { ENTRIES_ON_START = 8 /* of each section on the start page */ };

typedef struct Build {
    Arena *arena;
    Arena *page; /* what lives as long as one page */
    Str root, folder;
    const Content *content;
    Theme *theme;
    XXH3_state_t *hash; /* of all that is written */
    Buffer out;
    Diagnostics *diagnostics;
} Build;

/* The site's own file of templates/, or the built-in one. */
static Str template_source(void *context, Arena *arena, Str name)
{
    const Build *build = context;
    Str path = path_join(arena, STR("templates"), name), own = path_join(arena, build->root, path), source;
    if (!file_exists(own)) return site_builtin(path);
    return file_read(arena, own, &source, build->diagnostics) ? source : STR_NONE;
}

static bool write_file(Build *build, Str name, Str contents)
{
    XXH3_128bits_update(build->hash, name.data, name.len);
    XXH3_128bits_update(build->hash, contents.len ? contents.data : "", contents.len);
    return file_write(path_join(build->page, build->folder, name), contents, build->diagnostics);
}

static Value *page_model(const Build *build, Str lang)
{
    const Config *config = &build->content->config;
    Value *model = site_page_model(build->page, build->theme, lang, config->title, config->search, STR(""));
    value_set_text(model, "site_description", config->description);
    value_set_number(model, "entry_count", build->content->entries.len);
    return model;
}

/* Renders a page and forgets its model. */
static bool write_page(Build *build, Str name, const char *template, const Value *model)
{
    buffer_clear(&build->out);
    bool done =
        theme_render(build->theme, &build->out, template, model) && write_file(build, name, buffer_str(&build->out));
    arena_reset(build->page);
    return done;
}

static bool write_entry(Build *build, const Entry *entry, const SectionNode *section, const Entry *previous,
                        const Entry *next)
{
    Value *model = page_model(build, str_from(entry->lang));
    model_add_entry(model, entry);
    model_add_breadcrumbs(model, section);
    value_set_bool(model, "has_neighbours", previous || next);
    if (previous) value_set(model, "previous", model_entry_link(build->page, previous));
    if (next) value_set(model, "next", model_entry_link(build->page, next));
    return write_page(build, str_format(build->page, "%.*s.html", STR_ARG(entry->id)), "entry.html", model);
}

static bool write_entries(Build *build, SectionNode **of_entry)
{
    size_t count = build->content->entries.len;
    Entry *const *entries = build->content->entries.items;
    for (size_t i = 0; i < count; i++) {
        const Entry *previous = i > 0 && of_entry[i - 1] == of_entry[i] ? entries[i - 1] : NULL;
        const Entry *next = i + 1 < count && of_entry[i + 1] == of_entry[i] ? entries[i + 1] : NULL;
        if (!write_entry(build, entries[i], of_entry[i], previous, next)) return false;
    }
    return true;
}

static bool write_redirects(Build *build)
{
    RedirectVec pages = redirects_of(build->arena, build->content, build->diagnostics);
    for (size_t i = 0; i < pages.len; i++) {
        const Redirect *page = pages.items[i];
        Value *model = page_model(build, str_from(page->targets.items[0].entry->lang));
        model_add_redirect(model, page);
        if (!write_page(build, page->file, "redirect.html", model)) return false;
    }
    return true;
}

static void add_section(const Build *build, Value *model, const SectionNode *section, size_t entries_most)
{
    Value *children = value_list(build->page), *entries = value_list(build->page);
    for (size_t i = 0; i < section->children.len; i++)
        if (section->children.items[i]->has_page)
            value_push(children, model_section_link(build->page, section->children.items[i], entries_most));
    for (size_t i = 0; i < section->entries.len; i++)
        value_push(entries, model_entry_link(build->page, section->entries.items[i]));
    value_set(model, "sections", children);
    value_set(model, "entries", entries);
    value_set_html(model, "intro", section_intro(build->page, section));
}

static bool write_sections(Build *build, const SectionNode *section)
{
    for (size_t i = 0; i < section->children.len; i++) {
        const SectionNode *child = section->children.items[i];
        Value *model = page_model(build, str_from(build->content->config.lang));
        value_set_text(model, "title", child->name);
        model_add_breadcrumbs(model, child->parent);
        add_section(build, model, child, SIZE_MAX);
        if (child->has_page && !write_page(build, child->file, "section.html", model)) return false;
        if (!write_sections(build, child)) return false;
    }
    return true;
}

static bool write_start(Build *build, const SectionNode *sections)
{
    Value *model = page_model(build, str_from(build->content->config.lang));
    value_set_text(model, "title", build->content->config.title);
    value_set_text(model, "description", build->content->config.description);
    value_set_bool(model, "is_start", true);
    add_section(build, model, sections, ENTRIES_ON_START);
    return write_page(build, STR("index.html"), "index.html", model);
}

/* How to write, for authors: templates/guide.LANG.md, in English where the site's language has none. */
static bool write_guide(Build *build)
{
    const char *lang = build->content->config.lang;
    Str name = str_format(build->arena, "guide.%s.md", lang), guide = template_source(build, build->arena, name);
    if (!guide.data) {
        lang = "en";
        guide = template_source(build, build->arena, STR("guide.en.md"));
    }
    const Value *title = value_get(theme_strings(build->theme, str_from(lang)), STR("guide"));
    Value *model = page_model(build, str_from(lang));
    value_set_text(model, "title", title ? title->text : STR(""));
    value_set_html(model, "guide", content_render(build->page, guide));
    return write_page(build, STR("guide.html"), "guide.html", model);
}

/* static/: the built-in files, each replaced by the site's own of the same name, and its further ones. */
static bool write_static(Build *build)
{
    Str own = path_join(build->arena, build->root, STR("static"));
    FileInfoVec files = {0};
    if (file_exists(own) && !tree_list(build->arena, own, &files, build->diagnostics)) return false;
    for (size_t i = 0; i < builtin_count(); i++)
        if (str_starts(builtin_path(i), STR("static/")) && !write_file(build, builtin_path(i), builtin_contents(i)))
            return false;
    for (size_t i = 0; i < files.len; i++) {
        Str contents;
        if (!file_read(build->arena, path_join(build->arena, own, files.items[i].path), &contents, build->diagnostics))
            return false;
        if (!write_file(build, path_join(build->arena, STR("static"), files.items[i].path), contents)) return false;
    }
    return true;
}

/* Images and the like below content/ keep their places. */
static bool write_assets(Build *build)
{
    Str content = path_join(build->arena, build->root, STR("content"));
    for (size_t i = 0; i < build->content->assets.len; i++) {
        Str name = build->content->assets.items[i].path, contents;
        if (file_exists(path_join(build->arena, build->folder, name))) {
            diagnostics_add(build->diagnostics, SEVERITY_WARNING, "asset",
                            path_join(build->arena, STR("content"), name), 0, 0,
                            "a page of the site has this name: rename the file");
            continue;
        }
        if (!file_read(build->arena, path_join(build->arena, content, name), &contents, build->diagnostics))
            return false;
        if (!write_file(build, name, contents)) return false;
    }
    return true;
}

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
    return result.data ? result : STR("");
}

static void add_meta(Build *build, SiteMeta *meta, const char *key, Str value)
{
    VEC_PUSH(build->arena, &meta->list, ((IndexMeta){key, value}));
}

static Str section_lines(Build *build, const SectionNode *sections)
{
    Buffer lines = {0};
    for (size_t i = 0; i < sections->children.len; i++) {
        const SectionNode *section = sections->children.items[i];
        if (section->has_page) buffer_printf(&lines, "%.*s\t%.*s\n", STR_ARG(section->file), STR_ARG(section->name));
    }
    Str taken = buffer_take(&lines, build->arena);
    buffer_free(&lines);
    return taken;
}

static void fill_meta(Build *build, SiteMeta *meta, const SectionNode *sections)
{
    const Config *config = &build->content->config;
    const char *strings = str_format(build->arena, "strings.%s.txt", config->lang).data;
    const char *const files[] = {"page.html", "search.html", strings, "strings.en.txt"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        Str source = template_source(build, build->arena, str_from(files[i]));
        XXH3_128bits_update(build->hash, source.data ? source.data : "", source.len);
        if (i > 2 && str_is(str_from(strings), files[i])) continue;
        if (source.data)
            add_meta(build, meta, str_format(build->arena, SITE_META_TEMPLATE "%s", files[i]).data, source);
    }
    add_meta(build, meta, SITE_META_ROOT, way_to_root(build->arena, config));
    add_meta(build, meta, SITE_META_TITLE, config->title);
    add_meta(build, meta, SITE_META_SEARCH, config->search);
    add_meta(build, meta, INDEX_META_SECTIONS, section_lines(build, sections));
    for (size_t e = 0; e < build->content->entries.len; e++)
        for (size_t r = 0; r < build->content->entries.items[e]->record_count; r++) {
            Str record = build->content->entries.items[e]->records[r].hash;
            XXH3_128bits_update(build->hash, record.data, record.len);
        }
    for (size_t g = 0; g < build->content->synonyms.len; g++)
        for (size_t i = 0; i < build->content->synonyms.items[g].terms.len; i++) {
            Str term = build->content->synonyms.items[g].terms.items[i];
            XXH3_128bits_update(build->hash, term.data, term.len);
        }
    XXH128_hash_t hash = XXH3_128bits_digest(build->hash);
    add_meta(build, meta, INDEX_META_BUILD, str_format(build->arena, "%016llx", (unsigned long long)hash.high64));
}

bool site_build(Arena *arena, Str root, const Content *content, Str folder, SiteMeta *meta, Diagnostics *diagnostics)
{
    Build build = {.arena = arena,
                   .page = arena_new(),
                   .root = root,
                   .folder = folder,
                   .content = content,
                   .diagnostics = diagnostics};
    build.hash = XXH3_createState();
    if (!build.hash) out_of_memory(sizeof(XXH128_hash_t));
    XXH3_128bits_reset(build.hash);
    build.theme = theme_new(arena, template_source, &build, diagnostics);
    SectionNode **of_entry = ARENA_ARRAY(arena, SectionNode *, content->entries.len + 1);
    const SectionNode *sections = sections_build(arena, content, of_entry);
    *meta = (SiteMeta){0};
    bool done = folder_make(folder, diagnostics) && write_static(&build) && write_entries(&build, of_entry) &&
                write_redirects(&build) && write_sections(&build, sections) && write_start(&build, sections) &&
                write_guide(&build) && write_assets(&build);
    if (done) {
        buffer_clear(&build.out); /* the endpoint's page is tried here, where its author is */
        done = theme_render(build.theme, &build.out, "search.html", page_model(&build, str_from(content->config.lang)));
        fill_meta(&build, meta, sections);
    }
    XXH3_freeState(build.hash);
    buffer_free(&build.out);
    arena_free(build.page);
    return done;
}
