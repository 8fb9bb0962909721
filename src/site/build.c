#include <xxhash.h>

#include "page_cache.h"
#include "plan.h"

/* What the pages of a language have in common, in the site itself or in one of its variants. */
typedef struct Common {
    const char *lang;
    size_t at;
    Value *values;
} Common;

/* What a worker owns: pages are rendered at the same time. */
typedef struct Worker {
    Arena *arena; /* of its theme and converters */
    Arena *page;  /* what lives as long as one page */
    EntryReader reader;
    Theme *theme;
    Variant **variants;
    Value *assets;
    VEC(Common) commons;
    Buffer out, converted;
    Diagnostics diagnostics;
    bool has_failed;
} Worker;

typedef struct Build {
    Arena *arena;
    const Site *site;
    const SiteOutput *output;
    Worker *workers;
    PageCache *before;      /* of what is published */
    const CachedPage **was; /* each page as it is there; NULL: it is not */
    PageCache *pages;       /* of this build: each page, in order */
    XXH3_state_t *hash;     /* of all */
    Diagnostics *diagnostics;
} Build;

static Value *asset_names(Arena *arena, const Site *site)
{
    Value *names = value_object(arena);
    for (size_t i = 0; i < site->assets.len; i++)
        value_set_text(names, str_copy(arena, site->assets.items[i].field).data, site->assets.items[i].path);
    return names;
}

static bool open_worker(const Build *build, Worker *worker)
{
    const Site *site = build->site;
    *worker = (Worker){.arena = arena_new(), .page = arena_new(), .reader = entry_reader(build->site->content, true)};
    diagnostics_init(&worker->diagnostics);
    worker->diagnostics.folder = build->diagnostics->folder;
    worker->theme =
        theme_new(worker->arena, site_template_source, (void *)(uintptr_t)&site->root, &worker->diagnostics);
    worker->assets = asset_names(worker->arena, site);
    const StrVec *variants = &site->content->config.variants;
    worker->variants = ARENA_ARRAY(worker->arena, Variant *, variants->len + 1);
    for (size_t i = 0; i < variants->len; i++) {
        worker->variants[i] = variant_open(worker->arena, site, variants->items[i], &worker->diagnostics);
        if (!worker->variants[i]) return false;
    }
    return true;
}

static void close_worker(Build *build, Worker *worker)
{
    for (size_t i = 0; i < build->site->content->config.variants.len; i++) variant_close(worker->variants[i]);
    diagnostics_join(build->diagnostics, &worker->diagnostics);
    buffer_free(&worker->out);
    buffer_free(&worker->converted);
    entry_reader_free(&worker->reader);
    arena_free(worker->page);
    arena_free(worker->arena);
}

/* ---- the model that every page has
 * ------------------------------------------------------------------------------------ */

static Str language_name(Worker *worker, Str lang)
{
    const Value *name = value_get(theme_strings(worker->theme, lang), STR("language"));
    return name ? name->text : lang;
}

static void add_language(Value *list, Worker *worker, const Site *site, const Page *page, Str lang, Str folder, Str way,
                         bool is_current)
{
    Arena *arena = list->arena;
    Value *item = value_object(arena);
    value_set_text(item, "lang", lang);
    value_set_text(item, "name", language_name(worker, lang));
    value_set_bool(item, "is_current", is_current);
    value_set_text(
        item, "url",
        str_format(arena, "%.*s%.*s%s%.*s", STR_ARG(way), STR_ARG(folder), folder.len ? "/" : "", STR_ARG(page->file)));
    if (site->content->config.base_url.len)
        value_set_text(item, "whole_url",
                       str_format(arena, "%.*s%.*s%s%.*s", STR_ARG(site->content->config.base_url), STR_ARG(folder),
                                  folder.len ? "/" : "", STR_ARG(page->file)));
    value_push(list, item);
}

