/* Bold words that begin or end with a mark beside a text without spaces: **注意：**重啟. Authors' editors show them so,
 * but CommonMark (0.31, 6.2) takes ** behind a mark for no end where a letter follows, and none is bold. The mark is
 * put outside: **注意**：重啟; where it is markup (**`reload`**後) the stars are written as tags. */
#include <cmark-gfm/utf8.h>
#include <string.h>

#include "dialect.h"

/* A pair of stars within a line. */
typedef struct Bold {
    size_t open, close;
} Bold;

static uint32_t char_at(Str text, size_t at)
{
    uint32_t c = ' ';
    if (at < text.len) utf8_decode(str_slice(text, at, text.len), &c);
    return c;
}

static uint32_t char_before(Str text, size_t at)
{
    return at ? char_at(text, utf8_before(text, at)) : ' ';
}

static bool is_space(uint32_t c)
{
    return cmark_utf8proc_is_space((int32_t)c);
}

static bool is_mark(uint32_t c)
{
    return cmark_utf8proc_is_punctuation((int32_t)c);
}

/* Whether the stars would not be read, as the mark inside stands between them and what is no space outside. */
static bool is_blocked(uint32_t inside, uint32_t outside)
{
    enum { FIRST_WIDE = 0x2E80 }; /* before it, spaces part words, and stars may be meant */
    bool is_meant = inside >= FIRST_WIDE || outside >= FIRST_WIDE || inside == ':';
    return is_mark(inside) && !is_mark(outside) && !is_space(outside) && is_meant;
}

