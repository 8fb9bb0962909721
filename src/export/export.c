#include "export.h"

static const ExportFormat formats[] = {
    {"jsonl", "one JSON object a record and line, every key of record.schema.json (the default)", export_jsonl},
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
