#include <getopt.h>
#include <stdlib.h>

#include "cmd.h"
#include "site_job.h"

static const struct option options[] = {
    {"output", required_argument, NULL, 'o'}, {"base-url", required_argument, NULL, 'b'},
    {"jobs", required_argument, NULL, 'j'},   {"strict", no_argument, NULL, 's'},
    {"full", no_argument, NULL, 'f'},         {"timing", no_argument, NULL, 't'},
    {"help", no_argument, NULL, 'h'},         {0}};

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
    job->diagnostics.most = WARNINGS_MOST;
    job->diagnostics.progress = progress_new(job->arena);
    bool done = site_job_publish(job->arena, job->root, output, base_url, strict, is_full, &job->diagnostics);
    progress_end(job->diagnostics.progress);
    if (has_timing) progress_print(job->diagnostics.progress, stderr);
    int code = diagnostics_exit_code(&job->diagnostics, strict);
    if (!done) { /* why, first */
        diagnostics_print(&job->diagnostics, stderr);
        job->diagnostics.list.len = job->diagnostics.rules.len = 0;
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
    "      --full       make all anew, even what has not changed, and what somebody wrote into published files\n"
    "      --timing     prints how long each stage took\n"
    "      --strict     warnings count as errors: nothing is published where there is one\n",
    run,
};
