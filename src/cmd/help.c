/* What the commands are and do, for readers, for man(1) and for shells: all from the table of commands. */
#include "cmd.h"

#include <string.h>

typedef void Describe(const Job *job);

static void print_list(const Job *job)
{
    puts(
        "usage: whyfix [-C ROOT] COMMAND [ARG...]\n\n"
        "Turns FAQ markdown into a knowledge base that answers. ROOT is a folder with content/ (default: this one).\n");
    for (size_t i = 0; i < job->command_count; i++)
        printf("  %-8s  %s\n", job->commands[i]->name, job->commands[i]->summary);
    puts("\n`whyfix help COMMAND` tells a command's options.");
}

/* ---- man(1) ---------------------------------------------------------------------------------------------------------
 */

/* Text of a manual page: what roff would take for its own is escaped. */
static void print_roff(const char *text)
{
    bool at_start = true;
    for (; *text; text++) {
        if (at_start && (*text == '.' || *text == '\'')) fputs("\\&", stdout);
        if (*text == '\\')
            fputs("\\e", stdout);
        else if (*text == '-')
            fputs("\\-", stdout);
        else
            putchar(*text);
        at_start = *text == '\n';
    }
}

static void print_manual_options(const char *help)
{
    if (!*help) return;
    puts(".nf");
    print_roff(help);
    puts(".fi");
}

static void print_manual(const Job *job)
{
    puts(".TH WHYFIX 1 \"\" \"whyfix " WHYFIX_VERSION "\" \"User Commands\"\n"
         ".SH NAME\nwhyfix \\- turns FAQ markdown into a knowledge base that answers\n"
         ".SH SYNOPSIS\n.B whyfix\n[\\fB\\-C\\fR \\fIROOT\\fR] \\fICOMMAND\\fR [\\fIARG\\fR...]\n"
         ".SH DESCRIPTION\n"
         "Reads FAQ markdown below \\fIROOT\\fR/content, extracts records (symptom, cause, solution), and publishes "
         "them as "
         "a site,\nas an index for the search endpoint \\fBwhyfix.cgi\\fR(8), and as exports for chatbots.\n"
         ".SH OPTIONS\n.TP\n\\fB\\-C\\fR \\fIROOT\\fR\na folder with content/ (default: the current one)\n"
         ".SH COMMANDS");
    for (size_t i = 0; i < job->command_count; i++) {
        const Command *command = job->commands[i];
        printf(".SS \"");
        print_roff(command->name);
        fputs(" ", stdout);
        print_roff(command->usage);
        puts("\"");
        print_roff(command->summary);
        putchar('\n');
        print_manual_options(command->help);
    }
    puts(".SH EXIT STATUS\n"
         "0 done; 1 the content, or the site checked, has errors; 2 wrong usage; 3 the machine failed.\n"
         ".SH ENVIRONMENT\n"
         ".TP\nWHYFIX_DB\nthe index that \\fBsearch\\fR, \\fBeval\\fR, \\fBmcp\\fR and \\fBreport\\fR read\n"
         ".TP\nWHYFIX_MEMORY\nhow many MiB a build or an export is to do with: the more, the quicker; what a large "
         "site says\n"
         "is kept in files, beside what is published and in TMPDIR\n"
         "(default: 80, and 4 for each 10,000 files; for an export 40)\n"
         ".TP\nWHYFIX_JOBS\nhow many threads read and write (default: as many as processors)\n"
         ".TP\nWHYFIX_LOG\nthe log that \\fBserve\\fR appends searches and feedback to\n"
         ".TP\nSOURCE_DATE_EPOCH\nthe latest date that is written\n"
         ".SH SEE ALSO\n\\fBwhyfix.cgi\\fR(8), \\fBwhyfix\\-site\\fR(5)");
}

/* ---- shells ---------------------------------------------------------------------------------------------------------
 */