/* The page in the site's own language and in its variants; `at` is the one under way, 0 the site's own. */
static void add_languages(Value *model, Worker *worker, const Site *site, const Page *page, size_t at)
{
    const Config *config = &site->content->config;
    if (!config->variants.len || page->is_original) return;
    Value *list = value_list(model->arena);
    Str way = at ? STR("../") : STR("");
    add_language(list, worker, site, page, str_from(config->lang), STR(""), way, at == 0);
    for (size_t i = 0; i < config->variants.len; i++)
        add_language(list, worker, site, page, config->variants.items[i], config->variants.items[i], way, at == i + 1);
    value_set(model, "languages", list);
    value_set_bool(model, "has_languages", true);
}

static bool is_chinese(Str lang)
{
    return str_is(lang, "zh") || str_starts(lang, STR("zh-"));
}

static Str variant_of(const Site *site, size_t at)
{
    return at ? site->content->config.variants.items[at - 1] : STR_NONE;
}

/* Of a page in a variant: as the variant writes it. */
static Str language_of(const Site *site, const Page *page, size_t at)
{
    return at && is_chinese(str_from(page->lang)) ? variant_of(site, at) : str_from(page->lang);
}

/* None of these names is a page's, or one of what it lists. */
static Value *common_values(Worker *worker, const Site *site, Str lang, size_t at)
{
    const Config *config = &site->content->config;
    Value *values =
        site_common(worker->arena, worker->theme, lang, config->title, config->search, at ? STR("../") : STR(""));
    value_set_text(values, "home", STR("index.html"));
    value_set_text(values, "pages", STR(""));
    value_set(values, "asset", worker->assets);
    value_set_text(values, "variant", variant_of(site, at));
    value_set_text(values, "site_description", config->description);
    value_set_number(values, "entry_count", site->content->entries.len);
    value_set_bool(values, "has_beacon", config->has_beacon);
    value_set_bool(values, "has_feed", config->base_url.len > 0);
    value_set_bool(values, "has_feedback", config->has_feedback);
    return values;
}

static const Value *common_of(Worker *worker, const Site *site, const Page *page, size_t at)
{
    for (size_t i = 0; i < worker->commons.len; i++) {
        const Common *common = &worker->commons.items[i];
        if (common->at == at && strcmp(common->lang, page->lang) == 0) return common->values;
    }
    Value *values = common_values(worker, site, language_of(site, page, at), at);
    VEC_PUSH(worker->arena, &worker->commons, ((Common){page->lang, at, values}));
    return values;
}

static Value *page_model(Worker *worker, const Site *site, const Page *page, size_t at)
{
    const Config *config = &site->content->config;
    Str lang = language_of(site, page, at), variant = variant_of(site, at);
    Value *model = value_object(worker->page);
    value_set_text(model, "lang", lang);
    value_set(model, "t", theme_strings(worker->theme, lang)); /* for site_string() */
    if (config->base_url.len && !page->is_original) {
        bool is_start = str_is(page->file, "index.html");
        value_set_text(model, "canonical",
                       str_format(worker->page, "%.*s%.*s%s%.*s", STR_ARG(config->base_url), STR_ARG(variant),
                                  at ? "/" : "", is_start ? 0 : (int)page->file.len, page->file.data));
    }
    add_languages(model, worker, site, page, at);
    page->fill(site, page, model);
    return model;
}

/* ---- pages
 * --------------------------------------------------------------------------------------------------------------- */

static bool write_page(Build *build, Worker *worker, const Page *page, size_t at, Made *made)
{
    const Site *site = build->site;
    const StrVec *variants = &site->content->config.variants;
    arena_reset(worker->page);
    buffer_clear(&worker->out);
    buffer_clear(&worker->converted);
    const Value *common = common_of(worker, site, page, at), *model = page_model(worker, site, page, at);
    if (!theme_render(worker->theme, &worker->out, page->template, common, model)) return false;
    Str html = buffer_str(&worker->out), file = page->file;
    if (at) {
        if (!variant_convert(worker->variants[at - 1], html, &worker->converted, &worker->diagnostics)) return false;
        html = buffer_str(&worker->converted);
        file = path_join(worker->page, variants->items[at - 1], file);
    }
    *made = (Made){XXH3_64bits(html.len ? html.data : "", html.len), (int64_t)html.len};
    return site_write_text(worker->page, build->output, file, html, &worker->diagnostics);
}

