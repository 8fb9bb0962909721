/* Memory for cmark-gfm: a document is thousands of small nodes and texts that one thread makes and frees all at once.
 * Private to content/. */
#ifndef WHYFIX_MARKDOWN_MEMORY_H
#define WHYFIX_MARKDOWN_MEMORY_H

#include <cmark-gfm.h>

#include "base/base.h"

/* What trees of the calling thread are made with, between the two calls below. */
cmark_mem *markdown_memory(void);
void markdown_memory_begin(void); /* of a tree */
/* Of the same, by the same thread. True where it was the last one of the thread, and all memory is gone; else the
 * tree's is in use until its nodes are freed. */
bool markdown_memory_end(void);

#endif
