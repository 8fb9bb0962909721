/* What machines read of a site: sitemaps.org, RFC 4287 (Atom), RFC 9309 (robots.txt), OpenSearch 1.1. */
#include "plan.h"

enum {
    ADDRESSES_MOST = 50000 /* sitemaps.org: in one file */,
    FEED_MOST = 50,
    SHORT_NAME_MOST = 16 /* OpenSearch 1.1 */
};

typedef struct Feeds {
    const Site *site;
    const Value *strings;
    WriteFile *write;
    void *context;
    Buffer out;
} Feeds;

static void put_element(Buffer *out, const char *name, Str text)
{
    buffer_printf(out, "<%s>", name);
    html_escape(out, text);
    buffer_printf(out, "</%s>\n", name);
}

static Str address(Feeds *feeds, Str folder, Str file)
{
    const Config *config = &feeds->site->content->config;
    bool is_start = str_is(file, "index.html");
    return str_format(feeds->site->arena, "%.*s%.*s%s%.*s", STR_ARG(config->base_url), STR_ARG(folder),
                      folder.len ? "/" : "", is_start ? 0 : (int)file.len, file.data);
}

static bool write_part(Feeds *feeds, size_t part)
{
    Str name = part ? str_format(feeds->site->arena, "sitemap-%zu.xml", part) : STR("sitemap.xml");
    buffer_add_text(&feeds->out, "</urlset>\n");
    bool done = feeds->write(feeds->context, name, buffer_str(&feeds->out));
    buffer_clear(&feeds->out);
    return done;
}

