/* Raw HTML in markdown, made safe to publish: what is not known to be harmless goes, its text stays. */
#include "markdown.h"

#include <string.h>

/* What is ended by a start tag, though it has no end tag of its own, and what is not looked through for it (13.2.6 of
 * the HTML standard, "The rules for parsing tokens in HTML content"). */
enum { ENDS_MOST = 9 };
typedef const char *Names[ENDS_MOST]; /* up to the first NULL */
typedef struct Ending {
    Names ends, within;
} Ending;
#define ANY_BLOCK "ul", "ol", "dl", "table", "td", "th", "blockquote", "details"
static const Ending nothing = {{0}, {0}}, as_block = {{"p"}, {"table", "td", "th", "caption"}},
                    as_item = {{"li"}, {ANY_BLOCK}}, as_term = {{"dt", "dd"}, {ANY_BLOCK}},
                    as_link = {{"a"}, {ANY_BLOCK}}, as_cell = {{"td", "th", "caption", "colgroup"}, {"table"}},
                    as_row = {{"tr", "caption", "colgroup"}, {"table"}},
                    as_rows = {{"thead", "tbody", "tfoot", "tr", "caption", "colgroup"}, {"table"}};

/* Tags that may stay. Void ones have no end tag. */
typedef struct Tag {
    const char *name;
    bool is_void;
    const Ending *ending;
} Tag;
static const Tag tags[] = {
    {"a", false, &as_link},           {"b", false, &nothing},        {"blockquote", false, &as_block},
    {"br", true, &nothing},           {"caption", false, &as_rows},  {"code", false, &nothing},
    {"col", true, &nothing},          {"colgroup", false, &as_rows}, {"dd", false, &as_term},
    {"del", false, &nothing},         {"details", false, &as_block}, {"div", false, &as_block},
    {"dl", false, &as_block},         {"dt", false, &as_term},       {"em", false, &nothing},
    {"figcaption", false, &as_block}, {"figure", false, &as_block},  {"h2", false, &as_block},
    {"h3", false, &as_block},         {"h4", false, &as_block},      {"h5", false, &as_block},
    {"h6", false, &as_block},         {"hr", true, &as_block},       {"i", false, &nothing},
    {"img", true, &nothing},          {"ins", false, &nothing},      {"kbd", false, &nothing},
    {"li", false, &as_item},          {"mark", false, &nothing},     {"ol", false, &as_block},
    {"p", false, &as_block},          {"pre", false, &as_block},     {"s", false, &nothing},
    {"samp", false, &nothing},        {"small", false, &nothing},    {"span", false, &nothing},
    {"strong", false, &nothing},      {"sub", false, &nothing},      {"summary", false, &as_block},
    {"sup", false, &nothing},         {"table", false, &as_block},   {"tbody", false, &as_rows},
    {"td", false, &as_cell},          {"tfoot", false, &as_rows},    {"th", false, &as_cell},
    {"thead", false, &as_rows},       {"tr", false, &as_row},        {"u", false, &nothing},
    {"ul", false, &as_block},         {"var", false, &nothing},
};
static const struct {
    const char *name;
    enum { TEXT, ADDRESS, NUMBER, FLAG } kind; /* of its value */
} attributes[] = {{"alt", TEXT},       {"colspan", NUMBER}, {"height", NUMBER}, {"href", ADDRESS}, {"open", FLAG},
                  {"rowspan", NUMBER}, {"src", ADDRESS},    {"start", NUMBER},  {"title", TEXT},   {"width", NUMBER}};
enum { ATTRIBUTES = sizeof attributes / sizeof *attributes };
static const char *const left_out_whole[] = {"script",   "style",    "iframe", "object",
                                             "noscript", "template", "svg",    "math"};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_name(char c)
{
    return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == ':';
}

static const Tag *find_tag(Str name)
{
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (str_equal_nocase(name, str_from(tags[i].name))) return &tags[i];
    return NULL;
}

static const char *find_name(Str name, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal_nocase(name, str_from(list[i]))) return list[i];
    return NULL;
}

