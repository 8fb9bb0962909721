/* Private to export/: record.schema.json, taken in when the program is built. */
#ifndef WHYFIX_RECORD_SCHEMA_H
#define WHYFIX_RECORD_SCHEMA_H

const char *export_record_schema(void);

#endif
