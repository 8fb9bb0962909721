/* A compiled template: shared by mustache_compile.c and mustache_render.c alone. */
#ifndef WHYFIX_MUSTACHE_INTERNAL_H
#define WHYFIX_MUSTACHE_INTERNAL_H

#include "mustache.h"

typedef enum NodeType {
    NODE_TEXT,
    NODE_ESCAPED,  /* {{name}} */
    NODE_RAW,      /* {{{name}}}, {{&name}} */
    NODE_SECTION,  /* {{#name}} */
    NODE_INVERTED, /* {{^name}} */
    NODE_PARTIAL,  /* {{>name}} */
    NODE_PARENT,   /* {{<name}} */
    NODE_BLOCK,    /* {{$name}} */
} NodeType;

typedef struct Node Node;
typedef VEC(Node) NodeList;
typedef VEC(ValueName) NamePath;
struct Node {
    NodeType type;
    Str text;           /* of NODE_TEXT, else the tag's name */
    NamePath path;      /* the names between its dots; empty: there is none, or it is {{.}} */
    bool is_dynamic;    /* {{>*name}}: the name is looked up */
    bool starts_line;   /* a text that begins at the start of a line of the template */
    bool ends_line;     /* a text that ends with a line of it */
    bool is_standalone; /* the tag has its line to itself */
    Str indent;         /* the white space before the tag on its line */
    Str inner_indent;   /* of a block: that of the first line of its content */
    NodeList children;
};

struct Template {
    NodeList nodes;
};

#endif
