#include "internal.h"
#include "site/site.h"

enum { RECORD_TEXT_BYTES = 160 };

static Str theme_source(void *context, Arena *arena, Str name)
{
    return search_meta(context, arena, str_format(arena, SITE_META_TEMPLATE "%.*s", STR_ARG(name)).data);
}

/* ?q=…&category=…&page=…: an address of this same page. */
static Str address(Arena *arena, const Parameters *parameters, Str q, Str category, size_t page)
{
    Buffer url = {0};
    buffer_add_text(&url, "?q=");
    url_encode(&url, q);
    if (category.data) {
        buffer_add_text(&url, "&category=");
        url_encode(&url, category);
    }
    if (parameters->site.data) buffer_printf(&url, "&site=%.*s", STR_ARG(parameters->site));
    if (parameters->lang.data) buffer_printf(&url, "&lang=%.*s", STR_ARG(parameters->lang));
    if (parameters->n != SEARCH_PER_PAGE) buffer_printf(&url, "&n=%zu", parameters->n);
    if (page > 1) buffer_printf(&url, "&page=%zu", page);
    Str result = buffer_take(&url, arena);
    buffer_free(&url);
    return result;
}

/* The beginning of a text on one line. */
static Str shortened(Arena *arena, Str text)
{
    Str line;
    if (!str_next(&text, '\n', &line)) return STR("");
    if (line.len <= RECORD_TEXT_BYTES) return line;
    line = utf8_cut(line, RECORD_TEXT_BYTES);
    return str_format(arena, "%.*s…", STR_ARG(line));
}

static Value *result_model(Arena *arena, Str root, const SearchHit *hit)
{
    Value *result = value_object(arena), *records = value_list(arena);
    Str url = str_format(arena, "%.*s%.*s.html", STR_ARG(root), STR_ARG(hit->entry));
    value_set_text(result, "url", url);
    value_set_html(result, "question", hit->question_html);
    value_set_html(result, "snippet", hit->snippet);
    for (size_t i = 0; i < hit->records.len; i++) {
        const SearchRecord *record = &hit->records.items[i];
        if (!record->cause.data) continue;
        Value *item = value_object(arena);
        value_set_text(item, "url", str_format(arena, "%.*s#%.*s", STR_ARG(url), STR_ARG(record->anchor)));
        value_set_text(item, "text", shortened(arena, record->cause));
        value_push(records, item);
    }
    value_set(result, "records", records);
    value_set_bool(result, "has_diagnosis", records->items.len > 1);
    return result;
}

static void add_results(Value *model, Str root, const Parameters *parameters, const SearchResults *results)
{
    Arena *arena = model->arena;
    Value *list = value_list(arena), *facets = value_list(arena);
    size_t first = (results->page - 1) * results->per_page;
    for (size_t i = 0; i < results->hits.len; i++) value_push(list, result_model(arena, root, &results->hits.items[i]));
    for (size_t i = 0; i < results->facets.len; i++) {
        const SearchFacet *facet = &results->facets.items[i];
        bool is_chosen = parameters->category.data && str_equal(parameters->category, facet->value);
        Value *item = value_object(arena);
        value_set_text(item, "value", facet->value);
        value_set_number(item, "count", facet->count);
        value_set_bool(item, "is_chosen", is_chosen);
        value_set_text(item, "url", address(arena, parameters, parameters->q, is_chosen ? STR_NONE : facet->value, 1));
        value_push(facets, item);
    }
    value_set(model, "results", list);
    value_set(model, "facets", facets);
    value_set_bool(model, "has_query", results->total > 0);
    value_set_bool(model, "has_facets", facets->items.len > 1 || parameters->category.data);
    value_set_bool(model, "is_empty", results->hits.len == 0);
    value_set_bool(model, "is_loosened", results->is_loosened);
    value_set_bool(model, "is_partial", results->is_partial);
    Value *sections = value_list(arena);
    for (size_t i = 0; i < results->sections.len; i++) {
        Value *section = value_object(arena);
        value_set_text(section, "name", results->sections.items[i].name);
        value_set_text(section, "url",
                       str_format(arena, "%.*s%.*s", STR_ARG(root), STR_ARG(results->sections.items[i].file)));
        value_push(sections, section);
    }
    value_set(model, "sections", sections);
    value_set_bool(model, "has_sections", sections->items.len > 0);
    value_set_number(model, "total", results->total);
    value_set_number(model, "first", first + 1);
    bool has_next = first + results->per_page < results->total && results->page < SEARCH_LAST_PAGE;
    value_set_bool(model, "has_parts", results->page > 1 || has_next);
    if (results->page > 1)
        value_set_text(model, "previous_url",
                       address(arena, parameters, parameters->q, parameters->category, results->page - 1));
    if (has_next)
        value_set_text(model, "next_url",
                       address(arena, parameters, parameters->q, parameters->category, results->page + 1));
    if (!results->did_you_mean.data) return;
    value_set_text(model, "did_you_mean", results->did_you_mean);
    value_set_text(model, "did_you_mean_url", address(arena, parameters, results->did_you_mean, STR_NONE, 1));
}

/* The folder of the variant that the reader comes from, with its /; empty where there is no such variant. */
static Str variant_folder(SearchIndex *index, Arena *arena, Str site)
{
    Str lines = search_meta(index, arena, SITE_META_VARIANTS), line;
    while (site.data && str_next(&lines, '\n', &line))
        if (line.len && str_equal(line, site)) return str_format(arena, "%.*s/", STR_ARG(site));
    return STR("");
}

