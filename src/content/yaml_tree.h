/* YAML as a small tree, for site.yml and front matter; libyaml does the reading. Private to content/. */
#ifndef WHYFIX_YAML_TREE_H
#define WHYFIX_YAML_TREE_H

#include "base/base.h"

typedef enum YamlType { YAML_SCALAR, YAML_LIST, YAML_MAP } YamlType;

typedef struct Yaml {
    YamlType type;
    int line;                 /* in the file, from 1 */
    Str text;                 /* of a scalar */
    bool is_block;            /* a scalar behind | or >: its text begins on the line below */
    VEC(struct Yaml *) items; /* of a list, or a map's values */
    StrVec keys;              /* of a map */
} Yaml;

/* The tree of `text`, whose first line is `first_line` of `path`; owned by the arena. NULL where it is not YAML: *line,
 * *column and *problem say why. An empty document is an empty map. */
Yaml *yaml_read(Arena *arena, Str text, int first_line, int *line, int *column, Str *problem);

const Yaml *yaml_get(const Yaml *map, const char *key); /* NULL where there is none */
Str yaml_text(const Yaml *map, const char *key);        /* STR_NONE where there is none, or it is no scalar */
/* A list of scalars; a single scalar is a list of one. */
StrVec yaml_strings(Arena *arena, const Yaml *map, const char *key);

#endif
