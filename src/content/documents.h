/* The documents of a site, read on all processors. Private to content/. */
#ifndef WHYFIX_DOCUMENTS_H
#define WHYFIX_DOCUMENTS_H

#include "content.h"

/* Reads those of the files below `folder` that are documents into content->documents, and lists the others as assets.
 * `prefix` is what paths begin with in messages. `cache` may be NULL. False (reported) where a file cannot be read. */
bool documents_read(Arena *arena, Str folder, Str prefix, const FileInfoVec *files, const CacheFile *cache,
                    Content *content, Diagnostics *diagnostics);

/* By its name: whether a file is a document, and whether it may be, as a .yml is one if it is an FAQ. */
bool document_is_markdown(Str path);
bool document_may_be(Str path);

#endif
