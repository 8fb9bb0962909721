#include "link.h"

#include "documents.h"
#include "markdown.h"

#include <string.h>

static bool is_safe(Str scheme)
{
    static const char *const safe[] = {"http", "https", "mailto", "tel", "ftp"};
    for (size_t i = 0; i < sizeof safe / sizeof *safe; i++)
        if (str_equal_nocase(scheme, str_from(safe[i]))) return true;
    return false;
}

Str link_resolve(Arena *arena, Str url, Str source_path)
{
    url = str_trim(url);
    for (size_t i = 0; i < url.len; i++) /* browsers drop these before they read the scheme */
        if ((unsigned char)url.data[i] < 0x20) return STR("");
    Str scheme = url_scheme(url);
    if (scheme.data) return is_safe(scheme) ? url : STR("");
    if (!url.len || str_starts(url, STR("/"))) return url;
    ptrdiff_t hash = str_find(url, STR("#"));
    Str fragment = hash >= 0 ? str_slice(url, (size_t)hash + 1, url.len) : STR("");
    Str path = hash >= 0 ? str_slice(url, 0, (size_t)hash) : url;
    Str resolved = path.len ? path_resolve(arena, path_folder(source_path), path) : source_path;
    if ((fragment.len && !path.len) || document_may_be(path))
        return str_format(arena, "%c%.*s%s%.*s%c", LINK_MARK, STR_ARG(resolved), fragment.len ? "#" : "",
                          STR_ARG(fragment), LINK_MARK);
    if (!path.len) return url;
    return hash >= 0 ? str_format(arena, "%.*s#%.*s", STR_ARG(resolved), STR_ARG(fragment)) : resolved;
}
