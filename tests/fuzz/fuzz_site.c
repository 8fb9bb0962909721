/* Whatever a site has beside its FAQs (settings, synonyms, templates) and whatever its log of searches holds, it is
 * read without a fault. The first byte chooses which of them. */
#include "content/content.h"
#include "folder.h"
#include "fuzz.h"
#include "report/report.h"
#include "site/mustache.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    fuzz_folder_open();
    content_start();
    return 0;
}

static Str put(Arena *arena, const char *name, Str bytes)
{
    Diagnostics diagnostics;
    diagnostics_init(&diagnostics);
    Str path = path_join(arena, str_from(folder), str_from(name));
    if (!file_write(path, bytes, &diagnostics)) abort();
    diagnostics_free(&diagnostics);
    return path;
}

static void read_content(Arena *arena, const char *name, Str bytes, Diagnostics *diagnostics)
{
    Str path = put(arena, name, bytes);
    Content content = {0};
    content_read(arena, str_from(folder), &content, diagnostics);
    content_close(&content);
    file_remove(path, diagnostics);
}

static void read_settings(Arena *arena, Str bytes, Diagnostics *diagnostics)
{
    read_content(arena, "content/site.yml", bytes, diagnostics);
}

static void read_synonyms(Arena *arena, Str bytes, Diagnostics *diagnostics)
{
    read_content(arena, "content/synonyms.txt", bytes, diagnostics);
}

static void read_log(Arena *arena, Str bytes, Diagnostics *diagnostics)
{
    Report report = {.arena = arena};
    Buffer out = {0};
    if (report_read(&report, put(arena, "log.jsonl", bytes), diagnostics) && report_make(&report, NULL, diagnostics)) {
        report_write_text(&out, &report);
        report_write_json(&out, &report);
        report_write_html(&out, &report, diagnostics);
    }
    buffer_free(&out);
}

/* A template may well be its own partial. */
static const Template *find(void *template, Str name)
{
    return str_is(name, "self") ? template : NULL;
}

static const Value *common_of(Arena *arena)
{
    Value *common = value_object(arena), *strings = value_object(arena);
    value_set_text(strings, "title", STR("<原因>"));
    value_set(common, "t", strings);
    return common;
}

static const Value *model_of(Arena *arena)
{
    Value *model = value_object(arena), *list = value_list(arena);
    value_push(list, value_text(arena, STR("a & b")));
    value_push(list, value_object(arena));
    value_set(model, "list", list);
    value_set_text(model, "name", STR("\"連線\""));
    value_set_bool(model, "no", false);
    return model;
}

static void render(Arena *arena, Str bytes, Diagnostics *diagnostics)
{
    const Value *common = common_of(arena), *model = model_of(arena);
    const Template *template = template_compile(arena, STR("a.html"), str_copy(arena, bytes), diagnostics);
    if (!template) return;
    void *itself = (void *)(uintptr_t) template;
    const Template *bound = template_bind(arena, template, common, find, itself);
    Buffer plain = {0}, quick = {0};
    template_render(&plain, template, common, model, find, itself);
    template_render(&quick, bound, common, model, find, itself);
    buffer_free(&plain);
    buffer_free(&quick);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    typedef void Read(Arena * arena, Str bytes, Diagnostics * diagnostics);
    static Read *const readers[] = {read_settings, read_synonyms, read_log, render};
    if (!size) return 0;
    Str bytes = {(const char *)data + 1, size - 1};
    Arena *arena = arena_new();
    Diagnostics diagnostics;
    diagnostics_init(&diagnostics);
    readers[data[0] % (sizeof readers / sizeof *readers)](arena, bytes, &diagnostics);
    diagnostics_free(&diagnostics);
    arena_free(arena);
    return 0;
}
