#include "html_page_internal.h"

#include <limits.h>
#include <string.h>

#include "text/text.h"

bool html_is(const xmlNode *node, const char *names)
{
    if (!node || node->type != XML_ELEMENT_NODE) return false;
    size_t len = strlen((const char *)node->name);
    for (const char *at = names; (at = strstr(at, (const char *)node->name)); at += len)
        if ((at == names || at[-1] == ' ') && (at[len] == ' ' || !at[len])) return true;
    return false;
}

Str html_attribute(Arena *arena, xmlNode *node, const char *name)
{
    const Xml *xml = xml_library();
    xmlChar *value = xml->xmlGetProp(node, (const xmlChar *)name);
    Str copy = str_copy(arena, str_from((const char *)value));
    (*xml->xmlFree)(value);
    return copy;
}

static bool attribute_is(const HtmlPage *page, const xmlNode *node, const char *name, const char *wanted)
{
    return str_is(html_attribute(page->arena, (xmlNode *)node, name), wanted);
}

bool html_is_left_out(const HtmlPage *page, const xmlNode *node)
{
    static const char names[] = "head script style nav footer aside noscript template svg form button iframe select "
                                "input textarea object video audio canvas";
    if (html_is(node, names) || (page->skips_header && html_is(node, "header"))) return true;
    return attribute_is(page, node, "role", "navigation") || attribute_is(page, node, "aria-hidden", "true") ||
           xml_library()->xmlHasProp(node, (const xmlChar *)"hidden");
}

static void add_blocks(HtmlPage *page, Buffer *out, xmlNode *node);

/* A paragraph of what inline content has been gathered. */
static void flush(Buffer *out, Buffer *words)
{
    Str text = str_trim(buffer_str(words));
    while (str_ends(text, STR("\\"))) text = str_trim(str_slice(text, 0, text.len - 1));
    if (text.len) buffer_printf(out, "%.*s\n\n", STR_ARG(text));
    buffer_clear(words);
}

/* The words of a heading, a term or a summary, on one line. */
static Str words_of(HtmlPage *page, xmlNode *node)
{
    Buffer words = {0};
    html_inline_children(page, &words, node, true);
    Str text = str_trim(buffer_take(&words, page->arena));
    buffer_free(&words);
    return text;
}

static void add_heading(Buffer *out, Str words, int level)
{
    if (words.len) buffer_printf(out, "%.*s %.*s\n\n", level, "######", STR_ARG(words));
}

static void add_code_block(Buffer *out, xmlNode *node)
{
    Buffer code = {0};
    html_verbatim(&code, node);
    buffer_trim_end(&code, 0);
    Str text = buffer_str(&code);
    while (text.len && (text.data[0] == '\n' || text.data[0] == '\r')) text = str_slice(text, 1, text.len);
    const char *fence = str_has(text, STR("```")) ? "~~~~" : "```";
    if (text.len) buffer_printf(out, "%s\n%.*s\n%s\n\n", fence, STR_ARG(text), fence);
    buffer_free(&code);
}

/* Blocks as the content of a container: `first` before their first line, `rest` before the others. */
static void add_contained(HtmlPage *page, Buffer *out, xmlNode *node, const char *first, const char *rest)
{
    Buffer inner = {0};
    add_blocks(page, &inner, node);
    Str lines = str_trim_end(buffer_str(&inner)), line;
    bool is_first = true;
    while (lines.len && str_next(&lines, '\n', &line)) {
        buffer_printf(out, "%s%.*s\n", line.len || is_first ? (is_first ? first : rest) : "", STR_ARG(line));
        is_first = false;
    }
    buffer_free(&inner);
}

static void add_list(HtmlPage *page, Buffer *out, xmlNode *list)
{
    int number = 1;
    char marker[32];
    for (xmlNode *item = list->children; item; item = item->next) {
        if (item->type != XML_ELEMENT_NODE || html_is_left_out(page, item)) continue;
        snprintf(marker, sizeof marker, html_is(list, "ol") ? "%d. " : "- ", number++);
        add_contained(page, out, item, marker, html_is(list, "ol") ? "   " : "  ");
    }
    buffer_add_char(out, '\n');
}

