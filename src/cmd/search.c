#include "search/search.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "text/text.h"

static const struct option options[] = {{"db", required_argument, NULL, 'd'},
                                        {"json", no_argument, NULL, 'j'},
                                        {"number", required_argument, NULL, 'n'},
                                        {"category", required_argument, NULL, 'c'},
                                        {"log", required_argument, NULL, 'l'},
                                        {"help", no_argument, NULL, 'h'},
                                        {0}};

/* The markup of a snippet as a terminal shows it: marks in bold, entities as characters. */
static void print_html(Str html, bool in_color)
{
    static const struct {
        const char *markup, *color, *plain;
    } spans[] = {{"<mark>", "\033[1m", ""}, {"</mark>", "\033[0m", ""}, {"&lt;", "<", "<"}, {"&gt;", ">", ">"},
                 {"&quot;", "\"", "\""},    {"&#39;", "'", "'"},        {"&amp;", "&", "&"}};
    while (html.len) {
        bool found = false;
        for (size_t i = 0; i < sizeof spans / sizeof *spans && !found; i++) {
            Str markup = str_from(spans[i].markup);
            if (!str_starts(html, markup)) continue;
            fputs(in_color ? spans[i].color : spans[i].plain, stdout);
            html = str_slice(html, markup.len, html.len);
            found = true;
        }
        if (found) continue;
        fputc(html.data[0], stdout);
        html = str_slice(html, 1, html.len);
    }
}

static void print_line(const char *indent, const char *label, Str text)
{
    Str line;
    for (bool is_first = true; str_next(&text, '\n', &line); is_first = false)
        printf("%s%s%.*s\n", indent, is_first ? label : "  ", STR_ARG(line));
}

static void print_results(const SearchResults *results)
{
    bool in_color = isatty(STDOUT_FILENO);
    if (results->did_you_mean.data) printf("Searched for: %.*s\n\n", STR_ARG(results->did_you_mean));
    for (size_t i = 0; i < results->hits.len; i++) {
        const SearchHit *hit = &results->hits.items[i];
        printf("%zu. ", i + 1);
        print_html(hit->question_html.markup, in_color);
        printf("\n   %.*s\n", STR_ARG(hit->url));
        for (size_t r = 0; r < hit->records.len; r++) {
            if (hit->records.items[r].cause.data) print_line("   ", "- ", hit->records.items[r].cause);
            print_line("     ", hit->records.items[r].cause.data ? "→ " : "", hit->records.items[r].solution);
        }
        putchar('\n');
    }
    printf("%zu found, %.1f ms\n", results->total, results->took_ms);
}

static bool look_up(Job *job, SearchIndex *index, Arena *arena, SearchRequest request, bool as_json)
{
    SearchResults results;
    if (!search_run(index, arena, &request, &results, &job->diagnostics)) return false;
    if (!as_json) {
        print_results(&results);
        return true;
    }
    Buffer out = {0};
    Json json = json_writer(&out);
    search_write_json(&json, &results);
    buffer_add_char(&out, '\n');
    fwrite(out.data, 1, out.len, stdout);
    buffer_free(&out);
    return true;
}

static bool look_up_lines(Job *job, SearchIndex *index, SearchRequest request, bool as_json)
{
    Arena *arena = arena_new();
    char *line = NULL;
    size_t cap = 0;
    bool done = true;
    for (ssize_t len; done && (len = getline(&line, &cap, stdin)) >= 0;) {
        CleanReport report;
        arena_reset(arena);
        request.query = str_trim(text_clean(arena, (Str){line, (size_t)len}, &report));
        done = look_up(job, index, arena, request, as_json);
    }
    free(line);
    arena_free(arena);
    return done;
}

/* ---- what a log says
 * ------------------------------------------------------------------------------------------------- */

enum { CAUSES_MOST = 10 };