/* Reads one attribute at *at; false at the end of the tag. */
static bool next_attribute(Str tag, size_t *at, Str *name, Str *value)
{
    size_t i = *at;
    while (i < tag.len && !is_name(tag.data[i])) i++;
    size_t start = i;
    while (i < tag.len && is_name(tag.data[i])) i++;
    if (i == start) return false;
    *name = str_slice(tag, start, i);
    *value = STR_NONE;
    size_t behind = i;
    while (behind < tag.len && strchr(" \t\n", tag.data[behind])) behind++;
    if (behind < tag.len && tag.data[behind] == '=') {
        behind++;
        while (behind < tag.len && strchr(" \t\n", tag.data[behind])) behind++;
        char quote = behind < tag.len && (tag.data[behind] == '"' || tag.data[behind] == '\'') ? tag.data[behind] : 0;
        start = quote ? behind + 1 : behind;
        i = start;
        while (i < tag.len && (quote ? tag.data[i] != quote : !strchr(" \t\n>", tag.data[i]))) i++;
        *value = str_slice(tag, start, i);
        if (quote && i < tag.len) i++;
    }
    *at = i;
    return true;
}

/* Text that may hold entities already: < > and quotes are escaped, & only where it begins no entity. */
static void add_raw_text(Buffer *out, Str text)
{
    for (size_t i = 0; i < text.len; i++) {
        size_t end = i + 1;
        if (text.data[i] == '&') {
            if (end < text.len && text.data[end] == '#') end++;
            while (end < text.len && end - i < 32 &&
                   (is_letter(text.data[end]) || (text.data[end] >= '0' && text.data[end] <= '9')))
                end++;
        }
        bool is_entity = text.data[i] == '&' && end > i + 1 && end < text.len && text.data[end] == ';';
        if (is_entity)
            buffer_add_char(out, '&');
        else
            html_escape(out, str_slice(text, i, i + 1));
    }
}

/* "640px" is 640, as browsers read it; "80%" no number of pixels. */
static Str number_of(Str value)
{
    size_t digits = 0;
    while (digits < value.len && value.data[digits] >= '0' && value.data[digits] <= '9') digits++;
    return digits < value.len && value.data[digits] == '%' ? STR_NONE : str_slice(value, 0, digits);
}

static void add_attributes(Buffer *out, Str tag, size_t at, const RenderContext *context)
{
    Str name, value;
    bool is_seen[ATTRIBUTES] = {0};
    while (next_attribute(tag, &at, &name, &value)) {
        size_t index = 0;
        while (index < ATTRIBUTES && !str_equal_nocase(name, str_from(attributes[index].name))) index++;
        if (index == ATTRIBUTES || is_seen[index]) continue;
        is_seen[index] = true;
        if (attributes[index].kind == ADDRESS) value = link_resolve(context->arena, value, context->path);
        if (attributes[index].kind == NUMBER) value = number_of(str_trim(value));
        if (!value.len && attributes[index].kind != TEXT && attributes[index].kind != FLAG) continue;
        BUFFER_ADD(out, STR(" "), str_from(attributes[index].name));
        if (!value.data || attributes[index].kind == FLAG) continue;
        buffer_add_text(out, "=\"");
        add_raw_text(out, value);
        buffer_add_char(out, '"');
    }
}

void sanitise_end(Buffer *out, Sanitiser *sanitiser, size_t depth)
{
    while (sanitiser->depth > depth)
        BUFFER_ADD(out, STR("</"), str_from(sanitiser->open[--sanitiser->depth]), STR(">"));
}

static bool is_one_of(const char *name, const Names names)
{
    for (size_t i = 0; i < ENDS_MOST && names[i]; i++)
        if (strcmp(name, names[i]) == 0) return true;
    return false;
}

static void end_before(Buffer *out, const Ending *ending, Sanitiser *sanitiser)
{
    for (size_t at = sanitiser->depth; at > sanitiser->floor; at--) {
        const char *open = sanitiser->open[at - 1];
        if (is_one_of(open, ending->ends)) sanitise_end(out, sanitiser, at - 1);
        if (is_one_of(open, ending->within)) return;
    }
}

void sanitise_block(Buffer *out, Sanitiser *sanitiser)
{
    end_before(out, &as_block, sanitiser);
}

