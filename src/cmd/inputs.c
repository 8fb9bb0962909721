/* Whether anything that a site is made of has changed since it was built. */
#include <stdlib.h>
#include <sys/stat.h>
#include <xxhash.h>

#include "index/index.h"
#include "search/search.h"
#include "site_job.h"

typedef XXH3_state_t Hash;

static void add(Hash *hash, Str text)
{
    XXH3_128bits_update(hash, &text.len, sizeof text.len);
    XXH3_128bits_update(hash, text.len ? text.data : "", text.len);
}

/* A file by its name, size and time of change: reading them all would take as long as building. */
static void add_file(Hash *hash, const FileInfo *file)
{
    uint64_t said[] = {file->path.len, (uint64_t)file->modified, (uint64_t)file->nanoseconds, file->size};
    XXH3_128bits_update(hash, said, sizeof said);
    XXH3_128bits_update(hash, file->path.data, file->path.len);
}

static void add_files(Hash *hash, Str folder, const FileInfoVec *files)
{
    add(hash, folder);
    for (size_t i = 0; i < files->len; i++) add_file(hash, &files->items[i]);
}

static bool add_folder(Hash *hash, Arena *arena, Str root, Str name, Diagnostics *diagnostics)
{
    FileInfoVec files = {0};
    Str folder = path_join(arena, root, name);
    if (file_exists(folder) && !tree_list(arena, folder, &files, diagnostics)) return false;
    add_files(hash, name, &files);
    return true;
}

/* The program itself: another one may write other pages. */
static void add_program(Hash *hash)
{
    struct stat info;
    add(hash, STR(WHYFIX_VERSION));
    if (stat("/proc/self/exe", &info) != 0) return;
    FileInfo file = {STR("exe"), info.st_mtime, (uint64_t)info.st_size, info.st_mtim.tv_nsec};
    add_file(hash, &file);
}

static Str digest_of(Arena *arena, Hash *hash)
{
    XXH128_hash_t digest = XXH3_128bits_digest(hash);
    XXH3_freeState(hash);
    return str_hex_128(arena, digest.high64, digest.low64);
}

static Hash *new_hash(void)
{
    Hash *hash = XXH3_createState();
    if (!hash) out_of_memory(sizeof(XXH128_hash_t));
    XXH3_128bits_reset(hash);
    return hash;
}

/* What all pages depend on. */
static bool add_surroundings(Hash *hash, Arena *arena, Str root, const FileInfoVec *content, const char *base_url,
                             Diagnostics *diagnostics)
{
    static const char *const folders[] = {"templates", "static"};
    bool done = true;
    for (size_t i = 0; i < sizeof folders / sizeof *folders && done; i++)
        done = add_folder(hash, arena, root, str_from(folders[i]), diagnostics);
    for (size_t i = 0; i < content->len; i++)
        if (str_is(content->items[i].path, "site.yml")) add_file(hash, &content->items[i]);
    add(hash, str_from(base_url));
    add(hash, str_from(getenv("SOURCE_DATE_EPOCH")));
    return done;
}

bool inputs_stamps(Arena *arena, Str root, const FileInfoVec *content, const char *base_url, InputStamps *stamps,
                   Diagnostics *diagnostics)
{
    Hash *hash = new_hash();
    char *place = realpath(root.len ? str_copy(arena, root).data : ".", NULL);
    add(hash, str_from(place)); /* two sites may be built to the same place in turn */
    free(place);
    add_program(hash);
    stamps->reader = digest_of(arena, hash);
    hash = new_hash();
    add(hash, stamps->reader);
    bool done = add_surroundings(hash, arena, root, content, base_url, diagnostics);
    stamps->surroundings = digest_of(arena, hash);
    hash = new_hash();
    add(hash, stamps->surroundings);
    add_files(hash, STR("content"), content);
    stamps->all = digest_of(arena, hash);
    return done;
}

static Str path_beside(Arena *arena, Str output, const char *end)
{
    while (output.len > 1 && str_ends(output, STR("/"))) output.len--;
    return path_join(arena, path_folder(output), str_format(arena, ".%.*s.%s", STR_ARG(path_name(output)), end));
}

/* In a folder beside what is published, and not in it: the same content makes the same bytes there. */
static Str path_in_cache(Arena *arena, Str output, const char *name)
{
    return path_join(arena, path_beside(arena, output, "cache"), str_from(name));
}

CacheFile inputs_cache(Arena *arena, Str output, const char *name, Str owner, Str build, bool is_new)
{
    Hash *hash = new_hash();
    add(hash, owner);
    add(hash, build);
    return (CacheFile){path_in_cache(arena, output, name), digest_of(arena, hash), is_new};
}

Str inputs_build(Arena *arena, Str output)
{
    Diagnostics ignored;
    diagnostics_init(&ignored);
    Str path = path_join(arena, output, STR("search.db")), build = STR_NONE;
    SearchIndex *index = file_exists(path) ? search_open(path, SEARCH_ONE_REQUEST, &ignored) : NULL;
    if (index) build = search_meta(index, arena, INDEX_META_BUILD);
    search_close(index);
    diagnostics_free(&ignored);
    return build;
}

bool inputs_are_published(Arena *arena, Str output, Str build)
{
    return build.data && file_exists(path_join(arena, output, STR("www/index.html"))) &&
           !file_exists(path_beside(arena, output, "new")) && !file_exists(path_beside(arena, output, "old"));
}
