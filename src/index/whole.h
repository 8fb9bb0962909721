/* What there is of all entries at once, a value of the table "whole": in parts of a page, written and read one behind
 * the other, so that a large site's is nowhere in memory as one. Private to index/. */
#ifndef WHYFIX_WHOLE_H
#define WHYFIX_WHOLE_H

#include <sqlite3.h>

#include "base/base.h"

/* A value while it grows. Begins with {arena}, which gets the parts that are full; it may be a stored one. */
typedef struct Whole {
    Arena *arena;
    StrVec parts;
    Buffer last;
} Whole;
void whole_add(Whole *whole, Str bytes); /* copied */
/* Writes it by that name; false where SQLite fails. */
bool whole_write(const Whole *whole, sqlite3 *db, const char *name);
void whole_free(Whole *whole); /* its arena, too */

/* What a value is read by; `schema` is the database's name. */
#define WHOLE_SELECT(schema, name) "SELECT data FROM " schema ".whole WHERE name = '" name "' ORDER BY part"
typedef struct WholeReader {
    sqlite3_stmt *statement;
} WholeReader;
bool whole_open(WholeReader *reader, sqlite3 *db, const char *select); /* false where SQLite fails */
bool whole_next(WholeReader *reader, Str *part); /* a view, until the next one; false where there is none, too */
void whole_close(WholeReader *reader);
/* All of it; false where there is none, too. */
bool whole_read(sqlite3 *db, const char *select, Buffer *out);

#endif
