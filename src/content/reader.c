#include "reader.h"

#include "text/text.h"
#include "yaml_faq.h"

static void read_markdown(Arena *arena, Str path, Str text, Parsed *parsed, Diagnostics *diagnostics)
{
    Str body;
    int body_line;
    front_matter_read(arena, path, text, &parsed->metadata, &body, &body_line, diagnostics);
    parsed->head = str_slice(text, 0, text.len - body.len);
    parsed->normal = normalise(arena, body, body_line);
}

static void read_yaml(Arena *arena, Str path, Str text, Parsed *parsed, Diagnostics *diagnostics)
{
    LineWriter writer = yaml_faq_markdown(arena, path, text, diagnostics);
    Str body = buffer_take(&writer.text, arena);
    buffer_free(&writer.text);
    parsed->normal = normalise(arena, body, 1);
    IntVec lines = {0};
    int count = 1;
    for (size_t i = 0; i < parsed->normal.text.len; i++) count += parsed->normal.text.data[i] == '\n';
    for (int line = 1; line <= count; line++) {
        size_t at = (size_t)normalised_source_line(&parsed->normal, line) - 1;
        VEC_PUSH(arena, &lines,
                 !writer.line_of.len ? 1 : writer.line_of.items[at < writer.line_of.len ? at : writer.line_of.len - 1]);
    }
    parsed->normal.line_of = lines;
}

Parsed parsed_read(Arena *arena, Str path, Str bytes, Str title, Diagnostics *diagnostics)
{
    Parsed parsed = {0};
    CleanReport report;
    Str text = text_clean(arena, bytes, &report);
    if (report.invalid_count)
        diagnostics_add(diagnostics, SEVERITY_WARNING, "encoding", path, (int)report.invalid_line, 0,
                        "%zu bytes are not UTF-8 and show as U+FFFD: save the file as UTF-8", report.invalid_count);
    if (yaml_faq_is(path, text))
        read_yaml(arena, path, text, &parsed, diagnostics);
    else
        read_markdown(arena, path, text, &parsed, diagnostics);
    bool is_limited;
    parsed.tree = markdown_parse(parsed.normal.text, &is_limited);
    if (is_limited)
        diagnostics_add(diagnostics, SEVERITY_WARNING, "nesting", path, 0, 0,
                        "lists, quotes or emphasis stand more than 100 levels deep in one another; what is deeper is "
                        "shown as plain text: write them flatter");
    if (parsed.metadata.title.len) title = parsed.metadata.title;
    bool has_anchors = str_has_pair(parsed.normal.text, '<', "as"); /* <a, <span */
    parsed.outline = outline_read(arena, parsed.tree, title, has_anchors);
    return parsed;
}

void parsed_free(Parsed *parsed)
{
    markdown_free(parsed->tree);
    parsed->tree = NULL;
}

size_t parsed_entry_end(const Outline *outline, size_t heading)
{
    size_t end = heading + 1;
    while (end < outline->headings.len && outline->headings.items[end].kind == HEADING_PART) end++;
    return outline->headings.items[end - 1].end;
}
