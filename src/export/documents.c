/* Documents for retrieval: LangChain, LlamaIndex, Haystack, Bedrock. Their indexers hash text and metadata: nothing
 * here changes without the record. */
#include "adapters.h"

void put_metadata(Json *json, const ExportItem *item)
{
    const Entry *entry = item->entry;
    pair(json, "source", item->url);
    pair(json, "entry", entry->id);
    pair(json, "question", entry->question);
    pair(json, "lang", str_from(entry->lang));
    pair(json, "kind", str_from(entry_kind_name(entry->kind)));
    if (item->category.len) pair(json, "category", item->category);
    Str environment = item->record ? item->record->environment : entry->environment;
    if (environment.len) pair(json, "environment", environment);
    if (entry->section.len) pair(json, "section", entry_topic(entry));
    if (entry->updated.len) pair(json, "updated", entry->updated);
}

/* The question stands before its answer: a chunk alone must say what it answers. */
static Str body(const ExportItem *item)
{
    return str_format(item->arena, "%.*s\n\n%.*s", STR_ARG(item->entry->question), STR_ARG(export_markdown(item)));
}

void langchain_item(Buffer *out, const ExportItem *item)
{
    Json json = json_writer(out);
    json_put_object_start(&json);
    pair(&json, "id", item->id);
    pair(&json, "page_content", body(item));
    json_put_key(&json, "metadata");
    json_put_object_start(&json);
    put_metadata(&json, item);
    json_put_object_end(&json);
    pair(&json, "type", STR("Document"));
    json_put_object_end(&json);
    buffer_add_char(out, '\n');
}

static void put_names(Json *json, const char *key, const char *const *names, size_t count)
{
    json_put_key(json, key);
    json_put_array_start(json);
    for (size_t i = 0; i < count; i++) json_put_str(json, str_from(names[i]));
    json_put_array_end(json);
}

void llamaindex_item(Buffer *out, const ExportItem *item)
{
    static const char *const not_embedded[] = {"source", "entry", "lang", "kind", "updated"};
    static const char *const not_shown[] = {"entry", "lang", "kind"};
    Json json = json_writer(out);
    json_put_object_start(&json);
    pair(&json, "id_", item->id);
    json_put_key(&json, "embedding"), json_put_null(&json);
    json_put_key(&json, "metadata");
    json_put_object_start(&json);
    put_metadata(&json, item);
    json_put_object_end(&json);
    put_names(&json, "excluded_embed_metadata_keys", not_embedded, sizeof not_embedded / sizeof *not_embedded);
    put_names(&json, "excluded_llm_metadata_keys", not_shown, sizeof not_shown / sizeof *not_shown);
    json_put_key(&json, "relationships");
    json_put_object_start(&json);
    json_put_object_end(&json);
    pair(&json, "metadata_template", STR("{key}: {value}"));
    pair(&json, "metadata_separator", STR("\n"));
    pair(&json, "text", body(item));
    pair(&json, "class_name", STR("TextNode"));
    json_put_object_end(&json);
    buffer_add_char(out, '\n');
}

void haystack_item(Buffer *out, const ExportItem *item)
{
    Json json = json_writer(out);
    json_put_object_start(&json);
    pair(&json, "id", item->id);
    pair(&json, "content", body(item));
    json_put_key(&json, "meta");
    json_put_object_start(&json);
    put_metadata(&json, item);
    json_put_object_end(&json);
    json_put_object_end(&json);
    buffer_add_char(out, '\n');
}

/* ENTRY#2 is no file name everywhere, and ENTRY-2 may be the name of another one; but no id has two dashes in a row
 * (id_clean()). */
static Str file_name(const ExportItem *item, const char *end)
{
    Buffer name = {0};
    for (size_t i = 0; i < item->id.len; i++) {
        char c = item->id.data[i];
        if (c == '#' || c == '~')
            buffer_add_text(&name, c == '#' ? "--" : "---");
        else
            buffer_add_char(&name, c);
    }
    buffer_add_text(&name, end);
    Str taken = buffer_take(&name, item->arena);
    buffer_free(&name);
    return taken;
}

size_t bedrock_files(const ExportItem *item, ExportFile files[EXPORT_ITEM_FILES])
{
    Buffer metadata = {0};
    Json json = json_writer(&metadata);
    json_put_object_start(&json);
    json_put_key(&json, "metadataAttributes");
    json_put_object_start(&json);
    put_metadata(&json, item);
    json_put_object_end(&json);
    json_put_object_end(&json);
    buffer_add_char(&metadata, '\n');
    Str text =
        str_format(item->arena, "# %.*s\n\n%.*s\n", STR_ARG(item->entry->question), STR_ARG(export_markdown(item)));
    files[0] = (ExportFile){file_name(item, ".md"), text};
    files[1] = (ExportFile){file_name(item, ".md.metadata.json"), buffer_take(&metadata, item->arena)};
    buffer_free(&metadata);
    return 2;
}
