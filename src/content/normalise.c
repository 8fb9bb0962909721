#include "normalise.h"

#include "dialect.h"
#include "lines.h"
#include "text/text.h"

#include <string.h>

typedef struct Loose {
    LineWriter writer;
    LineVec lines;
    Role marker;        /* of what marks questions, Q: or 問: or Problem:, so that a bare ? is none; ROLE_NONE */
    bool has_numbers;   /* or are numbered, 1. to the last */
    size_t item_indent; /* of the text of the list item under way; 0: none */
} Loose;

/* The words of 「2. Why …?」, not indented, and its number; STR_NONE where the line is none. */
static Str numbered_question(const Line *line, size_t *number)
{
    Str text = line->text;
    size_t marker = line->kind == LINE_LIST ? line_list_marker(text) : 0;
    *number = 0;
    for (size_t i = 0; i < marker && text.data[i] >= '0' && text.data[i] <= '9'; i++)
        *number = *number * 10 + (size_t)(text.data[i] - '0');
    Line words = {str_trim(str_slice(text, marker, text.len)), line->number, LINE_TEXT};
    return *number && line_is_question(&words) ? words.text : STR_NONE;
}

/* Whether there are some, from 1 on without a gap, and text that is not indented stands behind each. */
static bool numbers_questions(const LineVec *lines)
{
    size_t count = 0, number;
    for (size_t i = 0; i < lines->len; i++) {
        if (!numbered_question(&lines->items[i], &number).data) continue;
        size_t next = i + 1;
        while (next < lines->len && lines->items[next].kind == LINE_BLANK) next++;
        bool is_answered =
            next < lines->len && lines->items[next].kind == LINE_TEXT && !line_indent(lines->items[next].text);
        if (number != ++count || !is_answered) return false;
    }
    return count > 1;
}

static Str text_marked_as(Loose *loose, const Line *line, Role wanted)
{
    Role role;
    Str text = dialect_marked_text(loose->writer.arena, line, &role);
    return role == wanted ? text : STR_NONE;
}

static Str question_of(Loose *loose, const Line *line)
{
    size_t number;
    if (loose->marker != ROLE_NONE) return text_marked_as(loose, line, loose->marker);
    if (loose->has_numbers) return numbered_question(line, &number);
    return line_is_question(line) ? str_trim(line->text) : STR_NONE;
}

/* Loose: questions stand on unmarked lines. A title above them all is allowed, and no other heading. */
static bool is_loose(Loose *loose)
{
    size_t questions = 0, marked = 0, problems = 0;
    if (dialect_has_sections(&loose->lines)) return false;
    for (size_t i = 0; i < loose->lines.len; i++) {
        const Line *line = &loose->lines.items[i];
        if (line->kind == LINE_HEADING && line_is_question(&(Line){line->text, line->number, LINE_TEXT})) return false;
        if (line->kind == LINE_TEXT && i + 1 < loose->lines.len) { /* a setext heading */
            Str next = str_trim(loose->lines.items[i + 1].text);
            size_t bars = 0;
            while (bars < next.len && next.data[bars] == '=') bars++;
            if (bars > 2 && bars == next.len) return false;
        }
        questions += line_is_question(line);
        Role role;
        bool is_marked = dialect_marked_text(loose->writer.arena, line, &role).len > 0;
        marked += is_marked && role == ROLE_QUESTION;
        problems += is_marked && role == ROLE_SYMPTOM;
    }
    bool has_problems = !marked && !questions && problems > 1; /* one alone is of the title */
    loose->marker = marked ? ROLE_QUESTION : has_problems ? ROLE_SYMPTOM : ROLE_NONE;
    loose->has_numbers = loose->marker == ROLE_NONE && numbers_questions(&loose->lines);
    return questions > 0 || loose->marker != ROLE_NONE || loose->has_numbers;
}

/* Whether the list under way has another item further down, before its answer ends. */
static bool list_goes_on(Loose *loose, size_t at)
{
    for (size_t i = at; i < loose->lines.len; i++) {
        const Line *line = &loose->lines.items[i];
        if (line->kind == LINE_LIST) return true;
        if (line->kind != LINE_TEXT && line->kind != LINE_CONFIG && line->kind != LINE_FENCE) return false;
        size_t length;
        int number;
        if (question_of(loose, line).data) return false;
        if (vocabulary_inline_label(loose->writer.arena, str_trim(line->text), &length, &number) != ROLE_NONE)
            return false;
    }
    return false;
}

