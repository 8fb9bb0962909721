#include "export/export.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"

static const struct option options[] = {{"format", required_argument, NULL, 'f'},
                                        {"output", required_argument, NULL, 'o'},
                                        {"since", required_argument, NULL, 's'},
                                        {"manifest", required_argument, NULL, 'm'},
                                        {"granularity", required_argument, NULL, 'g'},
                                        {"lang", required_argument, NULL, 'l'},
                                        {"base-url", required_argument, NULL, 'b'},
                                        {"max-chars", required_argument, NULL, 'c'},
                                        {"list", no_argument, NULL, 'L'},
                                        {"explain", no_argument, NULL, 'e'},
                                        {"help", no_argument, NULL, 'h'},
                                        {0}};

typedef struct Wanted {
    const ExportFormat *format;
    ExportOptions options;
    const char *output, *since, *manifest, *base_url;
} Wanted;

/* Where the export goes: standard output, a file, or a folder of files. What was there before stays until all is
 * written. */
typedef struct Sink {
    Job *job;
    Arena *scratch;     /* for one file */
    const char *output; /* NULL: standard output */
    bool is_folder;
    FILE *file; /* the one under way */
    Str path;
    StrVec names; /* of the files that are to be put in place at the end; there may be very many */
} Sink;

static bool sink_fail(Sink *sink, Str path)
{
    return diagnostics_fail_errno(&sink->job->diagnostics, str_copy(sink->job->arena, path), errno, "write");
}

static Str sink_path(const Sink *sink, Str name)
{
    return sink->is_folder ? path_join(sink->scratch, str_from(sink->output), name) : str_from(sink->output);
}

/* Where a file is until all are written. */
static Str sink_temporary(const Sink *sink, Str path)
{
    return str_format(sink->scratch, "%.*s.%ld.tmp", STR_ARG(path), (long)getpid());
}

static bool sink_open(Sink *sink, Str name)
{
    arena_reset(sink->scratch);
    sink->path = sink_path(sink, name);
    Str folder = path_folder(sink->path);
    bool is_made = sink->names.len && str_equal(path_folder(sink->names.items[sink->names.len - 1]), path_folder(name));
    if (folder.len && !is_made && !folder_make(folder, &sink->job->diagnostics)) return false;
    sink->file = fopen(sink_temporary(sink, sink->path).data, "wb");
    if (!sink->file) return sink_fail(sink, sink->path);
    VEC_PUSH(sink->job->arena, &sink->names, str_copy(sink->job->arena, name));
    return true;
}

static bool sink_write(void *context, Str name, Str contents, bool is_end)
{
    Sink *sink = context;
    if (!sink->output) {
        bool done = fwrite(contents.data, 1, contents.len, stdout) == contents.len;
        return (done && (!is_end || fflush(stdout) == 0)) || sink_fail(sink, STR("stdout"));
    }
    if (!sink->file && !sink_open(sink, name)) return false;
    bool done = fwrite(contents.data, 1, contents.len, sink->file) == contents.len;
    if (!done || is_end) {
        done = fclose(sink->file) == 0 && done;
        sink->file = NULL;
    }
    return done || sink_fail(sink, sink->path);
}

static bool sink_end(Sink *sink, bool done)
{
    if (sink->file) fclose(sink->file);
    for (size_t i = 0; i < sink->names.len; i++) {
        arena_reset(sink->scratch);
        Str path = sink_path(sink, sink->names.items[i]), temporary = sink_temporary(sink, path);
        if (done && rename(temporary.data, str_copy(sink->scratch, path).data) != 0) done = sink_fail(sink, path);
        if (!done) unlink(temporary.data);
    }
    arena_free(sink->scratch);
    return done;
}

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

static void list_formats(void)
{
    size_t count;
    const ExportFormat *formats = export_formats(&count);
    for (size_t i = 0; i < count; i++)
        printf("%-26s  %-28s  %-6s  %s\n", formats[i].name, formats[i].media_type,
               formats[i].granularity == GRANULARITY_ENTRY ? "entry" : "record", formats[i].summary);
}

