/* What every unit test begins with. */
#ifndef WHYFIX_UNIT_H
#define WHYFIX_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/base.h"

_Noreturn void out_of_memory(size_t size)
{
    fprintf(stderr, "out of memory: %zu bytes\n", size);
    abort();
}

_Noreturn void library_missing(const char *file, const char *package)
{
    fprintf(stderr, "%s of %s is missing\n", file, package);
    abort();
}

/* Compares a Str with a C string and shows both where they differ. */
#define assert_str(str, expected)                                                                                      \
    do {                                                                                                               \
        Str assert_str_value = (str);                                                                                  \
        if (!str_is(assert_str_value, (expected)))                                                                     \
            fail_msg("'%.*s' is not '%s'", STR_ARG(assert_str_value), (expected));                                     \
    } while (0)

#endif
