#include "internal.h"

#include <stdlib.h>

static void add_line(Buffer *out, Str line)
{
    buffer_add(out, line);
    buffer_add_char(out, '\n');
}

Str lint_apply(Arena *arena, const LintReport *report, Str path, Str text)
{
    size_t lines = 1;
    for (size_t i = 0; i < text.len; i++) lines += text.data[i] == '\n';
    const LintEdit **edits = ARENA_ARRAY(arena, const LintEdit *, lines + 1); /* by line; the first for a line wins */
    size_t count = 0;
    for (size_t i = 0; i < report->edits.len; i++) {
        const LintEdit *edit = &report->edits.items[i];
        if (!str_equal(edit->path, path) || edit->line < 1 || (size_t)edit->line > lines || edits[edit->line]) continue;
        edits[edit->line] = edit;
        count++;
    }
    if (!count) return text;
    Buffer out = {0};
    Str rest = text, line;
    for (size_t number = 1; str_next(&rest, '\n', &line); number++) {
        const LintEdit *edit = edits[number];
        bool is_last = !rest.data && !line.len;
        bool has_return = str_ends(line, STR("\r"));
        Str end = has_return ? STR("\r\n") : STR("\n");
        if (is_last) break;
        if (edit && edit->before.data) buffer_printf(&out, "%.*s%.*s", STR_ARG(edit->before), STR_ARG(end));
        if (edit && edit->replacement.data)
            buffer_printf(&out, "%.*s%.*s", STR_ARG(edit->replacement), STR_ARG(end));
        else
            add_line(&out, line);
        if (edit && edit->after.data) buffer_printf(&out, "%.*s%.*s", STR_ARG(edit->after), STR_ARG(end));
    }
    Str result = buffer_take(&out, arena);
    buffer_free(&out);
    return result;
}
