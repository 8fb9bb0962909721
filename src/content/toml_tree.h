/* The part of TOML that front matter is written in, as the same small tree as YAML. Private to content/. */
#ifndef WHYFIX_TOML_TREE_H
#define WHYFIX_TOML_TREE_H

#include "yaml_tree.h"

/* Keys with strings, dates, numbers, truth values and arrays of them, over several lines too; [tables] become nested
 * maps (toml.io, version 1.0). Same arguments and result as yaml_read(). */
Yaml *toml_read(Arena *arena, Str text, int first_line, int *line, int *column, Str *problem);

#endif
