#include "lint/lint.h"

#include <dirent.h>
#include <getopt.h>
#include <stdlib.h>

#include "cmd.h"

static const struct option options[] = {{"json", no_argument, NULL, 'j'},  {"fix", no_argument, NULL, 'f'},
                                        {"rules", no_argument, NULL, 'r'}, {"strict", no_argument, NULL, 's'},
                                        {"help", no_argument, NULL, 'h'},  {0}};

static void print_rules(void)
{
    size_t count;
    const LintRule *rules = lint_rules(&count);
    for (size_t i = 0; i < count; i++) {
        printf("%-18s %-8s %s%s", rules[i].name, severity_name(rules[i].severity), rules[i].summary,
               rules[i].is_fixable ? " (--fix)" : "");
        printf(rules[i].limit ? " (limit: %ld)\n" : "\n", rules[i].limit);
    }
}

static bool is_fixable(const char *name)
{
    size_t count;
    const LintRule *rules = lint_rules(&count);
    for (size_t i = 0; i < count; i++)
        if (name && str_is(str_from(name), rules[i].name)) return rules[i].is_fixable;
    return false;
}

static void print_json(const Diagnostics *diagnostics)
{
    Buffer out = {0};
    for (size_t i = 0; i < diagnostics->list.len; i++) {
        const Diagnostic *found = &diagnostics->list.items[i];
        Json json = json_writer(&out);
        json_put_object_start(&json);
        json_put_key(&json, "path");
        json_put_str(&json, found->path);
        json_put_key(&json, "line");
        json_put_int(&json, found->line);
        json_put_key(&json, "column");
        json_put_int(&json, found->column);
        json_put_key(&json, "severity");
        json_put_str(&json, str_from(severity_name(found->severity)));
        json_put_key(&json, "rule");
        json_put_str_or_null(&json, str_from(found->rule));
        json_put_key(&json, "message");
        json_put_str(&json, found->message);
        json_put_key(&json, "fixable");
        json_put_bool(&json, is_fixable(found->rule));
        json_put_object_end(&json);
        buffer_add_char(&out, '\n');
    }
    fwrite(out.data ? out.data : "", 1, out.len, stdout);
    buffer_free(&out);
}

/* Whether a document is one that was asked for: named, below a named folder, or nothing was named. */
static bool is_wanted(Job *job, Str path, char *const *names, int count)
{
    if (!count) return true;
    char *full = realpath(path_join(job->arena, job->root, path).data, NULL);
    bool is_found = false;
    for (int i = 0; full && i < count && !is_found; i++) {
        char *name = realpath(names[i], NULL);
        if (!name) continue;
        Str wanted = str_from(name), mine = str_from(full);
        is_found = str_starts(mine, wanted) && (mine.len == wanted.len || mine.data[wanted.len] == '/');
        free(name);
    }
    free(full);
    return is_found;
}

static void keep_wanted(Job *job, char *const *names, int count)
{
    Diagnostics *diagnostics = &job->diagnostics;
    StrMap *known = str_map_new(job->arena);
    size_t kept = 0;
    for (size_t i = 0; i < diagnostics->list.len; i++) {
        Diagnostic found = diagnostics->list.items[i];
        size_t wanted = 1;
        if (found.path.len && found.rule && !str_map_get(known, found.path, &wanted)) {
            wanted = is_wanted(job, found.path, names, count);
            str_map_set(known, found.path, wanted);
        }
        if (wanted)
            diagnostics->list.items[kept++] = found;
        else
            diagnostics->count[found.severity]--;
    }
    diagnostics->list.len = kept;
}

/* Writes the certain fixes, and forgets their findings. */
static bool fix(Job *job, const Content *content, const LintReport *report, char *const *names, int count)
{
    size_t edits = 0, files = 0;
    for (size_t i = 0; i < content->documents.len; i++) {
        Str path = content->documents.items[i].path, file = path_join(job->arena, job->root, path), text;
        if (!is_wanted(job, path, names, count)) continue;
        if (!file_read(job->arena, file, &text, &job->diagnostics)) return false;
        Str fixed = lint_apply(job->arena, report, path, text);
        if (fixed.data == text.data) continue;
        if (!file_write_atomic(file, fixed, &job->diagnostics)) return false;
        files++;
    }
    Diagnostics *diagnostics = &job->diagnostics;
    size_t kept = 0;
    for (size_t i = 0; i < diagnostics->list.len; i++) {
        Diagnostic found = diagnostics->list.items[i];
        if (is_fixable(found.rule)) {
            diagnostics->count[found.severity]--;
            edits++;
        } else {
            diagnostics->list.items[kept++] = found;
        }
    }
    diagnostics->list.len = kept;
    if (edits)
        fprintf(stderr, "whyfix: fixed %zu finding%s in %zu file%s\n", edits, edits == 1 ? "" : "s", files,
                files == 1 ? "" : "s");
    return true;
}

