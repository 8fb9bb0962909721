/* All of a site: its configuration and its documents in order. */
#include "content.h"

#include <stdlib.h>

#include "connect.h"
#include "documents.h"
#include "markdown.h"
#include "text/text.h"
#include "vocabulary.h"

void content_start(void)
{
    markdown_start();
    vocabulary_start();
}

/* synonyms.txt: a group of equal terms a line, separated by commas; # begins a remark, ~ a loose group. */
static bool read_synonyms(Arena *arena, Str root, Content *content, Diagnostics *diagnostics)
{
    Str path = STR("content/synonyms.txt"), file = path_join(arena, root, path), bytes, line, term;
    if (!file_exists(file)) return true;
    if (!file_read(arena, file, &bytes, diagnostics)) return false;
    CleanReport report;
    Str rest = text_clean(arena, bytes, &report);
    for (int number = 1; str_next(&rest, '\n', &line); number++) {
        Str text = str_trim(line);
        if (!text.len || text.data[0] == '#') continue;
        SynonymGroup group = {.is_loose = text.data[0] == '~', .line = number};
        if (group.is_loose) text = str_slice(text, 1, text.len);
        while (str_next(&text, ',', &term))
            if (str_trim(term).len) VEC_PUSH(arena, &group.terms, str_trim(term));
        if (group.terms.len > 1)
            VEC_PUSH(arena, &content->synonyms, group);
        else
            diagnostics_add(diagnostics, SEVERITY_WARNING, "synonyms", path, number, 0,
                            "one term has no synonym: write a group of equal terms on a line, separated by ','");
    }
    return true;
}

/* Bytes of memory that are meant to be enough. Who builds has more beside the content, of which a part grows with the
 * files. */
static size_t memory_goal(bool is_build, size_t files)
{
    enum { MIB = 1024 * 1024, WALK = 40 * MIB, BUILD = 72 * MIB, BUILD_FILE = 300 };
    const char *wanted = getenv("WHYFIX_MEMORY");
    if (wanted && *wanted) return strtoul(wanted, NULL, 10) * MIB;
    return is_build ? BUILD + BUILD_FILE * files : WALK;
}

/* Whether there is so much to keep that not all of it should be in memory at once. */
static bool is_large(const FileInfoVec *files, size_t goal)
{
    enum { TIMES = 9 /* so much memory, and less, does content take */ };
    uint64_t size = 0;
    for (size_t i = 0; i < files->len; i++)
        size += document_is_markdown(files->items[i].path) ? files->items[i].size : 0;
    return size * TIMES > goal;
}

static void rest(const Content *content, size_t step, size_t steps)
{
    enum { PART = 3 /* of the goal: letting go of less costs more time than it is worth */ };
    if (!content->store || step % steps != steps - 1) return;
    if (memory_exceeds(content->memory_goal, content->memory_goal / PART)) arena_rest(content->store);
}

void content_rest(const Content *content, size_t step)
{
    rest(content, step, 32);
}

void content_rest_often(const Content *content, size_t step)
{
    rest(content, step, 6);
}

Arena *content_arena(Arena *arena, const Content *content)
{
    Arena *made = content->store ? arena_new_stored() : arena_new();
    arena_adopt(content->store ? content->store : arena, made);
    return made;
}

bool content_list(Arena *arena, Str root, FileInfoVec *files, Diagnostics *diagnostics)
{
    Str folder = path_join(arena, root, STR("content"));
    if (file_exists(folder)) return tree_list(arena, folder, files, diagnostics);
    diagnostics_add(diagnostics, SEVERITY_ERROR, NULL, folder, 0, 0,
                    "no such folder: run whyfix where content/ is, or say where with -C ROOT");
    return false;
}

/* Where there is no cache, a large site's entries rest in a file for the time being, or are whole. */
static bool read_listed(Arena *arena, Str root, const FileInfoVec *files, const CacheFile *cache, bool can_rest,
                        Content *content, Diagnostics *diagnostics)
{
    *content = (Content){0};
    diagnostics->folder = root;
    content->memory_goal = memory_goal(cache != NULL, files->len);
    if (is_large(files, content->memory_goal)) arena_adopt(arena, content->store = arena_new_stored());
    if (content->store && can_rest) content->bodies = spool_open(STR_NONE, true);
    if (!content_read_config(arena, root, &content->config, diagnostics)) return false;
    if (!read_synonyms(arena, root, content, diagnostics)) return false;
    Str folder = path_join(arena, root, STR("content"));
    if (!documents_read(arena, folder, STR("content"), files, cache, content, diagnostics)) return false;
    progress_stage(diagnostics->progress, "connect", 0);
    connect_documents(arena, content, cache != NULL, diagnostics);
    return true;
}

bool content_read_listed(Arena *arena, Str root, const FileInfoVec *files, const CacheFile *cache, Content *content,
                         Diagnostics *diagnostics)
{
    return read_listed(arena, root, files, cache, false, content, diagnostics);
}

static bool read_all(Arena *arena, Str root, bool can_rest, Content *content, Diagnostics *diagnostics)
{
    FileInfoVec files = {0};
    if (!content_list(arena, root, &files, diagnostics)) return false;
    return read_listed(arena, root, &files, NULL, can_rest, content, diagnostics);
}

bool content_read(Arena *arena, Str root, Content *content, Diagnostics *diagnostics)
{
    return read_all(arena, root, false, content, diagnostics);
}

bool content_read_resting(Arena *arena, Str root, Content *content, Diagnostics *diagnostics)
{
    return read_all(arena, root, true, content, diagnostics);
}

bool content_read_files(Arena *arena, const StrVec *paths, Content *content, Diagnostics *diagnostics)
{
    *content = (Content){0};
    if (!content_read_config(arena, STR_NONE, &content->config, diagnostics)) return false;
    FileInfoVec files = {0};
    for (size_t i = 0; i < paths->len; i++) VEC_PUSH(arena, &files, ((FileInfo){.path = paths->items[i]}));
    if (!documents_read(arena, STR(""), STR(""), &files, NULL, content, diagnostics)) return false;
    connect_documents(arena, content, false, diagnostics);
    return true;
}
