/* Whatever an author's file holds, it is read, linted and imported without a fault. The first byte chooses what the
 * file is called, so that all readers are reached. */
#include <stdlib.h>

#include "../abort.h"
#include "content/content.h"
#include "content/survey.h"
#include "fuzz.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    content_start();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"content/a.md", "content/a.yml", "content/a.html"};
    Str bytes = {(const char *)data, size}, name = STR("content/a.md");
    if (size && data[0] < 3) {
        name = str_from(names[data[0]]);
        bytes = str_slice(bytes, 1, size);
    }
    Arena *arena = arena_new();
    Diagnostics diagnostics;
    diagnostics_init(&diagnostics);
    Config config = {.lang = "zh-Hant"};
    Document document;
    Survey survey;
    Str imported = content_import(arena, name, bytes, &diagnostics);
    document_read(arena, name, bytes, 0, &config, &document, &diagnostics);
    survey_read(arena, name, bytes, &survey);
    document_read(arena, STR("content/a.md"), imported, 0, &config, &document, &diagnostics);
    diagnostics_free(&diagnostics);
    arena_free(arena);
    return 0;
}
