/* Tags: of templates, {{< … >}} and {% … %}, and of components, <Note …>. */
#include "dialect_tag.h"

#include "markdown.h"

#include <string.h>

Str dialect_attribute(Str text, const char *const *keys)
{
    for (size_t k = 0; keys[k]; k++) {
        Str key = str_from(keys[k]), rest = text;
        for (ptrdiff_t found; (found = str_find(rest, key)) >= 0;) {
            bool is_start = found == 0 || strchr(" \t", rest.data[found - 1]);
            rest = str_slice(rest, (size_t)found + key.len, rest.len);
            if (!is_start || rest.len < 2 || rest.data[0] != '=' || (rest.data[1] != '"' && rest.data[1] != '\''))
                continue;
            const char *end = memchr(rest.data + 2, rest.data[1], rest.len - 2);
            if (end) return (Str){rest.data + 2, (size_t)(end - rest.data - 2)};
        }
    }
    return STR_NONE;
}

Str dialect_image(Arena *arena, Str tag)
{
    static const char *const sources[] = {"src", "source", NULL}, *const texts[] = {"alt", "alt-text", "caption",
                                                                                    "title", NULL};
    Str source = dialect_attribute(tag, sources), text = dialect_attribute(tag, texts);
    if (!source.len) return STR_NONE;
    return str_format(arena, memchr(source.data, ' ', source.len) ? "![%.*s](<%.*s>)" : "![%.*s](%.*s)", STR_ARG(text),
                      STR_ARG(source));
}

static const struct {
    const char *open, *close;
} tags[] = {{"{{<", ">}}"}, {"{{%", "%}}"}, {"{%", "%}"}};
enum { TAGS = sizeof tags / sizeof *tags };

/* The end of a template tag that begins at `at`: {{< … >}}, {{% … %}} (Hugo), {% … %} (Jekyll, Liquid). 0: none.
 * `is_open` remembers the kinds that do not end on this line any more. */
static size_t tag_end(Str text, size_t at, bool is_open[TAGS])
{
    Str rest = str_slice(text, at, text.len);
    for (size_t i = 0; i < TAGS; i++) {
        if (is_open[i] || !str_starts(rest, str_from(tags[i].open))) continue;
        ptrdiff_t end = str_find(rest, str_from(tags[i].close));
        if (end >= 0) return at + (size_t)end + strlen(tags[i].close);
        is_open[i] = true;
    }
    return 0;
}

/* What stays of a tag: an image, the target of a link, else nothing. */
static Str tag_text(Arena *arena, Str tag, bool is_in_link)
{
    Str image = dialect_image(arena, tag);
    if (image.len) return image;
    if (!is_in_link) return STR("");
    const char *start = memchr(tag.data, '"', tag.len);
    const char *end = start ? memchr(start + 1, '"', tag.len - (size_t)(start - tag.data) - 1) : NULL;
    return end ? (Str){start + 1, (size_t)(end - start - 1)} : STR("#");
}

Str dialect_without_tags(Arena *arena, Str text)
{
    bool has_tag = memchr(text.data, '{', text.len) && (str_has(text, STR("{%")) || str_has(text, STR("{{<")));
    if (!has_tag && (!memchr(text.data, '*', text.len) || !str_has(text, STR("****")))) return text;
    Buffer out = {0};
    bool in_code = false, is_open[TAGS] = {0};
    for (size_t i = 0; i < text.len;) {
        size_t end = in_code || text.data[i] != '{' ? 0 : tag_end(text, i, is_open), stars = 0;
        while (!in_code && i + stars < text.len && text.data[i + stars] == '*') stars++;
        if (end) {
            bool is_in_link = out.len && out.data[out.len - 1] == '(';
            buffer_add(&out, tag_text(arena, str_slice(text, i, end), is_in_link));
            i = end;
        } else if (stars == 4) {
            i += stars;
        } else {
            if (text.data[i] == '`') in_code = !in_code;
            size_t length = stars ? stars : 1;
            buffer_add(&out, str_slice(text, i, i + length));
            i += length;
        }
    }
    Str plain = buffer_take(&out, arena);
    buffer_free(&out);
    return plain;
}

/* <Note …> (MDX) or <dx-alert …> (custom elements), and no element of HTML. */
static bool names_component(Str name)
{
    bool has_small = false, has_dash = false;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.data[i];
        bool is_letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
        if (!is_letter && (!i || !strchr("0123456789-.", c))) return false;
        has_small |= is_letter && (c & 0x20);
        has_dash |= c == '-';
    }
    if (!has_small || (!has_dash && name.data[0] > 'Z')) return false;
    return !html_is_element(name) || str_is(name, "Aside") || str_is(name, "Details");
}

static Str name_of(Str inner)
{
    size_t start = str_starts(inner, STR("/")), end = start;
    while (end < inner.len && !strchr(" \t/>", inner.data[end])) end++;
    return str_slice(inner, start, end);
}

Str dialect_lone_tag(const Line *line, bool *is_component)
{
    Str text = str_trim(line->text);
    *is_component = false;
    for (size_t i = 0; i < TAGS; i++) {
        Str open = str_from(tags[i].open), close = str_from(tags[i].close);
        if (text.len < open.len + close.len || !str_starts(text, open) || !str_ends(text, close)) continue;
        Str inner = str_slice(text, open.len, text.len - close.len);
        return str_has(inner, close) ? STR("") : str_trim(inner);
    }
    if (line->kind != LINE_HTML || text.len <= 3 || !str_ends(text, STR(">")) || str_ends(text, STR("/>")))
        return STR("");
    Str inner = str_slice(text, 1, text.len - 1);
    *is_component = !memchr(inner.data, '<', inner.len) && names_component(name_of(inner));
    return *is_component ? inner : STR("");
}

Str dialect_component_text(const Line *line, Str *tag)
{
    Str text = str_trim(line->text);
    const char *end = line->kind == LINE_HTML && text.len ? memchr(text.data, '>', text.len) : NULL;
    if (!end || !str_ends(text, STR(">"))) return STR("");
    *tag = str_slice(text, 1, (size_t)(end - text.data));
    Str name = name_of(*tag), rest = str_slice(text, (size_t)(end - text.data) + 1, text.len);
    size_t closing = name.len + 3;
    bool is_closed = names_component(name) && rest.len > closing &&
                     str_starts(str_slice(rest, rest.len - closing, rest.len), STR("</")) &&
                     str_starts(str_slice(rest, rest.len - closing + 2, rest.len), name);
    return is_closed ? str_slice(rest, 0, rest.len - closing) : STR("");
}
