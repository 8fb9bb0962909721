#include "cmd.h"

#include <getopt.h>

#include "content/content.h"

static const struct option options[] = {
    {"output", required_argument, NULL, 'o'}, {"help", no_argument, NULL, 'h'}, {0}};

static int run(Job *job, int argc, char **argv)
{
    const char *output = NULL;
    for (int letter; (letter = cmd_option(job, argc, argv, ":o:h", options)) != -1;) {
        if (letter == 'h') return EXIT_DONE;
        if (letter == '?') return EXIT_USAGE;
        output = optarg;
    }
    if (optind == argc) return cmd_usage(job, "name a file to import, or - for standard input");
    content_start();
    Buffer all = {0};
    for (int i = optind; i < argc; i++) {
        Str bytes, name = str_from(argv[i]);
        if (!file_read(job->arena, name, &bytes, &job->diagnostics)) continue;
        Str markdown = content_import(job->arena, name, bytes, &job->diagnostics);
        if (all.len && markdown.len) buffer_add_char(&all, '\n');
        buffer_add(&all, markdown);
    }
    int code = diagnostics_exit_code(&job->diagnostics, false);
    if (!code) cmd_write(job, output, buffer_str(&all));
    buffer_free(&all);
    return diagnostics_exit_code(&job->diagnostics, false);
}

const Command cmd_import = {
    "import",
    "FILE... [-o FILE]",
    "turns a raw FAQ into canonical FAQ markdown",
    "  FILE             plain text, loose markdown or a saved HTML page; - reads standard input\n"
    "  -o, --output     write here instead of to standard output; folders are made\n",
    run,
};
