/* What a document says, as bytes: for what is kept in memory and in files. Private to content/. */
#ifndef WHYFIX_DOCUMENT_PACK_H
#define WHYFIX_DOCUMENT_PACK_H

#include "entry_names.h"

/* Puts the document behind what the buffers have: what an entry at rest is known by, and the rest. Strings that stand
 * within their entry's answer are told by their place there. */
void document_pack(Buffer *front, Buffer *body, const Document *document);

/* The same document, its strings views of what is packed, all else in the arena. Where its entries are to rest, what is
 * packed of their bodies is not looked at; they know where it is. Records have the names that follow from their
 * entries'. False where the bytes are none that document_pack() wrote; `document` is then without meaning. */
bool document_unpack(Arena *arena, SharedNames *shared, Packed packed, bool is_resting, Document *document);
/* An entry from where it is packed, as its file says it; its strings are views of that. */
void entry_unpack(Arena *arena, Packed packed, Str path, Entry *entry);

#endif
