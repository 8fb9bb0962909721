#include "export.h"

static void write_url(Json *json, const Config *config, const Entry *entry, const Record *record)
{
    Buffer url = {0};
    buffer_printf(&url, "%.*s%.*s.html#%.*s", STR_ARG(config->base_url), STR_ARG(entry->id), STR_ARG(record->anchor));
    json_put_str(json, buffer_str(&url));
    buffer_free(&url);
}

void export_record(Json *json, const Config *config, const Entry *entry, const Record *record)
{
    json_put_object_start(json);
    json_put_key(json, "id"), json_put_str(json, record->id);
    json_put_key(json, "entry"), json_put_str(json, entry->id);
    json_put_key(json, "url"), write_url(json, config, entry, record);
    json_put_key(json, "lang"), json_put_str(json, str_from(entry->lang));
    json_put_key(json, "question"), json_put_str(json, entry->question);
    json_put_key(json, "aliases"), json_put_strings(json, entry->aliases);
    json_put_key(json, "section"), json_put_strings(json, entry->section);
    json_put_key(json, "tags"), json_put_strings(json, entry->tags);
    json_put_key(json, "kind"), json_put_str(json, str_from(entry_kind_name(entry->kind)));
    json_put_key(json, "environment"), json_put_str_or_null(json, record->environment);
    json_put_key(json, "category"), json_put_str_or_null(json, record->category);
    json_put_key(json, "cause"), json_put_str_or_null(json, record->cause);
    json_put_key(json, "solution"), json_put_str(json, record->solution);
    json_put_key(json, "solution_markdown"), json_put_str(json, record->solution_markdown);
    json_put_key(json, "steps"), json_put_strings(json, record->steps);
    json_put_key(json, "commands"), json_put_strings(json, record->commands);
    json_put_key(json, "source");
    json_put_object_start(json);
    json_put_key(json, "path"), json_put_str(json, entry->path);
    json_put_key(json, "line"), json_put_int(json, record->line);
    json_put_object_end(json);
    json_put_key(json, "updated"), json_put_str(json, entry->updated);
    json_put_key(json, "hash"), json_put_str(json, record->hash);
    json_put_object_end(json);
}

void export_jsonl(Buffer *out, const Content *content)
{
    for (size_t e = 0; e < content->entries.len; e++) {
        const Entry *entry = content->entries.items[e];
        for (size_t r = 0; r < entry->record_count; r++) {
            Json json = json_writer(out);
            export_record(&json, &content->config, entry, &entry->records[r]);
            buffer_add_char(out, '\n');
        }
    }
}
