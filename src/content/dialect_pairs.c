/* Questions and answers that are marked as such, Q: … and A: …, below the headings of a text. One that has no headings
 * is loose (normalise.c). */
#include "dialect.h"

#include <string.h>

/* [1.9q]: https://… */
static bool is_link_definition(Str text)
{
    ptrdiff_t end = str_starts(text, STR("[")) ? str_find(text, STR("]:")) : -1;
    return end > 0 && str_find(str_trim(str_slice(text, (size_t)end + 2, text.len)), STR(" ")) < 0;
}

/* Whether a mark may end there: Q: or 問： or 【問題】 or Q. or Q) or 問題 2、 or Q1 */
static bool may_be_marked(Str text)
{
    enum { MARK_MAX = 24 }; /* bytes: 「Question 12**:」 and some more */
    if (text.len && strchr("QA[", text.data[0])) return true;
    for (size_t i = 0; i < text.len && i < MARK_MAX; i++) {
        char c = text.data[i];
        if (c == ':' || c == '.' || c == ')' || c == '\xEF' || c == '\xE3') return true;
    }
    return false;
}

Str dialect_marked_text(Arena *arena, const Line *line, Role *role)
{
    *role = ROLE_NONE;
    if (line->kind != LINE_TEXT && line->kind != LINE_LIST && line->kind != LINE_QUOTE) return STR_NONE;
    Str text = str_trim(line->text);
    if (is_link_definition(text)) return STR_NONE;
    while (str_starts(text, STR(">"))) text = str_trim(str_slice(text, 1, text.len));
    if (line->kind == LINE_LIST) text = str_trim(str_slice(text, line_list_marker(text), text.len));
    Str behind = str_slice(text, vocabulary_symbols(text), text.len);
    if (str_starts(behind, STR("**"))) text = behind; /* 🙋 **Q：…** */
    bool is_bold = str_starts(text, STR("**"));
    if (is_bold) text = str_slice(text, 2, text.len);
    if (!may_be_marked(text)) return STR_NONE;
    size_t length;
    int number;
    *role = vocabulary_inline_label(arena, text, &length, &number);
    if (*role == ROLE_NONE) *role = vocabulary_letter_mark(text, &length);
    if (*role == ROLE_NONE) *role = vocabulary_numbered_mark(arena, text, &length);
    if (*role == ROLE_NONE) return STR_NONE;
    text = str_trim(str_slice(text, length, text.len));
    ptrdiff_t end = is_bold ? str_find(text, STR("**")) : -1;
    if (end < 0) return text;
    Str bold = str_slice(text, 0, (size_t)end), rest = str_slice(text, (size_t)end + 2, text.len);
    return !bold.len ? str_trim(rest) : rest.len ? str_concat(arena, bold, rest) : bold;
}

bool dialect_has_sections(const LineVec *lines)
{
    bool has_text = false;
    for (size_t i = 0; i < lines->len; i++) {
        const Line *line = &lines->items[i];
        if (line->kind == LINE_HEADING && (has_text || dialect_heading_level(line) > 1)) return true;
        has_text |= line->kind != LINE_BLANK;
    }
    return false;
}

/* Whether a question that is marked at a line has its answer marked, too. Or no label behind it, where it asks: those
 * of a cause or a fix say that it is the symptom of what is asked above. */
static bool is_answered(Arena *arena, const LineVec *lines, size_t at, Str question)
{
    for (size_t i = at + 1; i < lines->len && lines->items[i].kind != LINE_HEADING; i++) {
        Role role;
        dialect_marked_text(arena, &lines->items[i], &role);
        if (role == ROLE_ANSWER) return true;
        if (role == ROLE_QUESTION) break;
        if (role != ROLE_NONE) return false;
    }
    return line_is_question(&(Line){question, 0, LINE_TEXT});
}

static bool is_problem(Role role)
{
    return role == ROLE_SYMPTOM || role == ROLE_QUESTION; /* 問題：, which may ask */
}

