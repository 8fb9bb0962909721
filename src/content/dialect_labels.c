/* A label that stands alone right above deeper headings, **Possible causes & solutions:**, is a heading above them:
 * what they say is what it names. */
#include "dialect.h"

enum { DEEPEST = 6 };

static size_t level_of(const Line *line)
{
    return line->kind == LINE_HEADING ? dialect_heading_level(line) : 0;
}

/* The level of the heading that stands next behind a line, blank lines aside; 0 where another text does. */
static size_t level_below(const LineVec *lines, size_t at)
{
    while (++at < lines->len && lines->items[at].kind == LINE_BLANK) {
    }
    return at < lines->len ? level_of(&lines->items[at]) : 0;
}

/* Whether the line is a paragraph of its own that names the causes or fixes of what is asked above. */
static bool is_label(Arena *arena, const LineVec *lines, size_t at)
{
    int number;
    const Line *line = &lines->items[at];
    bool is_alone = line->kind == LINE_TEXT &&
                    (!at || lines->items[at - 1].kind == LINE_BLANK || lines->items[at - 1].kind == LINE_HEADING);
    return is_alone && role_is_cause_or_solution(vocabulary_label(arena, line->text, &number));
}

static Line heading(Arena *arena, const Line *line, size_t level)
{
    static const char hashes[] = "######";
    Str text = str_trim(line->text);
    while (str_starts(text, STR("*"))) text = str_slice(text, 1, text.len);
    while (str_ends(text, STR("*"))) text = str_slice(text, 0, text.len - 1);
    return (Line){str_format(arena, "%.*s %.*s", (int)level, hashes, STR_ARG(text)), line->number, LINE_HEADING};
}

/* The next change is made in lines of its own: others look at those that were. */
static void copy_lines(Arena *arena, LineVec *lines)
{
    lines->items = arena_copy(arena, lines->items, lines->len * sizeof *lines->items);
    lines->cap = lines->len;
}

bool dialect_labels(Arena *arena, LineVec *lines)
{
    size_t above = 0, below = 0; /* levels: of the heading above, and of those that are moved down meanwhile */
    bool is_changed = false;
    for (size_t i = 0; i < lines->len; i++) {
        const Line *line = &lines->items[i];
        size_t level = level_of(line), next = line->kind == LINE_TEXT && !below ? level_below(lines, i) : 0;
        if (level && level < below) below = 0;
        if (level && below && level < DEEPEST)
            lines->items[i].text = str_concat(arena, STR("#"), str_trim(line->text));
        if (level) above = level;
        if (next <= above || next >= DEEPEST || !is_label(arena, lines, i)) continue;
        if (!is_changed) copy_lines(arena, lines);
        lines->items[i] = heading(arena, &lines->items[i], next);
        above = below = next;
        is_changed = true;
    }
    return is_changed;
}