static Str twin_of(Arena *arena, const Page *page)
{
    const Entry *entry = page->subject;
    return str_concat(arena, entry->id, STR(".md"));
}

/* The same as Markdown, beside the page: for language models, and for those who copy. */
static bool write_twin(Build *build, Worker *worker, const Page *page, int64_t *size)
{
    arena_reset(worker->page);
    const Entry *entry = page->subject;
    Str markdown = answer_markdown(worker->page, entry, NULL);
    buffer_clear(&worker->out);
    BUFFER_ADD(&worker->out, STR("# "), entry->question, STR("\n\n"), markdown, STR("\n"));
    Str text = buffer_str(&worker->out);
    Str name = twin_of(worker->page, page);
    *size = (int64_t)text.len;
    return site_write_text(worker->page, build->output, name, text, &worker->diagnostics);
}

static size_t languages_of(const Build *build, const Page *page)
{
    return page->is_original ? 1 : build->pages->languages;
}

/* Takes the page in all its languages from what is published, where it would be made the same again. */
static bool keep_page(const Build *build, Worker *worker, const Page *page, const CachedPage *before, CachedPage *fresh)
{
    const StrVec *variants = &build->site->content->config.variants;
    if (!fresh->signature || !before || before->signature != fresh->signature) return false;
    arena_reset(worker->page);
    for (size_t at = 0; at < languages_of(build, page); at++) {
        Str file = at ? path_join(worker->page, variants->items[at - 1], page->file) : page->file;
        if (!site_keep_text(worker->page, build->output, file, before->made[at].size, build->before->written))
            return false;
        fresh->made[at] = before->made[at];
    }
    fresh->twin = before->twin;
    return before->twin < 0 || site_keep_text(worker->page, build->output, twin_of(worker->page, page), before->twin,
                                              build->before->written);
}

static void render(void *context, unsigned number, size_t index)
{
    Build *build = context;
    Worker *worker = &build->workers[number];
    const Page *page = &build->site->pages.items[index];
    CachedPage *fresh = &build->pages->pages.items[index];
    progress_step(build->diagnostics->progress);
    content_rest_often(build->site->content, index);
    fresh->file = page->file;
    fresh->twin = -1;
    fresh->signature = page_signature(&worker->out, worker->page, build->site, page);
    if (keep_page(build, worker, page, build->was[index], fresh)) return;
    Page whole = *page; /* of an entry: with all that it says */
    if (page->fill == fill_entry) {
        whole.subject = entry_open_next(&worker->reader, page->subject);
        page = &whole;
    }
    for (size_t at = 0; at < languages_of(build, page) && !worker->has_failed; at++)
        worker->has_failed = !write_page(build, worker, page, at, &fresh->made[at]);
    if (page->fill == fill_entry && !worker->has_failed)
        worker->has_failed = !write_twin(build, worker, page, &fresh->twin);
}

static PageCache *new_pages(Arena *arena, size_t count, size_t languages)
{
    PageCache *pages = page_cache_new(arena);
    Made *made = ARENA_ARRAY(arena, Made, count * languages + 1);
    pages->languages = languages;
    pages->pages.items = ARENA_ARRAY(arena, CachedPage, count + 1);
    pages->pages.len = pages->pages.cap = count;
    for (size_t i = 0; i < count; i++) pages->pages.items[i].made = made + i * languages;
    return pages;
}

