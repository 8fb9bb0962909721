/* whyfix: the table of commands; cmd/ has a file for each. */
#include "cmd/cmd.h"

#include <stdlib.h>

static const Command *const commands[] = {
    &cmd_init,   &cmd_build, &cmd_check, &cmd_serve,  &cmd_search,  &cmd_eval, &cmd_export,
    &cmd_import, &cmd_lint,  &cmd_mcp,   &cmd_report, &cmd_version, &cmd_help,
};

_Noreturn void out_of_memory(size_t size)
{
    fprintf(stderr, "whyfix: error: out of memory (%zu bytes were asked for): nothing was published\n", size);
    exit(EXIT_MACHINE);
}

_Noreturn void library_missing(const char *file, const char *package)
{
    fprintf(stderr, "whyfix: error: %s cannot be loaded: install the package %s\n", file, package);
    exit(EXIT_MACHINE);
}

_Noreturn void file_lost(const char *file)
{
    fprintf(stderr, "whyfix: error: %s can no longer be read: is its disk all right? nothing was published\n", file);
    exit(EXIT_MACHINE);
}

int main(int argc, char **argv)
{
    return cmd_main(argc, argv, commands, sizeof commands / sizeof *commands);
}
