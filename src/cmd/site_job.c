/* A site is read, made in a folder of its own, and put in place of what is published. */
#include <pthread.h>

#include "index/index.h"
#include "site_job.h"

static const char *const published[] = {"www", "search.db", NULL};

typedef struct SiteJob {
    Arena *arena;
    Str root, output;
    const char *base_url; /* or NULL */
    bool strict, is_full, is_new;
    Diagnostics *diagnostics;
    FileInfoVec files;
    InputStamps stamps;
    Str build; /* that is published */
    Publication *publication;
    Str www;                     /* that is published */
    FileNames *published, *made; /* below it, and below a folder in which all is made anew; else NULL */
    Content content;
    SiteOutput site;
    atomic_size_t kept, written; /* of its files */
    bool has_dropped;            /* there was something to say that is said once */
    Signatures signatures;       /* of the index for browsers */
    LlmsFiles *llms;
    SiteMeta meta;
} SiteJob;

static CacheFile cache_of(const SiteJob *job, const char *name, Str owner, Str build)
{
    return inputs_cache(job->arena, job->output, name, owner, build, job->is_full);
}

/* The index is written while the pages are. */
typedef struct Indexing {
    Str path;
    const SiteOutput *output;
    const Content *content;
    Arena *kept;
    IndexBefore before;
    IndexFiles files;
    IndexWriter *writer; /* NULL: it failed */
    double ms;           /* that it took */
    Diagnostics diagnostics;
    pthread_mutex_t lock; /* of the diagnostics */
} Indexing;

static bool write_client_file(void *context, Str name, Str contents)
{
    Indexing *indexing = context;
    Arena *arena = arena_new();
    Diagnostics mine;
    diagnostics_init(&mine);
    bool done = site_write_text(arena, indexing->output, name, contents, &mine);
    arena_free(arena);
    if (done) {
        diagnostics_free(&mine);
        return true;
    }
    pthread_mutex_lock(&indexing->lock);
    diagnostics_join(&indexing->diagnostics, &mine);
    pthread_mutex_unlock(&indexing->lock);
    return false;
}

static bool keep_client_file(void *context, Str name, int64_t since)
{
    Indexing *indexing = context;
    Arena *arena = arena_new();
    bool done = site_keep_text(arena, indexing->output, name, FILE_ANY_SIZE, since);
    arena_free(arena);
    return done;
}

static void write_index(void *context)
{
    Indexing *indexing = context;
    double start = clock_ms();
    indexing->files = (IndexFiles){write_client_file, keep_client_file, indexing, {0}};
    indexing->writer = index_write_entries(indexing->path, indexing->content, indexing->kept, &indexing->before,
                                           &indexing->files, &indexing->diagnostics);
    indexing->ms = clock_ms() - start;
}

static void write_content_cache(void *content)
{
    content_write_cache(content);
}

/* Writes the pages, the index and the files for language models into the folder that will be published. */
static bool write_site(SiteJob *job, Str folder)
{
    const SiteOutput *site = &job->site;
    Arena *arena = job->arena;
    const Content *content = &job->content;
    Diagnostics *diagnostics = job->diagnostics;
    Indexing indexing = {.path = path_join(arena, folder, STR("search.db")),
                         .output = site,
                         .content = content,
                         .kept = content_arena(arena, content),
                         .before = {path_join(arena, job->output, STR("search.db")),
                                    cache_of(job, "index", job->stamps.reader, job->build)},
                         .lock = PTHREAD_MUTEX_INITIALIZER};
    Arena *pages = content_arena(arena, content);
    diagnostics_init(&indexing.diagnostics);
    CacheFile llms = cache_of(job, "llms", job->stamps.surroundings, job->build);
    job->llms = llms_start(arena, content, site, &llms);
    Parallel *thread = parallel_start(arena, write_index, &indexing);
    Parallel *cache = parallel_start(arena, write_content_cache, &job->content);
    bool done = site_build(pages, arena, job->root, content, site, &job->meta, diagnostics);
    progress_stage(diagnostics->progress, "wait for index", 0);
    parallel_wait(cache);
    done &= llms_wait(job->llms, diagnostics);
    parallel_wait(thread);
    progress_beside(diagnostics->progress, "index", indexing.ms);
    progress_stage(diagnostics->progress, "publish", 0);
    diagnostics_join(diagnostics, &indexing.diagnostics);
    job->signatures = indexing.files.signatures;
    bool has_index = indexing.writer && index_write_end(indexing.writer, done ? job->meta.list.items : NULL,
                                                        done ? job->meta.list.len : 0, diagnostics);
    return done && has_index;
}

static bool start_output(SiteJob *job)
{
    Arena *arena = job->arena;
    job->www = path_join(arena, job->output, STR("www"));
    job->publication = publication_start(job->output, published, job->diagnostics);
    if (!job->publication) return false;
    job->is_new = job->is_full || !file_exists(job->www);
    CacheFile names = cache_of(job, "published", job->stamps.reader, job->build);
    job->published = file_names(arena, job->www, &names);
    if (job->is_new) job->made = file_names_of_new(arena, job->www);
    return true;
}

static bool read_content(SiteJob *job)
{
    CacheFile documents = cache_of(job, "documents", job->stamps.reader, STR_NONE);
    content_start();
    bool done = content_read_listed(job->arena, job->root, &job->files, &documents, &job->content, job->diagnostics);
    if (done && job->base_url) content_set_base_url(job->arena, &job->content.config, str_from(job->base_url));
    return done && !diagnostics_exit_code(job->diagnostics, job->strict);
}

