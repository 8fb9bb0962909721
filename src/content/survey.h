/* A document as its author wrote it: what stands on which line of the source. For the linter; content.h reads the same
 * document for what it says. */
#ifndef WHYFIX_SURVEY_H
#define WHYFIX_SURVEY_H

#include "base/base.h"

typedef struct SurveyHeading {
    int line;
    Str text, id; /* id: the author's, or the one that it should get */
    bool is_question, is_pinned;
    bool is_marked; /* with #; else a question on a line without a mark */
} SurveyHeading;

typedef struct SurveyLink {
    int line;
    Str url, text; /* of an image, its alternative text */
    bool is_image;
} SurveyLink;

typedef struct SurveyRow {
    int line;
    size_t cells;                     /* as many as its pipes make */
    bool lacks_cause, lacks_solution; /* an empty cell where the head names one */
} SurveyRow;

typedef struct SurveyTable {
    int line;
    size_t columns;
    StrVec head;             /* plain */
    VEC(const char *) roles; /* of the columns: "cause", "solution", "category", or NULL */
    VEC(SurveyRow) rows;
} SurveyTable;

typedef struct SurveyLine {
    Str text;
    bool is_code;   /* in a fence, with the fence's own lines */
    bool is_config; /* bare configuration, which wants a fence */
} SurveyLine;

typedef struct Survey {
    Str path;
    VEC(SurveyLine) lines; /* lines.items[n - 1] is line n of the file; front matter is code */
    VEC(SurveyHeading) headings;
    VEC(SurveyLink) links;
    VEC(SurveyTable) tables;
    bool is_markdown; /* not YAML or the like: lines can be mended where they stand */
} Survey;

void survey_read(Arena *arena, Str path, Str bytes, Survey *survey);

/* The line of a heading with a permanent id at its end: ## Why? → ## Why? {#why} */
Str survey_pinned_heading(Arena *arena, Str line, Str id);
/* The usual word for a column ("cause", "solution", "category") in a language; NULL where there is none. */
const char *survey_column_word(const char *role, const char *lang);

#endif
