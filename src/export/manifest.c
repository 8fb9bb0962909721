/* {"version":1,"items":{"ID":"HASH",…}} */
#include "manifest.h"

#include <jansson.h>

typedef struct ManifestItem {
    Str id, hash;
} ManifestItem;

struct Manifest {
    Arena *arena;
    StrMap *at;
    VEC(ManifestItem) items;
};

Manifest *manifest_new(Arena *arena)
{
    Manifest *manifest = ARENA_NEW(arena, Manifest);
    *manifest = (Manifest){.arena = arena, .at = str_map_new(arena)};
    return manifest;
}

void manifest_put(Manifest *manifest, Str id, Str hash)
{
    ManifestItem item = {str_copy(manifest->arena, id), str_copy(manifest->arena, hash)};
    str_map_set(manifest->at, item.id, manifest->items.len);
    VEC_PUSH(manifest->arena, &manifest->items, item);
}

static const ManifestItem *find(const Manifest *manifest, Str id)
{
    size_t at;
    return str_map_get(manifest->at, id, &at) ? &manifest->items.items[at] : NULL;
}

Str manifest_get(const Manifest *manifest, Str id)
{
    const ManifestItem *item = find(manifest, id);
    return item ? item->hash : STR_NONE;
}

Str manifest_keep(const Manifest *manifest, Str id)
{
    const ManifestItem *item = find(manifest, id);
    return item ? item->id : STR_NONE;
}

void manifest_each_missing(const Manifest *old, const Manifest *fresh, MissingFunction *function, void *context)
{
    for (size_t i = 0; i < old->items.len; i++)
        if (!find(fresh, old->items.items[i].id)) function(context, old->items.items[i].id);
}

bool manifest_read(Arena *arena, Str path, Manifest **manifest, Diagnostics *diagnostics)
{
    Str text;
    json_error_t error;
    *manifest = manifest_new(arena);
    if (!file_exists(path)) return true;
    if (!file_read(arena, path, &text, diagnostics)) return false;
    json_t *object = json_loadb(text.data, text.len, 0, &error), *items = json_object_get(object, "items"), *hash;
    const char *id;
    if (!json_is_object(items)) {
        json_decref(object);
        diagnostics_add(
            diagnostics, SEVERITY_ERROR, "manifest", path, object ? 0 : error.line, 0,
            "this is no manifest of an export: give the file that an export with --since wrote, or remove it"
            " for a whole export");
        return false;
    }
    json_object_foreach(items, id, hash) if (json_is_string(hash))
        manifest_put(*manifest, str_from(id), str_from(json_string_value(hash)));
    json_decref(object);
    return true;
}

Str manifest_text(Arena *arena, const Manifest *manifest)
{
    Buffer out = {0};
    Json json = json_writer(&out);
    json_put_object_start(&json);
    json_put_key(&json, "version"), json_put_int(&json, 1);
    json_put_key(&json, "items");
    json_put_object_start(&json);
    for (size_t i = 0; i < manifest->items.len; i++) {
        json_put_str(&json, manifest->items.items[i].id);
        buffer_add_char(&out, ':');
        json.after_key = true;
        json_put_str(&json, manifest->items.items[i].hash);
    }
    json_put_object_end(&json);
    json_put_object_end(&json);
    buffer_add_char(&out, '\n');
    Str taken = buffer_take(&out, arena);
    buffer_free(&out);
    return taken;
}