static Value *asset_names(SearchIndex *index, Arena *arena)
{
    Value *names = value_object(arena);
    Str lines = search_meta(index, arena, SITE_META_ASSETS), line, name;
    while (str_next(&lines, '\n', &line))
        if (str_next(&line, '\t', &name) && line.data) value_set_text(names, str_copy(arena, name).data, line);
    return names;
}

/* One page of the endpoint under way. */
typedef struct EndpointPage {
    Theme *theme;
    Value *model;
    Str pages; /* the way to the pages of the reader's variant */
} EndpointPage;

/* The way to the web root, from an address that may be below the endpoint's. */
static Str way_to_root(Arena *arena, Str root, size_t depth)
{
    if (str_starts(root, STR("/")) || str_has(root, STR("://"))) return root;
    Buffer way = {0};
    for (size_t i = 0; i < depth; i++) buffer_add_text(&way, "../");
    buffer_add(&way, root);
    Str taken = buffer_take(&way, arena);
    buffer_free(&way);
    return taken;
}

static EndpointPage start_page(SearchIndex *index, Arena *arena, const Parameters *parameters, const char *heading,
                               Diagnostics *diagnostics)
{
    EndpointPage page = {.theme = theme_new(arena, theme_source, index, diagnostics)};
    Str root = way_to_root(arena, str_or_empty(search_meta(index, arena, SITE_META_ROOT)), parameters->depth),
        lang = str_or_empty(search_meta(index, arena, INDEX_META_LANG));
    Str title = str_or_empty(search_meta(index, arena, SITE_META_TITLE)),
        search = str_or_empty(search_meta(index, arena, SITE_META_SEARCH));
    Str folder = variant_folder(index, arena, parameters->site);
    page.pages = str_format(arena, "%.*s%.*s", STR_ARG(root), STR_ARG(folder));
    if (folder.len) lang = parameters->site;
    page.model = site_common(arena, page.theme, lang, title, search, root);
    value_set_text(page.model, "lang", lang);
    value_set_text(page.model, "pages", page.pages);
    value_set_text(page.model, "home", str_format(arena, "%.*sindex.html", STR_ARG(page.pages)));
    value_set(page.model, "asset", asset_names(index, arena));
    if (folder.len) value_set_text(page.model, "variant", parameters->site);
    value_set_text(page.model, "title", site_string(page.model, heading));
    value_set_text(page.model, "query", parameters->q);
    return page;
}

static bool finish_page(const EndpointPage *page, const char *template, Str *html)
{
    Buffer out = {0};
    bool done = theme_render(page->theme, &out, template, NULL, page->model);
    *html = buffer_take(&out, page->model->arena);
    buffer_free(&out);
    return done;
}

bool page_render(SearchIndex *index, Arena *arena, const Parameters *parameters, const SearchResults *results,
                 const char *message, Str *html, Diagnostics *diagnostics)
{
    EndpointPage page = start_page(index, arena, parameters, "search_results", diagnostics);
    if (message) value_set_text(page.model, "message", site_string(page.model, message));
    if (results) add_results(page.model, page.pages, parameters, results);
    value_set_bool(page.model, "has_log", !message);
    return finish_page(&page, "search.html", html);
}

static Value *cause_model(Arena *arena, Str pages, const Diagnosis *diagnosis)
{
    Value *model = value_object(arena);
    value_set_text(model, "category", diagnosis->category);
    value_set_text(model, "cause", diagnosis->cause.len ? diagnosis->cause : diagnosis->question);
    value_set_text(model, "question", diagnosis->question);
    value_set_text(model, "solution", diagnosis->solution);
    value_set_text(
        model, "url",
        str_format(arena, "%.*s%.*s.html#%.*s", STR_ARG(pages), STR_ARG(diagnosis->entry), STR_ARG(diagnosis->anchor)));
    value_set_strings(model, "lines", diagnosis->lines);
    value_set_bool(model, "has_lines", diagnosis->lines.len > 0);
    return model;
}

bool page_render_diagnosis(SearchIndex *index, Arena *arena, const Parameters *parameters, const DiagnosisVec *causes,
                           Str *html, Diagnostics *diagnostics)
{
    EndpointPage page = start_page(index, arena, parameters, causes ? "diagnosis" : "diagnose", diagnostics);
    Value *list = value_list(arena);
    for (size_t i = 0; causes && i < causes->len; i++)
        value_push(list, cause_model(arena, page.pages, &causes->items[i]));
    value_set(page.model, "causes", list);
    value_set_bool(page.model, "has_causes", list->items.len > 0);
    value_set_bool(page.model, "is_empty", causes && !causes->len);
    value_set_bool(page.model, "has_form", true);
    return finish_page(&page, "diagnosis.html", html);
}

bool page_render_thanks(SearchIndex *index, Arena *arena, const Parameters *parameters, Str *html,
                        Diagnostics *diagnostics)
{
    EndpointPage page = start_page(index, arena, parameters, "feedback_thanks", diagnostics);
    value_set_text(page.model, "back_url",
                   str_format(arena, "%.*s%.*s.html", STR_ARG(page.pages), STR_ARG(parameters->entry)));
    return finish_page(&page, "diagnosis.html", html);
}

Str page_plain(Arena *arena, int status, const char *reason, const char *text)
{
    return str_format(arena,
                      "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>%d %s</title></head>\n"
                      "<body><h1>%s</h1><p>%s</p></body>\n</html>\n",
                      status, reason, reason, text);
}
