/* Private to content/. */
#ifndef WHYFIX_CONNECT_H
#define WHYFIX_CONNECT_H

#include "content.h"

/* Lists the entries of the documents that were read, and says what can only be said when all were. Hashes are for those
 * who keep a cache. */
void connect_documents(Arena *arena, Content *content, bool has_hashes, Diagnostics *diagnostics);

#endif
