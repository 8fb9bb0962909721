#include "client_file.h"

#include <xxhash.h>

/* To be raised when the files of the same content are to say something else. */
enum { FORMAT = 1 };

ClientFiles client_files(const IndexFiles *files, const Before *before)
{
    return (ClientFiles){.files = files, .before = before, .scratch = arena_new(), .arena = arena_new()};
}

void client_files_end(ClientFiles *files, Signatures *signatures, Arena *arena)
{
    for (size_t i = 0; i < files->signatures.len; i++) VEC_PUSH(arena, signatures, files->signatures.items[i]);
    buffer_free(&files->parts);
    buffer_free(&files->out);
    arena_free(files->scratch);
    arena_free(files->arena);
}

static Str path_of(ClientFiles *files, Str name)
{
    return str_format(files->scratch, "search/%.*s.js", STR_ARG(name));
}

bool client_file_keep(ClientFiles *files, Str name)
{
    Signature signature = {XXH3_64bits(name.data, name.len),
                           XXH3_64bits_withSeed(files->parts.data, files->parts.len, FORMAT)};
    buffer_clear(&files->parts);
    VEC_PUSH(files->arena, &files->signatures, signature);
    bool is_kept = before_has(files->before, &signature) &&
                   files->files->keep(files->files->context, path_of(files, name), before_written(files->before));
    if (is_kept) arena_reset(files->scratch);
    return is_kept;
}

Json client_file_start(ClientFiles *files, Str name)
{
    buffer_clear(&files->out);
    buffer_add_text(&files->out, "whyfix(");
    Json json = json_writer(&files->out);
    json_put_str(&json, name);
    buffer_add_char(&files->out, ',');
    return json_writer(&files->out);
}

bool client_file_end(ClientFiles *files, Str name)
{
    buffer_add_text(&files->out, ");\n");
    bool done = files->files->write(files->files->context, path_of(files, name), buffer_str(&files->out));
    arena_reset(files->scratch);
    return done;
}
