/* The words by which writers mark the parts of an answer. Private to content/. */
#ifndef WHYFIX_VOCABULARY_H
#define WHYFIX_VOCABULARY_H

#include "base/base.h"

typedef enum Role {
    ROLE_NONE,
    ROLE_SYMPTOM,
    ROLE_CAUSE,
    ROLE_SOLUTION,
    ROLE_CASES, /* causes, each with its fix: 原因及解決方案 */
    ROLE_CATEGORY,
    ROLE_ENVIRONMENT,
    ROLE_CHECK, /* what tells a cause from the others */
    ROLE_QUESTION,
    ROLE_ANSWER,
    ROLE_CONTEXT, /* background, details, notes: shown, in no record */
    ROLE_ASIDE,   /* related links, tables of contents: shown, in no record */
    ROLE_ALIAS,
    ROLE_CODE_COLUMN, /* an error code or log line as a table column: names the row */
} Role;

static inline bool role_is_cause_or_solution(Role role)
{
    return role == ROLE_CAUSE || role == ROLE_SOLUTION || role == ROLE_CASES;
}

/* Once, before the first look-up and before threads start. */
void vocabulary_start(void);

/* The role of a label's whole text: 「可能的原因」, "Root cause:", 解決方案2. Script, case, width, numbering, a colon
 * or a mark at its end, symbols around it and known qualifiers (可能, 常見, Possible …) make no difference. *number is
 * the label's own number, or 0. */
Role vocabulary_label(Arena *arena, Str text, int *number);

/* The same of a text with a colon behind it, which may be what is no label elsewhere (Action, Checks). */
Role vocabulary_before_colon(Arena *arena, Str text, int *number);

enum { HAN_BYTES = 3 /* of a common Han character */ };
/* 1 to 10 of one of 一 to 十; 0: it is none of them. */
int vocabulary_han_digit(Str character);

/* What 「Q1. 」, 「Q) 」, 「A2、」 or 「Q3 - 」 says of the text that it begins, and its length, in bytes. */
Role vocabulary_letter_mark(Str text, size_t *length);
/* The same of 「問題 2、」, 「答 2.」, 「Question 3) 」. */
Role vocabulary_numbered_mark(Arena *arena, Str text, size_t *length);

/* Whether it is nothing but emoji, arrows and the like, and spaces, also such as paragraphs begin with in Chinese. */
bool vocabulary_is_symbols(Str text);
size_t vocabulary_symbols(Str text); /* how many bytes of such it begins with */

/* Whether a heading says that questions follow: 常見問題, FAQ, Q&A. */
bool vocabulary_names_questions(Arena *arena, Str heading);

/* Whether it only counts what is asked: Problem 1, 問題 2, 案例 3. */
bool vocabulary_counts_questions(Arena *arena, Str text);

/* The role at the start of a line that goes on: 原因:text or 【原因】text. *length is the bytes up to the text behind.
 */
Role vocabulary_inline_label(Arena *arena, Str line, size_t *length, int *number);

/* The role of words that are a label where the answer has one of the other kind, of a cause or of a fix: 方法, 分析. */
Role vocabulary_loose_label(Arena *arena, Str text);

/* The role of a table's header cell: like a label, and some words that are labels in tables alone (類型, Log). A column
 * of causes and fixes at once is one of fixes. */
Role vocabulary_column(Arena *arena, Str cell);
/* Whether it names a fix where another column names the cause: 建議, Recommendation. */
bool vocabulary_advises(Arena *arena, Str cell);

/* Whether a cell only marks that there is nothing: 無, -, N/A. */
bool vocabulary_says_nothing(Arena *arena, Str cell);

#endif