/* Whether all names are below ROOT/content: else they are files of no site. */
static bool are_of_site(Job *job, char *const *names, int count)
{
    char *content = realpath(path_join(job->arena, job->root, STR("content")).data, NULL);
    bool all = content != NULL || !count;
    for (int i = 0; i < count && all; i++) {
        char *name = realpath(names[i], NULL);
        Str mine = str_from(name), folder = str_from(content);
        all = name && str_starts(mine, folder) && (mine.len == folder.len || mine.data[folder.len] == '/');
        free(name);
    }
    free(content);
    return all;
}

/* As it was named, without ./ in front; one that leads up is made absolute, so that links between files can be
 * followed.
 */
static Str plain_path(Job *job, const char *name)
{
    Str path = str_from(name);
    while (str_starts(path, STR("./"))) path = str_slice(path, 2, path.len);
    if (str_is(path, ".")) return STR("");
    if (!str_has(path, STR(".."))) return path;
    char *full = realpath(name, NULL);
    Str absolute = full ? str_copy(job->arena, str_from(full)) : path;
    free(full);
    return absolute;
}

/* The files that are named, and those below named folders. */
static bool list_files(Job *job, char *const *names, int count, StrVec *paths)
{
    for (int i = 0; i < count; i++) {
        Str name = plain_path(job, names[i]);
        DIR *folder = opendir(names[i]);
        if (!folder) {
            VEC_PUSH(job->arena, paths, name);
            continue;
        }
        closedir(folder);
        FileInfoVec files = {0};
        if (!tree_list(job->arena, name.len ? name : STR("."), &files, &job->diagnostics)) return false;
        for (size_t f = 0; f < files.len; f++)
            VEC_PUSH(job->arena, paths, path_join(job->arena, name, files.items[f].path));
    }
    str_sort(paths);
    return true;
}

static bool read_content(Job *job, char *const *names, int count, Content *content)
{
    if (are_of_site(job, names, count)) return content_read(job->arena, job->root, content, &job->diagnostics);
    StrVec paths = {0};
    job->root = STR("");
    return list_files(job, names, count, &paths) && content_read_files(job->arena, &paths, content, &job->diagnostics);
}

static int run(Job *job, int argc, char **argv)
{
    bool as_json = false, fixes = false, strict = false;
    for (int letter; (letter = cmd_option(job, argc, argv, ":jfrsh", options)) != -1;) {
        if (letter == 'h') return EXIT_DONE;
        if (letter == '?') return EXIT_USAGE;
        if (letter == 'r') {
            print_rules();
            return EXIT_DONE;
        }
        as_json |= letter == 'j';
        fixes |= letter == 'f';
        strict |= letter == 's';
    }
    char *const *names = argv + optind;
    for (int i = optind; i < argc; i++)
        if (!file_exists(str_from(argv[i]))) return cmd_usage(job, "no such file or folder: %s", argv[i]);
    content_start();
    Content content;
    if (read_content(job, names, argc - optind, &content)) {
        LintReport report = {0};
        bool done =
            lint_run(job->arena, job->root, &content, date_format(job->arena, date_now()), &job->diagnostics, &report);
        keep_wanted(job, names, argc - optind);
        if (done && fixes) fix(job, &content, &report, names, argc - optind);
    }
    if (as_json) {
        print_json(&job->diagnostics);
        int code = diagnostics_exit_code(&job->diagnostics, strict);
        job->diagnostics.list.len = 0; /* said already */
        return code;
    }
    return diagnostics_exit_code(&job->diagnostics, strict);
}

const Command cmd_lint = {
    "lint",
    "[--json] [--fix] [--strict] [PATH...]",
    "says what an author should fix",
    "  PATH             files and folders below content/ (default: all of it), or of no site\n"
    "      --json       one JSON object a finding and line, on standard output\n"
    "      --fix        make the fixes that are certain: ids, code fences, header words\n"
    "      --rules      list the rules; site.yml switches them: lint: {RULE: off|note|warning|error}\n"
    "      --strict     warnings count as errors\n",
    run,
};
