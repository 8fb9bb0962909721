#include "lines.h"

#include "text/text.h"

#include <string.h>

size_t line_indent(Str text)
{
    size_t columns = 0;
    for (size_t i = 0; i < text.len && (text.data[i] == ' ' || text.data[i] == '\t'); i++)
        columns += text.data[i] == '\t' ? 4 : 1;
    return columns;
}

Str line_dedent(Str text, size_t columns)
{
    size_t at = 0;
    for (size_t used = 0; at < text.len && used < columns && (text.data[at] == ' ' || text.data[at] == '\t'); at++)
        used += text.data[at] == '\t' ? 4 : 1;
    return str_slice(text, at, text.len);
}

size_t line_list_marker(Str text)
{
    if (text.len < 2) return 0;
    if (strchr("-*+", text.data[0]) && text.data[1] == ' ') return 2;
    size_t digits = 0;
    while (digits < text.len && text.data[digits] >= '0' && text.data[digits] <= '9') digits++;
    if (digits && digits < 4 && digits + 1 < text.len && strchr(".)", text.data[digits]) &&
        text.data[digits + 1] == ' ')
        return digits + 2;
    return 0;
}

static bool ends_with_any(Str text, const char *const *endings)
{
    for (size_t i = 0; endings[i]; i++)
        if (str_ends(text, str_from(endings[i]))) return true;
    return false;
}

static Str without_closers(Str text)
{
    static const char *const closers[] = {"\"", "'", ")", "]", "*", "`", "”", "’", "」", "』", "）", "】", "》", NULL};
    for (;;) {
        text = str_trim_end(text);
        size_t i = 0;
        while (closers[i] && !str_ends(text, str_from(closers[i]))) i++;
        if (!closers[i]) return text;
        text.len -= strlen(closers[i]);
    }
}

bool line_ends_sentence(Str text)
{
    static const char *const enders[] = {"。", ".", "!", "！", "?", "？", ":", "：", ";", "；", "…", NULL};
    return ends_with_any(without_closers(text), enders);
}

bool line_is_question(const Line *line)
{
    static const char *const marks[] = {"?", "？", NULL};
    static const char *const enders[] = {"。", ".", "!", "！", NULL};
    if (line->kind != LINE_TEXT || line_indent(line->text) >= 4) return false;
    Str text = str_trim(line->text);
    if (!ends_with_any(text, marks)) return false;
    Str before = text;
    while (ends_with_any(before, marks)) before.len -= str_ends(before, STR("?")) ? 1 : 3;
    return str_trim(before).len > 0 && !ends_with_any(str_trim_end(before), enders);
}

bool line_is_table_delimiter(Str text)
{
    bool has_pipe = false, has_dash = false;
    for (size_t i = 0; i < text.len; i++) {
        if (!strchr("|-: \t", text.data[i])) return false;
        has_pipe |= text.data[i] == '|';
        has_dash |= text.data[i] == '-';
    }
    return has_pipe && has_dash;
}

/* Configuration and commands in a Han text: no Han, no end of a sentence, and more than a lone word or a link. */
static bool looks_like_config(Str text)
{
    bool has_space = false, has_letter = false;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c >= 0x80) return false;
        has_space |= c == ' ';
        has_letter |= (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
    bool is_prose = text.len && strchr(".!?,:", text.data[text.len - 1]);
    bool is_markup = str_starts(text, STR("http")) || str_starts(text, STR("**")) || str_starts(text, STR("![")) ||
                     str_starts(text, STR("[")) || str_starts(text, STR("<"));
    return has_letter && !is_prose && !is_markup &&
           (has_space || memchr(text.data, '=', text.len) || memchr(text.data, '/', text.len));
}

/* `*is_han`: whether the whole text is; below 0: nobody has asked yet. */
static LineKind classify(Str text, Str whole, int *is_han)
{
    Str trimmed = str_trim(text);
    if (!trimmed.len) return LINE_BLANK;
    size_t hashes = 0;
    while (hashes < trimmed.len && trimmed.data[hashes] == '#') hashes++;
    if (hashes && hashes <= 6 && (hashes == trimmed.len || trimmed.data[hashes] == ' ') && line_indent(text) < 4)
        return LINE_HEADING;
    if (trimmed.data[0] == '|' || line_is_table_delimiter(trimmed)) return LINE_TABLE;
    if (trimmed.data[0] == '>') return LINE_QUOTE;
    if (line_list_marker(trimmed)) return LINE_LIST;
    if (trimmed.data[0] == '<' && trimmed.len > 1 &&
        strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ/!", trimmed.data[1]))
        return LINE_HTML;
    if (!looks_like_config(trimmed)) return LINE_TEXT;
    if (*is_han < 0) *is_han = text_is_han(whole);
    return *is_han ? LINE_CONFIG : LINE_TEXT;
}

/* The fence that a line opens: its length and character, or 0 (CommonMark 0.29, section 4.5). */
static size_t fence_length(Str text, char *character)
{
    Str trimmed = str_trim(text);
    size_t marker = line_list_marker(trimmed); /* a fence may open right behind a list marker */
    trimmed = str_trim(str_slice(trimmed, marker, trimmed.len));
    if (!trimmed.len || (trimmed.data[0] != '`' && trimmed.data[0] != '~')) return 0;
    size_t len = 0;
    while (len < trimmed.len && trimmed.data[len] == trimmed.data[0]) len++;
    *character = trimmed.data[0];
    if (len < 3 || (*character == '`' && memchr(trimmed.data + len, '`', trimmed.len - len))) return 0;
    return len;
}

static bool closes_fence(Str text, size_t length, char character)
{
    Str trimmed = str_trim(text);
    if (trimmed.len < length) return false;
    for (size_t i = 0; i < trimmed.len; i++)
        if (trimmed.data[i] != character) return false;
    return true;
}

LineVec lines_split(Arena *arena, Str text, int first_line)
{
    LineVec lines = {0};
    int is_han = -1;
    size_t fence = 0;
    char fence_character = 0;
    bool in_comment = false;
    Str rest = text, line;
    for (int number = first_line; str_next(&rest, '\n', &line); number++) {
        LineKind kind = LINE_FENCE;
        if (in_comment || (!fence && str_starts(str_trim(line), STR("<!--")))) {
            kind = LINE_HTML; /* what looks like configuration in it is metadata */
            in_comment = !str_has(line, STR("-->"));
        } else if (fence) {
            if (closes_fence(line, fence, fence_character)) fence = 0;
        } else {
            fence = fence_length(line, &fence_character);
            if (!fence) kind = classify(line, text, &is_han);
        }
        if (kind != LINE_FENCE && kind != LINE_HTML) line = limit_pipes(arena, line);
        size_t taken = kind == LINE_TABLE ? row_mend(arena, line, rest, &line) : 0;
        if (rest.data || line.len) VEC_PUSH(arena, &lines, ((Line){line, number, kind}));
        for (Str skipped; taken && str_next(&rest, '\n', &skipped); taken--) number++;
    }
    return lines;
}

void line_write(LineWriter *writer, Str text, int source_line)
{
    if (str_trim(text).len) buffer_add(&writer->text, text); /* spaces at the end may be a hard line break */
    buffer_add_char(&writer->text, '\n');
    VEC_PUSH(writer->arena, &writer->line_of, source_line);
    writer->is_after_blank = false;
}

void line_write_blank(LineWriter *writer, int source_line)
{
    if (writer->is_after_blank || !writer->line_of.len) return;
    line_write(writer, STR(""), source_line);
    writer->is_after_blank = true;
}
