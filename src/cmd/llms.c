/* llms.txt and llms-full.txt: what there is, for language models (llmstxt.org). They are exports, written while the
 * pages are. */
#include <errno.h>

#include "export/export.h"
#include "site_job.h"

struct LlmsFiles {
    Arena *arena;
    const Content *content;
    const SiteOutput *output;
    Str path; /* of the file under way */
    FILE *file;
    bool done;
    Parallel *thread;
    Diagnostics diagnostics;
};

static bool write_part(void *context, Str name, Str contents, bool is_end)
{
    LlmsFiles *llms = context;
    if (!llms->file) {
        llms->path = path_join(llms->arena, llms->output->folder, name);
        if (site_meet_file(llms->output, name) && !file_remove(llms->path, &llms->diagnostics)) return false;
        llms->file = fopen(llms->path.data, "wb");
        if (!llms->file) return diagnostics_fail_errno(&llms->diagnostics, llms->path, errno, "create");
    }
    bool done = fwrite(contents.data, 1, contents.len, llms->file) == contents.len;
    if (is_end || !done) {
        done = fclose(llms->file) == 0 && done;
        llms->file = NULL;
    }
    return done || diagnostics_fail_errno(&llms->diagnostics, llms->path, errno, "write");
}

static void write_all(void *context)
{
    LlmsFiles *llms = context;
    static const char *const formats[] = {"llms-txt", "llms-full"};
    ExportOptions wanted = {.lang = STR_NONE};
    ExportReport report;
    llms->done = folder_make(llms->output->folder, &llms->diagnostics);
    for (size_t i = 0; i < sizeof formats / sizeof *formats && llms->done; i++)
        llms->done = export_run(llms->content, export_find(str_from(formats[i])), &wanted, NULL, NULL, write_part, llms,
                                &report);
}

LlmsFiles *llms_start(Arena *arena, const Content *content, const SiteOutput *output)
{
    LlmsFiles *llms = ARENA_NEW(arena, LlmsFiles);
    *llms = (LlmsFiles){.arena = arena_new(), .content = content, .output = output};
    diagnostics_init(&llms->diagnostics);
    llms->thread = parallel_start(arena, write_all, llms);
    return llms;
}

bool llms_wait(LlmsFiles *llms, Diagnostics *diagnostics)
{
    parallel_wait(llms->thread);
    diagnostics_join(diagnostics, &llms->diagnostics);
    arena_free(llms->arena);
    return llms->done;
}
