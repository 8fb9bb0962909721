#include <brotli/encode.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>
#include <zlib.h>

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

/* ---- compressed twins -------------------------------------------------------------------------------------------- */

static Str gzipped(Arena *arena, Str contents)
{
    enum { GZIP_WINDOW = 15 + 16 /* zlib.h: 16 more for the gzip format */, MEMORY = 9 };
    z_stream stream = {0};
    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, GZIP_WINDOW, MEMORY, Z_DEFAULT_STRATEGY) != Z_OK)
        return STR_NONE;
    size_t most = deflateBound(&stream, contents.len);
    char *out = arena_alloc(arena, most);
    stream.next_in = (Bytef *)(uintptr_t)contents.data;
    stream.avail_in = (uInt)contents.len;
    stream.next_out = (Bytef *)out;
    stream.avail_out = (uInt)most;
    bool done = deflate(&stream, Z_FINISH) == Z_STREAM_END;
    Str result = {out, stream.total_out};
    deflateEnd(&stream);
    return done ? result : STR_NONE;
}

static Str brotlied(Arena *arena, Str contents)
{
    size_t len = BrotliEncoderMaxCompressedSize(contents.len);
    uint8_t *out = arena_alloc(arena, len + 1);
    bool done = BrotliEncoderCompress(9, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, contents.len,
                                      (const uint8_t *)contents.data, &len, out);
    return done ? (Str){(const char *)out, len} : STR_NONE;
}

static bool is_text(Str path)
{
    static const char *const ends[] = {".html", ".css", ".js", ".xml", ".svg", ".txt", ".json", ".md"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (str_ends(path, str_from(ends[i]))) return true;
    return false;
}

bool site_write_text(Arena *arena, const Config *config, Str path, Str contents, Diagnostics *diagnostics)
{
    if (!file_write(path, contents, diagnostics)) return false;
    for (size_t i = 0; i < config->compress.len && is_text(path) && contents.len; i++) {
        bool is_gzip = str_is(config->compress.items[i], "gz");
        Str small = is_gzip ? gzipped(arena, contents) : brotlied(arena, contents);
        if (!small.data) return diagnostics_fail(diagnostics, path, "cannot be compressed");
        Str twin = str_format(arena, "%.*s.%s", STR_ARG(path), is_gzip ? "gz" : "br");
        if (!file_write(twin, small, diagnostics)) return false;
    }
    return true;
}
