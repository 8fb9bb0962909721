/* FAQ files in YAML (### YamlMime:FAQ, or lists of question and answer) → loose markdown. Private to content/. */
#ifndef WHYFIX_YAML_FAQ_H
#define WHYFIX_YAML_FAQ_H

#include "lines.h"

/* Whether a .yml file is an FAQ, and not settings of some other program. */
bool yaml_faq_is(Str path, Str text);

/* Its title, sections, questions and answers as headings and text, with the source line of each line. What is not YAML
 * is reported, and nothing is written. */
LineWriter yaml_faq_markdown(Arena *arena, Str path, Str text, Diagnostics *diagnostics);

#endif
