#include "client_file.h"

ClientFiles client_files(IndexWriteFile *write, void *context)
{
    ClientFiles files = {.write = write, .context = context, .scratch = arena_new(), .hash = XXH3_createState()};
    if (!files.hash) out_of_memory(sizeof(XXH64_hash_t));
    XXH3_64bits_reset(files.hash);
    return files;
}

uint64_t client_files_end(ClientFiles *files)
{
    uint64_t hash = XXH3_64bits_digest(files->hash);
    XXH3_freeState(files->hash);
    buffer_free(&files->out);
    arena_free(files->scratch);
    return hash;
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
    XXH3_64bits_update(files->hash, files->out.data, files->out.len);
    bool done = files->write(files->context, str_format(files->scratch, "search/%.*s.js", STR_ARG(name)),
                             buffer_str(&files->out));
    arena_reset(files->scratch);
    return done;
}
