#include <getopt.h>
#include <pthread.h>
#include <stdlib.h>

#include "cmd.h"
#include "index/index.h"
#include "site/site.h"
#include "site_job.h"

static const struct option options[] = {
    {"output", required_argument, NULL, 'o'}, {"base-url", required_argument, NULL, 'b'},
    {"jobs", required_argument, NULL, 'j'},   {"strict", no_argument, NULL, 's'},
    {"full", no_argument, NULL, 'f'},         {"timing", no_argument, NULL, 't'},
    {"help", no_argument, NULL, 'h'},         {0}};

static const char *const published[] = {"www", "search.db", NULL};

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
static bool write_site(Arena *arena, Str root, Str folder, const Content *content, const SiteOutput *site,
                       const IndexBefore *before, Signatures *signatures, SiteMeta *meta, Diagnostics *diagnostics)
{
    Indexing indexing = {.path = path_join(arena, folder, STR("search.db")),
                         .output = site,
                         .content = content,
                         .kept = content_arena(arena, content),
                         .before = *before,
                         .lock = PTHREAD_MUTEX_INITIALIZER};
    Arena *pages = content_arena(arena, content);
    diagnostics_init(&indexing.diagnostics);
    if (!file_remove(indexing.path, diagnostics)) return false; /* of the site before */
    Parallel *thread = parallel_start(arena, write_index, &indexing);
    LlmsFiles *llms = llms_start(arena, content, site);
    bool done = site_build(pages, root, content, site, meta, diagnostics);
    content_write_cache(content);
    progress_stage(diagnostics->progress, "wait for index", 0);
    done &= llms_wait(llms, diagnostics);
    parallel_wait(thread);
    progress_beside(diagnostics->progress, "index", indexing.ms);
    progress_stage(diagnostics->progress, "publish", 0);
    diagnostics_join(diagnostics, &indexing.diagnostics);
    *signatures = indexing.files.signatures;
    bool has_index = indexing.writer && index_write_end(indexing.writer, done ? meta->list.items : NULL,
                                                        done ? meta->list.len : 0, diagnostics);
    return done && has_index;
}

typedef struct Listing {
    Arena *arena;
    Str folder;
    FileNames *names;
} Listing;

static void list_names(void *context)
{
    Listing *listing = context;
    listing->names = file_names(listing->arena, listing->folder);
}

/* A site that is to be made anew, or cannot be looked through, starts with an empty folder. */
static bool start_output(Arena *arena, Str old, SiteOutput *site, Diagnostics *diagnostics)
{
    Listing listing = {arena_new(), old, NULL};
    arena_adopt(arena, listing.arena);
    Parallel *thread = parallel_start(arena, list_names, &listing);
    site->earlier = site->previous.len ? file_names(arena, site->folder) : NULL;
    parallel_wait(thread);
    site->published = listing.names;
    return site->earlier || tree_remove(site->folder, diagnostics);
}