static void write_indented(Loose *loose, Str text, int number)
{
    Buffer line = {0};
    for (size_t i = 0; i < loose->item_indent; i++) buffer_add_char(&line, ' ');
    buffer_add(&line, text);
    line_write(&loose->writer, buffer_str(&line), number);
    buffer_free(&line);
}

/* Bare configuration becomes a fenced block, as part of the list item that it stands under. */
static size_t write_config(Loose *loose, size_t at)
{
    int first = loose->lines.items[at].number;
    line_write_blank(&loose->writer, first);
    write_indented(loose, STR("```"), first);
    size_t i = at;
    for (; i < loose->lines.len && loose->lines.items[i].kind == LINE_CONFIG; i++)
        write_indented(loose, str_trim_end(loose->lines.items[i].text), loose->lines.items[i].number);
    int last = loose->lines.items[i - 1].number;
    write_indented(loose, STR("```"), last);
    line_write_blank(&loose->writer, last);
    return i;
}

static void write_label(Loose *loose, Str text, size_t length, int number)
{
    Buffer line = {0};
    buffer_printf(&line, "**%.*s**", STR_ARG(str_slice(text, 0, length)));
    Str rest = str_trim(str_slice(text, length, text.len));
    if (rest.len) buffer_printf(&line, " %.*s", STR_ARG(rest));
    loose->item_indent = 0;
    line_write_blank(&loose->writer, number);
    line_write(&loose->writer, buffer_str(&line), number);
    line_write_blank(&loose->writer, number);
    buffer_free(&line);
}

/* A line of prose is a paragraph, unless it breaks off and the next line goes on with it. */
static void write_text(Loose *loose, size_t at, Str text)
{
    const Line *line = &loose->lines.items[at];
    if (loose->item_indent && !list_goes_on(loose, at)) {
        loose->item_indent = 0;
        line_write_blank(&loose->writer, line->number);
    }
    if (loose->item_indent) line_write_blank(&loose->writer, line->number);
    write_indented(loose, text, line->number);
    bool is_last = at + 1 >= loose->lines.len || loose->lines.items[at + 1].kind != LINE_TEXT;
    if (is_last || line_ends_sentence(text)) line_write_blank(&loose->writer, line->number);
}

static void write_question(Loose *loose, Str question, int number)
{
    Buffer line = {0};
    buffer_printf(&line, "## %.*s", STR_ARG(question));
    loose->item_indent = 0;
    line_write_blank(&loose->writer, number);
    line_write(&loose->writer, buffer_str(&line), number);
    line_write_blank(&loose->writer, number);
    buffer_free(&line);
}

static void write_list_item(Loose *loose, const Line *line)
{
    if (!loose->item_indent)
        line_write_blank(&loose->writer, line->number);
    else if (loose->writer.is_after_blank && line_indent(line->text) == 0)
        loose->item_indent = 0;
    line_write(&loose->writer, line->text, line->number);
    loose->item_indent = line_indent(line->text) + line_list_marker(str_trim(line->text));
}

static size_t write_table(Loose *loose, size_t at)
{
    loose->item_indent = 0;
    line_write_blank(&loose->writer, loose->lines.items[at].number);
    size_t i = at;
    for (; i < loose->lines.len && loose->lines.items[i].kind == LINE_TABLE; i++)
        line_write(&loose->writer, loose->lines.items[i].text, loose->lines.items[i].number);
    line_write_blank(&loose->writer, loose->lines.items[i - 1].number);
    return i;
}

/* Writes what begins at a line, and returns the index behind it. */
static size_t write_next(Loose *loose, size_t at)
{
    const Line *line = &loose->lines.items[at];
    Arena *arena = loose->writer.arena;
    Str question = question_of(loose, line);
    if (question.data) {
        if (question.len) write_question(loose, question, line->number);
        return at + 1;
    }
    Str answer = loose->marker != ROLE_NONE ? text_marked_as(loose, line, ROLE_ANSWER) : STR_NONE;
    if (answer.data) {
        loose->item_indent = 0;
        if (answer.len) write_text(loose, at, answer);
        return at + 1;
    }
    switch (line->kind) {
    case LINE_BLANK: line_write_blank(&loose->writer, line->number); return at + 1;
    case LINE_TABLE: return write_table(loose, at);
    case LINE_CONFIG: return write_config(loose, at);
    case LINE_LIST: write_list_item(loose, line); return at + 1;
    case LINE_TEXT: break;
    default: line_write(&loose->writer, line->text, line->number); return at + 1;
    }
    if (line_indent(line->text) >= 2 && loose->item_indent) { /* already indented under its list item */
        line_write(&loose->writer, line->text, line->number);
        return at + 1;
    }
    size_t behind = flat_table_write(&loose->writer, &loose->lines, at);
    if (behind > at) {
        loose->item_indent = 0;
        return behind;
    }
    Str text = str_trim(line->text);
    size_t length;
    int number;
    Role role = vocabulary_inline_label(arena, text, &length, &number);
    if (role == ROLE_CAUSE || role == ROLE_SOLUTION || role == ROLE_SYMPTOM || role == ROLE_ENVIRONMENT)
        write_label(loose, text, length, line->number);
    else
        write_text(loose, at, text);
    return at + 1;
}

