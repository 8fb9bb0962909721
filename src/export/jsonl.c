#include "export.h"

static void write_url(Json *json, const Config *config, const Entry *entry, const Record *record)
{
    Buffer url = {0};
    buffer_printf(&url, "%.*s%.*s.html#%.*s", STR_ARG(config->base_url), STR_ARG(entry->id), STR_ARG(record->anchor));
    json_str(json, buffer_str(&url));
    buffer_free(&url);
}

void export_record(Json *json, const Config *config, const Entry *entry, const Record *record)
{
    json_object_start(json);
    json_key(json, "id"), json_str(json, record->id);
    json_key(json, "entry"), json_str(json, entry->id);
    json_key(json, "url"), write_url(json, config, entry, record);
    json_key(json, "lang"), json_str(json, str_from(entry->lang));
    json_key(json, "question"), json_str(json, entry->question);
    json_key(json, "aliases"), json_strings(json, entry->aliases);
    json_key(json, "section"), json_strings(json, entry->section);
    json_key(json, "tags"), json_strings(json, entry->tags);
    json_key(json, "kind"), json_str(json, str_from(entry_kind_name(entry->kind)));
    json_key(json, "environment"), json_str_or_null(json, record->environment);
    json_key(json, "category"), json_str_or_null(json, record->category);
    json_key(json, "cause"), json_str_or_null(json, record->cause);
    json_key(json, "solution"), json_str(json, record->solution);
    json_key(json, "solution_markdown"), json_str(json, record->solution_markdown);
    json_key(json, "steps"), json_strings(json, record->steps);
    json_key(json, "commands"), json_strings(json, record->commands);
    json_key(json, "source");
    json_object_start(json);
    json_key(json, "path"), json_str(json, entry->path);
    json_key(json, "line"), json_int(json, record->line);
    json_object_end(json);
    json_key(json, "updated"), json_str(json, entry->updated);
    json_key(json, "hash"), json_str(json, record->hash);
    json_object_end(json);
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
