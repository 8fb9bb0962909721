#include <string.h>

#include "mustache_internal.h"

enum { DEEPEST_SECTION = 64 };

/* The template cut into texts and tags, before sections are nested. */
typedef struct Tag {
    char type; /* 't' text, 'v' escaped, '&' raw, '#', '^', '>', '<', '$', '/', '!', '=' */
    Str text;
    size_t at; /* byte of the source */
    bool is_standalone, starts_line;
    Str indent;
} Tag;

typedef struct Compiler {
    Arena *arena;
    Str path, source;
    Diagnostics *diagnostics;
    Str open, close; /* the delimiters */
    VEC(Tag) tags;
    bool failed;
} Compiler;

static void fail(Compiler *compiler, size_t at, const char *message, Str name)
{
    int line = 1, column = 1;
    for (size_t i = 0; i < at && i < compiler->source.len; i++) {
        column = compiler->source.data[i] == '\n' ? 1 : column + 1;
        line += compiler->source.data[i] == '\n';
    }
    if (!compiler->failed)
        diagnostics_add(compiler->diagnostics, SEVERITY_ERROR, "template", compiler->path, line, column, message,
                        STR_ARG(name));
    compiler->failed = true;
}

static void add_text(Compiler *compiler, size_t from, size_t to)
{
    if (from == to) return;
    Tag tag = {.type = 't', .text = str_slice(compiler->source, from, to), .at = from};
    VEC_PUSH(compiler->arena, &compiler->tags, tag);
}

static void set_delimiters(Compiler *compiler, Str text, size_t at)
{
    Str inner = str_trim(str_slice(text, 0, text.len - (str_ends(text, STR("=")) ? 1 : 0)));
    size_t first = 0, last = inner.len;
    while (first < inner.len && inner.data[first] != ' ') first++;
    while (last > first && inner.data[last - 1] != ' ') last--;
    if (!first || last >= inner.len) {
        fail(compiler, at, "delimiters must be two, with a space between: {{=<% %>=}}%.*s", STR(""));
        return;
    }
    compiler->open = str_slice(inner, 0, first);
    compiler->close = str_slice(inner, last, inner.len);
}

/* One tag at byte `at`; returns where what follows it begins. */
static size_t scan_tag(Compiler *compiler, size_t at)
{
    size_t start = at + compiler->open.len;
    char type = start < compiler->source.len ? compiler->source.data[start] : '\0';
    Str close = compiler->close;
    if (type == '{') close = str_format(compiler->arena, "}%.*s", STR_ARG(compiler->close));
    if (type == '=') close = str_format(compiler->arena, "=%.*s", STR_ARG(compiler->close));
    bool has_sigil = type && strchr("{&#^><$/!=", type);
    if (has_sigil)
        start++;
    else
        type = 'v';
    ptrdiff_t len = str_find(str_slice(compiler->source, start, compiler->source.len), close);
    if (len < 0) {
        fail(compiler, at, "this tag does not end: close it with %.*s", close);
        return compiler->source.len;
    }
    Str name = str_trim(str_slice(compiler->source, start, start + (size_t)len));
    size_t end = start + (size_t)len + close.len;
    if (type == '{') type = '&';
    Tag tag = {.type = type, .text = name, .at = at};
    VEC_PUSH(compiler->arena, &compiler->tags, tag);
    if (type == '=')
        set_delimiters(compiler, name, at);
    else if (!name.len && type != '!')
        fail(compiler, at, "a tag without a name%.*s", STR(""));
    return end;
}

static void scan(Compiler *compiler)
{
    size_t at = 0;
    while (at < compiler->source.len && !compiler->failed) {
        ptrdiff_t found = str_find(str_slice(compiler->source, at, compiler->source.len), compiler->open);
        size_t tag = found < 0 ? compiler->source.len : at + (size_t)found;
        add_text(compiler, at, tag);
        at = tag < compiler->source.len ? scan_tag(compiler, tag) : tag;
    }
}

/* ---- tags that have a line to themselves: the line goes (specification, "standalone") --------------------------- */

static bool is_blank(Str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] != ' ' && text.data[i] != '\t' && text.data[i] != '\r') return false;
    return true;
}

/* The white space at the end of what precedes tag `i` on its line; false where something else stands there. */
static bool blank_before(const Compiler *compiler, size_t i, Str *blank)
{
    *blank = STR("");
    if (i == 0) return true;
    const Tag *before = &compiler->tags.items[i - 1];
    if (before->type != 't') return false;
    size_t start = before->text.len;
    while (start > 0 && before->text.data[start - 1] != '\n') start--;
    *blank = str_slice(before->text, start, before->text.len);
    return is_blank(*blank) && (start > 0 || before->at == 0);
}

/* How many bytes after tag `i` end its line, line end included; -1 where something else stands there. */
static ptrdiff_t blank_after(const Compiler *compiler, size_t i)
{
    if (i + 1 == compiler->tags.len) return 0;
    const Tag *after = &compiler->tags.items[i + 1];
    if (after->type != 't') return -1;
    const char *end = memchr(after->text.data, '\n', after->text.len);
    size_t len = end ? (size_t)(end - after->text.data) : after->text.len;
    if (!is_blank(str_slice(after->text, 0, len)) || (!end && i + 2 != compiler->tags.len)) return -1;
    return (ptrdiff_t)(end ? len + 1 : len);
}

