/* Lines and what they look like, for the normaliser. Private to content/. */
#ifndef WHYFIX_LINES_H
#define WHYFIX_LINES_H

#include "base/base.h"
#include "vocabulary.h"

typedef enum LineKind {
    LINE_TEXT,
    LINE_BLANK,
    LINE_FENCE, /* a code fence or a line inside one */
    LINE_HEADING,
    LINE_TABLE,
    LINE_LIST,
    LINE_QUOTE,
    LINE_HTML,
    LINE_CONFIG, /* bare configuration or a command, not fenced */
} LineKind;

typedef struct Line {
    Str text; /* as it stands, without its end */
    int number;
    LineKind kind;
} Line;
typedef VEC(Line) LineVec;

/* Splits and classifies. Bare configuration is only told from prose where the text as a whole is Han. */
LineVec lines_split(Arena *arena, Str text, int first_line);

/* Where a code fence opens in the last cell of a table row, and the row is finished on one of the next lines (`rest`):
 * the whole row on one line, and how many of the next lines it takes (broken_row.c). 0 where the line is no such row.
 */
size_t row_mend(Arena *arena, Str line, Str rest, Str *mended);

/* A line with more pipes than any table has, those beyond escaped (limits.c); else the line itself. */
Str limit_pipes(Arena *arena, Str line);

/* The length of a list item's marker with the space behind it: 2 for "- ", 3 for "1. "; 0 where there is none. */
size_t line_list_marker(Str text);
size_t line_indent(Str text);              /* leading spaces, a tab being four */
Str line_dedent(Str text, size_t columns); /* with as many columns of them less, as far as it has them */
/* A line that asks: it ends in ? or ？, and not in 。? (a slip of the pen), and is no list item, table row or quote. */
bool line_is_question(const Line *line);
bool line_ends_sentence(Str text);      /* with 。.!?:; or their full-width forms, closing quotes and brackets aside */
bool line_is_table_delimiter(Str text); /* |---|:-:| */

/* What a writer of normalised text appends to: the text, and the source line of each of its lines. */
typedef struct LineWriter {
    Arena *arena;
    Buffer text;
    IntVec line_of;
    bool is_after_blank;
} LineWriter;

void line_write(LineWriter *writer, Str text, int source_line);
void line_write_blank(LineWriter *writer, int source_line); /* nothing where the line before is blank, or none */

/* Where lines[at] is the head of a table whose cells were pasted as lines (分類 可能原因 解決方案 …), writes it as a
 * pipe table and returns the index behind its last line; else returns `at`. */
size_t flat_table_write(LineWriter *writer, const LineVec *lines, size_t at);

#endif
