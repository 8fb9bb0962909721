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

/* Appends the template filled with the model; what that has not is looked for in `common`, which may be NULL. It is
 * broken off where partials or sections are nested too deep, as in one that is its own partial: the name of that tag,
 * or STR_NONE where all is rendered. */
Str template_render(Buffer *out, const Template *template, const Value *common, const Value *model, FindPartial *find,
                    void *context);

/* The template for models with the same `common`, which is put in where it can be, as partials are: its names must be
 * those of no value in any of these models. It is rendered with that, too, and must not outlive it. */
const Template *template_bind(Arena *arena, const Template *template, const Value *common, FindPartial *find,
                              void *context);

#endif
