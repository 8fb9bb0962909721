/* Shared by the files of web/ alone. */
#ifndef WHYFIX_WEB_INTERNAL_H
#define WHYFIX_WEB_INTERNAL_H

#include "search/search.h"
#include "web.h"

/* The parameters of a search, checked (parameters.c). */
typedef struct Parameters {
    Str q, category, lang, format;
    Str site; /* the variant of the site that the reader comes from; data NULL: the site itself */
    size_t page, n;
    Str log;                         /* lines to be diagnosed; any bytes */
    Str entry, solved, reason, text; /* of feedback */
    size_t depth;                    /* of the page below the endpoint: /diagnose is 1 */
} Parameters;

/* Reads a query string, or a form's body, into `parameters`, which has its defaults. False where one is no text of
 * UTF-8, too long, or no number in its range: *wrong is its name. Unknown ones are passed over. */
bool parameters_read(Arena *arena, Str encoded, Parameters *parameters, const char **wrong);

void response_header(Arena *arena, WebResponse *response, const char *name, Str value);

/* What the log of searches has of one (query_log.c): what was asked, how many entries were found, and nothing of who
 * asked. */
typedef struct LoggedSearch {
    Str query, top; /* the first entry; data NULL: none */
    size_t total;
    double took_ms;
} LoggedSearch;

/* What a reader said of an entry. */
typedef struct LoggedFeedback {
    Str entry, reason, text; /* reason and text: data NULL where there is none */
    bool is_solved;
} LoggedFeedback;

int query_log_open(Str path); /* -1 where the path is empty or cannot be opened (errno) */
bool query_log_add(int log, const LoggedSearch *search);
bool query_log_add_feedback(int log, const LoggedFeedback *feedback);
bool query_log_add_click(int log, Str query, Str entry); /* a result that was opened */

/* Answers of the index that is open, for an endpoint that answers many requests (answer_cache.c): many readers ask the
 * same. Every function takes NULL for a cache that is not there. */
typedef struct CachedAnswer {
    const char *type;
    Str body;
    LoggedSearch search;
    bool is_partial; /* and not kept: the next may be whole */
} CachedAnswer;
typedef struct AnswerCache AnswerCache;

AnswerCache *answer_cache_new(Arena *arena);
void answer_cache_free(AnswerCache *cache);
void answer_cache_clear(AnswerCache *cache);
const CachedAnswer *answer_cache_get(const AnswerCache *cache, Str key); /* NULL: not there; valid until the next put */
void answer_cache_put(AnswerCache *cache, Str key, const CachedAnswer *answer); /* copies all */

/* The search page (page.c). `message` is a key of the interface strings, or NULL; `results` may be NULL. */
bool page_render(SearchIndex *index, Arena *arena, const Parameters *parameters, const SearchResults *results,
                 const char *message, Str *html, Diagnostics *diagnostics);
/* What may be wrong: the causes that a symptom and a log point to; NULL: only the form. */
bool page_render_diagnosis(SearchIndex *index, Arena *arena, const Parameters *parameters, const DiagnosisVec *causes,
                           Str *html, Diagnostics *diagnostics);
/* Thanks for what a reader said of an entry. */
bool page_render_thanks(SearchIndex *index, Arena *arena, const Parameters *parameters, Str *html,
                        Diagnostics *diagnostics);
/* The same without an index, which has the templates: plain, but readable. */
Str page_plain(Arena *arena, int status, const char *reason, const char *text);

#endif
