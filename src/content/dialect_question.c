#include "dialect.h"
#include "sentence.h"

#include <string.h>

enum { DEEPEST = 6 /* level of a heading */ };

static bool asks(Str text)
{
    Line line = {.text = text, .kind = LINE_TEXT};
    return line_is_question(&line);
}

size_t dialect_heading_level(const Line *line)
{
    Str text = str_trim(line->text);
    size_t level = 0;
    while (level < text.len && text.data[level] == '#') level++;
    return level;
}

Str dialect_heading(Arena *arena, size_t level, Str text)
{
    static const char hashes[] = "######";
    if (level > DEEPEST) level = DEEPEST;
    return str_format(arena, "%.*s %.*s", (int)level, hashes, STR_ARG(text));
}

bool dialect_is_blank(const LineVec *lines, size_t at)
{
    return at >= lines->len || lines->items[at].kind == LINE_BLANK || lines->items[at].kind == LINE_HEADING;
}

/* Q: …?, which is read with its A: (dialect_pairs.c, normalise.c), and what asks only for a part of the answer: How to
 * fix it? */
bool dialect_is_labelled(Arena *arena, Str text)
{
    size_t length;
    int number;
    text = str_trim(text);
    if (str_starts(text, STR("**"))) text = str_slice(text, 2, text.len);
    return vocabulary_inline_label(arena, text, &length, &number) != ROLE_NONE ||
           vocabulary_label(arena, text, &number) != ROLE_NONE;
}

/* A question between marks, and what stands behind them on its line. */
typedef struct Marked {
    Str question, rest; /* the first with data NULL: there is none */
} Marked;

/* The text behind a question without what parts the two. */
static Str behind_question(Str text)
{
    static const char *const separators[] = {"<br>", "<br/>", "<br />", "—", "–", "-", ":", "："};
    text = str_trim(text);
    return str_trim(
        str_slice(text, str_starts_any(text, separators, sizeof separators / sizeof *separators), text.len));
}

static Marked marked_at_start(Arena *arena, Str text, const char *mark)
{
    Str sign = str_from(mark);
    text = str_trim(text);
    Str inner = str_starts(text, sign) ? str_slice(text, sign.len, text.len) : STR("");
    ptrdiff_t end = str_find(inner, sign);
    if (end < 1) return (Marked){0};
    Marked marked = {str_trim(str_slice(inner, 0, (size_t)end)),
                     behind_question(str_slice(inner, (size_t)end + sign.len, inner.len))};
    return asks(marked.question) && !dialect_is_labelled(arena, marked.question) ? marked : (Marked){0};
}

/* **Why …?** or _Why …?_ or > Why …? where a paragraph begins. `is_sure`: bold, alone between blank lines. */
static Marked marked_question(Arena *arena, const LineVec *lines, size_t at, bool *is_sure)
{
    const Line *line = &lines->items[at];
    bool is_alone = dialect_is_blank(lines, at + 1);
    *is_sure = false;
    if (!line->text.len || !strchr("*_>", line->text.data[0]) || (at && !dialect_is_blank(lines, at - 1)))
        return (Marked){0};
    if (line->kind == LINE_QUOTE) {
        Str text = str_trim(str_slice(line->text, 1, line->text.len)), bare = dialect_enclosed(text, "**", "**");
        if (bare.data) text = bare;
        return is_alone && asks(text) && !dialect_is_labelled(arena, text) ? (Marked){text, STR("")} : (Marked){0};
    }
    if (line->kind != LINE_TEXT) return (Marked){0};
    Marked bold = marked_at_start(arena, line->text, "***");
    if (!bold.question.data) bold = marked_at_start(arena, line->text, "**");
    if (!bold.question.data) bold = marked_at_start(arena, line->text, "__");
    *is_sure = bold.question.data && !bold.rest.len && is_alone;
    if (bold.question.data || !is_alone) return bold;
    Marked emphasised = marked_at_start(arena, line->text, "*");
    if (!emphasised.question.data) emphasised = marked_at_start(arena, line->text, "_");
    if (emphasised.rest.len) return (Marked){0};
    return emphasised;
}

/* One that is not sure is a question where it is not the only one. */
static bool has_marked_questions(Arena *arena, const LineVec *lines)
{
    size_t count = 0;
    bool is_sure;
    for (size_t i = 0; i < lines->len && count < 2; i++)
        count += marked_question(arena, lines, i, &is_sure).question.data != NULL;
    return count > 1;
}

static bool has_asking_heading(const LineVec *lines)
{
    for (size_t i = 0; i < lines->len; i++)
        if (lines->items[i].kind == LINE_HEADING && asks(lines->items[i].text)) return true;
    return false;
}

void dialect_put_question(Arena *arena, LineVec *out, size_t above, Str question, int number)
{
    VEC_PUSH(arena, out, ((Line){STR(""), number, LINE_BLANK}));
    VEC_PUSH(arena, out, ((Line){dialect_heading(arena, above ? above + 1 : 2, question), number, LINE_HEADING}));
    VEC_PUSH(arena, out, ((Line){STR(""), number, LINE_BLANK}));
}

