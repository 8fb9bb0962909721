#include "blocks.h"

#include "packed.h"
#include "rows.h"

/* ---- writing ---- */

bool blocks_start(BlockWriter *writer, sqlite3 *db, const char *insert)
{
    *writer = (BlockWriter){.first = 1};
    return sqlite3_prepare_v2(db, insert, -1, &writer->statement, NULL) == SQLITE_OK;
}

static bool write_row(BlockWriter *writer)
{
    if (!writer->data.len) return true;
    sqlite3_bind_int64(writer->statement, 1, writer->first);
    row_bind_blob(writer->statement, 2, buffer_str(&writer->data));
    writer->first = writer->count + 1;
    bool done = row_put(writer->statement);
    buffer_clear(&writer->data);
    return done;
}

bool blocks_put(BlockWriter *writer, Str item)
{
    enum { ROW = 8100 /* bytes: what a page of the file has room for */, LENGTH = 3 };
    bool is_full = writer->data.len && writer->data.len + LENGTH + item.len > ROW;
    if (is_full && !write_row(writer)) return false;
    buffer_add_packed(&writer->data, item.len);
    buffer_add(&writer->data, item);
    writer->count++;
    return true;
}

bool blocks_end(BlockWriter *writer, bool done)
{
    done = done && write_row(writer);
    sqlite3_finalize(writer->statement);
    buffer_free(&writer->data);
    *writer = (BlockWriter){0};
    return done;
}

/* ---- reading ---- */

bool blocks_open(BlockReader *reader, sqlite3 *db, const char *select)
{
    *reader = (BlockReader){0};
    return sqlite3_prepare_v2(db, select, -1, &reader->statement, NULL) == SQLITE_OK;
}

static bool next_row(BlockReader *reader)
{
    bool is_found = sqlite3_step(reader->statement) == SQLITE_ROW;
    reader->next = is_found ? (uint32_t)sqlite3_column_int64(reader->statement, 0) : 0;
    reader->rest = is_found ? row_bytes(reader->statement, 1) : STR("");
    return is_found;
}

static bool seek(BlockReader *reader, uint32_t number)
{
    sqlite3_reset(reader->statement);
    sqlite3_bind_int64(reader->statement, 1, number);
    return next_row(reader);
}

static Str take(BlockReader *reader)
{
    reader->next++;
    return packed_next_set(&reader->rest);
}

/* Whether the row under way has the item, which then is its next one. */
static bool is_in_row(BlockReader *reader, uint32_t number)
{
    while (reader->next < number && reader->rest.len) take(reader);
    return reader->next == number && reader->rest.len;
}

bool blocks_find(BlockReader *reader, uint32_t number, Str *item)
{
    bool is_found = is_in_row(reader, number);
    if (!is_found) {
        bool is_next = reader->next == number; /* of the row behind this one, the first */
        is_found = (is_next ? next_row(reader) : seek(reader, number)) && is_in_row(reader, number);
    }
    if (is_found) *item = take(reader);
    return is_found;
}

void blocks_close(BlockReader *reader)
{
    sqlite3_finalize(reader->statement);
    *reader = (BlockReader){0};
}
