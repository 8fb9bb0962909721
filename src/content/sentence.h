/* What sentences say, by their words. Private to content/. */
#ifndef WHYFIX_SENTENCE_H
#define WHYFIX_SENTENCE_H

#include "base/base.h"

/* Whether a sentence tells the reader to do something: it begins with 請, 檢查, Check …, or has 請 behind a comma. */
bool sentence_is_remedy(Arena *arena, Str sentence);

/* Whether what follows a comma goes over to that: …，請…, …，可通過…. */
bool sentence_is_remedy_clause(Arena *arena, Str clause);

/* Whether a sentence states a cause: 原因是…, 由於…導致, This is because …. One under a condition (如果…) does not. */
bool sentence_names_cause(Arena *arena, Str sentence);

/* Whether a sentence that ends with a colon introduces causes (可能有以下原因：), or what to do (請依下列步驟處理：).
 */
bool sentence_introduces_causes(Arena *arena, Str text);
bool sentence_introduces_fix(Arena *arena, Str text);

/* Whether a question describes a trouble, or asks why (失敗, 報錯, 為什麼, error …). */
bool sentence_asks_why(Arena *arena, Str question);
/* The same of a heading, but for one of several (常見錯誤, Common errors). */
bool sentence_names_one_trouble(Arena *arena, Str heading);

#endif