/* A summary or a term that asks is a question under the last heading; any other is a bold line. */
static void add_title(const HtmlPage *page, Buffer *out, Str words)
{
    if (str_ends(words, STR("?")) || str_ends(words, STR("？")))
        add_heading(out, words, page->level < 6 ? page->level + 1 : 6);
    else if (words.len)
        buffer_printf(out, str_has(words, STR("**")) ? "%.*s\n\n" : "**%.*s**\n\n", STR_ARG(words));
}

/* Tables that lay out a page hold other tables or headings; they are read as the blocks that they hold. */
static bool is_layout(const xmlNode *node)
{
    for (const xmlNode *child = node->children; child; child = child->next)
        if (html_is(child, "table h1 h2 h3") || is_layout(child)) return true;
    return false;
}

static bool add_block(HtmlPage *page, Buffer *out, xmlNode *node)
{
    if (html_is(node, "h1 h2 h3 h4 h5 h6")) {
        page->level = node->name[1] - '0';
        add_heading(out, words_of(page, node), page->level);
    } else if (html_is(node, "pre")) {
        add_code_block(out, node);
    } else if (html_is(node, "ul ol")) {
        add_list(page, out, node);
    } else if (html_is(node, "blockquote")) {
        add_contained(page, out, node, "> ", "> ");
        buffer_add_char(out, '\n');
    } else if (html_is(node, "summary dt")) {
        add_title(page, out, words_of(page, node));
    } else if (html_is(node, "table") && !is_layout(node)) {
        html_table(page, out, node);
    } else if (html_is(node, "p div section article main header body html figure figcaption details dl dd center "
                             "address fieldset table thead tbody tfoot tr td th li")) {
        add_blocks(page, out, node);
    } else {
        return html_is(node, "hr");
    }
    return true;
}

static void add_blocks(HtmlPage *page, Buffer *out, xmlNode *node)
{
    Buffer words = {0}, block = {0};
    if (page->depth++ < HTML_DEPTH_MOST)
        for (xmlNode *child = node->children; child; child = child->next) {
            if (child->type == XML_ELEMENT_NODE && html_is_left_out(page, child)) continue;
            if (child->type == XML_ELEMENT_NODE && add_block(page, &block, child)) {
                flush(out, &words);
                buffer_add(out, buffer_str(&block));
                buffer_clear(&block);
            } else {
                html_inline_node(page, &words, child, false);
            }
        }
    flush(out, &words);
    page->depth--;
    buffer_free(&words);
    buffer_free(&block);
}

static void find_main(HtmlPage *page, xmlNode *node, xmlNode **main, int depth)
{
    for (; node && depth < HTML_DEPTH_MOST; node = node->next) {
        bool is_main =
            html_is(node, "main") || (node->type == XML_ELEMENT_NODE && attribute_is(page, node, "role", "main"));
        if (is_main || (html_is(node, "article") && (!*main || html_is(*main, "body"))))
            *main = node;
        else if (html_is(node, "body") && !*main)
            *main = node;
        if (is_main) return;
        find_main(page, node->children, main, depth + 1);
        if (*main && !html_is(*main, "body article")) return;
    }
}

bool html_is_page(Str name, Str bytes)
{
    if (str_ends(name, STR(".html")) || str_ends(name, STR(".htm")) || str_ends(name, STR(".xhtml"))) return true;
    Str start = str_trim(str_slice(bytes, str_starts(bytes, STR("\xEF\xBB\xBF")) ? 3 : 0, bytes.len));
    return str_equal_nocase(str_slice(start, 0, 14), STR("<!doctype html")) ||
           str_equal_nocase(str_slice(start, 0, 5), STR("<html"));
}

Str html_page_markdown(Arena *arena, Str bytes)
{
    if (bytes.len > INT_MAX) return STR("");
    CleanReport report;
    text_clean(arena, bytes, &report);
    const Xml *xml = xml_library();
    htmlDocPtr document =
        xml->htmlReadMemory(bytes.data ? bytes.data : "", (int)bytes.len, NULL, report.invalid_count ? NULL : "UTF-8",
                            HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
    if (!document) return STR("");
    HtmlPage page = {.arena = arena};
    xmlNode *main = NULL;
    find_main(&page, xml->xmlDocGetRootElement(document), &main, 0);
    page.skips_header = !main || html_is(main, "body");
    Buffer out = {0};
    if (main) add_blocks(&page, &out, main);
    Str markdown = buffer_take(&out, arena);
    buffer_free(&out);
    xml->xmlFreeDoc(document);
    return markdown;
}