static bool make_site(SiteJob *job)
{
    Str folder = publication_folder(job->publication), www = path_join(job->arena, folder, STR("www"));
    job->site = (SiteOutput){.config = &job->content.config,
                             .pages = cache_of(job, "pages", job->stamps.surroundings, job->build),
                             .plan = cache_of(job, "plan", job->stamps.reader, STR_NONE),
                             .folder = {www, -1},
                             .previous = job->is_new ? STR("") : job->www,
                             .published = job->published,
                             .made = job->made,
                             .kept = &job->kept,
                             .written = &job->written};
    if (!folder_make(www, job->diagnostics)) return false;
    folder_open(&job->site.folder, www);
    bool done = write_site(job, folder) && !diagnostics_exit_code(job->diagnostics, job->strict);
    folder_close(&job->site.folder);
    size_t said = diagnostics_count(job->diagnostics);
    if (done) site_report_dropped(job->arena, job->www, job->published, job->diagnostics);
    job->has_dropped = diagnostics_count(job->diagnostics) > said;
    return done && !diagnostics_exit_code(job->diagnostics, job->strict);
}

/* What the published folder holds now. */
typedef struct NamesToKeep {
    FileNames *names; /* NULL: it is listed */
    Str www;
    CacheFile cache;
} NamesToKeep;

static void write_names(void *context)
{
    NamesToKeep *keep = context;
    file_names_write_cache(keep->names, keep->www, &keep->cache);
}

/* Whether nothing has changed since the published site was built, nor in its folders: what there was to say is then
 * said again. */
static bool is_built(SiteJob *job)
{
    CacheFile said = cache_of(job, "inputs", job->stamps.all, job->build);
    CacheFile names = cache_of(job, "published", job->stamps.reader, job->build);
    if (!inputs_are_published(job->arena, job->output, job->build)) return false;
    if (!file_names_are_as_kept(path_join(job->arena, job->output, STR("www")), &names)) return false;
    job->diagnostics->folder = job->root;
    return diagnostics_read_cache(job->diagnostics, &said);
}

/* Few files are put in place one by one; otherwise those that stay get a second name beside the new ones. `names` are
 * those of what is then published. */
static bool put_in_place(SiteJob *job, FileNames **names)
{
    enum { FEW = 4 }; /* it takes as many calls of the system for each */
    StrVec gone = {0}, paths = {0};
    *names = job->is_new ? job->made : NULL;
    if (!job->is_new && file_names_unmet(job->published, job->arena, &gone) &&
        job->kept / FEW > job->written + gone.len) {
        for (size_t i = 0; i < gone.len; i++)
            VEC_PUSH(job->arena, &paths, path_join(job->arena, STR("www"), gone.items[i]));
        PatchResult result = publication_patch(job->publication, &paths, job->diagnostics);
        if (result == PATCH_DONE) *names = job->published;
        if (result != PATCH_IMPOSSIBLE) return result == PATCH_DONE;
    }
    bool done = job->is_new || file_names_fill(job->published, job->site.folder.path, job->diagnostics);
    return done && publication_finish(job->publication, job->diagnostics);
}

/* Puts it in place, and keeps what the next build need not find out again. */
static bool publish(SiteJob *job)
{
    NamesToKeep names = {.www = job->www};
    if (!put_in_place(job, &names.names)) return false;
    names.cache = cache_of(job, "published", job->stamps.reader, job->meta.build);
    Parallel *writing = parallel_start(job->arena, write_names, &names);
    CacheFile pages = cache_of(job, "pages", job->stamps.surroundings, job->meta.build);
    CacheFile index = cache_of(job, "index", job->stamps.reader, job->meta.build);
    site_write_cache(&job->content, &job->meta, &job->site, &pages);
    CacheFile llms = cache_of(job, "llms", job->stamps.surroundings, job->meta.build);
    llms_write_cache(job->llms, &llms);
    index_write_cache(&job->content, &job->signatures, &index);
    parallel_wait(writing);
    return true;
}

/* From here on a build without a change has nothing to do. */
static void keep_what_was_said(SiteJob *job)
{
    CacheFile said = cache_of(job, "inputs", job->stamps.all, job->meta.build);
    if (!job->has_dropped) diagnostics_write_cache(job->diagnostics, &said);
}

bool site_job_publish(Arena *arena, Str root, Str output, const char *base_url, bool strict, bool is_full,
                      Diagnostics *diagnostics)
{
    SiteJob job = {.arena = arena,
                   .root = root,
                   .output = output,
                   .base_url = base_url,
                   .strict = strict,
                   .is_full = is_full,
                   .diagnostics = diagnostics};
    progress_stage(diagnostics->progress, "list", 0);
    if (!content_list(arena, root, &job.files, diagnostics)) return false;
    if (!inputs_stamps(arena, root, &job.files, base_url, &job.stamps, diagnostics)) return false;
    job.build = inputs_build(arena, output);
    if (is_built(&job)) return !diagnostics_exit_code(diagnostics, strict);
    if (!start_output(&job)) return false;
    bool is_read = read_content(&job), is_made = is_read && make_site(&job);
    file_names_wait(job.published);
    bool done = is_made && publish(&job);
    publication_end(job.publication);
    if (done) keep_what_was_said(&job);
    file_names_close(job.published);
    content_close(&job.content);
    return done;
}
