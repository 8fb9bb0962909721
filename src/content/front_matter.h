/* What an author says about a file or an entry, beside its text. Private to content/. */
#ifndef WHYFIX_FRONT_MATTER_H
#define WHYFIX_FRONT_MATTER_H

#include "base/base.h"

typedef struct Metadata {
    Str id, title, lang, environment, updated, review;
    StrVec aliases, tags, section, redirects;
} Metadata;

/* Splits `text` into front matter and body: YAML between --- lines, or TOML between +++ lines. *body_line is the body's
 * first line, from 1. Front matter that does not end, or is not YAML, is reported, and the whole text is the body, so
 * that nothing is lost. */
void front_matter_read(Arena *arena, Str path, Str text, Metadata *metadata, Str *body, int *body_line,
                       Diagnostics *diagnostics);

/* An entry's own metadata: the YAML in an HTML comment that stands right under its heading. False where the comment is
 * a plain remark. `line` is the comment's first line. */
bool front_matter_read_comment(Arena *arena, Str path, int line, Str comment, Metadata *metadata,
                               Diagnostics *diagnostics);

#endif
