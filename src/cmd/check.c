#include "site/check.h"

#include <getopt.h>

#include "cmd.h"

static const struct option options[] = {
    {"external", no_argument, NULL, 'e'}, {"strict", no_argument, NULL, 's'}, {"help", no_argument, NULL, 'h'}, {0}};

static int run(Job *job, int argc, char **argv)
{
    bool lists_external = false, strict = false;
    for (int letter; (letter = cmd_option(job, argc, argv, ":h", options)) != -1;) {
        if (letter == 'h') return EXIT_DONE;
        if (letter == '?') return EXIT_USAGE;
        lists_external |= letter == 'e';
        strict |= letter == 's';
    }
    if (argc - optind > 1) return cmd_usage(job, "name one folder of a built site, or none");
    Str folder = optind < argc ? str_from(argv[optind]) : path_join(job->arena, job->root, STR("build/site/www"));
    while (folder.len > 1 && str_ends(folder, STR("/"))) folder.len--;
    if (!file_exists(folder)) return cmd_usage(job, "no such folder: %.*s", STR_ARG(folder));
    Str www = path_join(job->arena, folder, STR("www")); /* what `build -o` was given */
    if (file_exists(www) && !file_exists(path_join(job->arena, folder, STR("index.html")))) folder = www;
    CheckReport report;
    if (site_check(job->arena, str_copy(job->arena, folder), &report, &job->diagnostics)) {
        for (size_t i = 0; lists_external && i < report.external.len; i++)
            printf("external %.*s\n", STR_ARG(report.external.items[i]));
        printf("%zu pages, %zu links, %zu of them to %zu addresses elsewhere, which were not fetched\n", report.pages,
               report.links, report.external_links, report.external.len);
    }
    return diagnostics_exit_code(&job->diagnostics, strict);
}

const Command cmd_check = {
    "check",
    "[--external] [--strict] [DIR]",
    "looks for dead links and malformed pages in a built site",
    "  DIR              the web root, or what `build -o` was given (default: ROOT/build/site/www)\n"
    "      --external   list the addresses elsewhere; they are not fetched\n"
    "      --strict     warnings count as errors\n",
    run,
};
