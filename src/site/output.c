/* The files of a site as they are written: as they were, where they say the same as what is published; and compressed.
 */
#include <brotli/encode.h>
#include <fcntl.h>
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

static Str twin_of(Arena *arena, Str name, Str compression)
{
    return str_format(arena, "%.*s.%.*s", STR_ARG(name), STR_ARG(compression));
}

/* One that says what it said stays the file that it is, so that who copies a site copies what has changed. */
static bool keep(const SiteOutput *output, Str name, int64_t size, int64_t since)
{
    if (!file_names_meet_untouched(output->published, name, size, since)) return false;
    atomic_fetch_add_explicit(output->kept, 1, memory_order_relaxed);
    return true;
}

static bool keep_same(Arena *arena, const SiteOutput *output, Str name, Str contents)
{
    return output->previous.len && file_holds(path_join(arena, output->previous, name), contents) &&
           keep(output, name, (int64_t)contents.len, FILE_ANY_TIME);
}

static bool write_anew(const SiteOutput *output, Str name, Str contents, Diagnostics *diagnostics)
{
    site_meet_file(output, name);
    atomic_fetch_add_explicit(output->written, 1, memory_order_relaxed);
    return file_write_in(&output->folder, name, contents, diagnostics);
}

void site_meet_file(const SiteOutput *output, Str name)
{
    if (!output->made) {
        file_names_meet_new(output->published, name);
        return;
    }
    file_names_meet(output->published, name);
    file_names_meet_new(output->made, name);
}

bool site_has_file(Arena *arena, const SiteOutput *output, Str name)
{
    return file_names_has(output->published, name, true) || file_exists(path_join(arena, output->folder.path, name));
}

bool site_keep_text(Arena *arena, const SiteOutput *output, Str name, int64_t size, int64_t since)
{
    const StrVec *compress = &output->config->compress;
    bool done = output->previous.len && keep(output, name, size, since);
    for (size_t i = 0; i < compress->len && done && size && is_text(name); i++)
        done = keep(output, twin_of(arena, name, compress->items[i]), FILE_ANY_SIZE, since);
    return done;
}

bool site_write_text(Arena *arena, const SiteOutput *output, Str name, Str contents, Diagnostics *diagnostics)
{
    const StrVec *compress = &output->config->compress;
    bool is_kept = keep_same(arena, output, name, contents);
    if (!is_kept && !write_anew(output, name, contents, diagnostics)) return false;
    for (size_t i = 0; i < compress->len && is_text(name) && contents.len; i++) {
        bool is_gzip = str_is(compress->items[i], "gz");
        Str twin = twin_of(arena, name, compress->items[i]);
        if (is_kept && keep(output, twin, FILE_ANY_SIZE, FILE_ANY_TIME)) continue; /* it costs more than all else */
        Str small = is_gzip ? gzipped(arena, contents) : brotlied(arena, contents);
        if (!small.data)
            return diagnostics_fail(diagnostics, path_join(arena, output->folder.path, name), "cannot be compressed");
        if (!write_anew(output, twin, small, diagnostics)) return false;
    }
    return true;
}
