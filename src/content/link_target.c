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
    for (size_t i = 0; i < content->assets.len; i++)
        if (str_equal(content->assets.items[i].path, path)) return true;
    return false;
}

static const Entry *find_entry(const Content *content, Str id)
{
    for (size_t i = 0; i < content->entries.len; i++)
        if (str_equal(content->entries.items[i]->id, id)) return content->entries.items[i];
    return NULL;
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
    if (link_is_elsewhere(url)) return LINK_ELSEWHERE;
    ptrdiff_t hash = str_find(url, STR("#"));
    Str fragment = hash >= 0 ? url_decode(arena, str_slice(url, (size_t)hash + 1, url.len), false) : STR("");
    Str file = hash >= 0 ? str_slice(url, 0, (size_t)hash) : url;
    ptrdiff_t query = str_find(file, STR("?"));
    if (query >= 0) file = str_slice(file, 0, (size_t)query);
    file = url_decode(arena, file, false);
    Str below = str_starts(path, STR("content/")) ? str_slice(path, 8, path.len) : path;
    Str target = file.len ? link_path(arena, str_starts(file, STR("/")) ? STR("") : path_folder(below), file) : below;
    const Document *document = find_document(content, path_join(arena, STR("content"), target));
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
