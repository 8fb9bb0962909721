#include "check.h"

#include <string.h>

#include "content/xml.h"

typedef struct Link {
    Str url;
    int line;
    bool is_image;
} Link;

typedef struct Page {
    Str path; /* from the web root */
    StrMap *ids;
    VEC(Link) links;
    bool is_redirect, is_linked;
} Page;

typedef struct Check {
    Arena *arena;
    const Xml *xml;
    Str folder;
    VEC(Page *) pages;
    StrMap *page_at, *file_at; /* by path */
    StrMap *external;
    CheckReport *report;
    Diagnostics *diagnostics;
} Check;

static void find(Check *check, Severity severity, const char *rule, Str page, int line, const char *what, Str which)
{
    diagnostics_add(check->diagnostics, severity, rule, path_join(check->arena, check->folder, page), line, 0, what,
                    STR_ARG(which));
}

static bool is_element(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

static Str attribute(Check *check, xmlNode *node, const char *name)
{
    xmlChar *value = check->xml->xmlGetProp(node, (const xmlChar *)name);
    Str copy = value ? str_copy(check->arena, str_from((const char *)value)) : STR_NONE;
    (*check->xml->xmlFree)(value);
    return copy;
}

static void add_id(Check *check, Page *page, Str id, int line)
{
    size_t seen;
    if (!id.len) return;
    if (str_map_get(page->ids, id, &seen))
        find(check, SEVERITY_ERROR, "duplicate-id", page->path, line,
             "the id '%.*s' is there twice: links go to the first", id);
    str_map_set(page->ids, id, 1);
}

static void add_link(Check *check, Page *page, xmlNode *node, const char *name, bool is_image)
{
    Str url = attribute(check, node, name);
    if (url.data)
        VEC_PUSH(check->arena, &page->links, ((Link){str_trim(url), (int)check->xml->xmlGetLineNo(node), is_image}));
}

static void read_element(Check *check, Page *page, xmlNode *node)
{
    int line = (int)check->xml->xmlGetLineNo(node);
    add_id(check, page, attribute(check, node, "id"), line);
    if (is_element(node, "a")) {
        Str name = attribute(check, node, "name");
        if (name.len) str_map_set(page->ids, name, 1);
    }
    if (is_element(node, "a") || is_element(node, "link") || is_element(node, "area"))
        add_link(check, page, node, "href", false);
    if (is_element(node, "img") || is_element(node, "script") || is_element(node, "source"))
        add_link(check, page, node, "src", true);
    if (is_element(node, "meta") && str_equal_nocase(attribute(check, node, "http-equiv"), STR("refresh")))
        page->is_redirect = true;
}

/* All elements in the order of the page; no recursion, since pages may be nested deeply. */
static void read_elements(Check *check, Page *page, xmlNode *root)
{
    for (xmlNode *node = root; node;) {
        if (node->type == XML_ELEMENT_NODE) read_element(check, page, node);
        if (node->children && node->type == XML_ELEMENT_NODE) {
            node = node->children;
            continue;
        }
        while (node && node != root && !node->next) node = node->parent;
        node = node && node != root ? node->next : NULL;
    }
}

typedef struct Parsing {
    Check *check;
    Page *page;
} Parsing;

/* libxml2 knows HTML 4: elements and attributes that it does not know are none of our business. */
static void hear(void *context, xmlErrorPtr error)
{
    const Parsing *parsing = context;
    if (error->code == XML_HTML_UNKNOWN_TAG || error->level < XML_ERR_ERROR) return;
    Str message = str_trim(str_from(error->message));
    find(parsing->check, SEVERITY_ERROR, "markup", parsing->page->path, error->line, "malformed: %.*s", message);
}

static bool read_page(Check *check, Str path)
{
    Arena *scratch = arena_new();
    Str bytes;
    bool done = file_read(scratch, path_join(scratch, check->folder, path), &bytes, check->diagnostics);
    Page *page = ARENA_NEW(check->arena, Page);
    Parsing parsing = {check, page};
    page->path = path;
    page->ids = str_map_new(check->arena);
    check->xml->xmlSetStructuredErrorFunc(&parsing, hear);
    htmlDocPtr document = done && bytes.len ? check->xml->htmlReadMemory(bytes.data, (int)bytes.len, NULL, "UTF-8",
                                                                         HTML_PARSE_RECOVER | HTML_PARSE_NONET)
                                            : NULL;
    if (document && check->xml->xmlDocGetRootElement(document))
        read_elements(check, page, check->xml->xmlDocGetRootElement(document));
    else if (done)
        find(check, SEVERITY_ERROR, "markup", path, 1, "the page is empty%.*s", STR(""));
    check->xml->xmlFreeDoc(document);
    check->xml->xmlSetStructuredErrorFunc(NULL, NULL);
    str_map_set(check->page_at, path, (size_t)page);
    VEC_PUSH(check->arena, &check->pages, page);
    check->report->pages++;
    arena_free(scratch);
    return done;
}

/* The file, from the web root, that an address on a page asks for. */
static Str target_of(Arena *arena, Str page, Str path)
{
    Str target = path_resolve(arena, str_starts(path, STR("/")) ? STR("") : path_folder(page), path);
    bool is_folder = !target.len || str_ends(path, STR("/"));
    return is_folder ? path_join(arena, target, STR("index.html")) : target;
}

static void follow(Check *check, Page *page, const Link *link)
{
    size_t at;
    check->report->links++;
    if (url_is_elsewhere(link->url)) {
        check->report->external_links++;
        if (str_map_get(check->external, link->url, &at) || !str_starts(link->url, STR("http"))) return;
        str_map_set(check->external, link->url, 1);
        VEC_PUSH(check->arena, &check->report->external, link->url);
        return;
    }
    ptrdiff_t hash = str_find(link->url, STR("#")), query = str_find(link->url, STR("?"));
    size_t end = hash >= 0 ? (size_t)hash : link->url.len;
    Str fragment = hash >= 0 ? url_decode(check->arena, str_slice(link->url, end + 1, link->url.len), false) : STR("");
    if (query >= 0 && (size_t)query < end) end = (size_t)query;
    Str path = url_decode(check->arena, str_slice(link->url, 0, end), false);
    Str target = path.len ? target_of(check->arena, page->path, path) : page->path;
    if (str_has(target, STR("cgi-bin/"))) return; /* a program, which answers when it is asked */
    if (!str_map_get(check->file_at, target, &at)) {
        Str index = str_format(check->arena, "%.*s/index.html", STR_ARG(target));
        if (!str_map_get(check->file_at, index, &at)) {
            find(check, SEVERITY_ERROR, link->is_image ? "missing-file" : "dead-link", page->path, link->line,
                 "%.*s leads nowhere: there is no such file", link->url);
            return;
        }
        target = index;
    }
    if (!str_map_get(check->page_at, target, &at)) return;
    Page *other = (Page *)at;
    if (other != page) other->is_linked = true;
    if (fragment.len && !str_is(fragment, "top") && !str_map_get(other->ids, fragment, &at))
        find(check, SEVERITY_ERROR, "missing-anchor", page->path, link->line, "%.*s: the page has no such id",
             link->url);
}

static bool is_page(Str path)
{
    return str_ends(path, STR(".html")) || str_ends(path, STR(".htm"));
}

bool site_check(Arena *arena, Str folder, CheckReport *report, Diagnostics *diagnostics)
{
    *report = (CheckReport){0};
    Check check = {.arena = arena,
                   .xml = xml_library(),
                   .folder = folder,
                   .page_at = str_map_new(arena),
                   .file_at = str_map_new(arena),
                   .external = str_map_new(arena),
                   .report = report,
                   .diagnostics = diagnostics};
    FileInfoVec files = {0};
    if (!tree_list(arena, folder, &files, diagnostics)) return false;
    bool done = true;
    for (size_t i = 0; i < files.len; i++) str_map_set(check.file_at, files.items[i].path, 1);
    for (size_t i = 0; i < files.len && done; i++)
        if (is_page(files.items[i].path)) done = read_page(&check, files.items[i].path);
    for (size_t i = 0; i < check.pages.len && done; i++)
        for (size_t l = 0; l < check.pages.items[i]->links.len; l++)
            follow(&check, check.pages.items[i], &check.pages.items[i]->links.items[l]);
    for (size_t i = 0; i < check.pages.len && done; i++) {
        const Page *page = check.pages.items[i];
        bool stands_alone = str_is(page->path, "index.html") || str_is(page->path, "404.html") || page->is_redirect;
        if (!page->is_linked && !stands_alone)
            find(&check, SEVERITY_WARNING, "orphan", page->path, 0, "no other page leads here%.*s", STR(""));
    }
    str_sort(&report->external);
    return done;
}
