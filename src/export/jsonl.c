#include "adapters.h"

#include "record_schema.h"

void export_record(Json *json, const Config *config, const Entry *entry, const Record *record)
{
    Buffer url = {0};
    buffer_printf(&url, "%.*s%.*s.html#%.*s", STR_ARG(config->base_url), STR_ARG(entry->id), STR_ARG(record->anchor));
    json_put_object_start(json);
    pair(json, "id", record->id);
    pair(json, "entry", entry->id);
    pair(json, "url", buffer_str(&url));
    buffer_free(&url);
    pair(json, "lang", str_from(entry->lang));
    pair(json, "question", entry->question);
    json_put_key(json, "aliases"), json_put_strings(json, entry->aliases);
    json_put_key(json, "section"), json_put_strings(json, entry->section);
    json_put_key(json, "tags"), json_put_strings(json, entry->tags);
    pair(json, "kind", str_from(entry_kind_name(entry->kind)));
    pair_or_null(json, "environment", record->environment);
    pair_or_null(json, "category", record->category);
    pair_or_null(json, "cause", record->cause);
    pair(json, "solution", record->solution);
    pair(json, "solution_markdown", record->solution_markdown);
    json_put_key(json, "steps"), json_put_strings(json, record->steps);
    json_put_key(json, "commands"), json_put_strings(json, record->commands);
    json_put_key(json, "source");
    json_put_object_start(json);
    pair(json, "path", entry->path);
    json_put_key(json, "line"), json_put_int(json, record->line);
    json_put_object_end(json);
    pair(json, "updated", entry->updated);
    pair(json, "hash", record->hash);
    json_put_object_end(json);
}

/* With a whole entry asked for, its records are there all the same: the canonical form has no other. Parts of long
 * answers are no records. */
void jsonl_item(Buffer *out, const ExportItem *item)
{
    if (str_has(item->id, STR("~"))) return;
    const Record *records = item->record ? item->record : item->entry->records;
    for (size_t i = 0; i < (item->record ? 1 : item->entry->record_count); i++) {
        Json json = json_writer(out);
        export_record(&json, item->config, item->entry, &records[i]);
        buffer_add_char(out, '\n');
    }
}

void jsonl_tombstone(Buffer *out, Str id)
{
    Json json = json_writer(out);
    json_put_object_start(&json);
    pair(&json, "id", id);
    json_put_key(&json, "deleted"), json_put_bool(&json, true);
    json_put_object_end(&json);
    buffer_add_char(out, '\n');
}

void schema_begin(Buffer *out, const Content *content)
{
    (void)content;
    buffer_add_text(out, export_record_schema());
}