/* GFM takes a line right under a table for a row of it, even one without a pipe. In no text that people write is it. */
static bool table_runs_on(const LineVec *lines, size_t at, bool in_table)
{
    if (!in_table || at == 0 || lines->items[at - 1].kind != LINE_TABLE) return false;
    const Line *line = &lines->items[at];
    return (line->kind == LINE_TEXT || line->kind == LINE_CONFIG) && !memchr(line->text.data, '|', line->text.len);
}

/* `is_changed`: the lines are not those of the body any more. */
static Normalised separate_tables(Arena *arena, const LineVec *lines, Str body, int first_line, bool is_changed)
{
    Normalised normalised = {.text = body, .first_line = first_line};
    LineWriter writer = {.arena = arena};
    bool in_table = false;
    size_t written = 0;
    for (size_t i = 0; i < lines->len; i++) {
        const Line *line = &lines->items[i];
        if (table_runs_on(lines, i, in_table)) {
            for (; written < i; written++)
                line_write(&writer, lines->items[written].text, lines->items[written].number);
            line_write(&writer, STR(""), line->number);
        }
        in_table = line->kind == LINE_TABLE && (in_table || line_is_table_delimiter(str_trim(line->text)));
    }
    if (written || is_changed) {
        for (; written < lines->len; written++)
            line_write(&writer, lines->items[written].text, lines->items[written].number);
        normalised.text = buffer_take(&writer.text, arena);
        normalised.line_of = writer.line_of;
    }
    buffer_free(&writer.text);
    return normalised;
}

/* Whether a line is not the body's own (row_mend). */
static bool was_mended(const LineVec *lines, Str body)
{
    for (size_t i = 0; i < lines->len; i++) {
        const char *text = lines->items[i].text.data;
        if (text < body.data || text > body.data + body.len) return true;
    }
    return false;
}

Normalised normalise(Arena *arena, Str body, int first_line)
{
    Loose loose = {.writer.arena = arena, .lines = lines_split(arena, body, first_line)};
    LineVec lines = loose.lines;
    bool is_changed = was_mended(&loose.lines, body);
    is_changed |= str_has(body, STR("{:")) && dialect_attributes(arena, &loose.lines);
    is_changed |= str_has_pair(body, '[', "[!]") && dialect_inline(arena, &loose.lines);
    is_changed |= dialect_has_blocked_emphasis(body) && dialect_emphasis(arena, &loose.lines);
    is_changed |= dialect_plain(arena, &loose.lines);
    is_changed |= str_has(body, STR("</h")) && dialect_html_headings(arena, &loose.lines);
    is_changed |= dialect_tables(arena, &loose.lines);
    is_changed |= dialect_lists(arena, &loose.lines);
    is_changed |= dialect_pairs(arena, &loose.lines);
    is_changed |= dialect_questions(arena, &loose.lines);
    is_changed |= dialect_labels(arena, &loose.lines);
    if (!is_loose(&loose)) {
        Normalised marked = separate_tables(arena, &loose.lines, body, first_line, is_changed);
        marked.lines = lines;
        return marked;
    }
    for (size_t i = 0; i < loose.lines.len;) i = write_next(&loose, i);
    Normalised normalised = {.text = buffer_take(&loose.writer.text, arena),
                             .line_of = loose.writer.line_of,
                             .first_line = first_line,
                             .is_loose = true,
                             .lines = lines};
    buffer_free(&loose.writer.text);
    return normalised;
}

int normalised_source_line(const Normalised *normalised, int line)
{
    if (line < 1) return normalised->first_line;
    if (!normalised->line_of.len) return normalised->first_line + line - 1;
    size_t index = (size_t)line - 1;
    return normalised->line_of.items[index < normalised->line_of.len ? index : normalised->line_of.len - 1];
}
