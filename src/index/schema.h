/* Private to index/: the text of schema.sql. */
#ifndef WHYFIX_SCHEMA_H
#define WHYFIX_SCHEMA_H

const char *index_schema(void);

#endif
