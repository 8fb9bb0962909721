#include "internal.h"

#include <stdlib.h>
#include <string.h>

static const LintRule rules[] = {
    /* found by the linter */
    {"no-solution", SEVERITY_WARNING, false, "a question without a solution: readers come for it", 0},
    {"empty-cell", SEVERITY_WARNING, false, "a row of a cause table without its cause or its solution", 0},
    {"table-shape", SEVERITY_WARNING, false, "a row with more or fewer cells than its head: cells are lost or empty",
     0},
    {"table-header", SEVERITY_WARNING, false, "a table that names causes and no solutions: its rows are no records", 0},
    {"header-word", SEVERITY_WARNING, true, "a column's name in bold, or in the other Chinese script", 0},
    {"heading-id", SEVERITY_WARNING, true, "a question without a permanent id: its address changes with its words", 0},
    {"unmarked-question", SEVERITY_WARNING, false, "a question on a line without ##: `whyfix import` marks it", 0},
    {"near-duplicate", SEVERITY_WARNING, false,
     "questions in almost the same words, in percent: readers find one of them", 90},
    {"cause-solutions", SEVERITY_WARNING, false,
     "a cause that two questions share, with solutions of which less is the same, in percent", 10},
    {"dead-link", SEVERITY_ERROR, false, "a link to a document or an anchor that is not there", 0},
    {"image-missing", SEVERITY_ERROR, false, "an image that is not there", 0},
    {"image-alt", SEVERITY_WARNING, false,
     "an image without alternative text: unread by screen readers and by the search", 0},
    {"mixed-script", SEVERITY_WARNING, false, "Traditional and Simplified characters in one entry", 0},
    {"mixed-punctuation", SEVERITY_WARNING, false, "half-width punctuation between Han characters beside full-width",
     0},
    {"vocabulary", SEVERITY_WARNING, false, "a word that synonyms.txt has another word for, which is the one to write",
     0},
    {"long-answer", SEVERITY_WARNING, false, "a solution with more characters than a chatbot's chunk holds", 2000},
    {"review-date", SEVERITY_WARNING, false, "an entry whose review date has passed", 0},
    {"bare-config", SEVERITY_WARNING, true, "configuration or a command without a code fence: it is not set as code",
     0},
    /* found while reading */
    {"duplicate-id", SEVERITY_ERROR, false, "an id that another question has", 0},
    {"duplicate-question", SEVERITY_WARNING, false, "a question that is asked twice, without ids", 0},
    {"id-characters", SEVERITY_WARNING, false, "an id with characters that no address should have", 0},
    {"id-reserved", SEVERITY_WARNING, false, "an id that is the name of a page of every site", 0},
    {"front-matter", SEVERITY_WARNING, false, "front matter that cannot be read", 0},
    {"yaml-faq", SEVERITY_WARNING, false, "an FAQ in YAML that cannot be read", 0},
    {"nesting", SEVERITY_WARNING, false, "lists or quotes deeper in one another than can be shown", 0},
    {"empty-file", SEVERITY_WARNING, false, "a file without a word", 0},
    {"encoding", SEVERITY_WARNING, false, "bytes that are not UTF-8", 0},
    {"synonyms", SEVERITY_WARNING, false, "a line of synonyms.txt that is no group", 0},
    {"site-yml", SEVERITY_WARNING, false, "a key of site.yml that nobody knows", 0},
};
enum { RULES = sizeof rules / sizeof *rules };

const LintRule *lint_rules(size_t *count)
{
    *count = RULES;
    return rules;
}

static size_t find_rule(Str name)
{
    size_t i = 0;
    while (i < RULES && !str_is(name, rules[i].name)) i++;
    return i;
}

void lint_find(Lint *lint, const char *rule, Str path, int line, int column, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    Buffer message = {0};
    buffer_vprintf(&message, format, args);
    va_end(args);
    diagnostics_add(lint->diagnostics, rules[find_rule(str_from(rule))].severity, rule, path, line, column, "%.*s",
                    STR_ARG(buffer_str(&message)));
    buffer_free(&message);
}

long lint_limit(const Lint *lint, const char *rule)
{
    return lint->limits[find_rule(str_from(rule))];
}

void lint_edit(Lint *lint, LintEdit edit)
{
    VEC_PUSH(lint->arena, &lint->report->edits, edit);
}

typedef struct Switches {
    bool is_off[RULES], is_set[RULES];
    Severity severity[RULES];
    long limits[RULES];
} Switches;