static void print_causes(const DiagnosisVec *causes)
{
    for (size_t i = 0; i < causes->len; i++) {
        const Diagnosis *cause = &causes->items[i];
        printf("%zu. %.*s\n", i + 1, STR_ARG(cause->question));
        printf("   %.*s\n", STR_ARG(cause->url));
        for (size_t n = 0; n < cause->lines.len; n++) print_line("   ", "| ", cause->lines.items[n]);
        if (cause->cause.data) print_line("   ", "- ", cause->cause);
        print_line("     ", cause->cause.data ? "→ " : "", cause->solution);
        putchar('\n');
    }
    if (!causes->len) puts("No line of it points to a known cause.");
}

static void diagnose(Job *job, SearchIndex *index, Str path, Str symptom, size_t most, bool as_json)
{
    Str bytes;
    CleanReport report;
    DiagnosisVec causes;
    if (!file_read(job->arena, path, &bytes, &job->diagnostics)) return;
    Str log = text_clean(job->arena, bytes, &report);
    if (!search_diagnose(index, job->arena, symptom, log, most, &causes, &job->diagnostics)) return;
    if (!as_json) {
        print_causes(&causes);
        return;
    }
    Buffer out = {0};
    Json json = json_writer(&out);
    search_write_diagnosis(&json, index, symptom, &causes);
    buffer_add_char(&out, '\n');
    fwrite(out.data, 1, out.len, stdout);
    buffer_free(&out);
}

static int run(Job *job, int argc, char **argv)
{
    bool as_json = false;
    long number = SEARCH_PER_PAGE;
    const char *log = NULL;
    SearchRequest request = {.page = 1};
    Str path = cmd_default_index(job);
    for (int letter; (letter = cmd_option(job, argc, argv, ":d:jn:c:l:h", options)) != -1;) {
        if (letter == 'h') return EXIT_DONE;
        if (letter == '?') return EXIT_USAGE;
        if (letter == 'd') path = str_from(optarg);
        if (letter == 'j') as_json = true;
        if (letter == 'l') log = optarg;
        if (letter == 'c') request.category = str_from(optarg);
        if (letter == 'n' && !cmd_number(job, "-n", optarg, SEARCH_PER_PAGE_MOST, &number)) return EXIT_USAGE;
    }
    if (optind == argc && !log) return cmd_usage(job, "say what to look for, or - to read a query a line");
    request.per_page = (size_t)number;
    SearchIndex *index = search_open(path, SEARCH_MANY_REQUESTS, &job->diagnostics);
    if (!index) return EXIT_MACHINE;
    bool is_lines = argc - optind == 1 && strcmp(argv[optind], "-") == 0 && !log;
    if (is_lines) {
        look_up_lines(job, index, request, true);
    } else {
        Buffer words = {0};
        CleanReport report;
        for (int i = optind; i < argc; i++) buffer_printf(&words, "%s%s", i > optind ? " " : "", argv[i]);
        request.query = text_clean(job->arena, buffer_take(&words, job->arena), &report);
        buffer_free(&words);
        if (log)
            diagnose(job, index, str_from(log), str_or_empty(request.query),
                     number < CAUSES_MOST ? (size_t)number : CAUSES_MOST, as_json);
        else
            look_up(job, index, job->arena, request, as_json);
    }
    search_close(index);
    return diagnostics_exit_code(&job->diagnostics, false);
}

const Command cmd_search = {
    "search",
    "[--db FILE] [--json] [-n N] [--log FILE] QUERY...",
    "looks up a symptom in the terminal",
    "  QUERY            words, a sentence, an error text; - reads one query a line and prints one JSON object a line\n"
    "  -d, --db         the index (default: WHYFIX_DB, else ROOT/build/site/search.db)\n"
    "  -j, --json       prints the search JSON\n"
    "  -n, --number     how many results (default 10)\n"
    "  -c, --category   only entries of this category\n"
    "  -l, --log        the likely causes of what a log says, with its lines that tell; - reads standard input.\n"
    "                   QUERY is then the symptom, and may be left out\n",
    run,
};
