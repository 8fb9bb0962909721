#include "plan.h"

#include <xxhash.h>

enum { CAUSES_PER_PAGE = 200, CAUSES_PER_MAP = 40, FREQUENT_MOST = 6 };

Str site_template_source(void *context, Arena *arena, Str name)
{
    const Str *root = context;
    Str path = path_join(arena, STR("templates"), name), own = path_join(arena, *root, path), source;
    Diagnostics ignored;
    if (!file_exists(own)) return site_builtin(path);
    diagnostics_init(&ignored);
    bool done = file_read(arena, own, &source, &ignored);
    diagnostics_free(&ignored);
    return done ? source : STR_NONE;
}

static Page *add_page(Site *site, Str file, const char *template, PageFill *fill, const void *subject)
{
    Page page = {.file = file,
                 .template = template,
                 .fill = fill,
                 .subject = subject,
                 .lang = site->content->config.lang,
                 .updated = STR(""),
                 .is_listed = true};
    VEC_PUSH(site->arena, &site->pages, page);
    return &site->pages.items[site->pages.len - 1];
}

static Str newer(Str a, Str b)
{
    return str_compare(a, b) < 0 ? b : a;
}

Str page_file_of(Arena *arena, StrMap *files, const char *kind, Str title)
{
    Str id = id_from_question(arena, title), file = str_format(arena, "%s.%.*s.html", kind, STR_ARG(id));
    for (size_t number = 2, taken; str_map_get(files, file, &taken); number++)
        file = str_format(arena, "%s.%.*s-%zu.html", kind, STR_ARG(id), number);
    str_map_set(files, file, 1);
    return file;
}

/* Which cause each record says; and a page for each that several questions share. */
static void group_causes(Site *site, Compared *kept)
{
    Arena *arena = site->arena;
    const Content *content = site->content;
    size_t *first = ARENA_ARRAY(arena, size_t, content->entries.len + 1);
    for (size_t e = 0; e < content->entries.len; e++) first[e + 1] = first[e] + site->links[e].record_count;
    site->first_record = first;
    site->cause_of = ARENA_ARRAY(arena, size_t, first[content->entries.len] + 1);
    for (size_t r = 0; r < first[content->entries.len]; r++) site->cause_of[r] = SIZE_MAX;
    site->causes = content_group_causes(arena, content, kept);
    while (site->shared_causes < site->causes.len && site->causes.items[site->shared_causes]->entries > 1)
        site->shared_causes++;
    site->cause_files = ARENA_ARRAY(arena, Str, site->shared_causes + 1);
    for (size_t c = 0; c < site->causes.len; c++) {
        content_rest(site->content, c);
        const CauseGroup *group = site->causes.items[c];
        Str id = c < site->shared_causes ? id_from_question(arena, group->cause) : STR("");
        if (id.len) site->cause_files[c] = str_format(arena, "cause.%.*s.html", STR_ARG(id));
        for (size_t r = 0; r < group->records.len; r++) {
            const CauseRecord *record = &group->records.items[r];
            site->cause_of[first[record->entry] + record->record] = c;
        }
    }
}

static bool has_more_causes(const Entry *entry, const Entry *other)
{
    if (entry->record_count != other->record_count) return entry->record_count > other->record_count;
    return str_compare(entry->id, other->id) < 0;
}

/* Keeps the list's order, and its length. */
static void add_frequent(Site *site, const Entry *entry)
{
    size_t at = site->frequent.len;
    if (at < FREQUENT_MOST)
        VEC_PUSH(site->arena, &site->frequent, entry);
    else if (!has_more_causes(entry, site->frequent.items[--at]))
        return;
    for (; at > 0 && has_more_causes(entry, site->frequent.items[at - 1]); at--)
        site->frequent.items[at] = site->frequent.items[at - 1];
    site->frequent.items[at] = entry;
}

/* Symptoms of most causes: those that readers meet most, and where a list helps most. */
static void find_frequent(Site *site)
{
    for (size_t i = 0; i < site->content->entries.len; i++) {
        const Entry *entry = site->content->entries.items[i];
        content_rest(site->content, i);
        if (entry->kind == KIND_TROUBLESHOOTING) VEC_PUSH(site->arena, &site->symptoms, i);
        if (entry->kind == KIND_TROUBLESHOOTING && entry->record_count > 1 && !entry->original)
            add_frequent(site, entry);
    }
}

/* ---- pages
 * --------------------------------------------------------------------------------------------------------------- */

/* NAME.html, NAME.2.html and so on; at least one. */
static void add_parts(Site *site, Str file, const char *template, PageFill *fill, const void *subject, size_t count,
                      size_t per_page)
{
    int stem = (int)(file.len - strlen(".html"));
    for (size_t from = 0, part = 1; from < count || part == 1; from += per_page, part++) {
        if (part > 1) file = str_format(site->arena, "%.*s.%zu.html", stem, file.data, part);
        Page *page = add_page(site, file, template, fill, subject);
        page->from = from;
        page->to = from + per_page < count ? from + per_page : count;
    }
}

