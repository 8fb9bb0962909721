/* Tags that are none of HTML, and the names of admonitions. Private to content/. */
#ifndef WHYFIX_DIALECT_TAG_H
#define WHYFIX_DIALECT_TAG_H

#include "lines.h"

/* NOTE, TIP, …: the kind of what is called so; NULL: it is none (dialect_admonition.c). */
const char *dialect_admonition_kind(Str name);
/* The title of an admonition: behind its name, in quotes, brackets or bare; attributes in {} are none. */
Str dialect_admonition_title(Str rest);
Str dialect_first_word(Str text); /* up to a space, a quote or a bracket */

/* The value of the first of some keys, key="value"; STR_NONE where none is there. `keys` end with NULL. */
Str dialect_attribute(Str text, const char *const *keys);
/* The image of a tag with a source, as markdown; STR_NONE where it has none. */
Str dialect_image(Arena *arena, Str tag);
/* A line without template tags and without the **** that converters leave behind; code spans stay as they are. */
Str dialect_without_tags(Arena *arena, Str text);
/* What stands inside a tag that is alone on a line: {{< … >}}, or of a component, <Accordion …>, or the same with a /
 * to end it; empty where there is none. */
Str dialect_lone_tag(const Line *line, bool *is_component);
/* The text of a component that begins and ends on the line, and its tag; empty where there is none. */
Str dialect_component_text(const Line *line, Str *tag);

#endif
