#include "cmd.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

int cmd_usage(const Job *job, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("whyfix: error: ", stderr);
    vfprintf(stderr, format, args);
    va_end(args);
    if (job->command)
        fprintf(stderr, "\nusage: whyfix [-C ROOT] %s %s\n", job->command->name, job->command->usage);
    else
        fputs("\nusage: whyfix [-C ROOT] COMMAND [ARG...]; `whyfix help` lists the commands\n", stderr);
    return EXIT_USAGE;
}

void cmd_print_help(const Command *command, FILE *out)
{
    fprintf(out, "usage: whyfix [-C ROOT] %s %s\n\n%s.\n", command->name, command->usage, command->summary);
    if (*command->help) fprintf(out, "\n%s", command->help);
}

int cmd_option(const Job *job, int argc, char **argv, const char *letters, const struct option *options)
{
    int letter = getopt_long(argc, argv, letters, options, NULL);
    if (letter == '?' || letter == ':') {
        const char *wrong = argv[optind > 0 ? optind - 1 : 0];
        if (letter == ':')
            cmd_usage(job, "%s needs a value", wrong);
        else
            cmd_usage(job, "no such option: %s", wrong);
        return '?';
    }
    if (letter == 'h') cmd_print_help(job->command, stdout);
    return letter;
}

bool cmd_number(const Job *job, const char *option, const char *text, long most, long *number)
{
    char *end;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (errno || *end || end == text || value < 1 || value > most) {
        cmd_usage(job, "%s wants a number from 1 to %ld, not '%s'", option, most, text);
        return false;
    }
    *number = value;
    return true;
}

Str cmd_default_index(const Job *job)
{
    const char *path = getenv("WHYFIX_DB");
    return path && *path ? str_from(path) : path_join(job->arena, job->root, STR("build/site/search.db"));
}

bool cmd_write(Job *job, const char *path, Str contents)
{
    if (path && strcmp(path, "-") != 0) return file_write_atomic(str_from(path), contents, &job->diagnostics);
    if (fwrite(contents.data ? contents.data : "", 1, contents.len, stdout) != contents.len)
        return diagnostics_fail_errno(&job->diagnostics, STR("stdout"), errno, "write");
    return true;
}

static const Command *find_command(const Job *job, const char *name)
{
    for (size_t i = 0; i < job->command_count; i++)
        if (strcmp(job->commands[i]->name, name) == 0) return job->commands[i];
    return NULL;
}

/* The options before the command; returns where the command's name stands. */
static int global_options(Job *job, int argc, char **argv, const char **name)
{
    for (int at = 1; at < argc; at++) {
        *name = argv[at];
        if (argv[at][0] != '-') return at;
        if (strcmp(argv[at], "-h") == 0 || strcmp(argv[at], "--help") == 0) *name = "help";
        if (strcmp(argv[at], "--version") == 0) *name = "version";
        if (*name != argv[at]) return at;
        if (strcmp(argv[at], "-C") != 0) return cmd_usage(job, "no such option: %s", argv[at]), -1;
        if (++at >= argc) return cmd_usage(job, "-C needs a folder"), -1;
        job->root = path_join(job->arena, job->root, str_from(argv[at]));
    }
    return cmd_usage(job, "a command is missing"), -1;
}

static int run(Job *job, int argc, char **argv)
{
    const char *name;
    int at = global_options(job, argc, argv, &name);
    if (at < 0) return EXIT_USAGE;
    const Command *command = find_command(job, name);
    if (!command) return cmd_usage(job, "no such command: %s", name);
    job->command = command;
    opterr = 0;
    return command->run(job, argc - at, argv + at);
}

int cmd_main(int argc, char **argv, const Command *const *commands, size_t count)
{
    memory_start();
    Job job = {.commands = commands, .command_count = count, .root = STR(""), .arena = arena_new()};
    diagnostics_init(&job.diagnostics);
    int code = run(&job, argc, argv);
    if ((fflush(stdout) != 0 || ferror(stdout)) && code != EXIT_MACHINE) {
        diagnostics_fail(&job.diagnostics, STR("stdout"), "cannot write: is the disk full, or the reader gone?");
        code = EXIT_MACHINE;
    }
    diagnostics_print(&job.diagnostics, stderr);
    diagnostics_free(&job.diagnostics);
    arena_free(job.arena);
    return code;
}
