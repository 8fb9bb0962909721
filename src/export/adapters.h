/* The adapters' functions, and what they share: private to export/. */
#ifndef WHYFIX_ADAPTERS_H
#define WHYFIX_ADAPTERS_H

#include "export.h"

typedef void ItemFunction(Buffer *out, const ExportItem *item);
typedef void FrameFunction(Buffer *out, const Content *content);
typedef void TombstoneFunction(Buffer *out, Str id);

ItemFunction jsonl_item, csv_item, langchain_item, llamaindex_item, haystack_item, openai_item, azure_item,
    kendra_csv_item, kendra_json_item, qnabot_item, dialogflow_item, rasa_nlu_item, rasa_domain_item, ragflow_item,
    fastgpt_item, dify_item, maxkb_item, phpmyfaq_item, opensearch_item, sphinx_item, jsonld_item, llms_item,
    llms_full_item, ditamap_item;
FrameFunction csv_begin, schema_begin, azure_begin, kendra_csv_begin, kendra_json_begin, kendra_json_end, qnabot_begin,
    qnabot_end, rasa_nlu_begin, rasa_domain_begin, rasa_domain_end, rasa_rules_begin, rasa_config_begin, fastgpt_begin,
    dify_begin, maxkb_begin, opensearch_mapping, opensearch_mapping_plugins, sphinx_begin, sphinx_end, sphinx_conf,
    jsonld_begin, jsonld_end, llms_begin, ditamap_begin, ditamap_end;
TombstoneFunction jsonl_tombstone, opensearch_tombstone, sphinx_tombstone;
size_t bedrock_files(const ExportItem *item, ExportFile files[EXPORT_ITEM_FILES]);
size_t dita_files(const ExportItem *item, ExportFile files[EXPORT_ITEM_FILES]);

/* A field of CSV (RFC 4180): in quotes where it has to be. */
void csv_field(Buffer *out, Str text);
void csv_end(Buffer *out); /* of the line */

/* "key":"value" pairs of a JSON object. */
void pair(Json *json, const char *key, Str value);
void pair_or_null(Json *json, const char *key, Str value);
/* What all engines get to know of an item: nothing that changes without its text (a build's time would make them take
 * in everything anew). */
void put_metadata(Json *json, const ExportItem *item);

#endif