bool sanitise_is_open(const Sanitiser *sanitiser, const char *name)
{
    for (size_t i = 0; i < sanitiser->depth; i++)
        if (strcmp(sanitiser->open[i], name) == 0) return true;
    return false;
}

static void close_tag(Buffer *out, const Tag *tag, Sanitiser *sanitiser)
{
    size_t depth = sanitiser->depth;
    while (depth > sanitiser->floor && strcmp(sanitiser->open[depth - 1], tag->name) != 0) depth--;
    if (depth > sanitiser->floor) sanitise_end(out, sanitiser, depth - 1); /* an end tag without its start goes */
}

static void open_tag(Buffer *out, const Tag *tag, Str raw, size_t at, Sanitiser *sanitiser,
                     const RenderContext *context)
{
    if (!tag->is_void && sanitiser->depth == SANITISE_DEPTH) return;
    end_before(out, tag->ending, sanitiser);
    if (strcmp(tag->name, "a") == 0 && sanitise_is_open(sanitiser, "a")) return; /* no link is in another */
    buffer_printf(out, "<%s", tag->name);
    add_attributes(out, raw, at, context);
    if (strcmp(tag->name, "img") == 0 && !str_has(raw, STR("alt="))) buffer_add_text(out, " alt=\"\"");
    buffer_add_char(out, '>');
    if (!tag->is_void) sanitiser->open[sanitiser->depth++] = tag->name;
}

/* The end of the tag, comment or declaration at raw[at] == '<', or 0 where it is none. */
static size_t markup_end(Str raw, size_t at)
{
    Str rest = str_slice(raw, at, raw.len);
    if (str_starts(rest, STR("<!--"))) {
        ptrdiff_t end = str_find(str_slice(rest, 4, rest.len), STR("-->"));
        return end < 0 ? raw.len : at + 4 + (size_t)end + 3;
    }
    if (rest.len < 2 || !(is_letter(rest.data[1]) || strchr("/!?", rest.data[1]))) return 0;
    char quote = 0;
    for (size_t i = 1; i < rest.len; i++) {
        if (quote)
            quote = rest.data[i] == quote ? 0 : quote;
        else if (rest.data[i] == '"' || rest.data[i] == '\'')
            quote = rest.data[i];
        else if (rest.data[i] == '>')
            return at + i + 1;
    }
    return 0;
}

void sanitise_html(Buffer *out, Str raw, Sanitiser *sanitiser, const RenderContext *context)
{
    for (size_t at = 0; at < raw.len;) {
        size_t end = raw.data[at] == '<' ? markup_end(raw, at) : 0;
        if (!end) {
            size_t start = at++;
            while (at < raw.len && raw.data[at] != '<') at++;
            if (!sanitiser->skipping) add_raw_text(out, str_slice(raw, start, at));
            continue;
        }
        Str markup = str_slice(raw, at, end);
        at = end;
        bool is_end = markup.data[1] == '/';
        size_t name_start = is_end ? 2 : 1, name_end = name_start;
        while (name_end < markup.len && is_name(markup.data[name_end])) name_end++;
        Str name = str_slice(markup, name_start, name_end);
        if (sanitiser->skipping) {
            if (is_end && str_equal_nocase(name, str_from(sanitiser->skipping))) sanitiser->skipping = NULL;
            continue;
        }
        const Tag *tag = find_tag(name);
        if (tag && is_end)
            close_tag(out, tag, sanitiser);
        else if (tag)
            open_tag(out, tag, markup, name_end, sanitiser, context);
        else if (!is_end && !str_ends(markup, STR("/>")))
            sanitiser->skipping = find_name(name, left_out_whole, sizeof left_out_whole / sizeof *left_out_whole);
    }
}

/* Elements of HTML that are known, and not let through. */
static const char *const other_elements[] = {
    "abbr",   "address", "article",  "aside",   "audio",    "bdi",    "bdo",    "big",  "body",    "button",
    "center", "cite",    "dfn",      "embed",   "fieldset", "font",   "footer", "form", "frame",   "h1",
    "head",   "header",  "html",     "input",   "label",    "legend", "link",   "main", "meta",    "nav",
    "nobr",   "option",  "param",    "picture", "q",        "rp",     "rt",     "ruby", "section", "select",
    "source", "strike",  "textarea", "time",    "title",    "tt",     "video",  "wbr"};

