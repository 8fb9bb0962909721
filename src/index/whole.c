#include "whole.h"

#include "rows.h"

enum { PART = 9000 /* bytes: a page, and some that stand with the name */ };
enum { AT_ONCE = 64 /* parts in memory, where they rest */ };

void whole_add(Whole *whole, Str bytes)
{
    while (bytes.len) {
        size_t room = PART - whole->last.len;
        buffer_add(&whole->last, str_slice(bytes, 0, room));
        bytes = str_slice(bytes, room, bytes.len);
        if (whole->last.len < PART) continue;
        VEC_PUSH(whole->arena, &whole->parts, str_copy(whole->arena, buffer_str(&whole->last)));
        buffer_clear(&whole->last);
    }
}

static bool put_part(sqlite3_stmt *statement, size_t number, Str part)
{
    sqlite3_bind_int64(statement, 2, (sqlite3_int64)number);
    row_bind_blob(statement, 3, part);
    return row_put(statement);
}

bool whole_write(const Whole *whole, sqlite3 *db, const char *name)
{
    static const char insert[] = "INSERT INTO whole(name, part, data) VALUES(?1, ?2, ?3)";
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(db, insert, -1, &statement, NULL) != SQLITE_OK) return false;
    row_bind(statement, 1, str_from(name));
    size_t count = whole->parts.len;
    bool done = true;
    for (size_t i = 0; i < count && done; i++) {
        if (i % AT_ONCE == 0) arena_rest(whole->arena);
        done = put_part(statement, i, whole->parts.items[i]);
    }
    if (whole->last.len || !count) done = done && put_part(statement, count, buffer_str(&whole->last));
    sqlite3_finalize(statement);
    return done;
}

void whole_free(Whole *whole)
{
    buffer_free(&whole->last);
    arena_free(whole->arena);
}

bool whole_open(WholeReader *reader, sqlite3 *db, const char *select)
{
    return sqlite3_prepare_v2(db, select, -1, &reader->statement, NULL) == SQLITE_OK;
}

bool whole_next(WholeReader *reader, Str *part)
{
    if (sqlite3_step(reader->statement) != SQLITE_ROW) return false;
    *part = row_bytes(reader->statement, 0);
    return true;
}

void whole_close(WholeReader *reader)
{
    sqlite3_finalize(reader->statement);
    reader->statement = NULL;
}

bool whole_read(sqlite3 *db, const char *select, Buffer *out)
{
    WholeReader reader;
    Str part;
    size_t count = 0;
    if (!whole_open(&reader, db, select)) return false;
    for (; whole_next(&reader, &part); count++) buffer_add(out, part);
    bool done = sqlite3_errcode(db) == SQLITE_DONE;
    whole_close(&reader);
    return count && done;
}
