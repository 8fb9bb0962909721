/* Mustache templates (mustache.github.io/mustache.5.html; the specification's modules comments, delimiters,
 * interpolation, inverted, partials, sections, and the optional dynamic names and inheritance). Compiled once, rendered
 * often. */
#ifndef WHYFIX_MUSTACHE_H
#define WHYFIX_MUSTACHE_H

#include "value.h"

typedef struct Template Template;

/* Compiles a template into the arena; `source` must outlive it. NULL with an error that names line and column where a
 * tag or a section does not end. */
const Template *template_compile(Arena *arena, Str path, Str source, Diagnostics *diagnostics);

/* Finds the partial of a name; NULL: it is empty. */
typedef const Template *FindPartial(void *context, Str name);

/* Appends the template filled with the model. */
void template_render(Buffer *out, const Template *template, const Value *model, FindPartial *find, void *context);

#endif