/* ---- questions whose answers are indented below them ---- */

/* The end of what is indented from `at` on, which may begin with blank lines; `at` where nothing is. */
static size_t indented_end(const LineVec *lines, size_t at)
{
    size_t end = at;
    for (size_t i = at; i < lines->len; i++) {
        Str text = lines->items[i].text;
        if (!str_trim(text).len) continue; /* in a fence, too */
        if (line_indent(text) < 2) break;
        end = i + 1;
    }
    return end;
}

/* The length of ": " in front of what a term means (PHP Markdown Extra, Pandoc, kramdown); 0 where there is none. */
static size_t definition_marker(const Line *line)
{
    size_t length = 1;
    if (line->kind != LINE_TEXT || !str_starts(line->text, STR(":"))) return 0;
    while (length < line->text.len && line->text.data[length] == ' ') length++;
    return length > 1 && length < line->text.len ? length : 0;
}

/* A term that asks, with what it means on the next line or behind a blank one. */
static Str defined_question(const LineVec *lines, size_t at, size_t *behind)
{
    const Line *line = &lines->items[at];
    *behind = at + 1 < lines->len && lines->items[at + 1].kind == LINE_BLANK ? at + 2 : at + 1;
    bool is_defined = *behind < lines->len && definition_marker(&lines->items[*behind]);
    return is_defined && !line_indent(line->text) && asks(line->text) ? str_trim(line->text) : STR_NONE;
}

/* - Why …?, with its answer indented below, or - **Why …?** with it behind. */
static Marked listed_question(Arena *arena, const LineVec *lines, size_t at)
{
    const Line *line = &lines->items[at];
    if (line->kind != LINE_LIST || line_indent(line->text)) return (Marked){0};
    Str text = str_trim(str_slice(line->text, line_list_marker(line->text), line->text.len));
    Marked marked = marked_at_start(arena, text, "**");
    if (!marked.question.data && asks(text) && !dialect_is_labelled(arena, text)) marked = (Marked){text, STR("")};
    bool is_answered = marked.rest.len || indented_end(lines, at + 1) > at + 1;
    return is_answered ? marked : (Marked){0};
}

/* Whether each item of the lists between two lines asks and is answered. */
static bool is_list_of_questions(Arena *arena, const LineVec *lines, size_t at, size_t end)
{
    size_t questions = 0;
    for (size_t i = at; i < end; i++) {
        const Line *line = &lines->items[i];
        if (line->kind != LINE_LIST || line_indent(line->text)) continue;
        if (!listed_question(arena, lines, i).question.data) return false;
        questions++;
    }
    return questions > 1;
}

/* Why …? as a paragraph's first line. */
static bool is_plain_question(const LineVec *lines, size_t at)
{
    const Line *line = &lines->items[at];
    return line_is_question(line) && !line_indent(line->text) && dialect_is_blank(lines, at - 1);
}

/* Whether the text between two lines, behind a heading, begins with one, and has more. */
static bool begins_with_questions(const LineVec *lines, size_t at, size_t end)
{
    size_t questions = 0;
    while (at < end && lines->items[at].kind == LINE_BLANK) at++;
    bool begins = at < end && is_plain_question(lines, at);
    for (; begins && at < end && questions < 2; at++) questions += is_plain_question(lines, at);
    return questions > 1;
}

/* Adds the lines of an answer, as far to the left as they may stand. Returns the index behind it. */
static size_t put_indented(Arena *arena, LineVec *out, const LineVec *lines, size_t at, size_t columns)
{
    size_t end = indented_end(lines, at);
    for (size_t i = at; i < end; i++) {
        Line line = lines->items[i];
        line.text = line_dedent(line.text, columns);
        VEC_PUSH(arena, out, line);
    }
    return end;
}

static size_t put_definitions(Arena *arena, LineVec *out, const LineVec *lines, size_t at)
{
    for (size_t next = at, marker; next < lines->len; next++) {
        Line line = lines->items[next];
        if (line.kind == LINE_BLANK) continue;
        if (!(marker = definition_marker(&line))) break;
        line.text = str_slice(line.text, marker, line.text.len);
        VEC_PUSH(arena, out, line);
        at = put_indented(arena, out, lines, next + 1, 4);
        VEC_PUSH(arena, out, ((Line){STR(""), line.number, LINE_BLANK}));
        next = at - 1;
    }
    return at;
}

/* ---- all of them ---- */

typedef struct Questions {
    Arena *arena;
    const LineVec *lines;
    LineVec out;
    bool bold_asks, list_asks, plain_asks; /* such lines are questions */
    bool is_page;                          /* there is one section, below a title */
    bool has_marked;                /* and so are those that are marked otherwise than in bold, alone on their line */
    size_t level;                   /* of the heading above */
    size_t opened;                  /* <details> that became headings and are not closed yet */
    bool details_ask;               /* each of them below the heading above, whatever its summary says */
    bool titles_ask;                /* and each title in bold */
    const Line *above[DEEPEST + 1]; /* the headings above, by their level; NULL: there is none */
} Questions;

