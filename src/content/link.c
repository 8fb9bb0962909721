#include "link.h"

#include "markdown.h"

#include <string.h>

/* The scheme of an absolute address (RFC 3986, section 3.1), or nothing. */
static Str scheme_of(Str url)
{
    for (size_t i = 0; i < url.len; i++) {
        char c = url.data[i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (c == ':') return str_slice(url, 0, i);
        if (!is_letter && (i == 0 || !strchr("0123456789+-.", c))) break;
    }
    return STR_NONE;
}

static bool is_safe(Str scheme)
{
    static const char *const safe[] = {"http", "https", "mailto", "tel", "ftp"};
    for (size_t i = 0; i < sizeof safe / sizeof *safe; i++)
        if (str_equal_nocase(scheme, str_from(safe[i]))) return true;
    return false;
}

bool link_is_elsewhere(Str url)
{
    return scheme_of(url).data != NULL || str_starts(url, STR("//"));
}

Str link_path(Arena *arena, Str folder, Str relative)
{
    StrVec parts = {0};
    Str rest = path_join(arena, folder, relative), part;
    while (str_next(&rest, '/', &part)) {
        if (str_is(part, "..") && parts.len)
            parts.len--;
        else if (part.len && !str_is(part, ".") && !str_is(part, ".."))
            VEC_PUSH(arena, &parts, part);
    }
    Buffer path = {0};
    for (size_t i = 0; i < parts.len; i++) buffer_printf(&path, "%s%.*s", i ? "/" : "", STR_ARG(parts.items[i]));
    Str result = buffer_take(&path, arena);
    buffer_free(&path);
    return result;
}

static bool is_document(Str path)
{
    static const char *const endings[] = {".md", ".markdown", ".yml", ".yaml"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (str_ends(path, str_from(endings[i]))) return true;
    return false;
}

Str link_resolve(Arena *arena, Str url, Str source_path)
{
    url = str_trim(url);
    for (size_t i = 0; i < url.len; i++) /* browsers drop these before they read the scheme */
        if ((unsigned char)url.data[i] < 0x20) return STR("");
    Str scheme = scheme_of(url);
    if (scheme.data) return is_safe(scheme) ? url : STR("");
    if (!url.len || str_starts(url, STR("/"))) return url;
    ptrdiff_t hash = str_find(url, STR("#"));
    Str fragment = hash >= 0 ? str_slice(url, (size_t)hash + 1, url.len) : STR("");
    Str path = hash >= 0 ? str_slice(url, 0, (size_t)hash) : url;
    Str resolved = path.len ? link_path(arena, path_folder(source_path), path) : source_path;
    if ((fragment.len && !path.len) || is_document(path))
        return str_format(arena, "%c%.*s%s%.*s%c", LINK_MARK, STR_ARG(resolved), fragment.len ? "#" : "",
                          STR_ARG(fragment), LINK_MARK);
    if (!path.len) return url;
    return hash >= 0 ? str_format(arena, "%.*s#%.*s", STR_ARG(resolved), STR_ARG(fragment)) : resolved;
}
