#include "export.h"

#include <string.h>

#include "adapters.h"

/* One line a format: its name, media type, what it is, what an item is, its files. */
static const ExportFormat formats[] = {
    {"jsonl",
     "application/x-ndjson",
     "one JSON object a record, every key of json-schema (the default)",
     GRANULARITY_RECORD,
     {{"records.jsonl", NULL, jsonl_item, NULL, NULL, jsonl_tombstone}},
     NULL},
    {"csv",
     "text/csv",
     "the same as a table, RFC 4180",
     GRANULARITY_RECORD,
     {{"records.csv", csv_begin, csv_item, NULL, NULL, NULL}},
     NULL},
    {"json-schema",
     "application/schema+json",
     "what jsonl consists of, as a JSON Schema",
     GRANULARITY_RECORD,
     {{"record.schema.json", schema_begin, NULL, NULL, NULL, NULL}},
     NULL},
    {"langchain",
     "application/x-ndjson",
     "LangChain documents, one a line",
     GRANULARITY_RECORD,
     {{"langchain.jsonl", NULL, langchain_item, NULL, NULL, NULL}},
     NULL},
    {"llamaindex",
     "application/x-ndjson",
     "LlamaIndex text nodes, one a line",
     GRANULARITY_RECORD,
     {{"llamaindex.jsonl", NULL, llamaindex_item, NULL, NULL, NULL}},
     NULL},
    {"haystack",
     "application/x-ndjson",
     "Haystack 2 documents, one a line",
     GRANULARITY_RECORD,
     {{"haystack.jsonl", NULL, haystack_item, NULL, NULL, NULL}},
     NULL},
    {"openai",
     "application/x-ndjson",
     "OpenAI chat fine-tuning: one dialog a line",
     GRANULARITY_ENTRY,
     {{"openai.jsonl", NULL, openai_item, NULL, NULL, NULL}},
     NULL},
    {"azure",
     "text/tab-separated-values",
     "Azure question answering (QnA Maker) TSV",
     GRANULARITY_ENTRY,
     {{"azure.tsv", azure_begin, azure_item, NULL, NULL, NULL}},
     NULL},
    {"kendra-csv",
     "text/csv",
     "Amazon Kendra FAQ, CSV with header",
     GRANULARITY_ENTRY,
     {{"kendra.csv", kendra_csv_begin, kendra_csv_item, NULL, NULL, NULL}},
     NULL},
    {"kendra-json",
     "application/json",
     "Amazon Kendra FAQ, JSON",
     GRANULARITY_ENTRY,
     {{"kendra.json", kendra_json_begin, kendra_json_item, kendra_json_end, ",\n", NULL}},
     NULL},
    {"bedrock",
     "text/markdown",
     "Amazon Bedrock knowledge base: a folder of ID.md with ID.md.metadata.json",
     GRANULARITY_RECORD,
     {{NULL, NULL, NULL, NULL, NULL, NULL}},
     bedrock_files},
    {"qnabot",
     "application/json",
     "QnABot on AWS",
     GRANULARITY_ENTRY,
     {{"qnabot.json", qnabot_begin, qnabot_item, qnabot_end, ",\n", NULL}},
     NULL},
    {"dialogflow",
     "text/csv",
     "Dialogflow ES knowledge base: question, answer, without header",
     GRANULARITY_ENTRY,
     {{"dialogflow.csv", NULL, dialogflow_item, NULL, NULL, NULL}},
     NULL},
    {"rasa",
     "application/yaml",
     "Rasa 3 retrieval intents: a folder of nlu.yml, domain.yml, rules.yml, config.yml",
     GRANULARITY_ENTRY,
     {{"nlu.yml", rasa_nlu_begin, rasa_nlu_item, NULL, NULL, NULL},
      {"domain.yml", rasa_domain_begin, rasa_domain_item, rasa_domain_end, NULL, NULL},
      {"rules.yml", rasa_rules_begin, NULL, NULL, NULL, NULL},
      {"config.yml", rasa_config_begin, NULL, NULL, NULL, NULL}},
     NULL},
    {"ragflow",
     "text/plain",
     "RAGFlow Q&A: question, tab, answer",
     GRANULARITY_ENTRY,
     {{"ragflow.txt", NULL, ragflow_item, NULL, NULL, NULL}},
     NULL},
    {"fastgpt",
     "text/csv",
     "FastGPT template: q, a, indexes",
     GRANULARITY_ENTRY,
     {{"fastgpt.csv", fastgpt_begin, fastgpt_item, NULL, NULL, NULL}},
     NULL},
    {"dify",
     "text/csv",
     "Dify Q&A batch: question, answer, with a byte order mark",
     GRANULARITY_ENTRY,
     {{"dify.csv", dify_begin, dify_item, NULL, NULL, NULL}},
     NULL},
    {"maxkb",
     "text/csv",
     "MaxKB: title, content, questions a line each",
     GRANULARITY_ENTRY,
     {{"maxkb.csv", maxkb_begin, maxkb_item, NULL, NULL, NULL}},
     NULL},
    {"phpmyfaq",
     "text/csv",
     "phpMyFAQ import: nine columns, without header",
     GRANULARITY_ENTRY,
     {{"phpmyfaq.csv", NULL, phpmyfaq_item, NULL, NULL, NULL}},
     NULL},
    {"opensearch",
     "application/x-ndjson",
     "OpenSearch and Elasticsearch _bulk, for the index of opensearch-mapping",
     GRANULARITY_RECORD,
     {{"opensearch.ndjson", NULL, opensearch_item, NULL, NULL, opensearch_tombstone}},
     NULL},
    {"opensearch-mapping",
     "application/json",
     "its index: bigrams for Chinese, a folded field, synonyms; no plugins needed",
     GRANULARITY_RECORD,
     {{"mapping.json", opensearch_mapping, NULL, NULL, NULL, NULL}},
     NULL},
    {"opensearch-mapping-plugins",
     "application/json",
     "the same with the plugins analysis-stconvert and analysis-icu",
     GRANULARITY_RECORD,
     {{"mapping-plugins.json", opensearch_mapping_plugins, NULL, NULL, NULL, NULL}},
     NULL},
    {"sphinx",
     "application/xml",
     "Sphinx and Manticore xmlpipe2, folded and in bigrams, for sphinx-conf",
     GRANULARITY_ENTRY,
     {{"sphinx.xml", sphinx_begin, sphinx_item, sphinx_end, NULL, sphinx_tombstone}},
     NULL},
    {"sphinx-conf",
     "text/plain",
     "its configuration",
     GRANULARITY_ENTRY,
     {{"sphinx.conf", sphinx_conf, NULL, NULL, NULL, NULL}},
     NULL},
    {"dita",
     "application/dita+xml",
     "DITA 1.3 troubleshooting topics: a folder, with a map",
     GRANULARITY_ENTRY,
     {{"faq.ditamap", ditamap_begin, ditamap_item, ditamap_end, NULL, NULL}},
     dita_files},
    {"json-ld",
     "application/ld+json",
     "schema.org FAQPage",
     GRANULARITY_ENTRY,
     {{"faq.jsonld", jsonld_begin, jsonld_item, jsonld_end, ",\n", NULL}},
     NULL},
    {"llms-txt",
     "text/markdown",
     "llms.txt: what there is, for language models",
     GRANULARITY_ENTRY,
     {{"llms.txt", llms_begin, llms_item, NULL, NULL, NULL}},
     NULL},
    {"llms-full",
     "text/markdown",
     "llms-full.txt: the same with all answers",
     GRANULARITY_ENTRY,
     {{"llms-full.txt", llms_begin, llms_full_item, NULL, NULL, NULL}},
     NULL},
};

