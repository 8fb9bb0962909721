/* The files of a site as they are written: as they were, where they say the same as what is published; and compressed.
 */
#include <brotli/encode.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "site.h"

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

/* A file that says what it said keeps its time, so that who copies a site copies what has changed. So do its compressed
 * ones, which cost more than all else. */
static bool keep(Arena *arena, const SiteOutput *output, Str name, Str contents)
{
    return output->previous.len && file_link_same(arena, path_join(arena, output->previous, name),
                                                  path_join(arena, output->folder, name), contents);
}

static bool keep_twin(Arena *arena, const SiteOutput *output, Str name)
{
    return link(path_join(arena, output->previous, name).data, path_join(arena, output->folder, name).data) == 0;
}

static Str twin_of(Arena *arena, Str name, Str compression)
{
    return str_format(arena, "%.*s.%.*s", STR_ARG(name), STR_ARG(compression));
}

static bool keep_untouched(Arena *arena, const SiteOutput *output, Str name, int64_t size, int64_t since)
{
    return file_link_untouched(arena, path_join(arena, output->previous, name), path_join(arena, output->folder, name),
                               size, since);
}

bool site_keep_text(Arena *arena, const SiteOutput *output, Str name, int64_t size, int64_t since)
{
    const StrVec *compress = &output->config->compress;
    bool done = output->previous.len && keep_untouched(arena, output, name, size, since);
    for (size_t i = 0; i < compress->len && done && size && is_text(name); i++)
        done = keep_untouched(arena, output, twin_of(arena, name, compress->items[i]), FILE_ANY_SIZE, since);
    return done;
}

bool site_write_text(Arena *arena, const SiteOutput *output, Str name, Str contents, Diagnostics *diagnostics)
{
    const StrVec *compress = &output->config->compress;
    Str path = path_join(arena, output->folder, name);
    bool is_kept = keep(arena, output, name, contents);
    if (!is_kept && output->previous.len) unlink(path.data); /* it may be another name of what is published */
    if (!is_kept && !file_write(path, contents, diagnostics)) return false;
    for (size_t i = 0; i < compress->len && is_text(name) && contents.len; i++) {
        bool is_gzip = str_is(compress->items[i], "gz");
        Str twin = twin_of(arena, name, compress->items[i]);
        if (is_kept && keep_twin(arena, output, twin)) continue;
        Str small = is_gzip ? gzipped(arena, contents) : brotlied(arena, contents);
        if (!small.data) return diagnostics_fail(diagnostics, path, "cannot be compressed");
        path = path_join(arena, output->folder, twin);
        if (output->previous.len) unlink(path.data);
        if (!file_write(path, small, diagnostics)) return false;
    }
    return true;
}
