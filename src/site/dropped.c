#include <dirent.h>

#include "site.h"

/* The ids that had a page at the top of the folder and have none now, in byte order; sections and the pages of every
 * site left out. */
static StrVec dropped_from(Arena *arena, Str folder, const FileNames *names)
{
    StrVec ids = {0};
    DIR *listing = file_names_are_met(names) ? NULL : opendir(str_copy(arena, folder).data);
    for (struct dirent *item; listing && (item = readdir(listing));) {
        Str name = str_from(item->d_name);
        if (!str_ends(name, STR(".html")) || name.data[0] == '.' || !file_names_has(names, name, false)) continue;
        Str id = str_slice(name, 0, name.len - 5);
        if (!id_is_reserved(id)) VEC_PUSH(arena, &ids, str_copy(arena, id));
    }
    if (listing) closedir(listing);
    str_sort(&ids);
    return ids;
}

void site_report_dropped(Arena *arena, Str published, const FileNames *names, Diagnostics *diagnostics)
{
    enum { NAMED_MOST = 20 };
    StrVec ids = dropped_from(arena, published, names);
    for (size_t i = 0; i < ids.len && i < NAMED_MOST; i++)
        diagnostics_add(diagnostics, SEVERITY_WARNING, "dropped-id", STR("content"), 0, 0,
                        "the last build had the question '%.*s', and this one has not: pin it ({#%.*s}), or write "
                        "'redirects: %.*s' for the question that took its place",
                        STR_ARG(ids.items[i]), STR_ARG(ids.items[i]), STR_ARG(ids.items[i]));
    if (ids.len > NAMED_MOST)
        diagnostics_add(diagnostics, SEVERITY_WARNING, "dropped-id", STR("content"), 0, 0,
                        "and %zu questions more that the last build had", ids.len - NAMED_MOST);
}
