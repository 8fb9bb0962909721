/* Shared by the files of web/ alone. */
#ifndef WHYFIX_WEB_INTERNAL_H
#define WHYFIX_WEB_INTERNAL_H

#include "search/search.h"
#include "web.h"

/* The parameters of a search, checked (parameters.c). */
typedef struct Parameters {
    Str q, category, lang, format;
    size_t page, n;
} Parameters;

/* False where one is no text of UTF-8 or no number in its range: *wrong is its name. Unknown ones are passed over. */
bool parameters_read(Arena *arena, Str query_string, Parameters *parameters, const char **wrong);

void response_header(Arena *arena, WebResponse *response, const char *name, Str value);

/* The log of searches (query_log.c): what was asked, and how many entries were found; nothing of who asked. -1 where
 * the path is empty or cannot be opened (errno). */
int query_log_open(Str path);
bool query_log_add(int log, const SearchResults *results);

/* The search page (page.c). `message` is a key of the interface strings, or NULL; `results` may be NULL. */
bool page_render(SearchIndex *index, Arena *arena, const Parameters *parameters, const SearchResults *results,
                 const char *message, Str *html, Diagnostics *diagnostics);
/* The same without an index, which has the templates: plain, but readable. */
Str page_plain(Arena *arena, int status, const char *reason, const char *text);

#endif
