/* A folder that a fuzzer works in, until it ends. */
#ifndef WHYFIX_FUZZ_FOLDER_H
#define WHYFIX_FUZZ_FOLDER_H

#include <stdlib.h>

#include "../abort.h"

static char folder[] = "/tmp/whyfix-fuzz-XXXXXX"; /* which mkdtemp(3) fills in */

static void folder_remove(void)
{
    Diagnostics diagnostics;
    diagnostics_init(&diagnostics);
    tree_remove(str_from(folder), &diagnostics);
    diagnostics_free(&diagnostics);
}

static inline void fuzz_folder_open(void)
{
    if (!mkdtemp(folder) || atexit(folder_remove) != 0) abort();
}

#endif