bool html_is_element(Str name)
{
    return find_tag(name) || find_name(name, left_out_whole, sizeof left_out_whole / sizeof *left_out_whole) ||
           find_name(name, other_elements, sizeof other_elements / sizeof *other_elements);
}

bool html_is_words(Str raw)
{
    size_t start = raw.len > 1 && raw.data[1] == '/' ? 2 : 1, end = start;
    while (end < raw.len && is_name(raw.data[end])) {
        if (raw.data[end] >= 'A' && raw.data[end] <= 'Z') return false; /* a component of some site generator */
        end++;
    }
    Str name = str_slice(raw, start, end);
    if (!name.len || end + 1 != raw.len) return false; /* a comment, or attributes */
    if (str_is(name, "script") || str_is(name, "style")) return true;
    return !html_is_element(name);
}

static void add_entity(Buffer *out, Str raw, size_t *at)
{
    static const struct {
        const char *name, *text;
    } entities[] = {{"&lt;", "<"}, {"&gt;", ">"}, {"&amp;", "&"}, {"&quot;", "\""}, {"&nbsp;", " "}, {"&#39;", "'"}};
    Str rest = str_slice(raw, *at, raw.len);
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++) {
        if (!str_starts(rest, str_from(entities[i].name))) continue;
        buffer_add_text(out, entities[i].text);
        *at += strlen(entities[i].name);
        return;
    }
    buffer_add_char(out, '&');
    (*at)++;
}

void html_text(Buffer *out, Str raw)
{
    static const char *const breaking[] = {"br", "p",  "li", "tr",      "div", "h1", "h2", "h3",
                                           "h4", "h5", "h6", "summary", "pre", "dt", "dd"};
    static const char *const cells[] = {"td", "th"};
    const char *skipping = NULL;
    for (size_t at = 0; at < raw.len;) {
        size_t end = raw.data[at] == '<' ? markup_end(raw, at) : 0;
        if (!end) {
            if (skipping)
                at++;
            else if (raw.data[at] == '&')
                add_entity(out, raw, &at);
            else
                buffer_add_char(out, raw.data[at++]);
            continue;
        }
        bool is_end = at + 1 < raw.len && raw.data[at + 1] == '/';
        size_t name_start = at + (is_end ? 2 : 1), name_end = name_start;
        while (name_end < end && is_name(raw.data[name_end])) name_end++;
        Str name = str_slice(raw, name_start, name_end);
        at = end;
        if (skipping) {
            if (is_end && str_equal_nocase(name, str_from(skipping))) skipping = NULL;
            continue;
        }
        bool breaks = find_name(name, breaking, sizeof breaking / sizeof *breaking);
        if (breaks && out->len && out->data[out->len - 1] != '\n') buffer_add_char(out, '\n');
        if (is_end && find_name(name, cells, 2)) buffer_add_char(out, '\t');
        if (!is_end) skipping = find_name(name, left_out_whole, sizeof left_out_whole / sizeof *left_out_whole);
    }
}

void html_links(Str raw, HtmlLinkFunction *function, void *context)
{
    for (size_t at = 0; at < raw.len; at++) {
        if (raw.data[at] != '<') continue;
        size_t name_end = at + 1;
        while (name_end < raw.len && is_name(raw.data[name_end])) name_end++;
        Str tag_name = str_slice(raw, at + 1, name_end), name, value;
        bool is_image = str_equal_nocase(tag_name, STR("img"));
        if (!is_image && !str_equal_nocase(tag_name, STR("a"))) continue;
        Str url = STR_NONE, text = STR_NONE, tag = str_slice(raw, 0, markup_end(raw, at));
        for (size_t i = name_end; next_attribute(tag, &i, &name, &value);) {
            if (str_equal_nocase(name, is_image ? STR("src") : STR("href"))) url = value;
            if (str_equal_nocase(name, STR("alt"))) text = value;
        }
        if (url.len) function(context, is_image, url, text, at);
    }
}