static bool render_all(Build *build)
{
    const Site *site = build->site;
    unsigned count = parallel_workers(), opened = 0;
    bool done = true;
    build->workers = ARENA_ARRAY(build->arena, Worker, count);
    build->was = ARENA_ARRAY(build->arena, const CachedPage *, site->pages.len + 1);
    for (size_t i = 0; i < site->pages.len; i++) {
        content_rest(site->content, i);
        build->was[i] = page_cache_find(build->before, site->pages.items[i].file);
    }
    build->pages = new_pages(site->arena, site->pages.len, site->content->config.variants.len + 1);
    while (opened < count && done) done = open_worker(build, &build->workers[opened++]);
    if (done) parallel_for(count, site->pages.len, render, build);
    for (unsigned i = 0; i < opened; i++) {
        done &= !build->workers[i].has_failed;
        close_worker(build, &build->workers[i]);
    }
    for (size_t i = 0; i < site->pages.len; i++)
        XXH3_128bits_update(build->hash, build->pages->pages.items[i].made,
                            build->pages->languages * sizeof *build->pages->pages.items[i].made);
    return done;
}

/* ---- other files
 * ----------------------------------------------------------------------------------------------------------- */

static bool write_file(void *context, Str name, Str contents)
{
    Build *build = context;
    XXH3_128bits_update(build->hash, name.data, name.len);
    XXH3_128bits_update(build->hash, contents.len ? contents.data : "", contents.len);
    return site_write_text(build->arena, build->output, name, contents, build->diagnostics);
}

static bool write_static(Build *build)
{
    for (size_t i = 0; i < build->site->assets.len; i++) {
        const Asset *asset = &build->site->assets.items[i];
        if (!write_file(build, asset->path, asset->contents)) return false;
        if (!str_equal(asset->path, asset->plain) && !write_file(build, asset->plain, asset->contents)) return false;
    }
    return true;
}

/* Whether a page, or a file that another writes at this moment, has the name. */
static bool is_taken(const Build *build, Str name)
{
    return str_is(name, "llms.txt") || str_is(name, "llms-full.txt") ||
           site_has_file(build->arena, build->output, name);
}

/* Images and the like below content/ keep their places. */
static bool write_assets(Build *build)
{
    const Site *site = build->site;
    Str content = path_join(build->arena, site->root, STR("content"));
    for (size_t i = 0; i < site->content->assets.len; i++) {
        Str name = site->content->assets.items[i].path, contents;
        if (is_taken(build, name)) {
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

static bool write_feeds(Build *build, Theme *theme)
{
    return feeds_write(build->site, theme_strings(theme, str_from(build->site->content->config.lang)), write_file,
                       build);
}

void site_write_cache(const Content *content, const SiteMeta *meta, const SiteOutput *output, const CacheFile *pages)
{
    page_cache_write(content, meta->pages, pages);
    plan_cache_write(meta->plan, &output->plan);
}

bool site_build(Arena *arena, Arena *memory, Str root, const Content *content, const SiteOutput *output, SiteMeta *meta,
                Diagnostics *diagnostics)
{
    Site site;
    *meta = (SiteMeta){0};
    progress_stage(diagnostics->progress, "plan", 0);
    PlanCache *plan = plan_cache_read(arena, &output->plan);
    if (!plan_make(arena, memory, root, content, plan, &site, diagnostics)) return false;
    Build build = {.arena = arena, .site = &site, .output = output, .diagnostics = diagnostics};
    build.hash = XXH3_createState();
    if (!build.hash) out_of_memory(sizeof(XXH128_hash_t));
    XXH3_128bits_reset(build.hash);
    build.before = page_cache_read(arena, &output->pages, content->config.variants.len + 1);
    Theme *theme = theme_new(arena, site_template_source, &site.root, diagnostics);
    progress_stage(diagnostics->progress, "pages", site.pages.len);
    bool done = write_static(&build) && render_all(&build) && write_feeds(&build, theme) && write_assets(&build) &&
                site_fill_meta(arena, &site, theme, build.hash, meta, diagnostics);
    XXH3_freeState(build.hash);
    meta->pages = build.pages;
    meta->plan = plan;
    return done;
}