/* What closes a bracket or a quotation; 0: it is none that opens. */
static uint32_t partner(uint32_t open)
{
    static const uint32_t pairs[][2] = {{0x300C, 0x300D}, {0x300E, 0x300F}, {0x3010, 0x3011}, {0x300A, 0x300B},
                                        {0x3008, 0x3009}, {0x3014, 0x3015}, {0xFF08, 0xFF09}, {0xFF3B, 0xFF3D},
                                        {0x201C, 0x201D}, {0x2018, 0x2019}, {'"', '"'},       {'(', ')'}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (pairs[i][0] == open) return pairs[i][1];
    return 0;
}

/* 「設定」 or （選用）, as a whole. */
static bool is_enclosed(Str inner)
{
    uint32_t open = char_at(inner, 0), close = partner(open), c;
    size_t end = utf8_before(inner, inner.len);
    if (!close || char_at(inner, end) != close || str_has(inner, STR("]("))) return false;
    for (size_t i = utf8_decode(inner, &c); i < end; i += utf8_decode(str_slice(inner, i, end), &c))
        if (char_at(inner, i) == open || char_at(inner, i) == close) return false;
    return true;
}

/* A stop can be moved; not what belongs to markup, or to another mark further in. */
static bool is_stop(uint32_t c)
{
    static const uint32_t wide[] = {0xFF1A, 0xFF0C, 0x3002, 0xFF01, 0xFF1F, 0xFF1B, 0x3001, 0x2026, 0x2014};
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (wide[i] == c) return true;
    return c && c < 0x80 && strchr(":,.;?%!", (int)c);
}

/* The length of the run of a character. */
static size_t run_at(Str text, size_t at)
{
    size_t run = 1;
    while (at + run < text.len && text.data[at + run] == text.data[at]) run++;
    return run;
}

/* The length of the code that so many backticks open, with them; theirs, where they open none. */
static size_t code_length(Str text, size_t at, size_t run)
{
    enum { LONGEST = 1000 /* bytes: what is not closed by then is none */ };
    size_t end = at + run, last = text.len < at + LONGEST ? text.len : at + LONGEST;
    while (end < last) {
        size_t length = text.data[end] == '`' ? run_at(text, end) : 1;
        if (text.data[end] == '`' && length == run) return end + length - at;
        end += length;
    }
    return run;
}

/* The next two stars, and no more, from a place on, outside of code and of what is escaped; the end where there are
 * none. `*is_cell_end`: a cell ends before. */
static size_t next_stars(Str text, size_t at, bool is_table, bool *is_cell_end)
{
    *is_cell_end = false;
    while (at < text.len) {
        char c = text.data[at];
        size_t run = strchr("*`\\", c) ? run_at(text, at) : 1;
        if (c == '*' && run == 2) return at;
        *is_cell_end |= is_table && c == '|';
        if (c == '`')
            at += code_length(text, at, run);
        else
            at += run + (c == '\\' && run % 2); /* and what is escaped */
    }
    return text.len;
}

/* Writes the words with what stands around them; nothing where they are read as bold anyway. */
static bool put_bold(Buffer *out, Str text, Bold bold)
{
    Str inner = str_slice(text, bold.open + 2, bold.close);
    uint32_t outside = char_before(text, bold.open), behind = char_at(text, bold.close + 2);
    bool is_open_blocked = is_blocked(char_at(inner, 0), outside);
    bool is_close_blocked = is_blocked(char_before(inner, inner.len), behind);
    if (!is_open_blocked && !is_close_blocked) return false;
    size_t first = 0, end = inner.len;
    uint32_t c;
    if (is_enclosed(inner)) {
        first = utf8_decode(inner, &c);
        end = utf8_before(inner, end);
    } else {
        while (is_open_blocked && first < end && is_stop(char_at(inner, first)))
            first += utf8_decode(str_slice(inner, first, end), &c);
        while (is_close_blocked && end > first && is_stop(char_before(inner, end))) end = utf8_before(inner, end);
        bool is_moved = !(is_open_blocked && is_mark(char_at(inner, first))) &&
                        !(is_close_blocked && is_mark(char_before(inner, end)));
        if (!is_moved) first = end;
    }
    if (first < end)
        BUFFER_ADD(out, str_slice(inner, 0, first), STR("**"), str_slice(inner, first, end), STR("**"),
                   str_slice(inner, end, inner.len));
    else
        BUFFER_ADD(out, STR("<strong>"), inner, STR("</strong>"));
    return true;
}

static bool is_rewritten(Arena *arena, Line *line)
{
    Buffer out = {0};
    Str text = line->text;
    bool is_cell_end, is_table = line->kind == LINE_TABLE;
    size_t done = 0, open = next_stars(text, 0, is_table, &is_cell_end);
    while (open < text.len) {
        size_t close = next_stars(text, open + 2, is_table, &is_cell_end);
        if (close == text.len) break;
        bool is_pair = !is_cell_end && close > open + 2 && !is_space(char_at(text, open + 2)) &&
                       !is_space(char_before(text, close));
        if (!is_pair) {
            open = close;
            continue;
        }
        size_t len = out.len;
        buffer_add(&out, str_slice(text, done, open));
        if (put_bold(&out, text, (Bold){open, close}))
            done = close + 2;
        else
            out.len = len;
        open = next_stars(text, close + 2, is_table, &is_cell_end);
    }
    if (done) {
        buffer_add(&out, str_slice(text, done, text.len));
        line->text = str_copy(arena, buffer_str(&out));
    }
    buffer_free(&out);
    return done;
}

bool dialect_has_blocked_emphasis(Str text)
{
    const char *end = text.data + text.len, *star = text.data;
    while (star < end && (star = memchr(star, '*', (size_t)(end - star)))) {
        size_t at = (size_t)(star - text.data), behind = at + 2;
        star++;
        if (behind > text.len || text.data[at + 1] != '*') continue;
        uint32_t before_stars = char_before(text, at), behind_stars = char_at(text, behind);
        if (is_blocked(before_stars, behind_stars) || is_blocked(behind_stars, before_stars)) return true;
        star++;
    }
    return false;
}

bool dialect_emphasis(Arena *arena, LineVec *lines)
{
    bool is_changed = false;
    for (size_t i = 0; i < lines->len; i++) {
        Line *line = &lines->items[i];
        if (line->kind != LINE_FENCE && line->kind != LINE_CONFIG && dialect_has_blocked_emphasis(line->text))
            is_changed |= is_rewritten(arena, line);
    }
    return is_changed;
}
