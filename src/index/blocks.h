/* Items of some hundred bytes, many a row: SQLite takes as long for a row of one as for a row of ten. A row has the
 * number of its first item; its data is the items, each its length and its bytes (packed_item()). Private to index/. */
#ifndef WHYFIX_BLOCKS_H
#define WHYFIX_BLOCKS_H

#include <sqlite3.h>

#include "base/base.h"

/* What a table with such rows is written by, and read by in order. */
#define BLOCKS_INSERT(table) "INSERT INTO " table "(number, data) VALUES(?1, ?2)"
#define BLOCKS_SELECT(table)                                                                                           \
    "SELECT number, data FROM " table " WHERE number >= (SELECT max(number) FROM " table                               \
    " WHERE number <= ?1) ORDER BY number"

typedef struct BlockWriter {
    sqlite3_stmt *statement;
    Buffer data;    /* of the row under way */
    uint32_t count; /* of items, with those of rows before */
    uint32_t first; /* of the row's, from 1 */
} BlockWriter;

/* `insert` is a BLOCKS_INSERT(). False where SQLite fails, as for all that follows. */
bool blocks_start(BlockWriter *writer, sqlite3 *db, const char *insert);
bool blocks_put(BlockWriter *writer, Str item); /* the next one, copied */
/* Writes what there is, where `done`, and frees the writer. */
bool blocks_end(BlockWriter *writer, bool done);

typedef struct BlockReader {
    sqlite3_stmt *statement;
    Str rest;      /* of the row under way */
    uint32_t next; /* the number of the item that begins it; 0: there is no row */
} BlockReader;

/* `select` is a BLOCKS_SELECT(): the row that has the item ?1, and those behind it. */
bool blocks_open(BlockReader *reader, sqlite3 *db, const char *select);
/* An item, by its number from 1: a view, until the next one. Mostly it is the one behind the last. False where there is
 * none, too. */
bool blocks_find(BlockReader *reader, uint32_t number, Str *item);
void blocks_close(BlockReader *reader);

#endif
