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

#include "../abort.h"

/* Compares a Str with a C string and shows both where they differ. */
#define assert_str(str, expected)                                                                                      \
    do {                                                                                                               \
        Str assert_str_value = (str);                                                                                  \
        if (!str_is(assert_str_value, (expected)))                                                                     \
            fail_msg("'%.*s' is not '%s'", STR_ARG(assert_str_value), (expected));                                     \
    } while (0)

#endif
