#include "yaml_faq.h"

#include "yaml_tree.h"

#include <string.h>

static const char *const question_keys[] = {"question", "q", NULL};
static const char *const answer_keys[] = {"answer", "a", NULL};
static const char *const title_keys[] = {"title", "name", NULL};
static const char *const text_keys[] = {"summary", "description", "intro", "text", NULL};
/* Beside the answer, or in its place: written under a label. */
static const char *const part_keys[] = {"symptom", "cause", "solution", "environment", NULL};

bool yaml_faq_is(Str path, Str text)
{
    if (!str_ends(path, STR(".yml")) && !str_ends(path, STR(".yaml"))) return false;
    bool asks = false, answers = false;
    Str rest = text, line;
    while (str_next(&rest, '\n', &line)) {
        if (str_starts(line, STR("#")) && str_has(line, STR("YamlMime:FAQ"))) return true;
        line = str_trim(line);
        while (str_starts(line, STR("- "))) line = str_trim(str_slice(line, 2, line.len));
        asks |= str_starts(line, STR("question:"));
        answers |= str_starts(line, STR("answer:")) || str_starts(line, STR("solution:"));
    }
    return asks && answers;
}

static const Yaml *scalar_of(const Yaml *map, const char *const *keys)
{
    for (size_t i = 0; keys[i]; i++) {
        const Yaml *value = yaml_get(map, keys[i]);
        if (value && value->type == YAML_SCALAR && str_trim(value->text).len) return value;
    }
    return NULL;
}

static void write_heading(LineWriter *writer, const Yaml *title, int level)
{
    Buffer heading = {0};
    for (int i = 0; i < level && i < 6; i++) buffer_add_char(&heading, '#');
    buffer_add_char(&heading, ' ');
    Str rest = str_trim(title->text), line;
    for (bool is_first = true; str_next(&rest, '\n', &line); is_first = false)
        buffer_printf(&heading, "%s%.*s", is_first ? "" : " ", STR_ARG(str_trim(line)));
    line_write_blank(writer, title->line);
    line_write(writer, buffer_str(&heading), title->line);
    line_write_blank(writer, title->line);
    buffer_free(&heading);
}

/* Markdown in a scalar; its headings go below the heading above it. */
static void write_text(LineWriter *writer, const Yaml *text, int level)
{
    Arena *arena = writer->arena;
    LineVec lines = lines_split(arena, str_trim_end(text->text), text->line + text->is_block);
    line_write_blank(writer, text->line);
    for (size_t i = 0; i < lines.len; i++) {
        const Line *line = &lines.items[i];
        Str shifted = line->text;
        if (line->kind == LINE_HEADING)
            shifted = str_format(arena, "%.*s%.*s", level < 6 ? level : 5, "######", STR_ARG(str_trim(line->text)));
        line_write(writer, shifted, text->is_block ? line->number : text->line);
    }
    line_write_blank(writer, text->line);
}

static void write_node(LineWriter *writer, const Yaml *node, int level);

static void write_entry(LineWriter *writer, const Yaml *map, const Yaml *question, int level)
{
    write_heading(writer, question, level);
    const Yaml *answer = scalar_of(map, answer_keys);
    if (answer) write_text(writer, answer, level);
    for (size_t i = 0; part_keys[i]; i++) {
        const Yaml *part = scalar_of(map, (const char *const[]){part_keys[i], NULL});
        if (!part) continue;
        Str label = str_format(writer->arena, "**%c%s:**", part_keys[i][0] - ('a' - 'A'), part_keys[i] + 1);
        line_write_blank(writer, part->line);
        line_write(writer, label, part->line);
        write_text(writer, part, level);
    }
}

static void write_node(LineWriter *writer, const Yaml *node, int level)
{
    if (node->type == YAML_LIST)
        for (size_t i = 0; i < node->items.len; i++) write_node(writer, node->items.items[i], level);
    if (node->type != YAML_MAP) return;
    const Yaml *question = scalar_of(node, question_keys);
    if (question) {
        write_entry(writer, node, question, level);
        return;
    }
    const Yaml *title = scalar_of(node, title_keys);
    if (title) write_heading(writer, title, level++);
    for (size_t i = 0; text_keys[i]; i++) {
        const Yaml *text = scalar_of(node, (const char *const[]){text_keys[i], NULL});
        if (text) write_text(writer, text, level);
    }
    for (size_t i = 0; i < node->keys.len; i++)
        if (!str_is(node->keys.items[i], "metadata")) write_node(writer, node->items.items[i], level);
}

LineWriter yaml_faq_markdown(Arena *arena, Str path, Str text, Diagnostics *diagnostics)
{
    LineWriter writer = {.arena = arena};
    int line = 0, column = 0;
    Str problem;
    const Yaml *tree = yaml_read(arena, text, 1, &line, &column, &problem);
    if (tree)
        write_node(&writer, tree, 1);
    else
        diagnostics_add(diagnostics, SEVERITY_WARNING, "yaml-faq", path, line, column,
                        "not YAML (%.*s); the file is left out: quote values that contain ': ' or begin with a symbol",
                        STR_ARG(problem));
    return writer;
}