/* Writes the question that begins at a line, with its answer where that must be written, too. Returns the index behind
 * it; `at` where none begins. */
static size_t put_next(Questions *all, size_t at)
{
    Arena *arena = all->arena;
    const LineVec *lines = all->lines;
    size_t behind = dialect_question_table(arena, &all->out, lines, at, all->level);
    if (behind > at) return behind;
    Str details = dialect_summary(lines, at, &behind), defined = STR_NONE;
    if (details.data && !asks(details) && !(all->details_ask && !all->opened)) details = STR_NONE;
    if (!details.data) defined = defined_question(lines, at, &behind);
    if (details.data || defined.data) {
        dialect_put_question(arena, &all->out, all->level, details.data ? details : defined, lines->items[at].number);
        all->opened += details.data != NULL;
        return details.data ? behind : put_definitions(arena, &all->out, lines, behind);
    }
    bool is_sure = true;
    Str title = all->titles_ask ? dialect_title(lines, at) : STR_NONE;
    if (title.data) {
        dialect_put_question(arena, &all->out, all->level, title, lines->items[at].number);
        return at + 1;
    }
    Marked marked = all->list_asks ? listed_question(arena, lines, at) : (Marked){0};
    bool is_listed = marked.question.data != NULL;
    if (all->plain_asks && is_plain_question(lines, at)) {
        dialect_put_question(arena, &all->out, all->level, str_trim(lines->items[at].text), lines->items[at].number);
        return at + 1;
    }
    if (!is_listed && all->bold_asks) marked = marked_question(arena, lines, at, &is_sure);
    if (!marked.question.data || !(is_sure || all->has_marked)) return at;
    dialect_put_question(arena, &all->out, all->level, marked.question, lines->items[at].number);
    if (marked.rest.len) VEC_PUSH(arena, &all->out, ((Line){marked.rest, lines->items[at].number, LINE_TEXT}));
    return is_listed ? put_indented(arena, &all->out, lines, at + 1, 4) : at + 1;
}

static Str heading_words(const Line *heading)
{
    Str text = str_trim(heading->text);
    return str_trim(str_slice(text, dialect_heading_level(heading), text.len));
}

/* Whether a heading above asks, says of a trouble, or begins a part of an answer: what is below answers that. */
static bool is_in_answer(const Questions *all)
{
    int number;
    for (size_t level = 1; level <= DEEPEST && level <= all->level; level++) {
        Str text = all->above[level] ? heading_words(all->above[level]) : STR("");
        Role role = vocabulary_label(all->arena, text, &number); /* 常見問題 is one, too */
        if (asks(text) || sentence_names_one_trouble(all->arena, text) || role_is_cause_or_solution(role) ||
            role == ROLE_CHECK)
            return true;
    }
    return false;
}

/* What asks between a heading, or the start, and the next. */
static void start_section(Questions *all, size_t at)
{
    const LineVec *lines = all->lines;
    size_t end = at;
    while (end < lines->len && lines->items[end].kind != LINE_HEADING) end++;
    bool is_faq = at && vocabulary_names_questions(all->arena, heading_words(&lines->items[at - 1]));
    all->details_ask = !all->opened && dialect_has_only_details(all->arena, lines, at);
    all->titles_ask = !all->opened && dialect_has_titles(all->arena, lines, at) && !is_in_answer(all);
    /* elsewhere they may be checks, which are a part of an answer */
    all->list_asks = (is_faq || all->is_page) && is_list_of_questions(all->arena, lines, at, end);
    all->plain_asks = is_faq && begins_with_questions(lines, at, end);
}

static void begin_heading(Questions *all, const Line *heading)
{
    all->level = dialect_heading_level(heading);
    if (all->level > DEEPEST) return;
    memset(all->above + all->level, 0, (DEEPEST + 1 - all->level) * sizeof *all->above);
    all->above[all->level] = heading;
}

bool dialect_questions(Arena *arena, LineVec *lines)
{
    Questions all = {.arena = arena,
                     .lines = lines,
                     .bold_asks = !has_asking_heading(lines),
                     .is_page = !dialect_has_sections(lines)};
    all.has_marked = all.bold_asks && has_marked_questions(arena, lines);
    start_section(&all, 0);
    bool is_changed = false;
    for (size_t i = 0; i < lines->len;) {
        const Line *line = &lines->items[i];
        if (line->kind == LINE_HEADING) {
            begin_heading(&all, line);
            start_section(&all, i + 1);
        }
        size_t behind = put_next(&all, i);
        if (behind > i) {
            is_changed = true;
            i = behind;
            continue;
        }
        bool is_end = all.opened && dialect_is_tag(line, "</details");
        all.opened -= is_end;
        VEC_PUSH(arena, &all.out, is_end ? ((Line){STR(""), line->number, LINE_BLANK}) : *line);
        i++;
    }
    if (is_changed) *lines = all.out;
    return is_changed;
}
