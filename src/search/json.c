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
    if (results->is_partial) json_put_key(json, "partial"), json_put_bool(json, true);
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

static void write_record(Json *json, const EntryRecord *record)
{
    const struct {
        const char *key;
        Str value;
    } fields[] = {{"anchor", record->anchor}, {"category", record->category}, {"environment", record->environment},
                  {"cause", record->cause},   {"solution", record->solution}, {"solution_markdown", record->markdown}};
    json_put_object_start(json);
    json_put_key(json, "id"), json_put_str(json, record->id);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        json_put_key(json, fields[i].key), json_put_str_or_null(json, fields[i].value);
    json_put_object_end(json);
}

void search_write_entry(Json *json, const SearchEntry *entry)
{
    json_put_object_start(json);
    json_put_key(json, "entry"), json_put_str(json, entry->id);
    json_put_key(json, "url"), json_put_str(json, entry->url);
    json_put_key(json, "lang"), json_put_str(json, entry->lang);
    json_put_key(json, "kind"), json_put_str(json, entry->kind);
    json_put_key(json, "section"), json_put_raw(json, entry->section);
    json_put_key(json, "tags"), json_put_raw(json, entry->tags);
    json_put_key(json, "environment"), json_put_str_or_null(json, entry->environment);
    json_put_key(json, "updated"), json_put_str(json, entry->updated);
    json_put_key(json, "build"), json_put_str(json, entry->build);
    json_put_key(json, "question"), json_put_str(json, entry->question);
    json_put_key(json, "aliases"), json_put_strings(json, entry->aliases);
    json_put_key(json, "records");
    json_put_array_start(json);
    for (size_t i = 0; i < entry->records.len; i++) write_record(json, &entry->records.items[i]);
    json_put_array_end(json);
    json_put_object_end(json);
}

static void put_cause(Json *json, const Diagnosis *diagnosis)
{
    json_put_object_start(json);
    json_put_key(json, "id"), json_put_str(json, diagnosis->record);
    json_put_key(json, "entry"), json_put_str(json, diagnosis->entry);
    json_put_key(json, "question"), json_put_str(json, diagnosis->question);
    json_put_key(json, "category"), json_put_str_or_null(json, diagnosis->category);
    json_put_key(json, "cause"), json_put_str_or_null(json, diagnosis->cause);
    json_put_key(json, "solution"), json_put_str(json, diagnosis->solution);
    json_put_key(json, "url"), json_put_str(json, diagnosis->url);
    json_put_key(json, "score"), json_put_real(json, diagnosis->score);
    json_put_key(json, "lines"), json_put_strings(json, diagnosis->lines);
    json_put_object_end(json);
}

void search_write_causes(Json *json, const DiagnosisVec *causes)
{
    json_put_array_start(json);
    for (size_t i = 0; i < causes->len; i++) put_cause(json, &causes->items[i]);
    json_put_array_end(json);
}

void search_write_diagnosis(Json *json, const SearchIndex *index, Str symptom, const DiagnosisVec *causes)
{
    json_put_object_start(json);
    json_put_key(json, "query"), json_put_str(json, symptom);
    json_put_key(json, "build"), json_put_str(json, index->build);
    json_put_key(json, "causes"), search_write_causes(json, causes);
    json_put_object_end(json);
}
