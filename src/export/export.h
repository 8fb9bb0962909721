/* export: records → the formats of chatbots and other engines. One adapter a format, each a pure function of the
 * content: same records, same bytes. */
#ifndef WHYFIX_EXPORT_H
#define WHYFIX_EXPORT_H

#include "content/content.h"

typedef struct ExportFormat {
    const char *name, *summary;
    void (*write)(Buffer *out, const Content *content);
} ExportFormat;

/* NULL where there is no format of that name. */
const ExportFormat *export_find(Str name);
/* All formats, in the order of the help text. */
const ExportFormat *export_formats(size_t *count);

/* The record of the contract, as a JSON object (jsonl.c); record.schema.json describes it. */
void export_record(Json *json, const Config *config, const Entry *entry, const Record *record);
/* One object a line. */
void export_jsonl(Buffer *out, const Content *content);

#endif
