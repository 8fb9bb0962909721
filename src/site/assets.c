#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "plan.h"

/* static/search.js → static/search.0123abcd.js, so that a browser may keep it for good. */
static Str fingerprinted(Arena *arena, Str path, Str contents)
{
    unsigned hash = (unsigned)XXH3_64bits(contents.len ? contents.data : "", contents.len);
    size_t dot = path.len;
    while (dot > 0 && path.data[dot - 1] != '.' && path.data[dot - 1] != '/') dot--;
    if (dot < 2 || path.data[dot - 1] != '.') return path;
    return str_format(arena, "%.*s.%08x.%.*s", (int)dot - 1, path.data, hash, (int)(path.len - dot), path.data + dot);
}

/* static/style.css → style_css */
static Str field_of(Arena *arena, Str path)
{
    Buffer name = {0};
    for (size_t i = sizeof "static/" - 1; i < path.len; i++) {
        char c = path.data[i];
        bool is_kept = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        buffer_add_char(&name, is_kept ? c : '_');
    }
    Str field = buffer_take(&name, arena);
    buffer_free(&name);
    return field;
}

static void add_asset(Arena *arena, Site *site, Str path, Str contents)
{
    Asset asset = {field_of(arena, path), fingerprinted(arena, path, contents), path, contents};
    for (size_t i = 0; i < site->assets.len; i++)
        if (str_equal(site->assets.items[i].plain, path)) {
            site->assets.items[i] = asset;
            return;
        }
    VEC_PUSH(arena, &site->assets, asset);
}

bool assets_read(Arena *arena, Site *site, Diagnostics *diagnostics)
{
    Str own = path_join(arena, site->root, STR("static")), contents;
    FileInfoVec files = {0};
    for (size_t i = 0; i < builtin_count(); i++)
        if (str_starts(builtin_path(i), STR("static/"))) add_asset(arena, site, builtin_path(i), builtin_contents(i));
    if (file_exists(own) && !tree_list(arena, own, &files, diagnostics)) return false;
    for (size_t i = 0; i < files.len; i++) {
        if (!file_read(arena, path_join(arena, own, files.items[i].path), &contents, diagnostics)) return false;
        add_asset(arena, site, path_join(arena, STR("static"), files.items[i].path), contents);
    }
    return true;
}
