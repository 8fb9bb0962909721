/* What a document says, without all that was needed to read it. Private to content/. */
#ifndef WHYFIX_DOCUMENT_COPY_H
#define WHYFIX_DOCUMENT_COPY_H

#include "record.h"

/* A copy that owns nothing outside of the arena. */
void document_copy(Arena *arena, const Document *document, Document *copy);

#endif
