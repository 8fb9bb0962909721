/* A table row in which a code fence was opened, and that was finished lines later: made one line again, with the code
 * as code spans parted by <br>. */
#include "lines.h"

#include <string.h>

enum { LINES_MOST = 200 };

static size_t count_fences(Str line)
{
    size_t count = 0;
    for (ptrdiff_t at; (at = str_find(line, STR("```"))) >= 0; count++)
        line = str_slice(line, (size_t)at + 3, line.len);
    return count;
}

static void add_code(Buffer *out, Str code)
{
    code = str_trim_end(code);
    if (!str_trim(code).len) return;
    const char *fence = memchr(code.data, '`', code.len) ? "``" : "`";
    buffer_printf(out, "%s%s",
                  out->len && out->data[out->len - 1] != ' ' && out->data[out->len - 1] != '|' ? "<br>" : "", fence);
    for (size_t i = 0; i < code.len; i++) {
        if (code.data[i] == '|' && (i == 0 || code.data[i - 1] != '\\')) buffer_add_char(out, '\\');
        buffer_add_char(out, code.data[i]);
    }
    buffer_add_text(out, fence);
}

size_t row_mend(Arena *arena, Str line, Str rest, Str *mended)
{
    Str text = str_trim(line);
    if (!str_starts(text, STR("|")) || count_fences(text) % 2 == 0) return 0;
    size_t open = text.len;
    while (!str_starts(str_slice(text, open, text.len), STR("```"))) open--;
    Str code = str_slice(text, open + 3, text.len);
    if (memchr(code.data, '|', code.len)) return 0; /* the cell ends: no fence, only ticks */
    Buffer out = {0};
    buffer_add(&out, str_slice(text, 0, open));
    if (memchr(code.data, ' ', code.len)) add_code(&out, code); /* else it is the language */
    size_t used = 0;
    Str next;
    bool is_closed = false;
    while (!is_closed && used < LINES_MOST && str_next(&rest, '\n', &next)) {
        used++;
        ptrdiff_t end = str_find(next, STR("```"));
        add_code(&out, end < 0 ? next : str_slice(next, 0, (size_t)end));
        is_closed = end >= 0;
        if (!is_closed) continue;
        Str behind = str_slice(next, (size_t)end + 3, next.len);
        is_closed = str_ends(str_trim(behind), STR("|")) && count_fences(behind) == 0;
        if (!is_closed) break;
        buffer_add_char(&out, ' ');
        buffer_add(&out, str_trim(behind));
    }
    if (is_closed) *mended = buffer_take(&out, arena);
    buffer_free(&out);
    return is_closed ? used : 0;
}
