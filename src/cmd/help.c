#include "cmd.h"

#include <string.h>

static int run(Job *job, int argc, char **argv)
{
    if (argc > 2) return cmd_usage(job, "one command at a time");
    if (argc < 2) {
        puts("usage: whyfix [-C ROOT] COMMAND [ARG...]\n\n"
             "Turns FAQ markdown into a knowledge base that answers. ROOT is a folder with content/ (default: this "
             "one).\n");
        for (size_t i = 0; i < job->command_count; i++)
            printf("  %-8s  %s\n", job->commands[i]->name, job->commands[i]->summary);
        puts("\n`whyfix help COMMAND` tells a command's options.");
        return EXIT_DONE;
    }
    for (size_t i = 0; i < job->command_count; i++) {
        if (strcmp(job->commands[i]->name, argv[1]) != 0) continue;
        cmd_print_help(job->commands[i], stdout);
        return EXIT_DONE;
    }
    return cmd_usage(job, "no such command: %s", argv[1]);
}

const Command cmd_help = {"help", "[COMMAND]", "lists the commands, or tells one's options", "", run};
