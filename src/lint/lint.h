/* lint: documents → what an author should fix, and the fixes that are certain. It knows content/ and nothing of pages,
 * indexes or exports. */
#ifndef WHYFIX_LINT_H
#define WHYFIX_LINT_H

#include "content/content.h"
#include "content/survey.h"

/* A rule; all of them stand in the table of lint.c. */
typedef struct LintRule {
    const char *name;
    Severity severity; /* where site.yml says nothing else */
    bool is_fixable;
    const char *summary; /* what it finds, and what for */
    long limit;          /* a rule's own number, which site.yml can change; 0: it has none */
} LintRule;

const LintRule *lint_rules(size_t *count);

/* A change to one line of a file that an author would make the same way. */
typedef struct LintEdit {
    const char *rule;
    Str path;
    int line;
    Str before, replacement,
        after; /* whole lines to go before and after it; data NULL: none. replacement: NULL: as it is */
} LintEdit;

typedef struct LintReport {
    VEC(LintEdit) edits;
} LintReport;

/* Looks at the documents of a site that was read from `root`, on all processors. Findings are added to `diagnostics`;
 * those of rules that are off are taken out of it, whoever found them. `today` is an ISO 8601 date. False where a
 * document cannot be read again. */
bool lint_run(Arena *arena, Str root, const Content *content, Str today, Diagnostics *diagnostics, LintReport *report);

/* The text of a document with the edits for its path made; `text` itself where there are none. */
Str lint_apply(Arena *arena, const LintReport *report, Str path, Str text);

#endif
