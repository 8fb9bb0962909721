#include <string.h>

#include "html_page_internal.h"
#include "markdown.h"

/* White space runs are one space, and none stands at the start of a line. */
static void add_words(Buffer *out, Str text, bool in_cell)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        if (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f') {
            if (out->len && !strchr(" \n", out->data[out->len - 1])) buffer_add_char(out, ' ');
            continue;
        }
        bool is_markup = strchr("*`[]\\<", c) || (c == '|' && in_cell);
        bool at_start = !out->len || out->data[out->len - 1] == '\n';
        bool starts_block =
            at_start && (c == '#' || c == '>' || (strchr("-+", c) && i + 1 < text.len && text.data[i + 1] == ' '));
        if (c && (is_markup || starts_block)) buffer_add_char(out, '\\');
        if (c) buffer_add_char(out, c);
    }
}

void html_verbatim(Buffer *out, xmlNode *node)
{
    for (xmlNode *child = node->children; child; child = child->next) {
        if (html_is(child, "br"))
            buffer_add_char(out, '\n');
        else if (child->type == XML_ELEMENT_NODE && !html_is(child, "script style button"))
            html_verbatim(out, child);
        else if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE)
            buffer_add(out, str_from((const char *)child->content));
    }
}

/* Code on a line: line ends as spaces, or as lines of their own in a cell; the fence longer than what it fences. */
static void add_code(Buffer *out, xmlNode *node, bool in_cell)
{
    Buffer code = {0};
    html_verbatim(&code, node);
    Str rest = str_trim(buffer_str(&code)), line;
    const char *fence = str_has(rest, STR("`")) ? "``" : "`";
    bool is_first = true;
    while (str_next(&rest, '\n', &line)) {
        line = str_trim(line);
        if (!line.len) continue;
        if (!is_first) buffer_add_text(out, in_cell ? "<br>" : " ");
        is_first = false;
        buffer_printf(out, "%s%s", fence, fence[1] ? " " : "");
        for (size_t i = 0; i < line.len; i++) {
            if (in_cell && line.data[i] == '|') buffer_add_char(out, '\\');
            buffer_add_char(out, line.data[i]);
        }
        buffer_printf(out, "%s%s", fence[1] ? " " : "", fence);
    }
    buffer_free(&code);
}

/* Marks do not stand beside spaces: "<b>a </b>b" is "**a** b". */
static void add_marked(HtmlPage *page, Buffer *out, xmlNode *node, const char *mark, bool in_cell)
{
    Buffer inner = {0};
    html_inline_children(page, &inner, node, in_cell);
    Str text = str_trim(buffer_str(&inner));
    bool is_plain = text.len && !str_has(text, str_from(mark));
    bool ends_open = inner.len && inner.data[inner.len - 1] == ' ';
    bool starts_open = inner.len && inner.data[0] == ' ';
    if (starts_open && out->len && !strchr(" \n", out->data[out->len - 1])) buffer_add_char(out, ' ');
    if (text.len) buffer_printf(out, "%s%.*s%s", is_plain ? mark : "", STR_ARG(text), is_plain ? mark : "");
    if (ends_open && text.len) buffer_add_char(out, ' ');
    buffer_free(&inner);
}

static void add_link(HtmlPage *page, Buffer *out, xmlNode *node, bool in_cell)
{
    Buffer inner = {0};
    html_inline_children(page, &inner, node, in_cell);
    Str text = str_trim(buffer_str(&inner)), address = html_attribute(page->arena, node, "href");
    bool is_plain = address.len && !strpbrk(address.data, " ()<>\n\t");
    if (is_plain && text.len && !str_starts(address, STR("javascript:")))
        buffer_printf(out, "[%.*s](%.*s)", STR_ARG(text), STR_ARG(address));
    else
        buffer_add(out, text);
    buffer_free(&inner);
}

static void add_image(HtmlPage *page, Buffer *out, xmlNode *node)
{
    Str address = html_attribute(page->arena, node, "src"), words = html_attribute(page->arena, node, "alt");
    if (!address.len || strpbrk(address.data, " ()<>\n\t") || str_starts(address, STR("data:"))) return;
    buffer_add_text(out, "![");
    add_words(out, words, true);
    buffer_printf(out, "](%.*s)", STR_ARG(address));
}

/* A block inside a cell begins a line of it. */
static void break_cell(Buffer *out)
{
    while (out->len && out->data[out->len - 1] == ' ') out->len--;
    if (out->len && !str_ends(buffer_str(out), STR("<br>"))) buffer_add_text(out, "<br>");
}

static bool is_block(const xmlNode *node)
{
    return html_is(node, "p div ul ol li pre table tr h1 h2 h3 h4 h5 h6 blockquote dl dt dd section");
}

void html_inline_node(HtmlPage *page, Buffer *out, xmlNode *node, bool in_cell)
{
    if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
        add_words(out, str_from((const char *)node->content), in_cell);
        return;
    }
    if (node->type != XML_ELEMENT_NODE || html_is_left_out(page, node) || page->depth >= HTML_DEPTH_MOST) return;
    page->depth++;
    bool breaks = in_cell && is_block(node);
    if (breaks) break_cell(out);
    if (html_is(node, "br") && in_cell)
        break_cell(out);
    else if (html_is(node, "br"))
        buffer_add_text(out, "\\\n");
    else if (html_is(node, "pre code kbd samp tt"))
        add_code(out, node, in_cell);
    else if (html_is(node, "b strong"))
        add_marked(page, out, node, "**", in_cell);
    else if (html_is(node, "i em"))
        add_marked(page, out, node, "*", in_cell);
    else if (html_is(node, "a"))
        add_link(page, out, node, in_cell);
    else if (html_is(node, "img"))
        add_image(page, out, node);
    else
        html_inline_children(page, out, node, in_cell);
    if (breaks) break_cell(out);
    page->depth--;
}

void html_inline_children(HtmlPage *page, Buffer *out, xmlNode *node, bool in_cell)
{
    for (xmlNode *child = node->children; child; child = child->next) html_inline_node(page, out, child, in_cell);
}