/* Whether a label of a cause or a fix stands behind a problem at a line, before the next one. */
static bool is_solved(Arena *arena, const LineVec *lines, size_t at)
{
    Role role = ROLE_NONE;
    while (++at < lines->len && lines->items[at].kind != LINE_HEADING && !is_problem(role)) {
        dialect_marked_text(arena, &lines->items[at], &role);
        if (role_is_cause_or_solution(role)) return true;
    }
    return false;
}

/* The line of the next problem below the same heading, in steps of 1 or -1; `at` where there is none. */
static size_t other_problem(Arena *arena, const LineVec *lines, size_t at, int step)
{
    Role role;
    for (size_t i = at + (size_t)step; i < lines->len && lines->items[i].kind != LINE_HEADING; i += (size_t)step)
        if (dialect_marked_text(arena, &lines->items[i], &role).len && is_problem(role)) return i;
    return at;
}

/* One problem alone is what is asked above; of several, each with its cause or its fix, each is asked. */
static bool is_one_of_many(Arena *arena, const LineVec *lines, size_t at)
{
    if (!is_solved(arena, lines, at)) return false;
    size_t other = other_problem(arena, lines, at, 1);
    if (other == at) other = other_problem(arena, lines, at, -1);
    return other != at && is_solved(arena, lines, other);
}

typedef struct Pairs {
    Arena *arena;
    LineVec out;
    size_t level;      /* of the heading above */
    size_t columns;    /* that the answer is indented by, which is in the list item of its question */
    bool is_in_quote;  /* as the question was */
    bool is_in_answer; /* a question stands above, and no heading between */
} Pairs;

static void begin(Pairs *pairs, const Line *line, Str question)
{
    Str text = str_trim(line->text);
    pairs->columns = line_indent(line->text) + (line->kind == LINE_LIST ? line_list_marker(text) : 0);
    pairs->is_in_quote = line->kind == LINE_QUOTE;
    pairs->is_in_answer = true;
    dialect_put_question(pairs->arena, &pairs->out, pairs->level, question, line->number);
}

/* A line of an answer without what it owed to the place of its question. */
static Line answer_line(Pairs *pairs, Line line)
{
    bool is_blank = !str_trim(line.text).len;
    pairs->is_in_quote &= line.kind == LINE_QUOTE;
    if (!is_blank && line_indent(line.text) < pairs->columns) pairs->columns = 0;
    line.text = line_dedent(line.text, pairs->columns);
    if (!pairs->is_in_quote) return line;
    line.text = str_slice(str_trim(line.text), 1, line.text.len);
    if (str_starts(line.text, STR(" "))) line.text = str_slice(line.text, 1, line.text.len);
    return line;
}

static void put_answer(Pairs *pairs, const Line *line)
{
    Role role;
    Str answer = dialect_marked_text(pairs->arena, line, &role);
    Line rest = answer_line(pairs, *line);
    if (role == ROLE_ANSWER) rest.text = answer;
    VEC_PUSH(pairs->arena, &pairs->out, rest);
}

/* The next question that is marked, from a line on; the end where there is none. */
static size_t next_question(Arena *arena, const LineVec *lines, size_t at, Str *question)
{
    for (; at < lines->len; at++) {
        Role role;
        *question = dialect_marked_text(arena, &lines->items[at], &role);
        if (role == ROLE_QUESTION && question->len && is_answered(arena, lines, at, *question)) break;
        if (is_problem(role) && question->len && is_one_of_many(arena, lines, at)) break;
    }
    return at;
}

bool dialect_pairs(Arena *arena, LineVec *lines)
{
    Pairs pairs = {.arena = arena};
    Str question;
    size_t next = dialect_has_sections(lines) ? next_question(arena, lines, 0, &question) : lines->len;
    if (next == lines->len) return false;
    for (size_t i = 0; i < lines->len; i++) {
        const Line *line = &lines->items[i];
        if (line->kind == LINE_HEADING) {
            pairs.level = dialect_heading_level(line);
            pairs.is_in_answer = false;
        }
        if (i == next) {
            begin(&pairs, line, question);
            next = next_question(arena, lines, i + 1, &question);
        } else if (pairs.is_in_answer) {
            put_answer(&pairs, line);
        } else {
            VEC_PUSH(arena, &pairs.out, *line);
        }
    }
    *lines = pairs.out;
    return true;
}
