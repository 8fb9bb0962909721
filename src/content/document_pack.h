/* What a document says, as bytes: for what is kept in memory and in files. Private to content/. */
#ifndef WHYFIX_DOCUMENT_PACK_H
#define WHYFIX_DOCUMENT_PACK_H

#include "entry_names.h"

/* Puts the document behind what the buffer has. Strings that stand within their entry's answer are told by their place
 * there. */
void document_pack(Buffer *out, const Document *document);

/* The same document, its strings views of `packed`, the rest in the arena; but what is looked at from other entries'
 * pages (the entries themselves, their ids and questions, and the document's path) is in `front`, which may be the same
 * arena. Records have the names that follow from their entries'. False where the bytes are none that document_pack()
 * wrote; `document` is then without meaning. */
bool document_unpack(Arena *arena, Arena *front, SharedNames *shared, Str packed, Document *document);

#endif
