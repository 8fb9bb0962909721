#include "reader.h"

#include "text/text.h"

Parsed parsed_read(Arena *arena, Str path, Str bytes, Str title, Diagnostics *diagnostics)
{
    Parsed parsed = {0};
    CleanReport report;
    Str text = text_clean(arena, bytes, &report);
    if (report.invalid_count)
        diagnostics_add(diagnostics, SEVERITY_WARNING, "encoding", path, (int)report.invalid_line, 0,
                        "%zu bytes are not UTF-8 and show as U+FFFD: save the file as UTF-8", report.invalid_count);
    Str body;
    int body_line;
    front_matter_read(arena, path, text, &parsed.metadata, &body, &body_line, diagnostics);
    parsed.head = str_slice(text, 0, text.len - body.len);
    parsed.normal = normalise(arena, body, body_line);
    parsed.tree = markdown_parse(parsed.normal.text);
    if (parsed.metadata.title.len) title = parsed.metadata.title;
    parsed.outline = outline_read(arena, parsed.tree, title);
    return parsed;
}

void parsed_free(Parsed *parsed)
{
    cmark_node_free(parsed->tree);
    parsed->tree = NULL;
}

size_t parsed_entry_end(const Outline *outline, size_t heading)
{
    size_t end = heading + 1;
    while (end < outline->headings.len && outline->headings.items[end].kind == HEADING_PART) end++;
    return outline->headings.items[end - 1].end;
}