static void start_part(Feeds *feeds)
{
    buffer_clear(&feeds->out);
    buffer_add_text(&feeds->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                 "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
}

static bool write_index(Feeds *feeds, size_t parts)
{
    buffer_clear(&feeds->out);
    buffer_add_text(&feeds->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                 "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for (size_t i = 1; i <= parts; i++) {
        buffer_add_text(&feeds->out, "<sitemap>");
        Str name = str_format(feeds->site->arena, "sitemap-%zu.xml", i);
        put_element(&feeds->out, "loc", address(feeds, STR(""), name));
        buffer_add_text(&feeds->out, "</sitemap>\n");
    }
    buffer_add_text(&feeds->out, "</sitemapindex>\n");
    return feeds->write(feeds->context, STR("sitemap.xml"), buffer_str(&feeds->out));
}

static bool write_sitemap(Feeds *feeds)
{
    const Site *site = feeds->site;
    const StrVec *variants = &site->content->config.variants;
    size_t listed = 0, count = 0, part = 0;
    for (size_t i = 0; i < site->pages.len; i++) listed += site->pages.items[i].is_listed;
    listed *= variants->len + 1;
    start_part(feeds);
    for (size_t v = 0; v <= variants->len; v++)
        for (size_t i = 0; i < site->pages.len; i++) {
            const Page *page = &site->pages.items[i];
            content_rest(site->content, i);
            if (!page->is_listed) continue;
            if (count == ADDRESSES_MOST) {
                if (!write_part(feeds, ++part)) return false;
                start_part(feeds);
                count = 0;
            }
            count++;
            buffer_add_text(&feeds->out, "<url>");
            put_element(&feeds->out, "loc", address(feeds, v ? variants->items[v - 1] : STR(""), page->file));
            if (page->updated.len) put_element(&feeds->out, "lastmod", page->updated);
            buffer_add_text(&feeds->out, "</url>\n");
        }
    if (listed <= ADDRESSES_MOST) return write_part(feeds, 0);
    return write_part(feeds, part + 1) && write_index(feeds, part + 1);
}

static bool is_newer(const Entry *x, const Entry *y)
{
    int order = str_compare(x->updated, y->updated);
    return order ? order > 0 : str_compare(x->id, y->id) < 0;
}

/* The newest entries, newest first; returns how many. */
static size_t find_newest(const Site *site, const Entry *newest[FEED_MOST])
{
    size_t count = 0;
    for (size_t i = 0; i < site->content->entries.len; i++) {
        const Entry *entry = site->content->entries.items[i];
        content_rest(site->content, i);
        if (count == FEED_MOST && !is_newer(entry, newest[count - 1])) continue;
        size_t at = count < FEED_MOST ? count++ : count - 1;
        for (; at > 0 && is_newer(entry, newest[at - 1]); at--) newest[at] = newest[at - 1];
        newest[at] = entry;
    }
    return count;
}

static bool write_feed(Feeds *feeds)
{
    const Content *content = feeds->site->content;
    Arena *arena = feeds->site->arena;
    Buffer *out = &feeds->out;
    const Entry *entries[FEED_MOST];
    size_t count = find_newest(feeds->site, entries);
    buffer_clear(out);
    buffer_printf(out,
                  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                  "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"%s\">\n",
                  content->config.lang);
    put_element(out, "title", content->config.title);
    put_element(out, "id", content->config.base_url);
    buffer_add_text(out, "<link rel=\"self\" type=\"application/atom+xml\" href=\"");
    html_escape(out, address(feeds, STR(""), STR("feed.xml")));
    buffer_add_text(out, "\"/>\n<link rel=\"alternate\" type=\"text/html\" href=\"");
    html_escape(out, content->config.base_url);
    buffer_add_text(out, "\"/>\n<author>");
    put_element(out, "name", content->config.title);
    buffer_add_text(out, "</author>\n");
    Str newest = count && entries[0]->updated.len ? entries[0]->updated : STR("1970-01-01");
    put_element(out, "updated", str_format(arena, "%.*sT00:00:00Z", STR_ARG(newest)));
    for (size_t i = 0; i < count; i++) {
        const Entry *entry = entry_open(content, entries[i], arena);
        Str url = address(feeds, STR(""), str_format(arena, "%.*s.html", STR_ARG(entry->id)));
        Str date = entry->updated.len ? entry->updated : newest;
        buffer_add_text(out, "<entry>\n");
        put_element(out, "title", entry->question);
        put_element(out, "id", url);
        buffer_add_text(out, "<link rel=\"alternate\" type=\"text/html\" href=\"");
        html_escape(out, url);
        buffer_add_text(out, "\"/>\n");
        put_element(out, "updated", str_format(arena, "%.*sT00:00:00Z", STR_ARG(date)));
        put_element(out, "summary", model_description(arena, entry->answer_text));
        buffer_add_text(out, "</entry>\n");
    }
    buffer_add_text(out, "</feed>\n");
    return feeds->write(feeds->context, STR("feed.xml"), buffer_str(out));
}

static bool write_robots(Feeds *feeds)
{
    const Config *config = &feeds->site->content->config;
    buffer_clear(&feeds->out);
    buffer_add_text(&feeds->out, "User-agent: *\n");
    if (!str_has(config->search, STR("://")))
        buffer_printf(&feeds->out, "Disallow: %s%.*s\n", str_starts(config->search, STR("/")) ? "" : "/",
                      STR_ARG(config->search));
    else
        buffer_add_text(&feeds->out, "Disallow:\n");
    if (config->base_url.len) buffer_printf(&feeds->out, "Sitemap: %.*ssitemap.xml\n", STR_ARG(config->base_url));
    return feeds->write(feeds->context, STR("robots.txt"), buffer_str(&feeds->out));
}

static Str text_of(const Value *strings, const char *name)
{
    const Value *value = value_get(strings, str_from(name));
    return value ? value->text : STR("");
}

/* Templates of addresses must be whole (OpenSearch 1.1, section 4.5): without a base_url there is none. */
static bool write_opensearch(Feeds *feeds)
{
    const Config *config = &feeds->site->content->config;
    Arena *arena = feeds->site->arena;
    Str search = str_has(config->search, STR("://")) ? config->search : path_resolve(arena, STR(""), config->search);
    if (!str_has(search, STR("://"))) search = address(feeds, STR(""), search);
    Buffer *out = &feeds->out;
    buffer_clear(out);
    buffer_add_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                         "<OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n");
    put_element(out, "ShortName", utf8_first(config->title, SHORT_NAME_MOST));
    put_element(out, "Description",
                config->description.len ? config->description : text_of(feeds->strings, "search_label"));
    buffer_add_text(out, "<Url type=\"text/html\" template=\"");
    html_escape(out, search);
    buffer_add_text(
        out, "?q={searchTerms}\"/>\n<Url type=\"application/x-suggestions+json\" rel=\"suggestions\" template=\"");
    html_escape(out, search);
    buffer_add_text(out, "/suggest?q={searchTerms}\"/>\n");
    put_element(out, "Language", str_from(config->lang));
    put_element(out, "InputEncoding", STR("UTF-8"));
    buffer_add_text(out, "</OpenSearchDescription>\n");
    return feeds->write(feeds->context, STR("opensearch.xml"), buffer_str(out));
}

bool feeds_write(const Site *site, const Value *strings, WriteFile *write, void *context)
{
    Feeds feeds = {.site = site, .strings = strings, .write = write, .context = context};
    bool done = write_robots(&feeds);
    if (site->content->config.base_url.len)
        done = done && write_sitemap(&feeds) && write_feed(&feeds) && write_opensearch(&feeds);
    buffer_free(&feeds.out);
    return done;
}
