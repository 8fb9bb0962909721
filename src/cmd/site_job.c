/* A site is read, made in a folder of its own, and put in place of what is published. */
#include <pthread.h>

#include "index/index.h"
#include "site_job.h"

static const char *const published[] = {"www", "search.db", NULL};

/* The names below a folder, found beside other work. */
typedef struct Listing {
    Arena *arena;
    Str folder;
    bool has_stamps;
    FileNames *names;
    Parallel *thread;
} Listing;

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
    Listing published, earlier; /* of what is published, and of the folder that takes its place */
    Content content;
    SiteOutput site;
    atomic_size_t kept, written; /* of its files */
    IndexBefore *index;          /* what is published; NULL: it is not read, or another's by now */
    Signatures signatures;       /* of the index for browsers */
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
    if (!file_remove(indexing.path, diagnostics)) return false; /* of the site before */
    Parallel *thread = parallel_start(arena, write_index, &indexing);
    LlmsFiles *llms = llms_start(arena, content, site);
    bool done = site_build(pages, job->root, content, site, &job->meta, diagnostics);
    content_write_cache(content);
    progress_stage(diagnostics->progress, "wait for index", 0);
    done &= llms_wait(llms, diagnostics);
    parallel_wait(thread);
    progress_beside(diagnostics->progress, "index", indexing.ms);
    progress_stage(diagnostics->progress, "publish", 0);
    diagnostics_join(diagnostics, &indexing.diagnostics);
    job->signatures = indexing.files.signatures;
    bool has_index = indexing.writer && index_write_end(indexing.writer, done ? job->meta.list.items : NULL,
                                                        done ? job->meta.list.len : 0, diagnostics);
    return done && has_index;
}

static void list_names(void *context)
{
    Listing *listing = context;
    listing->names = file_names(listing->arena, listing->folder, listing->has_stamps);
}

static void start_listing(Arena *arena, Listing *listing, Str folder, bool has_stamps)
{
    *listing = (Listing){.arena = arena_new(), .folder = folder, .has_stamps = has_stamps};
    arena_adopt(arena, listing->arena);
    listing->thread = parallel_start(arena, list_names, listing);
}

/* A site that is made anew starts with an empty folder. */
static bool start_output(SiteJob *job)
{
    Arena *arena = job->arena;
    Str old = path_join(arena, job->output, STR("www"));
    job->publication = publication_start(job->output, published, inputs_before(arena, job->output), job->diagnostics);
    if (!job->publication) return false;
    job->is_new = job->is_full || !file_exists(old);
    start_listing(arena, &job->published, old, !job->is_new);
    if (!job->is_new)
        start_listing(arena, &job->earlier, path_join(arena, publication_folder(job->publication), STR("www")), false);
    return true;
}

static bool read_content(SiteJob *job)
{
    CacheFile documents = cache_of(job, "documents", job->stamps.reader, STR_NONE);
    content_start();
    bool done = content_read_listed(job->arena, job->root, &job->files, &documents, &job->content, job->diagnostics);
    if (done && job->base_url) content_set_base_url(job->arena, &job->content.config, str_from(job->base_url));
    parallel_wait(job->published.thread);
    if (!job->is_new) parallel_wait(job->earlier.thread);
    return done && !diagnostics_exit_code(job->diagnostics, job->strict);
}

/* A site before that cannot be looked through is of no use. */
static bool make_site(SiteJob *job)
{
    Str folder = publication_folder(job->publication), www = path_join(job->arena, folder, STR("www"));
    job->site = (SiteOutput){.config = &job->content.config,
                             .pages = cache_of(job, "pages", job->stamps.surroundings, job->build),
                             .plan = cache_of(job, "plan", job->stamps.reader, STR_NONE),
                             .folder = www,
                             .previous = job->is_new ? STR("") : job->published.folder,
                             .published = job->published.names,
                             .earlier = job->earlier.names,
                             .kept = &job->kept,
                             .written = &job->written};
    if (!job->earlier.names && !tree_remove(www, job->diagnostics)) return false;
    bool done = write_site(job, folder) && !diagnostics_exit_code(job->diagnostics, job->strict) &&
                file_names_remove_unmet(job->earlier.names, job->diagnostics);
    if (done) site_report_dropped(job->arena, job->published.folder, job->published.names, job->diagnostics);
    return done && !diagnostics_exit_code(job->diagnostics, job->strict);
}

/* Puts it in place, and keeps what the next build need not find out again. */
static bool publish(SiteJob *job)
{
    if (!publication_finish(job->publication, job->kept > job->written, job->diagnostics)) return false;
    CacheFile pages = cache_of(job, "pages", job->stamps.surroundings, job->meta.build);
    CacheFile index = cache_of(job, "index", job->stamps.reader, job->meta.build);
    site_write_cache(&job->meta, &job->site, &pages);
    index_write_cache(&job->content, &job->signatures, &index);
    inputs_keep(job->arena, job->output, job->meta.build, job->diagnostics->list.len ? STR_NONE : job->stamps.all);
    return true;
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
    if (!is_full && inputs_are_built(arena, output, job.build, job.stamps.all)) return true;
    if (!start_output(&job)) return false;
    bool is_read = read_content(&job), is_made = is_read && make_site(&job);
    if (is_made) return publish(&job);
    if (is_read)
        publication_abandon(job.publication);
    else
        publication_return(job.publication);
    return false;
}
