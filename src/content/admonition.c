/* Quotes that begin with [!NOTE] (GitHub, Microsoft Learn, Obsidian; dialect.c writes the others so). */
#include "markdown.h"

#include <string.h>

static const struct {
    const char *mark, *class;
} kinds[] = {
    {"NOTE", "note"}, {"TIP", "tip"}, {"IMPORTANT", "important"}, {"WARNING", "warning"}, {"CAUTION", "caution"}};

static const char *class_of(Str name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_equal_nocase(name, str_from(kinds[i].mark))) return kinds[i].class;
    return "note";
}

/* The length of the mark that a line begins with, with the - or + of a foldable one; its name. 0: none. */
static size_t mark_length(Str line, Str *name)
{
    if (!str_starts(line, STR("[!"))) return 0;
    size_t end = 2;
    while (end < line.len && ((line.data[end] | 0x20) >= 'a' && (line.data[end] | 0x20) <= 'z')) end++;
    if (end == 2 || end >= line.len || line.data[end] != ']') return 0;
    *name = str_slice(line, 2, end);
    end++;
    if (end < line.len && (line.data[end] == '-' || line.data[end] == '+')) end++;
    return end == line.len || line.data[end] == ' ' ? end : 0;
}

/* Takes the mark off the paragraph's first line, whose text cmark keeps in several nodes. */
static const char *take_mark(cmark_node *paragraph)
{
    Buffer line = {0};
    for (cmark_node *node = cmark_node_first_child(paragraph); node; node = cmark_node_next(node)) {
        if (cmark_node_get_type(node) != CMARK_NODE_TEXT) break;
        buffer_add(&line, node_literal(node));
    }
    Str name;
    size_t length = mark_length(buffer_str(&line), &name);
    const char *class = length ? class_of(name) : NULL;
    buffer_free(&line);
    while (length) {
        cmark_node *node = cmark_node_first_child(paragraph);
        Str text = node_literal(node);
        if (text.len > length) {
            Buffer rest = {0};
            buffer_add(&rest, str_trim(str_slice(text, length, text.len)));
            cmark_node_set_literal(node, buffer_str(&rest).data);
            buffer_free(&rest);
            break;
        }
        length -= text.len;
        cmark_node_unlink(node);
        cmark_node_free(node);
    }
    cmark_node *node = class ? cmark_node_first_child(paragraph) : NULL;
    if (node && node_is_break(node)) {
        cmark_node_unlink(node);
        cmark_node_free(node);
    }
    return class;
}

void markdown_mark_admonitions(cmark_node *document)
{
    cmark_iter *iterator = cmark_iter_new(document);
    for (cmark_event_type event; (event = cmark_iter_next(iterator)) != CMARK_EVENT_DONE;) {
        cmark_node *quote = cmark_iter_get_node(iterator);
        if (event != CMARK_EVENT_EXIT || cmark_node_get_type(quote) != CMARK_NODE_BLOCK_QUOTE) continue;
        cmark_node *first = cmark_node_first_child(quote);
        if (!first || cmark_node_get_type(first) != CMARK_NODE_PARAGRAPH) continue;
        const char *class = take_mark(first);
        if (!class) continue;
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
            if (strcmp(class, kinds[i].class) == 0) cmark_node_set_user_data(quote, (void *)(uintptr_t)(i + 1));
        if (cmark_node_first_child(first)) continue;
        cmark_node_unlink(first);
        cmark_node_free(first);
    }
    cmark_iter_free(iterator);
}

const char *node_admonition(cmark_node *quote)
{
    uintptr_t kind = (uintptr_t)cmark_node_get_user_data(quote);
    return kind ? kinds[kind - 1].class : NULL;
}
