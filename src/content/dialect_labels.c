/* Labels whose place markdown does not see: on the next line behind a list, and alone right above deeper headings. */
#include "dialect.h"

#include <string.h>

/* ---- behind a list ----
 * 原因：
 * - MTU 太大
 * 解決：調小      which markdown takes for more of the item */

typedef struct List {
    size_t items;        /* 0: there is no list under way */
    bool is_below_label; /* 原因： stands alone above it */
    bool has_labels;     /* within its items, which are cases */
    bool is_parted;      /* by a blank line, behind which another item may stand */
} List;

static bool is_label_alone(Arena *arena, const Line *line)
{
    enum { SHORT = 24 /* bytes: 原因, without a mark behind it */ };
    int number;
    Str text = str_trim_end(line->text);
    bool may_be = text.len <= SHORT || strchr(":*", text.data[text.len - 1]) || str_ends(text, STR("：")) ||
                  str_ends(text, STR("】"));
    return line->kind == LINE_TEXT && may_be && vocabulary_label(arena, line->text, &number) != ROLE_NONE;
}

/* Whether the list goes on behind a line, before a blank one. */
static bool has_more_items(const LineVec *lines, size_t at)
{
    while (++at < lines->len && lines->items[at].kind == LINE_TEXT) {
    }
    return at < lines->len && lines->items[at].kind == LINE_LIST;
}

/* Nearly no line has one. */
static bool may_have_label(Str text)
{
    enum { LABEL_MOST = 48 }; /* bytes, with what stands around it */
    if (text.len <= LABEL_MOST || str_starts(text, STR("**")) || str_starts(text, STR("【"))) return true;
    for (size_t i = 0; i < LABEL_MOST; i++)
        if (text.data[i] == ':' || text.data[i] == '\xEF') return true;
    return false;
}

/* Whether a label begins at the line, and stands behind the list rather than in its last item. */
static bool ends_list(Arena *arena, const LineVec *lines, size_t at, List *list)
{
    const Line *line = &lines->items[at];
    if (!list->items || list->has_labels || line->kind != LINE_TEXT) return false;
    if (!may_have_label(line->text) || !dialect_is_labelled(arena, line->text)) return false;
    bool is_behind = list->is_below_label || (list->items > 1 && !has_more_items(lines, at));
    list->has_labels = !is_behind || line_indent(line->text);
    return !list->has_labels;
}

static void follow(Arena *arena, const LineVec *lines, size_t at, List *list)
{
    const Line *line = &lines->items[at];
    if (line->kind == LINE_LIST) {
        if (!list->items) list->is_below_label = at && is_label_alone(arena, &lines->items[at - 1]);
        list->items++;
        list->is_parted = false;
    } else if (line->kind == LINE_BLANK) {
        list->is_parted = true;
    } else if (line->kind != LINE_TEXT || (list->is_parted && !line_indent(line->text))) {
        *list = (List){0};
    }
}

static bool part_from_lists(Arena *arena, LineVec *lines)
{
    LineVec out = {0};
    List list = {0};
    size_t done = 0;
    for (size_t i = 0; i < lines->len; i++) {
        follow(arena, lines, i, &list);
        if (!ends_list(arena, lines, i, &list)) continue;
        while (done < i) VEC_PUSH(arena, &out, lines->items[done++]);
        VEC_PUSH(arena, &out, ((Line){STR(""), lines->items[i].number, LINE_BLANK}));
        list = (List){0};
    }
    if (!done) return false;
    while (done < lines->len) VEC_PUSH(arena, &out, lines->items[done++]);
    *lines = out;
    return true;
}

/* ---- above headings: **Possible causes & solutions:** names what they say, and is a heading above them ---- */

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
    Str text = str_trim(line->text);
    while (str_starts(text, STR("*"))) text = str_slice(text, 1, text.len);
    while (str_ends(text, STR("*"))) text = str_slice(text, 0, text.len - 1);
    return (Line){dialect_heading(arena, level, text), line->number, LINE_HEADING};
}

/* The next change is made in lines of its own: others look at those that were. */
static void copy_lines(Arena *arena, LineVec *lines)
{
    lines->items = arena_copy(arena, lines->items, lines->len * sizeof *lines->items);
    lines->cap = lines->len;
}

static bool lift_above_headings(Arena *arena, LineVec *lines)
{
    size_t above = 0, below = 0; /* levels: of the heading above, and of those that are moved down meanwhile */
    bool is_changed = false;
    for (size_t i = 0; i < lines->len; i++) {
        const Line *line = &lines->items[i];
        size_t level = level_of(line), next = line->kind == LINE_TEXT && !below ? level_below(lines, i) : 0;
        if (level && level < below) below = 0;
        if (level && below && level < DEEPEST) lines->items[i].text = str_concat(arena, STR("#"), str_trim(line->text));
        if (level) above = level;
        if (next <= above || next >= DEEPEST || !is_label(arena, lines, i)) continue;
        if (!is_changed) copy_lines(arena, lines);
        lines->items[i] = heading(arena, &lines->items[i], next);
        above = below = next;
        is_changed = true;
    }
    return is_changed;
}

bool dialect_labels(Arena *arena, LineVec *lines)
{
    bool is_changed = part_from_lists(arena, lines);
    return lift_above_headings(arena, lines) || is_changed;
}
