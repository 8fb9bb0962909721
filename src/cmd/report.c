#include "report/report.h"

#include <getopt.h>

#include "cmd.h"

static const struct option options[] = {{"db", required_argument, NULL, 'd'}, {"json", no_argument, NULL, 'j'},
                                        {"html", no_argument, NULL, 'w'},     {"output", required_argument, NULL, 'o'},
                                        {"help", no_argument, NULL, 'h'},     {0}};

static int run(Job *job, int argc, char **argv)
{
    const char *output = NULL;
    bool as_json = false, as_html = false;
    Str path = cmd_default_index(job);
    for (int letter; (letter = cmd_option(job, argc, argv, ":d:jwo:h", options)) != -1;) {
        if (letter == 'h') return EXIT_DONE;
        if (letter == '?') return EXIT_USAGE;
        if (letter == 'd') path = str_from(optarg);
        if (letter == 'o') output = optarg;
        as_json |= letter == 'j';
        as_html |= letter == 'w';
    }
    if (optind == argc) return cmd_usage(job, "name a query log, the file of WHYFIX_LOG, or - for standard input");
    if (as_json && as_html) return cmd_usage(job, "choose one of --json and --html");
    Report report = {.arena = job->arena};
    bool done = true;
    for (int i = optind; i < argc; i++) done &= report_read(&report, str_from(argv[i]), &job->diagnostics);
    SearchIndex *index = file_exists(path) ? search_open(path, SEARCH_MANY_REQUESTS, &job->diagnostics) : NULL;
    if (done && report_make(&report, index, &job->diagnostics) &&
        report_find_gaps(&report, job->root, &job->diagnostics)) {
        Buffer out = {0};
        if (as_json)
            report_write_json(&out, &report);
        else if (as_html)
            report_write_html(&out, &report, &job->diagnostics);
        else
            report_write_text(&out, &report);
        if (!diagnostics_exit_code(&job->diagnostics, false)) cmd_write(job, output, buffer_str(&out));
        buffer_free(&out);
    }
    search_close(index);
    return diagnostics_exit_code(&job->diagnostics, false);
}

const Command cmd_report = {
    "report",
    "[--json | --html] [-o FILE] [--db FILE] FILE...",
    "what readers searched for and did not find, and what to write or to mend",
    "  FILE             a query log, as WHYFIX_LOG writes it; - reads standard input\n"
    "                   In a folder with content/, places to mend are named, and what `lint` finds is listed too\n"
    "      --json       all of it as a JSON object\n"
    "      --html       a page with a plot\n"
    "  -o, --output     write here instead of to standard output; folders are made\n"
    "  -d, --db         the index that suggests entries (default: WHYFIX_DB, else ROOT/build/site/search.db)\n",
    run,
};