const ExportFormat *export_formats(size_t *count)
{
    *count = sizeof formats / sizeof *formats;
    return formats;
}

const ExportFormat *export_find(Str name)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (str_is(name, formats[i].name)) return &formats[i];
    return NULL;
}

bool export_is_folder(const ExportFormat *format)
{
    return format->files || format->parts[1].file;
}

void pair(Json *json, const char *key, Str value)
{
    json_put_key(json, key);
    json_put_str(json, str_or_empty(value));
}

void pair_or_null(Json *json, const char *key, Str value)
{
    json_put_key(json, key);
    json_put_str_or_null(json, value);
}

void csv_field(Buffer *out, Str text)
{
    bool needs_quotes = false;
    for (size_t i = 0; i < text.len && !needs_quotes; i++)
        needs_quotes = strchr("\",\r\n\t;", text.data[i]) && text.data[i];
    if (text.len && (text.data[0] == ' ' || text.data[text.len - 1] == ' ')) needs_quotes = true;
    if (!needs_quotes) {
        buffer_add(out, text);
        return;
    }
    buffer_add_char(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] == '"') buffer_add_char(out, '"');
        buffer_add_char(out, text.data[i]);
    }
    buffer_add_char(out, '"');
}

void csv_end(Buffer *out)
{
    buffer_add_text(out, "\r\n");
}
