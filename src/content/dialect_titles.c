/* Troubles that stand in bold above what is said of each, in a section that is about nothing else:
 *
 *   ## Troubleshooting
 *   **Connection refused**
 *   Start the service.                 */
#include "dialect.h"
#include "sentence.h"

Str dialect_title(const LineVec *lines, size_t at)
{
    const Line *line = &lines->items[at], *next = at + 1 < lines->len ? line + 1 : NULL;
    bool begins = !at || line[-1].kind == LINE_BLANK || line[-1].kind == LINE_HEADING;
    if (line->kind != LINE_TEXT || !begins || !next || !str_starts(line->text, STR("**"))) return STR_NONE;
    if (next->kind != LINE_BLANK && next->kind != LINE_LIST) return STR_NONE;
    Str text = str_trim(line->text);
    if (text.len <= 4 || !str_ends(text, STR("**"))) return STR_NONE;
    text = str_slice(text, 2, text.len - 2);
    bool is_whole = str_find(text, STR("**")) < 0 && !str_ends(text, STR(":")) && !str_ends(text, STR("："));
    return is_whole ? str_trim(text) : STR_NONE;
}

/* Whether one says what goes wrong, or asks. */
static bool is_trouble(Arena *arena, Str title)
{
    Line line = {.text = title, .kind = LINE_TEXT};
    return line_is_question(&line) || sentence_asks_why(arena, title);
}

bool dialect_has_titles(Arena *arena, const LineVec *lines, size_t at)
{
    size_t count = 0, troubles = 0, said = 0; /* the last: lines below the title before */
    for (; at < lines->len && lines->items[at].kind != LINE_HEADING; at++) {
        Str title = dialect_title(lines, at);
        if (!title.data) {
            said += lines->items[at].kind != LINE_BLANK;
            continue;
        }
        if ((count && !said) || dialect_is_labelled(arena, title)) return false;
        count++;
        troubles += is_trouble(arena, title);
        said = 0;
    }
    return said && count > 1 && (dialect_has_sections(lines) ? 2 * troubles > count : troubles > 0);
}
