/* What unit tests and fuzzers end with where a program of whyfix ends in an orderly way. */
#ifndef WHYFIX_ABORT_H
#define WHYFIX_ABORT_H

#include <stdio.h>
#include <stdlib.h>

#include "base/base.h"

_Noreturn void out_of_memory(size_t size)
{
    fprintf(stderr, "out of memory (%zu bytes)\n", size);
    abort();
}

_Noreturn void library_missing(const char *file, const char *package)
{
    fprintf(stderr, "%s of %s is missing\n", file, package);
    abort();
}

_Noreturn void file_lost(const char *file)
{
    fprintf(stderr, "%s is lost\n", file);
    abort();
}

#endif
