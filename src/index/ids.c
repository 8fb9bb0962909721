#include "ids.h"

#include "packed.h"
#include "rows.h"
#include "sort.h"

enum { ROW = 1800 /* bytes: more of one would be elsewhere than its first id, in pages of its own */ };
static const char insert[] = "INSERT INTO entry_id(id, data) VALUES(?1, ?2)";

static Str id_of(const void *ids, uint32_t number)
{
    return ((const Str *)ids)[number];
}

static bool write_row(sqlite3_stmt *statement, Str first, Buffer *data)
{
    if (!data->len) return true;
    row_bind(statement, 1, first);
    row_bind_blob(statement, 2, buffer_str(data));
    bool done = row_put(statement);
    buffer_clear(data);
    return done;
}

static bool write_sorted(sqlite3_stmt *statement, const Str *ids, const uint32_t *sorted, size_t count)
{
    Buffer data = {0};
    Str first = STR_NONE;
    bool done = true;
    for (size_t i = 0; i < count && done; i++) {
        Str id = ids[sorted[i]];
        if (data.len + id.len > ROW) done = write_row(statement, first, &data);
        if (!data.len) first = id;
        packed_put_text(&data, id);
        buffer_add_packed(&data, sorted[i] + 1);
    }
    done = done && write_row(statement, first, &data);
    buffer_free(&data);
    return done;
}

bool ids_write(sqlite3 *db, const Content *content)
{
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(db, insert, -1, &statement, NULL) != SQLITE_OK) return false;
    Arena *arena = arena_new();
    size_t count = content->entries.len;
    Str *ids = ARENA_ARRAY(arena, Str, count + 1); /* copied: those of a large site lie far from each other */
    uint32_t *sorted = ARENA_ARRAY(arena, uint32_t, count + 1);
    for (size_t i = 0; i < count; i++) {
        content_rest(content, i);
        ids[i] = str_copy(arena, content->entries.items[i]->id);
        sorted[i] = (uint32_t)i;
    }
    sort_by_text(sorted, count, id_of, ids);
    bool done = write_sorted(statement, ids, sorted, count);
    sqlite3_finalize(statement);
    arena_free(arena);
    return done;
}
