#include <getopt.h>
#include <signal.h>
#include <string.h>

#include "cmd.h"
#include "content/content.h"
#include "site_job.h"
#include "web/web.h"

static const struct option options[] = {{"port", required_argument, NULL, 'p'},
                                        {"no-watch", no_argument, NULL, 'w'},
                                        {"help", no_argument, NULL, 'h'},
                                        {0}};

/* Builds, says what there is to say, and forgets it. */
static int rebuild(const Job *job, Str output)
{
    Arena *arena = arena_new();
    Diagnostics diagnostics;
    diagnostics_init(&diagnostics);
    diagnostics.most = WARNINGS_MOST;
    site_job_publish(arena, job->root, output, NULL, false, false, &diagnostics);
    diagnostics_print(&diagnostics, stderr);
    int code = diagnostics_exit_code(&diagnostics, false);
    diagnostics_free(&diagnostics);
    arena_free(arena);
    return code;
}

static StrVec watched_folders(const Job *job)
{
    static const char *const names[] = {"content", "templates", "static"};
    StrVec folders = {0};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        VEC_PUSH(job->arena, &folders, path_join(job->arena, job->root, str_from(names[i])));
    return folders;
}

static void follow_changes(const Job *job, Watch *watch, Str output)
{
    while (watch_wait(watch) == WATCH_CHANGED) {
        int code = rebuild(job, output);
        fputs(code ? "whyfix: not published: the pages from before stay\n" : "whyfix: built again\n", stderr);
    }
}

/* SIGINT and SIGTERM are for watch_wait(), and for no other thread. */
static void block_signals(void)
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    signal(SIGPIPE, SIG_IGN);
}

static int run(Job *job, int argc, char **argv)
{
    long port = 8080;
    bool is_watching = true;
    for (int letter; (letter = cmd_option(job, argc, argv, ":p:h", options)) != -1;) {
        if (letter == 'h') return EXIT_DONE;
        if (letter == '?') return EXIT_USAGE;
        if (letter == 'w') is_watching = false;
        if (letter == 'p' && !cmd_number(job, "-p", optarg, 65535, &port)) return EXIT_USAGE;
    }
    if (optind < argc) return cmd_usage(job, "serve takes no arguments: %s", argv[optind]);
    Str output = path_join(job->arena, job->root, STR("build/site"));
    block_signals();
    StrVec folders = is_watching ? watched_folders(job) : (StrVec){0};
    Watch *watch = watch_start(&folders, &job->diagnostics);
    if (!watch) return EXIT_MACHINE;
    int code = rebuild(job, output);
    WebServer *server = NULL;
    if (!code)
        server =
            web_server_start(path_join(job->arena, output, STR("www")), path_join(job->arena, output, STR("search.db")),
                             (unsigned)port, is_watching, &job->diagnostics);
    if (server) {
        printf("Serving at http://127.0.0.1:%ld/ (Ctrl-C ends)%s\n", port, is_watching ? "; pages follow changes" : "");
        fflush(stdout);
        follow_changes(job, watch, output);
        web_server_stop(server);
    }
    watch_end(watch);
    return code ? code : diagnostics_exit_code(&job->diagnostics, false);
}

const Command cmd_serve = {
    "serve",
    "[-p PORT] [--no-watch]",
    "builds and serves the site and its search on this machine, and follows changes",
    "  -p, --port       default 8080; only this machine can reach it\n"
    "      --no-watch   builds once\n",
    run,
};