static void add_sections(Site *site, const SectionNode *section)
{
    for (size_t i = 0; i < section->children.len; i++) {
        const SectionNode *child = section->children.items[i];
        size_t part = site->pages.len;
        if (child->has_page)
            add_parts(site, child->file, "section.html", fill_section, child, child->entries.len, QUESTIONS_PER_PAGE);
        for (; part < site->pages.len; part++) {
            Page *page = &site->pages.items[part];
            for (size_t e = page->from; e < page->to; e++) {
                content_rest_often(site->content, e);
                page->updated = newer(page->updated, child->entries.items[e]->updated);
            }
        }
        add_sections(site, child);
    }
}

static void add_redirects(Site *site, Diagnostics *diagnostics)
{
    RedirectVec redirects = redirects_of(site->arena, site->content, diagnostics);
    for (size_t i = 0; i < redirects.len; i++) {
        Page *page = add_page(site, redirects.items[i]->file, "redirect.html", fill_redirect, redirects.items[i]);
        page->lang = redirects.items[i]->targets.items[0].entry->lang;
        page->is_listed = false;
        page->is_original = true;
    }
}

/* Long lists are not the last, so that all processors end together. */
static void add_pages(Site *site, Diagnostics *diagnostics)
{
    const Content *content = site->content;
    Str newest = STR("");
    site->pages.cap = content->entries.len + site->shared_causes + site->tags.len + 64; /* and some more */
    site->pages.items = ARENA_ARRAY(site->arena, Page, site->pages.cap);
    for (size_t i = 0; i < content->entries.len; i++) {
        const Entry *entry = content->entries.items[i];
        content_rest(site->content, i);
        Page *page = add_page(site, site->links[i].url, "entry.html", fill_entry, entry);
        page->from = i;
        page->lang = entry->lang;
        page->updated = str_or_empty(entry->updated);
        newest = newer(newest, page->updated);
    }
    add_page(site, STR("index.html"), "index.html", fill_start, NULL)->updated = newest;
    add_sections(site, site->sections);
    add_parts(site, STR("causes.html"), "causes.html", fill_causes, NULL, site->causes.len, CAUSES_PER_PAGE);
    add_parts(site, STR("map.html"), "map.html", fill_map, NULL, site->shared_causes, CAUSES_PER_MAP);
    add_parts(site, STR("diagnose.html"), "diagnose.html", fill_diagnose, NULL, site->symptoms.len, QUESTIONS_PER_PAGE);
    add_parts(site, STR("all.html"), "all.html", fill_all, NULL, content->entries.len, QUESTIONS_PER_PAGE);
    for (size_t i = 0; i < site->shared_causes; i++)
        add_page(site, site->cause_files[i], "cause.html", fill_cause, NULL)->from = i;
    add_page(site, STR("tags.html"), "tags.html", fill_tags, NULL);
    for (size_t i = 0; i < site->tags.len; i++) {
        const TagGroup *tag = site->tags.items[i];
        add_parts(site, tag->file, "tag.html", fill_tag, tag, tag->entries.len, QUESTIONS_PER_PAGE);
    }
    add_page(site, STR("404.html"), "404.html", fill_not_found, NULL)->is_listed = false;
    add_page(site, STR("guide.html"), "guide.html", fill_guide, NULL)->is_listed = false;
    add_redirects(site, diagnostics);
}

/* How to write, for authors: templates/guide.LANG.md, in English where the site's language has none. */
static void read_guide(Site *site)
{
    site->guide_lang = site->content->config.lang;
    Str name = str_format(site->arena, "guide.%s.md", site->guide_lang);
    site->guide = site_template_source(&site->root, site->arena, name);
    if (site->guide.data) return;
    site->guide_lang = "en";
    site->guide = site_template_source(&site->root, site->arena, STR("guide.en.md"));
}

bool plan_make(Arena *arena, Arena *memory, Str root, const Content *content, PlanCache *cache, Site *site,
               Diagnostics *diagnostics)
{
    *site = (Site){.arena = arena, .content = content, .root = root};
    site->of_entry = ARENA_ARRAY(arena, SectionNode *, content->entries.len + 1);
    site->sections = sections_build(arena, content, site->of_entry);
    if (!assets_read(arena, site, diagnostics)) return false;
    tags_group(site);
    site->links = entry_links_of(memory, arena, content);
    group_causes(site, &cache->causes);
    find_frequent(site);
    translations_group(site);
    site->related = related_find(arena, content, &cache->related);
    read_guide(site);
    add_pages(site, diagnostics);
    return true;
}
