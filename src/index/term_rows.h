/* The table term of the index. Private to index/. */
#ifndef WHYFIX_TERM_ROWS_H
#define WHYFIX_TERM_ROWS_H

#include <sqlite3.h>

#include "dictionary.h"

bool term_rows_write(sqlite3 *db, const Dictionary *dictionary, const Content *content); /* false where SQLite fails */

#endif