static void read_switch(const LintSetting *setting, Switches *switches, Diagnostics *diagnostics)
{
    size_t rule = find_rule(setting->rule);
    if (rule == RULES) {
        diagnostics_add(diagnostics, SEVERITY_WARNING, "site-yml", STR("content/site.yml"), setting->line, 0,
                        "lint: there is no rule '%.*s'; `whyfix lint --rules` lists them", STR_ARG(setting->rule));
        return;
    }
    char *end = NULL;
    long number = setting->value.len ? strtol(setting->value.data, &end, 10) : 0;
    static const char *const words[] = {"note", "warning", "error"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_is(setting->value, words[i])) {
            switches->is_set[rule] = true;
            switches->severity[rule] = (Severity)i;
            return;
        }
    if (str_is(setting->value, "off") || str_is(setting->value, "false"))
        switches->is_off[rule] = true;
    else if (rules[rule].limit && number > 0 && !*end)
        switches->limits[rule] = number;
    else if (!str_is(setting->value, "on") && !str_is(setting->value, "true"))
        diagnostics_add(diagnostics, SEVERITY_WARNING, "site-yml", STR("content/site.yml"), setting->line, 0,
                        "lint: '%.*s' is no value for %s: write off, note, warning or error%s", STR_ARG(setting->value),
                        rules[rule].name, rules[rule].limit ? ", or a number" : "");
}

/* Takes out what is off, with its fixes, and gives the rest the severity that the table or the author gives it. */
static void apply_switches(const Switches *switches, Diagnostics *diagnostics, LintReport *report)
{
    size_t edits = 0;
    for (size_t i = 0; i < report->edits.len; i++)
        if (!switches->is_off[find_rule(str_from(report->edits.items[i].rule))])
            report->edits.items[edits++] = report->edits.items[i];
    report->edits.len = edits;
    size_t kept = 0;
    memset(diagnostics->count, 0, sizeof diagnostics->count);
    for (size_t i = 0; i < diagnostics->list.len; i++) {
        Diagnostic found = diagnostics->list.items[i];
        size_t rule = found.rule ? find_rule(str_from(found.rule)) : RULES;
        if (rule < RULES && switches->is_off[rule]) continue;
        if (rule < RULES && found.severity != SEVERITY_FAILURE)
            found.severity = switches->is_set[rule] ? switches->severity[rule] : rules[rule].severity;
        diagnostics->count[found.severity]++;
        diagnostics->list.items[kept++] = found;
    }
    diagnostics->list.len = kept;
}

/* What a worker owns. */
typedef struct Worker {
    Lint lint;
    Arena *scratch; /* for one document */
    Diagnostics diagnostics;
    LintReport report;
} Worker;

typedef struct Run {
    Str root;
    const Content *content;
    Worker *workers;
} Run;

static void lint_document(void *context, unsigned number, size_t index)
{
    Run *run = context;
    Worker *worker = &run->workers[number];
    const Document *document = &run->content->documents.items[index];
    Str bytes;
    Survey survey;
    if (file_read(worker->scratch, path_join(worker->scratch, run->root, document->path), &bytes,
                  &worker->diagnostics)) {
        survey_read(worker->scratch, document->path, bytes, &survey);
        lint_entries(&worker->lint, document, &survey);
        lint_writing(&worker->lint, document, &survey);
        lint_headings(&worker->lint, document, &survey);
        lint_tables(&worker->lint, document, &survey);
        lint_links(&worker->lint, document, &survey);
        lint_config(&worker->lint, &survey);
    }
    arena_reset(worker->scratch);
}

static void lint_documents(const Lint *lint, Str root)
{
    unsigned count = parallel_workers();
    Run run = {root, lint->content, ARENA_ARRAY(lint->arena, Worker, count)};
    for (unsigned i = 0; i < count; i++) {
        Worker *worker = &run.workers[i];
        worker->scratch = arena_new();
        worker->lint = *lint;
        worker->lint.arena = arena_new();
        worker->lint.diagnostics = &worker->diagnostics;
        worker->lint.report = &worker->report;
        diagnostics_init(&worker->diagnostics);
    }
    parallel_for(count, lint->content->documents.len, lint_document, &run);
    for (unsigned i = 0; i < count; i++) {
        Worker *worker = &run.workers[i];
        for (size_t e = 0; e < worker->report.edits.len; e++)
            VEC_PUSH(lint->arena, &lint->report->edits, worker->report.edits.items[e]);
        diagnostics_join(lint->diagnostics, &worker->diagnostics);
        arena_adopt(lint->arena, worker->lint.arena);
        arena_free(worker->scratch);
    }
}

bool lint_run(Arena *arena, Str root, const Content *content, Str today, Diagnostics *diagnostics, LintReport *report)
{
    Switches switches = {0};
    for (size_t i = 0; i < RULES; i++) switches.limits[i] = rules[i].limit;
    for (size_t i = 0; i < content->config.lint.len; i++)
        read_switch(&content->config.lint.items[i], &switches, diagnostics);
    Lint lint = {arena, content, today, diagnostics, report, switches.limits};
    lint_documents(&lint, root);
    lint_similar(&lint);
    lint_shared_causes(&lint);
    lint_synonyms(&lint);
    apply_switches(&switches, diagnostics, report);
    return diagnostics->count[SEVERITY_FAILURE] == 0;
}