/* A line a record: where it stands, its id, the rule that made it. */
static void explain(Buffer *out, const Content *content)
{
    EntryReader reader = entry_reader(content, false);
    for (size_t e = 0; e < content->entries.len; e++) {
        const Entry *entry = entry_open_next(&reader, content->entries.items[e]);
        content_rest(content, e);
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
    entry_reader_free(&reader);
}

/* The manifest is replaced when the export is in place: one that failed is made again. */
static bool keep_manifest(Job *job, const Wanted *wanted, const Manifest *manifest)
{
    const char *path = wanted->manifest ? wanted->manifest : wanted->since;
    return !path || file_write_atomic(str_from(path), manifest_text(job->arena, manifest), &job->diagnostics);
}

static void export_content(Job *job, const Content *content, const Wanted *wanted)
{
    bool is_kept = wanted->manifest || wanted->since;
    Manifest *since = NULL, *manifest = is_kept ? manifest_new(job->arena) : NULL;
    if (wanted->since && !manifest_read(job->arena, str_from(wanted->since), &since, &job->diagnostics)) return;
    Sink sink = {
        .job = job, .scratch = arena_new(), .output = wanted->output, .is_folder = export_is_folder(wanted->format)};
    if (sink.output && strcmp(sink.output, "-") == 0) sink.output = NULL;
    ExportReport report;
    bool done = export_run(content, wanted->format, &wanted->options, since, manifest, sink_write, &sink, &report);
    if (!sink_end(&sink, done) || !keep_manifest(job, wanted, manifest)) return;
    bool knows_deletes = wanted->format->parts[0].tombstone != NULL;
    if (since && report.removed && !knows_deletes)
        diagnostics_add(&job->diagnostics, SEVERITY_NOTE, NULL, STR(""), 0, 0,
                        "%zu items are gone, and %s has no way to say so: remove them there, or import a whole export",
                        report.removed, wanted->format->name);
}

static bool read_option(const Job *job, int letter, Wanted *wanted)
{
    long number;
    if (letter == 'o') wanted->output = optarg;
    if (letter == 's') wanted->since = optarg;
    if (letter == 'm') wanted->manifest = optarg;
    if (letter == 'l') wanted->options.lang = str_from(optarg);
    if (letter == 'b') wanted->base_url = optarg;
    if (letter == 'c') {
        if (!cmd_number(job, "--max-chars", optarg, 10 * 1000 * 1000, &number)) return false;
        wanted->options.max_chars = (size_t)number;
    }
    if (letter == 'g') {
        bool is_entry = strcmp(optarg, "entry") == 0;
        if (!is_entry && strcmp(optarg, "record") != 0)
            return cmd_usage(job, "--granularity wants entry or record, not '%s'", optarg), false;
        wanted->options.granularity = is_entry ? GRANULARITY_ENTRY : GRANULARITY_RECORD;
    }
    return true;
}

static int run(Job *job, int argc, char **argv)
{
    Wanted wanted = {.options = {.lang = STR_NONE}};
    const char *format_name = "jsonl";
    bool explains = false;
    for (int letter; (letter = cmd_option(job, argc, argv, ":f:o:h", options)) != -1;) {
        if (letter == 'h') return EXIT_DONE;
        if (letter == '?' || !read_option(job, letter, &wanted)) return EXIT_USAGE;
        if (letter == 'f') format_name = optarg;
        if (letter == 'e') explains = true;
        if (letter == 'L') return list_formats(), EXIT_DONE;
    }
    if (optind < argc) return cmd_usage(job, "export takes no arguments: %s", argv[optind]);
    wanted.format = export_find(str_from(format_name));
    if (!wanted.format) return unknown_format(job, format_name);
    if (export_is_folder(wanted.format) && !explains && (!wanted.output || strcmp(wanted.output, "-") == 0))
        return cmd_usage(job, "%s is several files: name a folder for them with -o", format_name);
    content_start();
    Content content = {0};
    if (!content_read_resting(job->arena, job->root, &content, &job->diagnostics)) {
        content_close(&content);
        return diagnostics_exit_code(&job->diagnostics, false);
    }
    if (wanted.base_url) content_set_base_url(job->arena, &content.config, str_from(wanted.base_url));
    if (explains) {
        Buffer out = {0};
        explain(&out, &content);
        cmd_write(job, wanted.output, buffer_str(&out));
        buffer_free(&out);
    } else {
        export_content(job, &content, &wanted);
    }
    content_close(&content);
    return diagnostics_exit_code(&job->diagnostics, false);
}

const Command cmd_export = {
    "export",
    "[--format NAME] [-o FILE] [--since MANIFEST] [--list] [--explain]",
    "writes the records for chatbots and other engines",
    "  -f, --format       jsonl (the default): one JSON object a record and line; --list tells the others\n"
    "  -o, --output       write here instead of to standard output; folders are made\n"
    "      --since        only what is new or changed since the export that wrote this manifest, and what is gone "
    "where the\n"
    "                     format can say so; the manifest is then replaced. One that is not there yet: everything\n"
    "      --manifest     write the new manifest here instead\n"
    "      --granularity  entry: a question with all its causes; record: one cause (default: as the format wants)\n"
    "      --lang         only entries of this language: zh-Hant, zh, en\n"
    "      --base-url     the site's address, instead of site.yml's\n"
    "      --max-chars    longer answers come in parts, never within a step or a command\n"
    "      --list         the formats: name, media type, what an item is, what it is for\n"
    "      --explain      instead of the records: for each, its lines and the rule that made it\n",
    run,
};
