/* Shared by the files of lint/. */
#ifndef WHYFIX_LINT_INTERNAL_H
#define WHYFIX_LINT_INTERNAL_H

#include "lint.h"

typedef struct Lint {
    Arena *arena;
    const Content *content;
    Str today;
    Diagnostics *diagnostics;
    LintReport *report;
    long *limits; /* by rule */
} Lint;

/* What a rule found; the rule's severity decides how it is told. */
void lint_find(Lint *lint, const char *rule, Str path, int line, int column, const char *format, ...)
    __attribute__((format(printf, 6, 7)));
long lint_limit(const Lint *lint, const char *rule);
void lint_edit(Lint *lint, LintEdit edit);

/* Whether a word has characters of the Chinese script that `lang` is not written in. */
bool lint_is_other_script(Str word, const char *lang);

void lint_entries(Lint *lint, const Document *document, const Survey *survey);  /* lint_entry.c */
void lint_writing(Lint *lint, const Document *document, const Survey *survey);  /* lint_writing.c */
void lint_headings(Lint *lint, const Document *document, const Survey *survey); /* lint_markup.c */
void lint_tables(Lint *lint, const Document *document, const Survey *survey);
void lint_links(Lint *lint, const Document *document, const Survey *survey);
void lint_config(Lint *lint, const Survey *survey);
void lint_similar(Lint *lint); /* lint_similar.c */
void lint_shared_causes(Lint *lint);
void lint_synonyms(Lint *lint); /* lint_synonyms.c */

#endif
