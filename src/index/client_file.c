#include "client_file.h"

#include <xxhash.h>

ClientFiles client_files(IndexWriteFile *write, void *context)
{
    return (ClientFiles){.write = write, .context = context, .scratch = arena_new()};
}

uint64_t client_files_end(ClientFiles *files)
{
    buffer_free(&files->out);
    arena_free(files->scratch);
    return files->hash;
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
    files->hash = XXH3_64bits_withSeed(files->out.data, files->out.len, files->hash);
    bool done = files->write(files->context, str_format(files->scratch, "search/%.*s.js", STR_ARG(name)),
                             buffer_str(&files->out));
    arena_reset(files->scratch);
    return done;
}
