/* How good the search is on queries whose answers are known. */
#include <getopt.h>
#include <jansson.h>
#include <stdlib.h>

#include "cmd.h"
#include "search/search.h"

static const struct option options[] = {{"db", required_argument, NULL, 'd'},
                                        {"min-mrr", required_argument, NULL, 'm'},
                                        {"help", no_argument, NULL, 'h'},
                                        {0}};

enum { RANK_MOST = 10 };

typedef struct Evaluation {
    SearchIndex *index;
    size_t asked, first, among_three;
    double reciprocal_ranks;
} Evaluation;

/* The place of the entry among the results, from 1; 0: not among them. */
static bool ask(Evaluation *evaluation, Arena *arena, Str query, Str entry, size_t *rank, Str *found,
                Diagnostics *diagnostics)
{
    SearchRequest request = {.query = query, .page = 1, .per_page = RANK_MOST};
    SearchResults results;
    if (!search_run(evaluation->index, arena, &request, &results, diagnostics)) return false;
    *rank = 0;
    *found = results.hits.len ? results.hits.items[0].entry : STR("nothing");
    for (size_t i = results.hits.len; i > 0; i--)
        if (str_equal(results.hits.items[i - 1].entry, entry)) *rank = i;
    return true;
}

static bool evaluate(Evaluation *evaluation, Arena *arena, Str query, Str entry, Diagnostics *diagnostics)
{
    size_t rank;
    Str found;
    if (!ask(evaluation, arena, query, entry, &rank, &found, diagnostics)) return false;
    evaluation->asked++;
    evaluation->first += rank == 1;
    evaluation->among_three += rank >= 1 && rank <= 3;
    if (rank) evaluation->reciprocal_ranks += 1.0 / (double)rank;
    if (rank > 1)
        printf("miss: '%.*s': %.*s is no. %zu, first is %.*s\n", STR_ARG(query), STR_ARG(entry), rank, STR_ARG(found));
    if (!rank)
        printf("miss: '%.*s': %.*s is not found, first is %.*s\n", STR_ARG(query), STR_ARG(entry), STR_ARG(found));
    return true;
}

static void read_line(Evaluation *evaluation, Arena *arena, Str path, int number, Str line, Diagnostics *diagnostics)
{
    json_error_t error;
    json_t *object = json_loadb(line.data, line.len, 0, &error);
    const char *query = json_string_value(json_object_get(object, "q")),
               *entry = json_string_value(json_object_get(object, "entry"));
    if (!object)
        diagnostics_add(diagnostics, SEVERITY_ERROR, "queries", path, number, error.column, "not usable JSON: %s",
                        error.text);
    else if (!query || !entry)
        diagnostics_add(diagnostics, SEVERITY_ERROR, "queries", path, number, 0,
                        "write {\"q\": \"what is asked\", \"entry\": \"id that answers\"}");
    else
        evaluate(evaluation, arena, str_from(query), str_from(entry), diagnostics);
    json_decref(object);
}

static void read_queries(Job *job, Evaluation *evaluation, Str path)
{
    Str text, line;
    if (!file_read(job->arena, path, &text, &job->diagnostics)) return;
    Arena *arena = arena_new();
    for (int number = 1; str_next(&text, '\n', &line); number++) {
        arena_reset(arena);
        if (str_trim(line).len) read_line(evaluation, arena, path, number, line, &job->diagnostics);
    }
    arena_free(arena);
}

static int run(Job *job, int argc, char **argv)
{
    Evaluation evaluation = {0};
    Str path = cmd_default_index(job);
    double least = 0;
    for (int letter; (letter = cmd_option(job, argc, argv, ":d:m:h", options)) != -1;) {
        if (letter == 'h') return EXIT_DONE;
        if (letter == '?') return EXIT_USAGE;
        if (letter == 'd') path = str_from(optarg);
        if (letter != 'm') continue;
        char *end;
        least = strtod(optarg, &end);
        if (*end || end == optarg || !(least >= 0 && least <= 1))
            return cmd_usage(job, "--min-mrr wants a number from 0 to 1, not '%s'", optarg);
    }
    if (argc - optind != 1) return cmd_usage(job, "name one file of queries");
    evaluation.index = search_open(path, SEARCH_MANY_REQUESTS, &job->diagnostics);
    if (!evaluation.index) return EXIT_MACHINE;
    read_queries(job, &evaluation, str_from(argv[optind]));
    search_close(evaluation.index);
    double asked = evaluation.asked ? (double)evaluation.asked : 1, mrr = evaluation.reciprocal_ranks / asked;
    printf("%zu queries: S@1 %.3f  S@3 %.3f  MRR@10 %.3f\n", evaluation.asked, (double)evaluation.first / asked,
           (double)evaluation.among_three / asked, mrr);
    if (mrr < least)
        diagnostics_add(&job->diagnostics, SEVERITY_ERROR, "search-quality", str_from(argv[optind]), 0, 0,
                        "MRR@10 is %.3f, below %.3f", mrr, least);
    return diagnostics_exit_code(&job->diagnostics, false);
}

const Command cmd_eval = {
    "eval",
    "[--db FILE] [--min-mrr X] QUERIES.jsonl",
    "measures the search on queries whose answers are known",
    "  QUERIES.jsonl    a query a line: {\"q\": \"what is asked\", \"entry\": \"id that answers\"}\n"
    "  -d, --db         the index (default: WHYFIX_DB, else ROOT/build/site/search.db)\n"
    "      --min-mrr    exit 1 where the mean reciprocal rank of the first ten is less\n",
    run,
};
