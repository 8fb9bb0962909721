/* A Model Context Protocol server on standard input and output: a message a line. */
#include "web/mcp.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"

static const struct option options[] = {{"db", required_argument, NULL, 'd'}, {"help", no_argument, NULL, 'h'}, {0}};

static bool put_line(Job *job, Str answer)
{
    if (!answer.len) return true;
    bool done = fwrite(answer.data, 1, answer.len, stdout) == answer.len && putchar('\n') != EOF && fflush(stdout) == 0;
    return done || diagnostics_fail(&job->diagnostics, STR("stdout"), "cannot be written");
}

/* Reads a line of at most MCP_MESSAGE_MOST bytes; what is longer is passed over, and *is_cut. False at the end. */
static bool read_line(Buffer *line, bool *is_cut)
{
    int c;
    buffer_clear(line);
    *is_cut = false;
    while ((c = getchar_unlocked()) != EOF && c != '\n') {
        if (line->len < MCP_MESSAGE_MOST)
            buffer_add_char(line, (char)c);
        else
            *is_cut = true;
    }
    return c != EOF || line->len;
}

static int run(Job *job, int argc, char **argv)
{
    Str path = cmd_default_index(job);
    for (int letter; (letter = cmd_option(job, argc, argv, ":d:h", options)) != -1;) {
        if (letter == 'h') return EXIT_DONE;
        if (letter == '?') return EXIT_USAGE;
        if (letter == 'd') path = str_from(optarg);
    }
    if (optind < argc) return cmd_usage(job, "mcp takes no arguments: %s", argv[optind]);
    SearchIndex *index = search_open(path, SEARCH_MANY_REQUESTS, &job->diagnostics);
    if (!index) return EXIT_MACHINE;
    Arena *arena = arena_new();
    Buffer line = {0};
    bool is_cut, done = true;
    while (done && read_line(&line, &is_cut)) {
        Str answer, message = str_trim(buffer_str(&line));
        arena_reset(arena);
        if (!message.len) continue;
        if (is_cut)
            answer = mcp_too_large(arena);
        else
            mcp_answer(index, arena, message, NULL, &answer, &job->diagnostics);
        done = put_line(job, answer);
    }
    buffer_free(&line);
    arena_free(arena);
    search_close(index);
    return diagnostics_exit_code(&job->diagnostics, false);
}

const Command cmd_mcp = {
    "mcp",
    "[--db FILE]",
    "a Model Context Protocol server on standard input and output",
    "  -d, --db         the index (default: WHYFIX_DB, else ROOT/build/site/search.db)\n",
    run,
};
