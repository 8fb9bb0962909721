#include "content.h"

#include "link.h"
#include "text/text.h"

#include <string.h>

Str content_heading_slug(Arena *arena, Str heading)
{
    Buffer slug = {0};
    while (heading.len) {
        uint32_t c;
        size_t len = utf8_decode(heading, &c);
        Str character = str_slice(heading, 0, len ? len : 1);
        heading = str_slice(heading, character.len, heading.len);
        if (c == ' ' || c == '-' || c == '_')
            buffer_add_char(&slug, c == ' ' ? '-' : (char)c);
        else if (len == 1 && c >= 'A' && c <= 'Z')
            buffer_add_char(&slug, (char)(c + ('a' - 'A')));
        else if (len && char_class(c) != CHAR_OTHER)
            buffer_add(&slug, character);
    }
    Str result = buffer_take(&slug, arena);
    buffer_free(&slug);
    return result;
}

static const Document *find_document(const Content *content, Str path)
{
    size_t low = 0, high = content->documents.len;
    while (low < high) { /* in byte order of their paths */
        size_t middle = (low + high) / 2;
        int order = str_compare(content->documents.items[middle].path, path);
        if (order == 0) return &content->documents.items[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static bool find_asset(const Content *content, Str path)
{
    size_t index;
    return str_map_get(content->asset_by_path, path, &index);
}

static const Entry *find_entry(const Content *content, Str id)
{
    size_t index;
    return content_find_entry(content, id, &index) ? content->entries.items[index] : NULL;
}

static bool find_anchor(const Document *document, Str name, const Entry **entry)
{
    for (size_t i = 0; i < document->entries.len; i++)
        if (str_equal(document->entries.items[i].id, name)) {
            *entry = &document->entries.items[i];
            return true;
        }
    for (size_t i = 0; i < document->anchors.len; i++) {
        if (!str_equal_nocase(document->anchors.items[i].name, name)) continue;
        size_t owner = document->anchors.items[i].entry;
        *entry = owner < document->entries.len ? &document->entries.items[owner] : NULL;
        return true;
    }
    return false;
}

LinkTarget content_find_link(Arena *arena, const Content *content, Str path, Str url, const Entry **entry)
{
    *entry = NULL;
    url = str_trim(url);
    if (url_is_elsewhere(url)) return LINK_ELSEWHERE;
    ptrdiff_t hash = str_find(url, STR("#"));
    Str fragment = hash >= 0 ? url_decode(arena, str_slice(url, (size_t)hash + 1, url.len), false) : STR("");
    Str file = hash >= 0 ? str_slice(url, 0, (size_t)hash) : url;
    ptrdiff_t query = str_find(file, STR("?"));
    if (query >= 0) file = str_slice(file, 0, (size_t)query);
    file = url_decode(arena, file, false);
    Str below = str_starts(path, STR("content/")) ? str_slice(path, 8, path.len) : path;
    Str target =
        file.len ? path_resolve(arena, str_starts(file, STR("/")) ? STR("") : path_folder(below), file) : below;
    Str full = below.len < path.len         ? path_join(arena, STR("content"), target)
               : str_starts(path, STR("/")) ? str_format(arena, "/%.*s", STR_ARG(target))
                                            : target;
    const Document *document = find_document(content, full);
    if (!document) {
        if (str_ends(target, STR(".html")) && find_entry(content, path_stem(target))) {
            *entry = find_entry(content, path_stem(target));
            return LINK_FOUND;
        }
        return find_asset(content, target) ? LINK_FOUND : LINK_NO_FILE;
    }
    if (!fragment.len) {
        *entry = document->entries.len ? &document->entries.items[0] : NULL;
        return LINK_FOUND;
    }
    if (find_anchor(document, fragment, entry)) return LINK_FOUND;
    *entry = find_entry(content, fragment); /* an entry's id is good from everywhere */
    return *entry ? LINK_FOUND : LINK_NO_ANCHOR;
}

/* What stands between two marks of link_resolve(): an address escaped for HTML. */
static Str unescaped(Arena *arena, Str text)
{
    if (!str_has(text, STR("&amp;"))) return text;
    Buffer out = {0};
    for (size_t i = 0; i < text.len; i++) {
        buffer_add_char(&out, text.data[i]);
        if (str_starts(str_slice(text, i, text.len), STR("&amp;"))) i += 4;
    }
    Str result = buffer_take(&out, arena);
    buffer_free(&out);
    return result;
}

static Str page_of(Arena *arena, const Content *content, Str path, Str url)
{
    const Entry *entry;
    Str target = str_format(arena, "/%.*s", STR_ARG(url)); /* from the web root */
    LinkTarget found = content_find_link(arena, content, path, target, &entry);
    if (found != LINK_FOUND) return STR_NONE;
    return entry ? str_format(arena, "%.*s.html", STR_ARG(entry->id)) : STR("index.html");
}

bool link_is_marked(Html html)
{
    return html.markup.len && memchr(html.markup.data, LINK_MARK, html.markup.len);
}

/* Puts pages in the place of marked addresses; a link that leads nowhere keeps its words and loses its address. */
static void finish(Arena *arena, const Content *content, Str path, Html *html)
{
    static const char start[] = "=\"\xFF"; /* behind the name of an attribute */
    Str rest = html->markup;
    if (!link_is_marked(*html)) return;
    Buffer out = {0};
    for (ptrdiff_t at; (at = str_find(rest, STR(start))) >= 0;) {
        const char *url = rest.data + at + sizeof start - 1;
        const char *end = memchr(url, LINK_MARK, (size_t)(rest.data + rest.len - url));
        if (!end) break;
        size_t name = (size_t)at;
        while (name > 0 && rest.data[name - 1] != ' ') name--;
        buffer_add(&out, str_slice(rest, 0, name ? name - 1 : 0));
        Str page = page_of(arena, content, path, unescaped(arena, (Str){url, (size_t)(end - url)}));
        if (page.data) {
            buffer_printf(&out, " %.*s=\"", STR_ARG(str_slice(rest, name, (size_t)at)));
            html_escape(&out, page);
            buffer_add_char(&out, '"');
        }
        rest = str_slice(rest, (size_t)(end + 2 - rest.data), rest.len); /* with the quote */
    }
    buffer_add(&out, rest);
    html->markup = buffer_take(&out, arena);
    buffer_free(&out);
}

void links_finish_entry(Arena *arena, const Content *content, Entry *entry)
{
    finish(arena, content, entry->path, &entry->answer);
    for (size_t r = 0; r < entry->record_count; r++) {
        finish(arena, content, entry->path, &entry->records[r].cause_html);
        finish(arena, content, entry->path, &entry->records[r].solution_html);
    }
}

void links_finish(Arena *arena, const Content *content, Document *document)
{
    for (size_t i = 0; i < document->sections.len && document->has_links; i++)
        finish(arena, content, document->path, &document->sections.items[i].intro);
    for (size_t i = 0; i < document->entries.len; i++) {
        Entry *entry = &document->entries.items[i];
        if (entry->has_links && !entry_is_at_rest(entry)) links_finish_entry(arena, content, entry);
    }
}
