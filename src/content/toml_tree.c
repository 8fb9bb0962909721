#include "toml_tree.h"

#include <string.h>

typedef struct Reader {
    Arena *arena;
    Str text;
    size_t at;
    int line;
    const char *problem; /* the first one, or NULL */
} Reader;

static Yaml *read_value(Reader *reader, int depth);

static char peek(const Reader *reader)
{
    return reader->at < reader->text.len ? reader->text.data[reader->at] : '\0';
}

static char take(Reader *reader)
{
    char c = peek(reader);
    if (c == '\n') reader->line++;
    if (reader->at < reader->text.len) reader->at++;
    return c;
}

static void fail(Reader *reader, const char *problem)
{
    if (!reader->problem) reader->problem = problem;
}

/* White space, and comments; line ends too where `lines`. */
static void skip(Reader *reader, bool lines)
{
    for (;;) {
        char c = peek(reader);
        if (c == '#')
            while (reader->at < reader->text.len && peek(reader) != '\n') take(reader);
        else if (reader->at < reader->text.len && (c == ' ' || c == '\t' || c == '\r' || (lines && c == '\n')))
            take(reader);
        else
            return;
    }
}

static void add_escape(Reader *reader, Buffer *out)
{
    static const char names[] = "btnfr\"\\", values[] = "\b\t\n\f\r\"\\";
    char c = take(reader);
    const char *name = c ? strchr(names, c) : NULL;
    if (name) {
        buffer_add_char(out, values[name - names]);
        return;
    }
    int digits = c == 'u' ? 4 : c == 'U' ? 8 : 0;
    uint32_t code = 0;
    if (!digits) fail(reader, "unknown escape in a string");
    for (int i = 0; i < digits; i++) {
        static const char hex[] = "0123456789abcdef";
        char digit = take(reader);
        const char *found = digit ? strchr(hex, digit >= 'A' && digit <= 'F' ? digit + 32 : digit) : NULL;
        if (!found) fail(reader, "unknown escape in a string");
        code = code * 16 + (found ? (uint32_t)(found - hex) : 0);
    }
    if (digits) utf8_write(out, code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF) ? code : 0xFFFD);
}

/* A string in one or three quotes; in single ones nothing is escaped. */
static Str read_string(Reader *reader)
{
    char quote = take(reader);
    Str triple = quote == '"' ? STR("\"\"\"") : STR("'''"),
        rest = str_slice(reader->text, reader->at - 1, reader->text.len);
    bool is_long = str_starts(rest, triple);
    if (is_long) reader->at += 2;
    if (is_long && peek(reader) == '\n') take(reader);
    Buffer out = {0};
    for (;;) {
        if (reader->at >= reader->text.len || (!is_long && peek(reader) == '\n')) {
            fail(reader, "a string does not end");
            break;
        }
        if (is_long ? str_starts(str_slice(reader->text, reader->at, reader->text.len), triple)
                    : peek(reader) == quote) {
            reader->at += is_long ? 3 : 1;
            break;
        }
        char c = take(reader);
        if (c == '\\' && quote == '"')
            add_escape(reader, &out);
        else
            buffer_add_char(&out, c);
    }
    Str text = buffer_take(&out, reader->arena);
    buffer_free(&out);
    return text;
}

static Yaml *new_node(Reader *reader, YamlType type)
{
    Yaml *node = ARENA_NEW(reader->arena, Yaml);
    node->type = type;
    node->line = reader->line;
    return node;
}

static void put(Reader *reader, Yaml *map, Str key, Yaml *value)
{
    VEC_PUSH(reader->arena, &map->keys, key);
    VEC_PUSH(reader->arena, &map->items, value);
}

static Str read_bare(Reader *reader, const char *stops)
{
    size_t start = reader->at;
    while (reader->at < reader->text.len && !strchr(stops, peek(reader))) take(reader);
    return str_trim(str_slice(reader->text, start, reader->at));
}

