/* cmd: a command's options, the calls into the rooms below, what is printed. One file a command, each with its Command.
 */
#ifndef WHYFIX_CMD_H
#define WHYFIX_CMD_H

#include "base/base.h"

/* The contract's exit codes. */
enum { EXIT_DONE = 0, EXIT_CONTENT = 1, EXIT_USAGE = 2, EXIT_MACHINE = 3 };

typedef struct Command Command;

/* What every command is handed. */
typedef struct Job {
    const Command *command;
    const Command *const *commands;
    size_t command_count;
    Str root; /* -C ROOT, or "." */
    Arena *arena;
    Diagnostics diagnostics;
} Job;

struct Command {
    const char *name;
    const char *usage;                           /* what follows the name */
    const char *summary;                         /* one line of `whyfix help` */
    const char *help;                            /* the options, a line each */
    int (*run)(Job *job, int argc, char **argv); /* argv[0] is the command's name; returns an exit code */
};

extern const Command cmd_build, cmd_check, cmd_serve, cmd_search, cmd_eval, cmd_export, cmd_import, cmd_lint,
    cmd_report, cmd_mcp, cmd_init, cmd_version, cmd_help;

int cmd_main(int argc, char **argv, const Command *const *commands, size_t count);

/* A wrong call: says why and shows the usage. Returns EXIT_USAGE. */
int cmd_usage(const Job *job, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* getopt_long(3) with this project's messages: returns the option's letter, -1 at the end, '?' after a wrong one (which
 * was reported: return EXIT_USAGE). -h and --help are every command's: 'h' means that the help was printed. */
struct option;
int cmd_option(const Job *job, int argc, char **argv, const char *letters, const struct option *options);
void cmd_print_help(const Command *command, FILE *out);
/* A number from 1 up; false (and reported) where text is none, or is above `most`. */
bool cmd_number(const Job *job, const char *option, const char *text, long most, long *number);
/* What was built last: ROOT/build/site/search.db, or WHYFIX_DB. */
Str cmd_default_index(const Job *job);
/* Writes to a file (atomically, folders made), or to stdout where path is NULL or "-". */
bool cmd_write(Job *job, const char *path, Str contents);

#endif
