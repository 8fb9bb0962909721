/* Items of some hundred bytes, many a row: SQLite takes as long for a row of one as for a row of ten. A row has the
 * number of its first item; its data is the items, each its length and its bytes (packed_item()). Private to index/. */
#ifndef WHYFIX_BLOCKS_H
#define WHYFIX_BLOCKS_H

#include <sqlite3.h>

#include "base/base.h"

typedef struct BlockWriter {
    sqlite3_stmt *statement;
    Buffer data;    /* of the row under way */
    uint32_t count; /* of items, with those of rows before */
    uint32_t first; /* of the row's, from 1 */
} BlockWriter;

/* `insert` has two parameters, the number and the data. False where SQLite fails, as for all that follows. */
bool blocks_start(BlockWriter *writer, sqlite3 *db, const char *insert);
bool blocks_put(BlockWriter *writer, Str item); /* the next one, copied */
/* Writes what there is, where `done`, and frees the writer. */
bool blocks_end(BlockWriter *writer, bool done);

typedef struct BlockReader {
    sqlite3_stmt *statement;
    Str rest;      /* of the row under way */
    uint32_t next; /* the number of the item that begins it; 0: there is no row */
} BlockReader;

/* `select` gives the number and the data of the row that has the item ?1, and of those behind it, in order. */
bool blocks_open(BlockReader *reader, sqlite3 *db, const char *select);
/* An item, by its number from 1: a view, until the next one. Mostly it is the one behind the last. False where there is
 * none, too. */
bool blocks_find(BlockReader *reader, uint32_t number, Str *item);
void blocks_close(BlockReader *reader);

#endif
