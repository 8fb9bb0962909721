#include "cmd.h"

static int run(Job *job, int argc, char **argv)
{
    (void)argv;
    if (argc > 1) return cmd_usage(job, "version takes no arguments");
    puts("whyfix " WHYFIX_VERSION);
    return EXIT_DONE;
}

const Command cmd_version = {"version", "", "prints the version", "", run};
