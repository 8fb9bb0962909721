#include "yaml_tree.h"

#include <yaml.h>

enum { DEEPEST = 32 };

static Yaml *convert(Arena *arena, yaml_document_t *document, int index, int first_line, int depth)
{
    const yaml_node_t *node = yaml_document_get_node(document, index);
    Yaml *tree = ARENA_NEW(arena, Yaml);
    if (!node || depth > DEEPEST) return tree; /* an empty scalar: YAML aliases can make a loop */
    tree->line = first_line + (int)node->start_mark.line;
    if (node->type == YAML_SCALAR_NODE) {
        tree->type = YAML_SCALAR;
        tree->is_block =
            node->data.scalar.style == YAML_LITERAL_SCALAR_STYLE || node->data.scalar.style == YAML_FOLDED_SCALAR_STYLE;
        tree->text = str_copy(arena, (Str){(const char *)node->data.scalar.value, node->data.scalar.length});
    } else if (node->type == YAML_SEQUENCE_NODE) {
        tree->type = YAML_LIST;
        for (const yaml_node_item_t *item = node->data.sequence.items.start; item < node->data.sequence.items.top;
             item++)
            VEC_PUSH(arena, &tree->items, convert(arena, document, *item, first_line, depth + 1));
    } else if (node->type == YAML_MAPPING_NODE) {
        tree->type = YAML_MAP;
        for (const yaml_node_pair_t *pair = node->data.mapping.pairs.start; pair < node->data.mapping.pairs.top;
             pair++) {
            const Yaml *key = convert(arena, document, pair->key, first_line, depth + 1);
            VEC_PUSH(arena, &tree->keys, key->type == YAML_SCALAR ? key->text : STR(""));
            VEC_PUSH(arena, &tree->items, convert(arena, document, pair->value, first_line, depth + 1));
        }
    }
    return tree;
}

Yaml *yaml_read(Arena *arena, Str text, int first_line, int *line, int *column, Str *problem)
{
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser)) out_of_memory(sizeof parser);
    yaml_parser_set_input_string(&parser, (const unsigned char *)text.data, text.len);
    yaml_document_t document;
    Yaml *tree = NULL;
    if (yaml_parser_load(&parser, &document)) {
        if (yaml_document_get_root_node(&document)) {
            tree = convert(arena, &document, 1, first_line, 0);
        } else {
            tree = ARENA_NEW(arena, Yaml);
            tree->type = YAML_MAP;
        }
        yaml_document_delete(&document);
    } else if (!parser.problem) { /* libyaml has a word for all but the end of memory */
        out_of_memory(text.len);
    } else {
        *line = first_line + (int)parser.problem_mark.line;
        *column = (int)parser.problem_mark.column + 1;
        *problem = str_copy(arena, str_from(parser.problem));
    }
    yaml_parser_delete(&parser);
    return tree;
}

const Yaml *yaml_get(const Yaml *map, const char *key)
{
    if (!map || map->type != YAML_MAP) return NULL;
    for (size_t i = 0; i < map->keys.len; i++)
        if (str_is(map->keys.items[i], key)) return map->items.items[i];
    return NULL;
}

Str yaml_text(const Yaml *map, const char *key)
{
    const Yaml *value = yaml_get(map, key);
    return value && value->type == YAML_SCALAR ? value->text : STR_NONE;
}

StrVec yaml_strings(Arena *arena, const Yaml *map, const char *key)
{
    StrVec strings = {0};
    const Yaml *value = yaml_get(map, key);
    if (value && value->type == YAML_SCALAR && value->text.len) VEC_PUSH(arena, &strings, value->text);
    if (value && value->type == YAML_LIST)
        for (size_t i = 0; i < value->items.len; i++)
            if (value->items.items[i]->type == YAML_SCALAR && value->items.items[i]->text.len)
                VEC_PUSH(arena, &strings, value->items.items[i]->text);
    return strings;
}
