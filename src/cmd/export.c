#include "export/export.h"

#include <getopt.h>

#include "cmd.h"

static const struct option options[] = {{"format", required_argument, NULL, 'f'},
                                        {"output", required_argument, NULL, 'o'},
                                        {"explain", no_argument, NULL, 'e'},
                                        {"help", no_argument, NULL, 'h'},
                                        {0}};

static int unknown_format(const Job *job, const char *name)
{
    Buffer names = {0};
    size_t count;
    const ExportFormat *formats = export_formats(&count);
    for (size_t i = 0; i < count; i++) buffer_printf(&names, "%s%s", i ? ", " : "", formats[i].name);
    int code = cmd_usage(job, "no such format: %s (there is %s)", name, buffer_str(&names).data);
    buffer_free(&names);
    return code;
}

/* A line a record: where it stands, its id, the rule that made it. */
static void explain(Buffer *out, const Content *content)
{
    for (size_t e = 0; e < content->entries.len; e++) {
        const Entry *entry = content->entries.items[e];
        for (size_t r = 0; r < entry->record_count; r++) {
            const Record *record = &entry->records[r];
            buffer_printf(out, "%.*s:%d", STR_ARG(entry->path), record->line);
            if (record->line_end > record->line) buffer_printf(out, "-%d", record->line_end);
            buffer_printf(out, ": %.*s [%s]: %s\n", STR_ARG(record->id), record->rule, record_rule_text(record->rule));
        }
        if (!entry->record_count)
            buffer_printf(out, "%.*s:%d: %.*s: no record: the question has no answer\n", STR_ARG(entry->path),
                          entry->line, STR_ARG(entry->id));
    }
}

static int run(Job *job, int argc, char **argv)
{
    const char *output = NULL, *format_name = "jsonl";
    bool explains = false;
    for (int letter; (letter = cmd_option(job, argc, argv, ":f:o:h", options)) != -1;) {
        if (letter == 'h') return EXIT_DONE;
        if (letter == '?') return EXIT_USAGE;
        if (letter == 'f') format_name = optarg;
        if (letter == 'o') output = optarg;
        if (letter == 'e') explains = true;
    }
    if (optind < argc) return cmd_usage(job, "export takes no arguments: %s", argv[optind]);
    const ExportFormat *format = export_find(str_from(format_name));
    if (!format) return unknown_format(job, format_name);
    content_start();
    Content content;
    if (content_read(job->arena, job->root, &content, &job->diagnostics)) {
        Buffer out = {0};
        if (explains)
            explain(&out, &content);
        else
            format->write(&out, &content);
        cmd_write(job, output, buffer_str(&out));
        buffer_free(&out);
    }
    return diagnostics_exit_code(&job->diagnostics, false);
}

const Command cmd_export = {
    "export",
    "[--format NAME] [-o FILE] [--explain]",
    "writes the records for chatbots and other engines",
    "  -f, --format     jsonl (the default): one JSON object a record and line\n"
    "      --explain    instead of the records: for each, its lines and the rule that made it\n"
    "  -o, --output     write here instead of to standard output; folders are made\n",
    run,
};
