/* Memory that is a file: what a stored arena takes from. Private to base/. */
#ifndef WHYFIX_STORE_H
#define WHYFIX_STORE_H

#include <stdatomic.h>

#include "base.h"

/* An unnamed file, mapped once, as far as it may ever grow. What is taken lies in a window of memory first, which is
 * written to the file when it is full: all at once, where each page would cost a fault. */
typedef struct Store {
    int file;   /* -1: there is none */
    int memory; /* of the window */
    char *data;
    size_t used, size;         /* the second: of the file */
    size_t window, window_end; /* where it is, in whole pages */
    bool is_stuck;             /* some of it could not be written, and stays in memory */
    _Atomic size_t filed;      /* what is before this is in the file */
} Store;

/* A file without a name in TMPDIR or /var/tmp, which is gone once it is closed: a descriptor, -1 where there is none.
 */
int file_temporary(void);

bool store_open(Store *store); /* false where there is no place for such a file */
void store_close(Store *store);
void store_reset(Store *store); /* while nobody else lets go of it */
/* NULL where the file cannot grow. While its owner takes, nobody else writes to what was taken. */
void *store_take(Store *store, size_t size);
bool store_has(const Store *store, const void *taken); /* whether it was taken from there */
/* Reads what was taken from the file; false where it is not there yet, or cannot be read. */
bool store_read(const Store *store, const void *taken, size_t size, void *to);
/* Lets go of the pages of the file until they are read again; from any thread. */
void store_rest(Store *store);

#endif
