#include "markdown.h"

#include <string.h>

typedef struct Writer {
    Buffer *out;
    Buffer prefix;      /* what a line inside containers begins with */
    bool at_line_start; /* nothing stands on the line yet, not even the prefix */
    bool in_cell;       /* of a table: pipes are escaped, line breaks are <br> */
} Writer;

static void add(Writer *writer, Str text)
{
    while (text.len) {
        const char *end = memchr(text.data, '\n', text.len);
        Str line = str_slice(text, 0, end ? (size_t)(end - text.data) : text.len);
        if (line.len && writer->at_line_start) buffer_add(writer->out, buffer_str(&writer->prefix));
        buffer_add(writer->out, line);
        if (end) buffer_add_char(writer->out, '\n');
        writer->at_line_start = end || (writer->at_line_start && !line.len);
        text = str_slice(text, line.len + 1, text.len);
    }
}

static void add_text(Writer *writer, const char *text)
{
    add(writer, str_from(text));
}

/* Only what would be read as markup where it stands is escaped: emphasis, code, links and HTML. */
static void add_escaped(Writer *writer, Str text)
{
    static const bool is_markup[256] = {
        ['*'] = true, ['`'] = true, ['['] = true, [']'] = true, ['\\'] = true, ['<'] = true};
    size_t start = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        bool is_pipe = c == '|' && writer->in_cell;
        bool at_start = i ? text.data[i - 1] == '\n' : writer->at_line_start;
        bool is_list = (c == '-' || c == '+') && i + 1 < text.len && text.data[i + 1] == ' ';
        if (!is_markup[(unsigned char)c] && !is_pipe && !(at_start && (c == '#' || c == '>' || is_list))) continue;
        add(writer, str_slice(text, start, i));
        add(writer, STR("\\"));
        start = i;
    }
    add(writer, str_slice(text, start, text.len));
}

static void inline_node(Writer *writer, cmark_node *node);

static void inline_children(Writer *writer, cmark_node *node)
{
    for (cmark_node *child = cmark_node_first_child(node); child; child = cmark_node_next(child))
        inline_node(writer, child);
}

static void add_code(Writer *writer, Str code)
{
    const char *fence = str_has(code, STR("`")) ? "``" : "`";
    add_text(writer, fence);
    if (fence[1]) add_text(writer, " ");
    add(writer, code);
    if (fence[1]) add_text(writer, " ");
    add_text(writer, fence);
}

static void inline_node(Writer *writer, cmark_node *node)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT: add_escaped(writer, node_literal(node)); return;
    case CMARK_NODE_CODE: add_code(writer, node_literal(node)); return;
    case CMARK_NODE_HTML_INLINE: add_text(writer, cmark_node_get_literal(node)); return;
    case CMARK_NODE_SOFTBREAK: add_text(writer, writer->in_cell ? " " : "\n"); return;
    case CMARK_NODE_LINEBREAK: add_text(writer, writer->in_cell ? "<br>" : "\\\n"); return;
    case CMARK_NODE_EMPH:
        add_text(writer, "*");
        inline_children(writer, node);
        add_text(writer, "*");
        return;
    case CMARK_NODE_STRONG:
        add_text(writer, "**");
        inline_children(writer, node);
        add_text(writer, "**");
        return;
    case CMARK_NODE_IMAGE: add_text(writer, "!"); /* fall through */
    case CMARK_NODE_LINK:
        add_text(writer, "[");
        inline_children(writer, node);
        add_text(writer, "](");
        add_text(writer, cmark_node_get_url(node));
        if (*cmark_node_get_title(node)) {
            add_text(writer, " \"");
            add_text(writer, cmark_node_get_title(node));
            add_text(writer, "\"");
        }
        add_text(writer, ")");
        return;
    default: break;
    }
    bool is_struck = node_kind(node) == NODE_STRIKETHROUGH;
    if (is_struck) add_text(writer, "~~");
    inline_children(writer, node);
    if (is_struck) add_text(writer, "~~");
}

static void blocks(Writer *writer, cmark_node *first, bool is_tight);

static void code_block(Writer *writer, cmark_node *node)
{
    Str code = node_literal(node);
    const char *fence = str_has(code, STR("```")) ? "````" : "```";
    add_text(writer, fence);
    add_text(writer, cmark_node_get_fence_info(node));
    add_text(writer, "\n");
    add(writer, code);
    if (!str_ends(code, STR("\n"))) add_text(writer, "\n");
    add_text(writer, fence);
    add_text(writer, "\n");
}

