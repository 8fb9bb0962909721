/* A built site, looked at from outside: whatever made it. */
#ifndef WHYFIX_CHECK_H
#define WHYFIX_CHECK_H

#include "base/base.h"

typedef struct CheckReport {
    size_t pages, links, external_links;
    StrVec external; /* addresses elsewhere, each once, in byte order; they are not fetched */
} CheckReport;

/* Reads all pages below a web root. Dead links, missing anchors and files, ids that are there twice and malformed
 * markup are errors; a page that no other leads to is a warning. False (reported) where the folder cannot be read. */
bool site_check(Arena *arena, Str folder, CheckReport *report, Diagnostics *diagnostics);

#endif