/* The long options of a help text, each behind `before`. */
static void print_options(const char *help, const char *before)
{
    for (const char *at = help; (at = strstr(at, "--"));) {
        size_t length = 2 + strspn(at + 2, "abcdefghijklmnopqrstuvwxyz-");
        bool is_option = length > 2 && at > help && at[-1] == ' ';
        if (is_option) printf("%s%.*s", before, (int)length, at);
        at += length;
    }
}

static void print_bash(const Job *job)
{
    puts("# bash completion for whyfix\n_whyfix() {\n"
         "    local word=${COMP_WORDS[COMP_CWORD]} command= i\n"
         "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
         "        case ${COMP_WORDS[i]} in -C) ((i++)) ;; -*) ;; *) command=${COMP_WORDS[i]}; break ;; esac\n"
         "    done\n    local options=\n    case $command in");
    printf("    '') options='-C");
    for (size_t i = 0; i < job->command_count; i++) printf(" %s", job->commands[i]->name);
    puts("' ;;");
    for (size_t i = 0; i < job->command_count; i++) {
        printf("    %s) options='--help", job->commands[i]->name);
        print_options(job->commands[i]->help, " ");
        puts("' ;;");
    }
    puts("    esac\n    COMPREPLY=($(compgen -W \"$options\" -- \"$word\"))\n}\n"
         "complete -o default -F _whyfix whyfix");
}

/* Text in single quotes, for a shell. */
static void print_quoted(const char *text)
{
    putchar('\'');
    for (; *text; text++)
        if (*text == '\'')
            fputs("'\\''", stdout);
        else
            putchar(*text);
    putchar('\'');
}

static void print_zsh(const Job *job)
{
    puts("#compdef whyfix\nlocal -a commands options\ncommands=(");
    for (size_t i = 0; i < job->command_count; i++) {
        printf("  %s:", job->commands[i]->name);
        print_quoted(job->commands[i]->summary);
        putchar('\n');
    }
    puts(")\nlocal command=${words[(R)(${(j:|:)${(@)commands%%:*}})]}\ncase $command in");
    for (size_t i = 0; i < job->command_count; i++) {
        printf("  %s) options=(--help", job->commands[i]->name);
        print_options(job->commands[i]->help, " ");
        puts(") ;;");
    }
    puts("  *) _describe command commands; return ;;\nesac\ncompadd -a options\n_files");
}

static void print_fish(const Job *job)
{
    puts("# fish completion for whyfix\ncomplete -c whyfix -n __fish_use_subcommand -s C -r -d 'a folder with "
         "content/'");
    for (size_t i = 0; i < job->command_count; i++) {
        const Command *command = job->commands[i];
        printf("complete -c whyfix -n __fish_use_subcommand -a %s -d ", command->name);
        print_quoted(command->summary);
        printf("\ncomplete -c whyfix -n '__fish_seen_subcommand_from %s' -a '--help", command->name);
        print_options(command->help, " ");
        puts("'");
    }
}

static const struct {
    const char *name;
    Describe *describe;
} forms[] = {{"--man", print_manual},
             {"--completion=bash", print_bash},
             {"--completion=zsh", print_zsh},
             {"--completion=fish", print_fish}};

static int run(Job *job, int argc, char **argv)
{
    if (argc > 2) return cmd_usage(job, "one command at a time");
    if (argc < 2) {
        print_list(job);
        return EXIT_DONE;
    }
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (strcmp(forms[i].name, argv[1]) != 0) continue;
        forms[i].describe(job);
        return EXIT_DONE;
    }
    for (size_t i = 0; i < job->command_count; i++) {
        if (strcmp(job->commands[i]->name, argv[1]) != 0) continue;
        cmd_print_help(job->commands[i], stdout);
        return EXIT_DONE;
    }
    return cmd_usage(job, "no such command: %s", argv[1]);
}

const Command cmd_help = {
    "help",
    "[COMMAND | --man | --completion=SHELL]",
    "lists the commands, or tells one's options",
    "  COMMAND          whose options are wanted\n"
    "      --man        all of it as a manual page\n"
    "      --completion a completion script for bash, zsh or fish\n",
    run,
};