static Str read_key(Reader *reader)
{
    char c = peek(reader);
    Str key = c == '"' || c == '\'' ? read_string(reader) : read_bare(reader, "=].,}\n#");
    if (!key.len) fail(reader, "a line has no key");
    skip(reader, false);
    return key;
}

/* key = value, in a map or an inline table. */
static void read_pair(Reader *reader, Yaml *map, int depth)
{
    Str key = read_key(reader);
    if (peek(reader) != '=') {
        fail(reader, "a key has no '='");
        return;
    }
    take(reader);
    skip(reader, false);
    put(reader, map, key, read_value(reader, depth));
}

static Yaml *read_items(Reader *reader, YamlType type, char end, int depth)
{
    Yaml *node = new_node(reader, type);
    take(reader);
    for (skip(reader, true); !reader->problem && peek(reader) != end; skip(reader, true)) {
        if (reader->at >= reader->text.len) {
            fail(reader, "a list does not end");
            return node;
        }
        if (type == YAML_MAP)
            read_pair(reader, node, depth + 1);
        else
            VEC_PUSH(reader->arena, &node->items, read_value(reader, depth + 1));
        skip(reader, true);
        if (peek(reader) == ',') take(reader);
    }
    take(reader);
    return node;
}

static Yaml *read_value(Reader *reader, int depth)
{
    enum { DEEPEST = 32 };
    char c = peek(reader);
    if (depth > DEEPEST) fail(reader, "too many lists in one another");
    if (!reader->problem && c == '[') return read_items(reader, YAML_LIST, ']', depth);
    if (!reader->problem && c == '{') return read_items(reader, YAML_MAP, '}', depth);
    Yaml *node = new_node(reader, YAML_SCALAR);
    node->text = c == '"' || c == '\'' ? read_string(reader) : read_bare(reader, ",]}\n#");
    bool is_bare = c != '"' && c != '\'';
    bool is_value =
        node->text.len && (strchr("0123456789+-", node->text.data[0]) || str_is(node->text, "true") ||
                           str_is(node->text, "false") || str_is(node->text, "inf") || str_is(node->text, "nan"));
    if (is_bare && node->text.len && !is_value) fail(reader, "a text is not in quotes");
    if (!node->text.len && c != '"' && c != '\'') fail(reader, "a key has no value");
    return node;
}

/* [a.b] and [[a]]: the map that the following keys go to. */
static Yaml *read_table(Reader *reader, Yaml *root)
{
    take(reader);
    bool is_array = peek(reader) == '[';
    if (is_array) take(reader);
    Yaml *map = root;
    for (;;) {
        skip(reader, false);
        Str key = read_key(reader);
        Yaml *next = NULL;
        for (size_t i = 0; i < map->keys.len && !is_array; i++)
            if (str_equal(map->keys.items[i], key) && map->items.items[i]->type == YAML_MAP) next = map->items.items[i];
        if (!next) {
            next = new_node(reader, YAML_MAP);
            put(reader, map, key, next);
        }
        map = next;
        if (peek(reader) != '.' || reader->problem) break;
        take(reader);
    }
    if (take(reader) != ']' || (is_array && take(reader) != ']')) fail(reader, "a [table] does not end");
    return map;
}

Yaml *toml_read(Arena *arena, Str text, int first_line, int *line, int *column, Str *problem)
{
    Reader reader = {.arena = arena, .text = text, .line = first_line};
    Yaml *root = new_node(&reader, YAML_MAP), *map = root;
    for (skip(&reader, true); reader.at < text.len && !reader.problem; skip(&reader, true)) {
        if (peek(&reader) == '[')
            map = read_table(&reader, root);
        else
            read_pair(&reader, map, 0);
        skip(&reader, false);
        if (!reader.problem && reader.at < text.len && peek(&reader) != '\n')
            fail(&reader, "more than one value on a line");
    }
    if (!reader.problem) return root;
    *line = reader.line;
    *column = 0;
    *problem = str_from(reader.problem);
    return NULL;
}