/* The tags that may share a line: parents and blocks that open, those that close, or a parent without content. */
static bool is_standalone_run(const Compiler *compiler, size_t first, size_t last)
{
    const Tag *tags = compiler->tags.items;
    if (first == last) return strchr("#^/!=><$", tags[first].type);
    bool all_open = true, all_close = true;
    for (size_t i = first; i <= last; i++) {
        all_open &= strchr("<$", tags[i].type) != NULL;
        all_close &= tags[i].type == '/';
    }
    bool is_empty_parent = last == first + 1 && tags[first].type == '<' && tags[last].type == '/';
    return all_open || all_close || is_empty_parent;
}

static void strip_lines(Compiler *compiler)
{
    Tag *tags = compiler->tags.items;
    size_t count = compiler->tags.len;
    size_t *cut_front = ARENA_ARRAY(compiler->arena, size_t, count + 1),
           *cut_back = ARENA_ARRAY(compiler->arena, size_t, count + 1);
    for (size_t first = 0; first < count; first++) {
        if (tags[first].type == 't') continue;
        size_t last = first;
        while (last + 1 < count && tags[last + 1].type != 't') last++;
        Str blank;
        bool is_first = blank_before(compiler, first, &blank);
        ptrdiff_t after = blank_after(compiler, last);
        for (size_t i = first; i <= last && is_first; i++) tags[i].indent = blank;
        if (is_first && after >= 0 && is_standalone_run(compiler, first, last)) {
            for (size_t i = first; i <= last; i++) tags[i].is_standalone = true;
            if (first > 0) cut_back[first - 1] = blank.len;
            if (last + 1 < count) cut_front[last + 1] = (size_t)after;
        }
        first = last;
    }
    for (size_t i = 0; i < count; i++) {
        if (tags[i].type != 't') continue;
        Str text = tags[i].text;
        tags[i].starts_line = i == 0 || cut_front[i] > 0;
        tags[i].text =
            cut_front[i] + cut_back[i] >= text.len ? STR("") : str_slice(text, cut_front[i], text.len - cut_back[i]);
    }
}

/* ---- nesting ---------------------------------------------------------------------------------------------------- */

static Str leading_blank(const NodeList *nodes)
{
    if (!nodes->len || nodes->items[0].type != NODE_TEXT || !nodes->items[0].starts_line) return STR("");
    Str text = nodes->items[0].text;
    size_t len = 0;
    while (len < text.len && (text.data[len] == ' ' || text.data[len] == '\t')) len++;
    return str_slice(text, 0, len);
}

static NodeType node_type(char type)
{
    static const struct {
        char sigil;
        NodeType type;
    } types[] = {{'t', NODE_TEXT},     {'v', NODE_ESCAPED}, {'&', NODE_RAW},    {'#', NODE_SECTION},
                 {'^', NODE_INVERTED}, {'>', NODE_PARTIAL}, {'<', NODE_PARENT}, {'$', NODE_BLOCK}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (types[i].sigil == type) return types[i].type;
    return NODE_TEXT;
}

/* For the look-ups, of which there are hundreds a page. {{.}} has no name. */
static void split_name(Arena *arena, Node *node)
{
    Str rest = node->text;
    if (str_is(rest, ".")) return;
    for (Str name; str_next(&rest, '.', &name);) VEC_PUSH(arena, &node->path, value_name(name));
}

/* Reads nodes until the tag that closes `opener` (NULL: to the end). Returns the place after it. */
static size_t nest(Compiler *compiler, size_t at, const Tag *opener, unsigned depth, NodeList *nodes)
{
    for (; at < compiler->tags.len && !compiler->failed; at++) {
        const Tag *tag = &compiler->tags.items[at];
        if (tag->type == '!' || tag->type == '=' || (tag->type == 't' && !tag->text.len)) continue;
        if (tag->type == '/') {
            if (opener && str_equal(opener->text, tag->text)) return at + 1;
            fail(compiler, tag->at, "{{/%.*s}} closes no section that is open here", tag->text);
            break;
        }
        Node node = {.type = node_type(tag->type),
                     .text = tag->text,
                     .indent = tag->indent,
                     .is_standalone = tag->is_standalone,
                     .starts_line = tag->starts_line,
                     .ends_line = str_ends(tag->text, STR("\n"))};
        if ((tag->type == '>' || tag->type == '<') && str_starts(tag->text, STR("*"))) {
            node.is_dynamic = true;
            node.text = str_trim(str_slice(tag->text, 1, tag->text.len));
        }
        if (node.type != NODE_TEXT) split_name(compiler->arena, &node);
        if (strchr("#^<$", tag->type)) {
            if (depth == DEEPEST_SECTION) {
                fail(compiler, tag->at, "{{%.*s}}: sections are nested too deep", tag->text);
                break;
            }
            at = nest(compiler, at + 1, tag, depth + 1, &node.children) - 1;
            if (tag->type == '$' && tag->is_standalone) node.inner_indent = leading_blank(&node.children);
        }
        VEC_PUSH(compiler->arena, nodes, node);
    }
    if (opener) fail(compiler, opener->at, "the section {{%.*s}} does not end", opener->text);
    return at;
}

const Template *template_compile(Arena *arena, Str path, Str source, Diagnostics *diagnostics)
{
    Compiler compiler = {.arena = arena,
                         .path = path,
                         .source = source,
                         .diagnostics = diagnostics,
                         .open = STR("{{"),
                         .close = STR("}}")};
    scan(&compiler);
    strip_lines(&compiler);
    Template *template = ARENA_NEW(arena, Template);
    if (!compiler.failed) nest(&compiler, 0, NULL, 0, &template->nodes);
    return compiler.failed ? NULL : template;
}