bool site_job_publish(Arena *arena, Str root, Str output, const char *base_url, bool strict, bool is_full,
                      Diagnostics *diagnostics)
{
    Content content;
    SiteMeta meta;
    FileInfoVec files = {0};
    InputStamps stamps;
    progress_stage(diagnostics->progress, "list", 0);
    if (!content_list(arena, root, &files, diagnostics)) return false;
    if (!inputs_stamps(arena, root, &files, base_url, &stamps, diagnostics)) return false;
    Str build = inputs_build(arena, output), old = path_join(arena, output, STR("www"));
    if (!is_full && inputs_are_built(arena, output, build, stamps.all)) return true;
    bool is_new = is_full || !file_exists(old);
    CacheFile documents = inputs_cache(arena, output, "documents", stamps.reader, STR_NONE, is_full);
    IndexBefore before = {path_join(arena, output, STR("search.db")),
                          inputs_cache(arena, output, "index", stamps.reader, build, is_full)};
    CacheFile plan = inputs_cache(arena, output, "plan", stamps.reader, STR_NONE, is_full);
    CacheFile pages = inputs_cache(arena, output, "pages", stamps.surroundings, build, is_new);
    content_start();
    if (!content_read_listed(arena, root, &files, &documents, &content, diagnostics)) return false;
    if (base_url) content_set_base_url(arena, &content.config, str_from(base_url));
    if (diagnostics_exit_code(diagnostics, strict)) return false;
    Publication *publication = publication_start(output, published, inputs_before(arena, output), diagnostics);
    if (!publication) return false;
    Str folder = publication_folder(publication), www = path_join(arena, folder, STR("www"));
    Signatures signatures;
    atomic_size_t kept = 0, written = 0;
    SiteOutput site = {&content.config, pages, plan, www, is_new ? STR("") : old, NULL, NULL, &kept, &written};
    bool done = start_output(arena, old, &site, diagnostics) &&
                write_site(arena, root, folder, &content, &site, &before, &signatures, &meta, diagnostics) &&
                !diagnostics_exit_code(diagnostics, strict) && file_names_remove_unmet(site.earlier, diagnostics);
    if (done) site_report_dropped(arena, old, site.published, diagnostics);
    if (!done || diagnostics_exit_code(diagnostics, strict)) {
        publication_abandon(publication);
        return false;
    }
    if (!publication_finish(publication, kept > written, diagnostics)) return false;
    pages = inputs_cache(arena, output, "pages", stamps.surroundings, meta.build, is_new);
    site_write_cache(&meta, &site, &pages);
    before.cache = inputs_cache(arena, output, "index", stamps.reader, meta.build, is_full);
    index_write_cache(&content, &signatures, &before.cache);
    inputs_keep(arena, output, meta.build, diagnostics->list.len ? STR_NONE : stamps.all);
    return true;
}

static int run(Job *job, int argc, char **argv)
{
    Str output = path_join(job->arena, job->root, STR("build/site"));
    const char *base_url = NULL;
    bool strict = false, is_full = false, has_timing = false;
    long jobs;
    for (int letter; (letter = cmd_option(job, argc, argv, ":o:j:h", options)) != -1;) {
        if (letter == 'h') return EXIT_DONE;
        if (letter == '?') return EXIT_USAGE;
        if (letter == 'o') output = str_from(optarg);
        if (letter == 'b') base_url = optarg;
        if (letter == 's') strict = true;
        if (letter == 'f') is_full = true;
        if (letter == 't') has_timing = true;
        if (letter == 'j' && !cmd_number(job, "-j", optarg, 1024, &jobs)) return EXIT_USAGE;
        if (letter == 'j') setenv("WHYFIX_JOBS", optarg, 1);
    }
    if (optind < argc) return cmd_usage(job, "build takes no arguments: %s", argv[optind]);
    if (base_url && !str_starts(str_from(base_url), STR("http://")) && !str_starts(str_from(base_url), STR("https://")))
        return cmd_usage(job, "--base-url wants a whole address such as https://kb.example.com/, not '%s'", base_url);
    job->diagnostics.progress = progress_new(job->arena);
    bool done = site_job_publish(job->arena, job->root, output, base_url, strict, is_full, &job->diagnostics);
    progress_end(job->diagnostics.progress);
    if (has_timing) progress_print(job->diagnostics.progress, stderr);
    int code = diagnostics_exit_code(&job->diagnostics, strict);
    if (!done) { /* why, first */
        diagnostics_print(&job->diagnostics, stderr);
        job->diagnostics.list.len = 0;
        fputs("whyfix: the site was not published; what was published before is unchanged\n", stderr);
    }
    return code;
}

const Command cmd_build = {
    "build",
    "[-o OUT] [--base-url URL] [-j N] [--strict] [--full] [--timing]",
    "builds the site and its search index from content/",
    "  -o, --output     where to: OUT/www/ and OUT/search.db (default ROOT/build/site)\n"
    "      --base-url   the site's whole address, for links from elsewhere (default: base_url of site.yml)\n"
    "  -j, --jobs       how many threads at most (default: WHYFIX_JOBS, or as many as processors)\n"
    "      --full       build even where nothing has changed since the last time\n"
    "      --timing     prints how long each stage took\n"
    "      --strict     warnings count as errors: nothing is published where there is one\n",
    run,
};
