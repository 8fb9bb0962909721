#include "schema.h"

#include <stddef.h>

#include "schema.inc" /* schema.sql as bytes; made when the program is built */

const char *index_schema(void)
{
    return schema_files[0].data;
}
