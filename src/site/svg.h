/* Boxes with text for drawings in a page (svg.c): private to site/. Lengths are in units of the drawing. */
#ifndef WHYFIX_SVG_H
#define WHYFIX_SVG_H

#include "base/base.h"

enum { SVG_LINES_MOST = 8 };
static const double SVG_FONT = 12.5; /* the size that the drawing's root says; a box says its own where it is another */

/* A length: with one decimal at most, which is all that a drawing shows. */
void svg_put_number(Buffer *out, double length);

typedef struct SvgBox {
    double x, y, width, height;
    const char *class; /* of the style sheet */
    Str url;           /* empty: it leads nowhere */
    Str lines[SVG_LINES_MOST];
    size_t line_count;
    double font; /* size */
} SvgBox;

/* A box at 0,0 as high as its text, which is wrapped to `width` and cut behind `lines_most` lines. Widths of letters
 * are taken from the wide end of what fonts have, so that text never leaves its box. */
SvgBox svg_box(Arena *arena, const char *class, Str text, Str url, double width, double font, size_t lines_most);
void svg_put_box(Buffer *out, const SvgBox *box);
/* All lines of a drawing stand between these, in one element. */
void svg_start_lines(Buffer *out);
void svg_end_lines(Buffer *out);
/* From the side of a box down and to the left side of another: a branch of a tree. */
void svg_put_branch(Buffer *out, double x, double y, const SvgBox *to);
/* From the right side of one box to the left side of another. */
void svg_put_curve(Buffer *out, const SvgBox *from, const SvgBox *to);

#endif
