#include <dirent.h>

#include "site.h"

/* The ids that have a page at the top of a folder, in byte order; sections and the pages of every site left out. */
static StrVec ids_in(Arena *arena, Str folder)
{
    StrVec ids = {0};
    DIR *listing = opendir(str_copy(arena, folder).data);
    for (struct dirent *item; listing && (item = readdir(listing));) {
        Str name = str_from(item->d_name);
        if (!str_ends(name, STR(".html")) || name.data[0] == '.') continue;
        Str id = str_slice(name, 0, name.len - 5);
        if (!id_is_reserved(id)) VEC_PUSH(arena, &ids, str_copy(arena, id));
    }
    if (listing) closedir(listing);
    str_sort(&ids);
    return ids;
}

void site_report_dropped(Arena *arena, Str published, Str fresh, Diagnostics *diagnostics)
{
    enum { NAMED_MOST = 20 };
    StrVec old = ids_in(arena, published), new = ids_in(arena, fresh);
    size_t dropped = 0;
    for (size_t i = 0, j = 0; i < old.len; i++) {
        while (j < new.len && str_compare(new.items[j], old.items[i]) < 0) j++;
        if (j < new.len && str_equal(new.items[j], old.items[i])) continue;
        if (dropped++ >= NAMED_MOST) continue;
        diagnostics_add(diagnostics, SEVERITY_WARNING, "dropped-id", STR("content"), 0, 0,
                        "the last build had the question '%.*s', and this one has not: pin it ({#%.*s}), or write "
                        "'redirects: %.*s' for the question that took its place",
                        STR_ARG(old.items[i]), STR_ARG(old.items[i]), STR_ARG(old.items[i]));
    }
    if (dropped > NAMED_MOST)
        diagnostics_add(diagnostics, SEVERITY_WARNING, "dropped-id", STR("content"), 0, 0,
                        "and %zu questions more that the last build had", dropped - NAMED_MOST);
}
