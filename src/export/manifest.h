/* Private to export/: the manifest of an export, and the parts of long answers. */
#ifndef WHYFIX_MANIFEST_H
#define WHYFIX_MANIFEST_H

#include "export.h"

void manifest_put(Manifest *manifest, Str id, Str hash); /* copies both */
Str manifest_get(const Manifest *manifest, Str id);      /* the hash; STR_NONE: not in it */
Str manifest_keep(const Manifest *manifest, Str id);     /* the manifest's own copy of an id that it has */
typedef void MissingFunction(void *context, Str id);
/* Each id of the old manifest that the new one has not, in the order of the old. */
void manifest_each_missing(const Manifest *old, const Manifest *fresh, MissingFunction *function, void *context);

/* Markdown in pieces of at most `most` characters (parts.c): between blocks, steps or rows of tables, never within a
 * step or a command, so that a piece may be longer where one of those is. */
StrVec markdown_parts(Arena *arena, Str markdown, size_t most);

#endif
