/* Where entries are by their ids. Private to index/. */
#ifndef WHYFIX_IDS_H
#define WHYFIX_IDS_H

#include <sqlite3.h>

#include "content/content.h"

/* Writes the table entry_id; false where SQLite fails. */
bool ids_write(sqlite3 *db, const Content *content);

#endif
