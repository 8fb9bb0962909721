/* Dialects: what other generators put around markdown, written as plain markdown. Private to content/. */
#ifndef WHYFIX_DIALECT_H
#define WHYFIX_DIALECT_H

#include "lines.h"

/* Rewrites, outside of code: admonitions (!!! note, ::: note) as quotes that begin with [!NOTE]; shortcodes and
 * template tags are left out, their text and images kept (dialect.c). True where a line changed. */
bool dialect_plain(Arena *arena, LineVec *lines);

/* Rewrites tables in HTML whose head names causes and solutions as pipe tables (dialect_table.c). True where one was.
 */
bool dialect_tables(Arena *arena, LineVec *lines);

/* Rewrites questions that are marked otherwise as headings: <summary> of a <details> that asks, and, where no heading
 * asks, a bold line that stands alone and asks (dialect_question.c). True where a line changed. */
bool dialect_questions(Arena *arena, LineVec *lines);

#endif
