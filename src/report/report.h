/* report: the log of searches → what readers looked for and did not find. */
#ifndef WHYFIX_REPORT_H
#define WHYFIX_REPORT_H

#include "base/base.h"
#include "search/search.h"

/* A line of the log. */
typedef struct Search {
    Str query, key;  /* key: folded, so that spellings of one query are equal */
    Str top;         /* the first entry found; data NULL: none */
    int64_t time_ms; /* since 1970 */
    size_t results;
    size_t order; /* in the log */
} Search;

/* What was asked, in whatever spelling. */
typedef struct AskedQuery {
    Str query;     /* as it was typed last */
    Str top, last; /* of the last time; last: an ISO 8601 date */
    size_t count, results;
    VEC(Suggestion) near; /* entries that it may have meant, where nothing was found */
} AskedQuery;

typedef struct ReportDay {
    Str date; /* ISO 8601, UTC */
    size_t searches, without;
} ReportDay;

/* What a reader said of an entry, and which result one opened. */
typedef struct Feedback {
    Str entry, reason, text;
    bool is_solved;
} Feedback;
typedef struct Click {
    Str key, entry; /* key: of the query, folded */
} Click;

/* Something for an author to write or to mend. */
typedef struct Gap {
    const char *kind; /* not-found, not-opened, not-solved, lint */
    size_t count;     /* readers; 0: found by the linter */
    Str what;
    Str entry; /* the one, or the nearest; may be empty */
    Str path;  /* of the file, from the site's root; empty: there is none yet */
    int line;
    size_t order;
} Gap;

typedef struct Report {
    Arena *arena;
    VEC(Search) log;
    size_t keystrokes;             /* searches while typing, which the report leaves out */
    VEC(AskedQuery) missed, found; /* the most frequent first */
    VEC(ReportDay) days;
    VEC(Feedback) feedback;
    VEC(Click) clicks;
    VEC(Gap) gaps; /* what most readers missed first */
} Report;

/* Adds the lines of a log. What is no line of a log is reported, and passed over. False where the file cannot be read.
 */
bool report_read(Report *report, Str path, Diagnostics *diagnostics);
/* Leaves out keystrokes, groups equal queries and counts. `index` suggests entries for what was not found; NULL: none.
 */
bool report_make(Report *report, SearchIndex *index, Diagnostics *diagnostics);

/* Lists what should be written or mended, after report_make(); with the content below `root` where there is any:
 * places, and what the linter finds. False (reported) where it cannot be read. */
bool report_find_gaps(Report *report, Str root, Diagnostics *diagnostics);

void report_write_text(Buffer *out, const Report *report);
void report_write_json(Buffer *out, const Report *report);
/* A page that stands alone, with a plot of searches by day. False (reported) where its template is malformed. */
bool report_write_html(Buffer *out, const Report *report, Diagnostics *diagnostics);

#endif
