#include "content.h"

#include "html_page.h"
#include "pin.h"
#include "reader.h"
#include "survey.h"
#include "text/text.h"

Str content_import(Arena *arena, Str name, Str bytes, Diagnostics *diagnostics)
{
    if (html_is_page(name, bytes)) bytes = html_page_markdown(arena, bytes);
    Parsed parsed = parsed_read(arena, name, bytes, path_stem(name), diagnostics);
    PinVec pins = pins_find(arena, &parsed);
    Buffer out = {0};
    buffer_add(&out, parsed.head);
    const Heading *root = &parsed.outline.headings.items[0];
    bool has_text = str_trim(parsed.normal.text).len > 0;
    if (root->kind == HEADING_QUESTION && !parsed.metadata.title.len && has_text)
        buffer_printf(&out, "# %.*s {#%.*s}\n\n", STR_ARG(root->text), STR_ARG(id_from_question(arena, root->text)));
    Str rest = parsed.normal.text, line;
    size_t next = 0;
    for (int number = 1; str_next(&rest, '\n', &line); number++) {
        if (!rest.data && !line.len) break;
        if (next < pins.len && pins.items[next].line == number) {
            buffer_add(&out, survey_pinned_heading(arena, line, pins.items[next++].id));
            buffer_add_char(&out, '\n');
        } else {
            buffer_add(&out, line);
            buffer_add_char(&out, '\n');
        }
    }
    while (out.len > 1 && out.data[out.len - 1] == '\n' && out.data[out.len - 2] == '\n') out.len--;
    Str result = buffer_take(&out, arena);
    buffer_free(&out);
    parsed_free(&parsed);
    return result;
}
