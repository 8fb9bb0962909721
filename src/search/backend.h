/* Candidates from elsewhere: past some million records the posting lists are what a search's time goes into, and
 * another engine keeps them, on several nodes (README.md, "Outgrowing one machine"). Private to search/. */
#ifndef WHYFIX_BACKEND_H
#define WHYFIX_BACKEND_H

#include "internal.h"

/* Reads WHYFIX_BACKEND: sphinx://HOST:PORT/INDEX. *backend is NULL where it is not set. False (reported) where it is no
 * such address, or libmariadb, which speaks SphinxQL, is not installed. It connects when it is first asked. */
bool backend_open(Arena *arena, Backend **backend, Diagnostics *diagnostics);
void backend_close(Backend *backend); /* NULL is allowed */

/* Adds up in `of`, by entry's number, how well the query's tokens fit. *is_partial: a node did not answer, and others
 * did. False (reported) where nobody did. */
bool backend_find(Backend *backend, SearchIndex *index, Arena *arena, const Query *query, float *of, bool *is_partial,
                  Diagnostics *diagnostics);

#endif
