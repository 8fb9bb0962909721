/* Rows of the index that were read once and are asked for again: a program that answers many requests keeps them, up to
 * a bound, and spares itself SQLite. One that answers a single request reads as it goes. */
#include "internal.h"

enum { KEPT_MOST = 64 * 1024 * 1024 /* bytes */ };

struct Kept {
    size_t bytes;
    StrMap *term_at;
    VEC(TermRow) terms;
    Str *rankings;      /* by entry; data NULL: not read */
    EntryTexts **texts; /* by entry; NULL: not read */
};

Kept *kept_new(Arena *arena, size_t entries)
{
    Kept *kept = ARENA_NEW(arena, Kept);
    kept->term_at = str_map_new(arena);
    kept->rankings = ARENA_ARRAY(arena, Str, entries + 1);
    kept->texts = ARENA_ARRAY(arena, EntryTexts *, entries + 1);
    return kept;
}

/* Takes room for so many bytes that live with the index; false where there is none, and they live as long as the
 * request. */
static bool take_room(Kept *kept, size_t bytes)
{
    if (!kept || kept->bytes + bytes > KEPT_MOST) return false;
    kept->bytes += bytes;
    return true;
}

bool term_read(SearchIndex *index, Arena *arena, Str text, TermRow *row, Diagnostics *diagnostics)
{
    size_t at;
    Kept *kept = index->kept;
    *row = (TermRow){.number = NO_TERM};
    if (kept && str_map_get(kept->term_at, text, &at)) {
        *row = kept->terms.items[at];
        return true;
    }
    sqlite3_stmt *statement = statement_get(index, STATEMENT_TERM, diagnostics);
    if (!statement) return false;
    statement_bind(statement, 1, text);
    int result = sqlite3_step(statement);
    if (result == SQLITE_ROW) {
        Str list = statement_view(statement, 2);
        bool is_kept = take_room(kept, sizeof *row + text.len + list.len);
        Arena *place = is_kept ? index->arena : arena;
        *row = (TermRow){.number = (uint32_t)sqlite3_column_int64(statement, 0),
                         .holders = (size_t)sqlite3_column_int64(statement, 1),
                         .list = str_copy(place, list)};
        if (is_kept) {
            str_map_set(kept->term_at, str_copy(place, text), kept->terms.len);
            VEC_PUSH(place, &kept->terms, *row);
        }
    }
    return statement_done(index, statement, result, diagnostics);
}

bool ranking_read(SearchIndex *index, Arena *arena, uint32_t entry, Str *packed, Diagnostics *diagnostics)
{
    Kept *kept = index->kept;
    if (kept && entry <= index->entries && kept->rankings[entry].data) {
        *packed = kept->rankings[entry];
        return true;
    }
    sqlite3_stmt *statement = statement_get(index, STATEMENT_RANKING, diagnostics);
    if (!statement) return false;
    sqlite3_bind_int64(statement, 1, entry);
    int result = sqlite3_step(statement);
    Str item = result == SQLITE_ROW ? statement_item(statement, entry) : STR_NONE;
    *packed = STR_NONE;
    if (item.data && entry <= index->entries) {
        bool is_kept = take_room(kept, item.len);
        *packed = str_copy(is_kept ? index->arena : arena, item);
        if (is_kept) kept->rankings[entry] = *packed;
    }
    return statement_done(index, statement, result, diagnostics);
}

/* Records are the request's own, which puts them in another order. */
static void give_texts(Arena *arena, const EntryTexts *kept, EntryTexts *texts)
{
    *texts = *kept;
    texts->records = (SearchRecordVec){0};
    for (size_t i = 0; i < kept->records.len; i++) VEC_PUSH(arena, &texts->records, kept->records.items[i]);
}

bool texts_read(SearchIndex *index, Arena *arena, uint32_t entry, EntryTexts *texts, Diagnostics *diagnostics)
{
    enum { USUAL_BYTES = 64 * 1024 }; /* what is larger is read again */
    Kept *kept = index->kept;
    if (!kept || entry > index->entries) return texts_fetch(index, arena, entry, texts, diagnostics);
    if (!kept->texts[entry]) {
        EntryTexts fetched;
        if (!texts_fetch(index, arena, entry, &fetched, diagnostics)) return false;
        size_t size = sizeof fetched + fetched.size;
        if (size >= USUAL_BYTES || !take_room(kept, size)) {
            *texts = fetched;
            return true;
        }
        kept->texts[entry] = ARENA_NEW(index->arena, EntryTexts);
        if (!texts_fetch(index, index->arena, entry, kept->texts[entry], diagnostics)) {
            kept->texts[entry] = NULL;
            return false;
        }
    }
    give_texts(arena, kept->texts[entry], texts);
    return true;
}