/* Container content: the first line follows what is already written, the others get `indent` in front. */
static void indented(Writer *writer, cmark_node *container, const char *indent, bool is_tight)
{
    size_t before = writer->prefix.len;
    buffer_add_text(&writer->prefix, indent);
    blocks(writer, cmark_node_first_child(container), is_tight);
    writer->prefix.len = before;
}

static void list(Writer *writer, cmark_node *node)
{
    bool is_ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
    bool is_tight = cmark_node_get_list_tight(node);
    int number = cmark_node_get_list_start(node);
    for (cmark_node *item = cmark_node_first_child(node); item; item = cmark_node_next(item), number++) {
        char marker[16] = "- ";
        if (is_ordered) snprintf(marker, sizeof marker, "%d. ", number);
        add_text(writer, marker);
        bool is_done;
        if (node_is_task(item, &is_done)) add_text(writer, is_done ? "[x] " : "[ ] ");
        char indent[16] = {0};
        memset(indent, ' ', strlen(marker));
        indented(writer, item, indent, is_tight);
        if (!writer->at_line_start) add_text(writer, "\n");
        if (!is_tight && cmark_node_next(item)) add_text(writer, "\n");
    }
}

static void table_row(Writer *writer, cmark_node *row)
{
    for (cmark_node *cell = cmark_node_first_child(row); cell; cell = cmark_node_next(cell)) {
        add_text(writer, "| ");
        inline_children(writer, cell);
        add_text(writer, " ");
    }
    add_text(writer, "|\n");
}

static void table(Writer *writer, cmark_node *node)
{
    writer->in_cell = true;
    for (cmark_node *row = cmark_node_first_child(node); row; row = cmark_node_next(row)) {
        table_row(writer, row);
        if (row != cmark_node_first_child(node)) continue;
        for (cmark_node *cell = cmark_node_first_child(row); cell; cell = cmark_node_next(cell))
            add_text(writer, "|---");
        add_text(writer, "|\n");
    }
    writer->in_cell = false;
}

static void add_admonition(Writer *writer, cmark_node *quote)
{
    const char *class = node_admonition(quote);
    if (!class) return;
    add_text(writer, "[!");
    for (; *class; class ++) add(writer, (Str){(char[]){(char)(*class - ('a' - 'A'))}, 1});
    add_text(writer, "]\n");
    add(writer, buffer_str(&writer->prefix));
    add_text(writer, "> ");
}

static void block(Writer *writer, cmark_node *node)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_CODE_BLOCK: code_block(writer, node); return;
    case CMARK_NODE_HTML_BLOCK: add_text(writer, cmark_node_get_literal(node)); return;
    case CMARK_NODE_THEMATIC_BREAK: add_text(writer, "---\n"); return;
    case CMARK_NODE_LIST: list(writer, node); return;
    case CMARK_NODE_BLOCK_QUOTE:
        add_text(writer, "> ");
        add_admonition(writer, node);
        indented(writer, node, "> ", false);
        return;
    case CMARK_NODE_HEADING:
        for (int i = 0; i < cmark_node_get_heading_level(node); i++) add_text(writer, "#");
        add_text(writer, " ");
        break;
    default: break;
    }
    if (node_kind(node) == NODE_TABLE) {
        table(writer, node);
        return;
    }
    writer->in_cell = node_kind(node) == NODE_TABLE_CELL;
    inline_children(writer, node);
    writer->in_cell = false;
    add_text(writer, "\n");
}

static void blocks(Writer *writer, cmark_node *first, bool is_tight)
{
    for (cmark_node *node = first; node; node = cmark_node_next(node)) {
        if (node != first && !is_tight) {
            if (writer->prefix.len && writer->prefix.data[writer->prefix.len - 2] == '>') add_text(writer, " ");
            add_text(writer, "\n");
        }
        block(writer, node);
    }
}

static void write_node(Buffer *out, cmark_node *node)
{
    Writer writer = {.out = out, .at_line_start = true};
    block(&writer, node);
    buffer_free(&writer.prefix);
}

void node_markdown(Buffer *out, cmark_node *node)
{
    write_node(out, node);
    buffer_trim_end(out, 0);
}

void nodes_markdown(Buffer *out, cmark_node *const *nodes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (out->len) buffer_add_text(out, "\n\n");
        write_node(out, nodes[i]);
        buffer_trim_end(out, 0);
    }
}
