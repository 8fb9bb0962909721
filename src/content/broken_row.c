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

/* What stands behind an opening fence: of no use where it is a language, or attributes. */
static Str without_info(Str text)
{
    Str word = str_trim(text);
    return !memchr(word.data, ' ', word.len) || str_starts(word, STR("{")) ? str_slice(text, text.len, text.len) : text;
}

/* Adds a line, in or out of code as the one before left it, and as each fence changes it. */
static void add_line(Buffer *out, Str line, bool *in_code)
{
    for (;;) {
        ptrdiff_t at = str_find(line, STR("```"));
        Str part = at < 0 ? line : str_slice(line, 0, (size_t)at);
        if (*in_code) {
            add_code(out, part);
        } else if (str_trim(part).len) {
            if (out->len) buffer_add_char(out, ' ');
            buffer_add(out, str_slice(part, (size_t)(str_trim(part).data - part.data), part.len));
        }
        if (at < 0) return;
        *in_code = !*in_code;
        line = str_slice(line, (size_t)at + 3, line.len);
        if (*in_code && str_find(line, STR("```")) < 0) line = without_info(line);
    }
}

static bool is_end_of_row(Str text)
{
    return str_ends(text, STR("|")) && !str_ends(text, STR("\\|"));
}

/* Whether it goes on in a row that began above, rather than begins one. */
static bool goes_on(Str line)
{
    Str text = str_trim(line);
    return !text.len || str_is(text, "|") || line.data[0] == ' ' || line.data[0] == '\t';
}

size_t row_mend(Arena *arena, Str line, Str rest, Str *mended)
{
    Str text = str_trim(line);
    if (!str_starts(text, STR("|")) || count_fences(text) % 2 == 0) return 0;
    size_t open = text.len, used = 0;
    while (!str_starts(str_slice(text, open, text.len), STR("```"))) open--;
    if (memchr(text.data + open, '|', text.len - open)) return 0; /* the cell ends: no fence, only ticks */
    Buffer out = {0};
    Str next;
    bool in_code = false, is_whole = false;
    add_line(&out, text, &in_code);
    while (!is_whole && used < LINES_MOST && str_next(&rest, '\n', &next) && (in_code || goes_on(next))) {
        used++;
        add_line(&out, next, &in_code);
        is_whole = !in_code && is_end_of_row(str_trim(next));
    }
    if (is_whole) *mended = buffer_take(&out, arena);
    buffer_free(&out);
    return is_whole ? used : 0;
}
