#include "record_schema.h"

#include <stddef.h>

#include "record_schema.inc" /* record.schema.json as bytes; made when the program is built */

const char *export_record_schema(void)
{
    return record_schema_files[0].data;
}
