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

/* Where it is told what is wrong. */
typedef struct Findings {
    Arena *arena;
    Str folder;
    Diagnostics *diagnostics;
} Findings;

typedef struct Check {
    Findings findings;
    VEC(Page) pages;
    StrMap *page_at, *file_at; /* by path */
    StrMap *external;
    CheckReport *report;
} Check;

/* What a worker owns: pages are read at the same time. */
typedef struct Reader {
    const Xml *xml;
    Check *check;
    Findings findings;
    Diagnostics diagnostics;
    Page *page; /* the one under way */
    bool has_failed;
} Reader;

static void find(const Findings *findings, Severity severity, const char *rule, Str page, int line, const char *what,
                 Str which)
{
    diagnostics_add(findings->diagnostics, severity, rule, path_join(findings->arena, findings->folder, page), line, 0,
                    what, STR_ARG(which));
}

static bool is_element(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

static Str attribute(Reader *reader, xmlNode *node, const char *name)
{
    xmlChar *value = reader->xml->xmlGetProp(node, (const xmlChar *)name);
    Str copy = value ? str_copy(reader->findings.arena, str_from((const char *)value)) : STR_NONE;
    (*reader->xml->xmlFree)(value);
    return copy;
}

static void add_id(Reader *reader, Str id, int line)
{
    size_t seen;
    if (!id.len) return;
    if (str_map_get(reader->page->ids, id, &seen))
        find(&reader->findings, SEVERITY_ERROR, "duplicate-id", reader->page->path, line,
             "the id '%.*s' is there twice: links go to the first", id);
    str_map_set(reader->page->ids, id, 1);
}

static void add_link(Reader *reader, xmlNode *node, const char *name, bool is_image)
{
    Str url = attribute(reader, node, name);
    if (url.data)
        VEC_PUSH(reader->findings.arena, &reader->page->links,
                 ((Link){str_trim(url), (int)reader->xml->xmlGetLineNo(node), is_image}));
}

static void read_element(Reader *reader, xmlNode *node)
{
    add_id(reader, attribute(reader, node, "id"), (int)reader->xml->xmlGetLineNo(node));
    if (is_element(node, "a")) {
        Str name = attribute(reader, node, "name");
        if (name.len) str_map_set(reader->page->ids, name, 1);
    }
    if (is_element(node, "a") || is_element(node, "link") || is_element(node, "area"))
        add_link(reader, node, "href", false);
    if (is_element(node, "img") || is_element(node, "script") || is_element(node, "source"))
        add_link(reader, node, "src", true);
    if (is_element(node, "meta") && str_equal_nocase(attribute(reader, node, "http-equiv"), STR("refresh")))
        reader->page->is_redirect = true;
}

/* All elements in the order of the page; no recursion, since pages may be nested deeply. */
static void read_elements(Reader *reader, xmlNode *root)
{
    for (xmlNode *node = root; node;) {
        if (node->type == XML_ELEMENT_NODE) read_element(reader, node);
        if (node->children && node->type == XML_ELEMENT_NODE) {
            node = node->children;
            continue;
        }
        while (node && node != root && !node->next) node = node->parent;
        node = node && node != root ? node->next : NULL;
    }
}

/* libxml2 knows HTML 4: elements and attributes that it does not know are none of our business. */
static void hear(void *context, xmlErrorPtr error)
{
    const Reader *reader = context;
    if (error->code == XML_HTML_UNKNOWN_TAG || error->level < XML_ERR_ERROR) return;
    Str message = str_trim(str_from(error->message));
    find(&reader->findings, SEVERITY_ERROR, "markup", reader->page->path, error->line, "malformed: %.*s", message);
}

static void read_page(void *context, unsigned number, size_t index)
{
    Reader *reader = &((Reader *)context)[number];
    Page *page = reader->page = &reader->check->pages.items[index];
    Arena *scratch = arena_new();
    Str bytes;
    Str path = path_join(scratch, reader->findings.folder, page->path);
    bool done = file_read(scratch, path, &bytes, reader->findings.diagnostics);
    page->ids = str_map_new(reader->findings.arena);
    reader->xml->xmlSetStructuredErrorFunc(reader, hear); /* of this thread */
    htmlDocPtr document = done && bytes.len ? reader->xml->htmlReadMemory(bytes.data, (int)bytes.len, NULL, "UTF-8",
                                                                          HTML_PARSE_RECOVER | HTML_PARSE_NONET)
                                            : NULL;
    if (document && reader->xml->xmlDocGetRootElement(document))
        read_elements(reader, reader->xml->xmlDocGetRootElement(document));
    else if (done)
        find(&reader->findings, SEVERITY_ERROR, "markup", page->path, 1, "the page is empty%.*s", STR(""));
    reader->xml->xmlFreeDoc(document);
    reader->xml->xmlSetStructuredErrorFunc(NULL, NULL);
    reader->has_failed |= !done;
    arena_free(scratch);
}

static bool read_pages(Check *check)
{
    unsigned count = parallel_workers();
    Arena *arena = check->findings.arena;
    Diagnostics *diagnostics = check->findings.diagnostics;
    Reader *readers = ARENA_ARRAY(arena, Reader, count);
    const Xml *xml = xml_library();
    bool done = true;
    for (unsigned i = 0; i < count; i++) {
        readers[i] = (Reader){.xml = xml, .check = check};
        readers[i].findings = (Findings){arena_new(), check->findings.folder, &readers[i].diagnostics};
        diagnostics_init(&readers[i].diagnostics);
        readers[i].diagnostics.folder = diagnostics->folder;
    }
    parallel_for(count, check->pages.len, read_page, readers);
    for (unsigned i = 0; i < count; i++) {
        done &= !readers[i].has_failed;
        arena_adopt(arena, readers[i].findings.arena);
        diagnostics_join(diagnostics, &readers[i].diagnostics);
    }
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
    Arena *arena = check->findings.arena;
    check->report->links++;
    if (url_is_elsewhere(link->url)) {
        check->report->external_links++;
        if (str_map_get(check->external, link->url, &at) || !str_starts(link->url, STR("http"))) return;
        str_map_set(check->external, link->url, 1);
        VEC_PUSH(arena, &check->report->external, link->url);
        return;
    }
    ptrdiff_t hash = str_find(link->url, STR("#")), query = str_find(link->url, STR("?"));
    size_t end = hash >= 0 ? (size_t)hash : link->url.len;
    Str fragment = hash >= 0 ? url_decode(arena, str_slice(link->url, end + 1, link->url.len), false) : STR("");
    if (query >= 0 && (size_t)query < end) end = (size_t)query;
    Str path = url_decode(arena, str_slice(link->url, 0, end), false);
    Str target = path.len ? target_of(arena, page->path, path) : page->path;
    if (str_has(target, STR("cgi-bin/"))) return; /* a program, which answers when it is asked */
    if (!str_map_get(check->file_at, target, &at)) {
        Str index = str_format(arena, "%.*s/index.html", STR_ARG(target));
        if (!str_map_get(check->file_at, index, &at)) {
            find(&check->findings, SEVERITY_ERROR, link->is_image ? "missing-file" : "dead-link", page->path,
                 link->line, "%.*s leads nowhere: there is no such file", link->url);
            return;
        }
        target = index;
    }
    if (!str_map_get(check->page_at, target, &at)) return;
    Page *other = (Page *)at;
    if (other != page) other->is_linked = true;
    if (fragment.len && !str_is(fragment, "top") && !str_map_get(other->ids, fragment, &at))
        find(&check->findings, SEVERITY_ERROR, "missing-anchor", page->path, link->line,
             "%.*s: the page has no such id", link->url);
}

static bool is_page(Str path)
{
    return str_ends(path, STR(".html")) || str_ends(path, STR(".htm"));
}

bool site_check(Arena *arena, Str folder, CheckReport *report, Diagnostics *diagnostics)
{
    *report = (CheckReport){0};
    Check check = {.findings = {arena, folder, diagnostics},
                   .page_at = str_map_new(arena),
                   .file_at = str_map_new(arena),
                   .external = str_map_new(arena),
                   .report = report};
    FileInfoVec files = {0};
    if (!tree_list(arena, folder, &files, diagnostics)) return false;
    for (size_t i = 0; i < files.len; i++) {
        str_map_set(check.file_at, files.items[i].path, 1);
        if (is_page(files.items[i].path)) VEC_PUSH(arena, &check.pages, ((Page){.path = files.items[i].path}));
    }
    report->pages = check.pages.len;
    if (!read_pages(&check)) return false;
    for (size_t i = 0; i < check.pages.len; i++)
        str_map_set(check.page_at, check.pages.items[i].path, (size_t)&check.pages.items[i]);
    for (size_t i = 0; i < check.pages.len; i++)
        for (size_t l = 0; l < check.pages.items[i].links.len; l++)
            follow(&check, &check.pages.items[i], &check.pages.items[i].links.items[l]);
    for (size_t i = 0; i < check.pages.len; i++) {
        const Page *page = &check.pages.items[i];
        bool stands_alone = str_is(page->path, "index.html") || str_is(page->path, "404.html") || page->is_redirect;
        if (!page->is_linked && !stands_alone)
            find(&check.findings, SEVERITY_WARNING, "orphan", page->path, 0, "no other page leads here%.*s", STR(""));
    }
    str_sort(&report->external);
    return true;
}
