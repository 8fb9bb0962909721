#include "svg.h"

#include <stdlib.h>

#include "text/text.h"

static const double padding = 7, line_height = 1.4; /* the second: of the font's size */
static const double WIDE = 1.02;                    /* a wide character: of the font's size */

/* How wide a character is at most, in parts of the font's size. */
static double char_width(uint32_t c, bool is_wide)
{
    static const double widths[] = {0.36, 0.4, 0.7, 0.84, 1.05, 1.15};
    static const char classes[] = "01222441112212122222222222112222" /* from the space to ? */
                                  "43333333333334333333333533312122" /* from @ to _ */
                                  "1222222221121422222222242222122"; /* from ` to ~ */
    if (is_wide) return WIDE;
    if (c >= 0x80) return c < 0x250 ? 0.75 : WIDE; /* accented Latin; all else as if it were wide */
    return widths[c >= ' ' && c <= '~' ? classes[c - ' '] - '0' : 2];
}

static bool closes(uint32_t c)
{
    if (c >= 0x3100 && c < 0xFF00) return false; /* nearly always */
    switch (c) {
    case 0x3001: /* 、。，；：！？）」』】 */
    case 0x3002:
    case 0xFF0C:
    case 0xFF1B:
    case 0xFF1A:
    case 0xFF01:
    case 0xFF1F:
    case 0xFF09:
    case 0x300D:
    case 0x300F:
    case 0x3011:
    case ')':
    case ',':
    case '.': return true;
    default: return false;
    }
}

/* A line may end behind it. */
static bool breaks(uint32_t c)
{
    return c == '-' || c == '/' || c == '_' || c == ':' || c == '&' || c == '=' || c == '?';
}

/* The end of the first line of a text that may be `width` wide (in font sizes), at least a character of it. */
static size_t line_end(Str text, double width)
{
    double used = 0;
    size_t last_break = 0, at = 0;
    bool was_wide = false;
    while (at < text.len) {
        uint32_t c = (unsigned char)text.data[at];
        if (c >= 0xE5 && c <= 0xE9 && text.len - at > 2) { /* most of Han, U+5000 to U+9FFF, needs no table */
            if (at) last_break = at;
            used += WIDE;
            if (used > width && at) return last_break;
            was_wide = true;
            at += 3;
            continue;
        }
        size_t len = c < 0x80 ? 1 : utf8_decode((Str){text.data + at, text.len - at}, &c);
        if (!len) len = 1, c = '?';
        bool is_wide = c >= 0x80 && char_is_wide(c);
        bool may_break = at && (c == ' ' || ((is_wide || was_wide) && !closes(c)));
        if (may_break) last_break = at;
        used += char_width(c, is_wide);
        if (used > width && at && c != ' ') return last_break ? last_break : at;
        was_wide = is_wide;
        at += len;
        if (c < 0x80 && breaks(c)) last_break = at;
    }
    return text.len;
}

static Str last_line(Arena *arena, Str text, size_t end, double width)
{
    if (end == text.len) return text;
    return str_concat(arena, str_slice(text, 0, line_end(text, width - WIDE)), STR("…"));
}

SvgBox svg_box(Arena *arena, const char *class, Str text, Str url, double width, double font, size_t lines_most)
{
    SvgBox box = {.width = width, .class = class, .url = url, .font = font};
    double room = (width - 2 * padding) / font;
    text = str_trim(text);
    while (text.len && box.line_count < lines_most && box.line_count < SVG_LINES_MOST) {
        bool is_last = box.line_count + 1 == lines_most || box.line_count + 1 == SVG_LINES_MOST;
        size_t end = line_end(text, room);
        box.lines[box.line_count++] =
            is_last ? last_line(arena, text, end, room) : str_trim_end(str_slice(text, 0, end));
        text = str_trim(str_slice(text, end, text.len));
    }
    box.height = 2 * padding + (double)(box.line_count ? box.line_count : 1) * font * line_height;
    return box;
}

void svg_put_number(Buffer *out, double length)
{
    long tenths = (long)(length * 10 + (length < 0 ? -0.5 : 0.5));
    if (tenths < 0) buffer_add_char(out, '-');
    unsigned long size = (unsigned long)labs(tenths);
    buffer_add_number(out, size / 10);
    if (!(size % 10)) return;
    buffer_add_char(out, '.');
    buffer_add_char(out, (char)('0' + size % 10));
}

/* `before` has the name. */
static void put_attribute(Buffer *out, Str before, double length)
{
    buffer_add(out, before);
    svg_put_number(out, length);
    buffer_add_char(out, '"');
}

void svg_put_box(Buffer *out, const SvgBox *box)
{
    if (box->url.len) {
        buffer_add(out, STR("<a href=\""));
        html_escape(out, box->url);
        buffer_add(out, STR("\">"));
    }
    buffer_add(out, STR("<g class=\""));
    buffer_add_text(out, box->class);
    if (box->font != SVG_FONT)
        put_attribute(out, STR("\" font-size=\""), box->font);
    else
        buffer_add_char(out, '"');
    put_attribute(out, STR("><rect x=\""), box->x);
    put_attribute(out, STR(" y=\""), box->y);
    put_attribute(out, STR(" width=\""), box->width);
    put_attribute(out, STR(" height=\""), box->height);
    put_attribute(out, STR(" rx=\"5\"/><text x=\""), box->x + padding);
    put_attribute(out, STR(" y=\""), box->y + padding + box->font * 1.05);
    buffer_add_char(out, '>');
    if (box->line_count) html_escape(out, box->lines[0]);
    for (size_t i = 1; i < box->line_count; i++) {
        put_attribute(out, STR(" <tspan x=\""), box->x + padding);
        put_attribute(out, STR(" dy=\""), box->font * line_height);
        buffer_add_char(out, '>');
        html_escape(out, box->lines[i]);
        buffer_add(out, STR("</tspan>"));
    }
    buffer_add(out, box->url.len ? STR("</text></g></a>\n") : STR("</text></g>\n"));
}

/* A path's letter and the numbers behind it. */
static void put_step(Buffer *out, char letter, const double *numbers, size_t count)
{
    buffer_add_char(out, letter);
    for (size_t i = 0; i < count; i++) {
        if (i) buffer_add_char(out, ' ');
        svg_put_number(out, numbers[i]);
    }
}

void svg_start_lines(Buffer *out)
{
    buffer_add(out, STR("<path d=\""));
}

void svg_end_lines(Buffer *out)
{
    buffer_add(out, STR("\"/>\n"));
}

void svg_put_branch(Buffer *out, double x, double y, const SvgBox *to)
{
    put_step(out, 'M', (double[]){x, y}, 2);
    put_step(out, 'V', (double[]){to->y + to->height / 2}, 1);
    put_step(out, 'H', (double[]){to->x}, 1);
}

void svg_put_curve(Buffer *out, const SvgBox *from, const SvgBox *to)
{
    double x = from->x + from->width, y = from->y + from->height / 2, to_y = to->y + to->height / 2;
    double middle = (x + to->x) / 2;
    put_step(out, 'M', (double[]){x, y}, 2);
    put_step(out, 'C', (double[]){middle, y, middle, to_y, to->x, to_y}, 6);
}
