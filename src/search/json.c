#include "internal.h"

static void write_hit(Json *json, const SearchHit *hit)
{
    json_put_object_start(json);
    json_put_key(json, "entry"), json_put_str(json, hit->entry);
    json_put_key(json, "url"), json_put_str(json, hit->url);
    json_put_key(json, "question"), json_put_str(json, hit->question);
    json_put_key(json, "category"), json_put_str_or_null(json, hit->category);
    json_put_key(json, "snippet"), json_put_str(json, hit->snippet.markup);
    json_put_key(json, "score"), json_put_real(json, hit->score);
    json_put_key(json, "records");
    json_put_array_start(json);
    for (size_t i = 0; i < hit->records.len; i++) {
        const SearchRecord *record = &hit->records.items[i];
        json_put_object_start(json);
        json_put_key(json, "id"), json_put_str(json, record->id);
        json_put_key(json, "category"), json_put_str_or_null(json, record->category);
        json_put_key(json, "cause"), json_put_str_or_null(json, record->cause);
        json_put_key(json, "solution"), json_put_str(json, record->solution);
        json_put_key(json, "anchor"), json_put_str(json, record->anchor);
        json_put_object_end(json);
    }
    json_put_array_end(json);
    json_put_object_end(json);
}

void search_write_json(Json *json, const SearchResults *results)
{
    json_put_object_start(json);
    json_put_key(json, "query"), json_put_str(json, results->query);
    json_put_key(json, "total"), json_put_int(json, (int64_t)results->total);
    json_put_key(json, "took_ms"), json_put_real(json, results->took_ms);
    json_put_key(json, "build"), json_put_str(json, results->build);
    json_put_key(json, "results");
    json_put_array_start(json);
    for (size_t i = 0; i < results->hits.len; i++) write_hit(json, &results->hits.items[i]);
    json_put_array_end(json);
    json_put_key(json, "facets");
    json_put_object_start(json);
    json_put_key(json, "category");
    json_put_array_start(json);
    for (size_t i = 0; i < results->facets.len; i++) {
        json_put_object_start(json);
        json_put_key(json, "value"), json_put_str(json, results->facets.items[i].value);
        json_put_key(json, "count"), json_put_int(json, (int64_t)results->facets.items[i].count);
        json_put_object_end(json);
    }
    json_put_array_end(json);
    json_put_object_end(json);
    json_put_key(json, "did_you_mean"), json_put_str_or_null(json, results->did_you_mean);
    json_put_key(json, "loosened"), json_put_bool(json, results->is_loosened);
    if (results->sections.len) {
        json_put_key(json, "sections");
        json_put_array_start(json);
        for (size_t i = 0; i < results->sections.len; i++) {
            json_put_object_start(json);
            json_put_key(json, "name"), json_put_str(json, results->sections.items[i].name);
            json_put_key(json, "url"), json_put_str(json, results->sections.items[i].url);
            json_put_object_end(json);
        }
        json_put_array_end(json);
    }
    json_put_object_end(json);
}

static void write_wordings(Json *json, Arena *arena, sqlite3_stmt *statement, int *result)
{
    StrVec wordings = {0};
    while ((*result = sqlite3_step(statement)) == SQLITE_ROW)
        VEC_PUSH(arena, &wordings, statement_text(statement, 0, arena));
    StrVec aliases = {wordings.items + 1, wordings.len ? wordings.len - 1 : 0, 0};
    json_put_key(json, "question"), json_put_str(json, wordings.len ? wordings.items[0] : STR(""));
    json_put_key(json, "aliases"), json_put_strings(json, aliases);
}

static void write_record(Json *json, Str id, sqlite3_stmt *statement)
{
    static const struct {
        const char *key;
        int column;
    } fields[] = {{"anchor", 1}, {"category", 2}, {"environment", 5},
                  {"cause", 3},  {"solution", 4}, {"solution_markdown", 6}};
    json_put_object_start(json);
    json_put_key(json, "id"), json_put_str(json, id);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        json_put_key(json, fields[i].key), json_put_str_or_null(json, statement_view(statement, fields[i].column));
    json_put_object_end(json);
}

static bool write_found(SearchIndex *index, Arena *arena, Str id, sqlite3_stmt *entry, Json *json,
                        Diagnostics *diagnostics)
{
    sqlite3_int64 wording[] = {sqlite3_column_int64(entry, 7), sqlite3_column_int64(entry, 8)}; /* wording, how many */
    sqlite3_int64 record[] = {sqlite3_column_int64(entry, 9), sqlite3_column_int64(entry, 10)}; /* record, how many */
    json_put_key(json, "entry"), json_put_str(json, id);
    json_put_key(json, "url"),
        json_put_str(json, str_format(arena, "%.*s%.*s.html", STR_ARG(index->base_url), STR_ARG(id)));
    json_put_key(json, "lang"), json_put_str(json, statement_view(entry, 1));
    json_put_key(json, "kind"), json_put_str(json, statement_view(entry, 2));
    json_put_key(json, "section"), json_put_raw(json, statement_view(entry, 3));
    json_put_key(json, "tags"), json_put_raw(json, statement_view(entry, 4));
    json_put_key(json, "environment"), json_put_str_or_null(json, statement_view(entry, 5));
    json_put_key(json, "updated"), json_put_str(json, statement_view(entry, 6));
    json_put_key(json, "build"), json_put_str(json, index->build);
    sqlite3_stmt *wordings = statement_get(index, STATEMENT_WORDINGS, diagnostics);
    sqlite3_stmt *records = wordings ? statement_get(index, STATEMENT_RECORDS, diagnostics) : NULL;
    if (!records) return false;
    int result;
    for (int i = 0; i < 2; i++)
        sqlite3_bind_int64(wordings, 1 + i, wording[i]), sqlite3_bind_int64(records, 1 + i, record[i]);
    write_wordings(json, arena, wordings, &result);
    if (!statement_done(index, wordings, result, diagnostics)) return false;
    json_put_key(json, "records");
    json_put_array_start(json);
    for (size_t i = 0; (result = sqlite3_step(records)) == SQLITE_ROW; i++)
        write_record(json, record_id(arena, id, statement_text(records, 0, arena), i, record[1] == 1), records);
    json_put_array_end(json);
    return statement_done(index, records, result, diagnostics);
}

bool search_write_entry(SearchIndex *index, Arena *arena, Str id, Json *json, Diagnostics *diagnostics)
{
    sqlite3_stmt *statement = statement_get(index, STATEMENT_ENTRY_BY_ID, diagnostics);
    if (!statement) return false;
    statement_bind(statement, 1, id);
    int result = sqlite3_step(statement);
    bool is_found = result == SQLITE_ROW;
    if (is_found) {
        json_put_object_start(json);
        is_found = write_found(index, arena, id, statement, json, diagnostics);
        json_put_object_end(json);
    }
    return statement_done(index, statement, result, diagnostics) && is_found;
}
