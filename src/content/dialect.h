/* Dialects: what other generators put around markdown, written as plain markdown. Private to content/. */
#ifndef WHYFIX_DIALECT_H
#define WHYFIX_DIALECT_H

#include "lines.h"

/* Rewrites, outside of code: admonitions (!!! note, ::: note) as quotes that begin with [!NOTE]; shortcodes and
 * template tags are left out, their text and images kept (dialect.c). True where a line changed. */
bool dialect_plain(Arena *arena, LineVec *lines);

/* Leaves out attributes of kramdown, {: .class}; {:#id} below a heading goes to it (dialect_attributes.c). True where a
 * line changed. */
bool dialect_attributes(Arena *arena, LineVec *lines);

/* Rewrites what stands within lines in brackets: anchors, [](id:name), links of wikis, [[page|text]], and words that
 * are marked, [!UICONTROL Name] (dialect_inline.c). True where a line changed. */
bool dialect_inline(Arena *arena, LineVec *lines);

/* Puts marks that keep ** from being read outside of it, **注意：**重啟 (dialect_emphasis.c). True where there was one.
 */
bool dialect_emphasis(Arena *arena, LineVec *lines);
bool dialect_has_blocked_emphasis(Str text); /* whether there may be some */

/* Rewrites headings in HTML, <h3>Why …?</h3> on a line (dialect_html_heading.c). True where there was one. */
bool dialect_html_headings(Arena *arena, LineVec *lines);

/* Rewrites tables in HTML whose head names causes and solutions as pipe tables (dialect_table.c). True where one was.
 */
bool dialect_tables(Arena *arena, LineVec *lines);

/* Rewrites lists that markdown does not know, 1、 or （1） or ① or •, as lists (dialect_list.c). True where one was. */
bool dialect_lists(Arena *arena, LineVec *lines);

/* Whether headings part the text, and not just a title stands above it. */
bool dialect_has_sections(const LineVec *lines);
/* Rewrites questions that are marked with Q: or 問： as headings, their answers without A: or 答：, in a text that has
 * headings (dialect_pairs.c). True where a line changed. */
bool dialect_pairs(Arena *arena, LineVec *lines);
/* The text behind Q: / 問： / **Q1:** / Q. / Problem: at the start of a line; STR_NONE where there is none. `role` gets
 * what it marks. */
Str dialect_marked_text(Arena *arena, const Line *line, Role *role);

/* Rewrites questions that are marked otherwise as headings: <summary> of a <details> that asks, and, where no heading
 * asks, a bold line that stands alone and asks (dialect_question.c). True where a line changed. */
bool dialect_questions(Arena *arena, LineVec *lines);

/* Whether the section that begins behind `at`, up to the next heading, is all titles in bold and what is said of each,
 * and most of them (in a text without sections: any) say what goes wrong; and the words of one that begins at a line,
 * or STR_NONE (dialect_titles.c). */
bool dialect_has_titles(Arena *arena, const LineVec *lines, size_t at);
Str dialect_title(const LineVec *lines, size_t at);

/* Where a head of 問題 and 答案 begins a table that says nothing else but numbers, and asks in each row, adds its rows
 * as questions below a heading of a level, and returns the index behind it; else `at` (dialect_question_table.c). */
size_t dialect_question_table(Arena *arena, LineVec *out, const LineVec *lines, size_t at, size_t above);

/* Parts labels from the list that they stand behind, and makes those of causes and fixes that stand alone above deeper
 * headings headings above these (dialect_labels.c). True where one was. */
bool dialect_labels(Arena *arena, LineVec *lines);

/* Boxes that open (dialect_details.c): whether a line begins with a tag; the words of <summary> in <details>, on one
 * line or two, STR_NONE where it says anything else, with the index behind it; whether all that stands from a line on,
 * up to the next heading and but for an introduction, is two or more of them. */
bool dialect_is_tag(const Line *line, const char *tag);
Str dialect_summary(const LineVec *lines, size_t at, size_t *behind);
bool dialect_has_only_details(Arena *arena, const LineVec *lines, size_t at);
/* The words between two marks that enclose all of a text; STR_NONE where they do not. */
Str dialect_enclosed(Str text, const char *open, const char *close);

/* Whether nothing stands on a line that a paragraph could go on with: it is blank, a heading, or there is none. */
bool dialect_is_blank(const LineVec *lines, size_t at);

/* Whether a text begins with a label, as Q: …? does, and 原因：…, or is one: How to fix it? */
bool dialect_is_labelled(Arena *arena, Str text);

/* Adds a question as a heading below one of a level; 0: there is none above (dialect_question.c). */
void dialect_put_question(Arena *arena, LineVec *out, size_t above, Str question, int number);
Str dialect_heading(Arena *arena, size_t level, Str text); /* of the deepest there is, where that is not as deep */
size_t dialect_heading_level(const Line *line);            /* how many # it begins with */

#endif
