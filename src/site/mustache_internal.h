/* A compiled template: shared by the files mustache_*.c alone. */
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

enum { DEEPEST_TEMPLATE = 32 /* within another */, OVERRIDES_MOST = 64 };

/* The blocks that a template higher up has replaced; the outermost comes first and wins. */
typedef struct Overrides {
    const Node *blocks[OVERRIDES_MOST];
    size_t count;
} Overrides;

/* Those of a parent, behind the `outer` ones, which may be NULL. */
Overrides template_overrides(const Node *parent, const Overrides *outer);
/* The block that replaces one, or itself; `overrides` may be NULL. */
const Node *template_block(const Node *block, const Overrides *overrides);
/* What the names of a path behind its first one lead to; NULL where there is nothing, or `value` is NULL. */
const Value *template_follow(const Value *value, const NamePath *path);
/* What {{name}} or {{{name}}} adds: nothing where the value is no text. */
void template_put_value(Buffer *out, const Node *node, const Value *value);

#endif
