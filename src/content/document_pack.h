/* What a document says, as bytes: for what is kept in memory and in files. Private to content/. */
#ifndef WHYFIX_DOCUMENT_PACK_H
#define WHYFIX_DOCUMENT_PACK_H

#include "entry_names.h"

/* Puts the document behind what the buffer has. Strings that stand within their entry's answer are told by their place
 * there. */
void document_pack(Buffer *out, const Document *document);

/* The same document, its strings views of `packed`, the rest in the arena; but what is looked at from other entries'
 * pages (the entries themselves, and what stands in them while they are at rest) is in `front`, and the records are in
 * `records`: both may be the same arena. Where the records are in another, their entries know where they are packed.
 * Records have the names that follow from their entries'. False where the bytes are none that document_pack() wrote;
 * `document` is then without meaning. */
bool document_unpack(Arena *arena, Arena *front, Arena *records, SharedNames *shared, Str packed, Document *document);
/* An entry from where it is packed, as its file says it; its strings are views of that. */
void entry_unpack(Arena *arena, Str packed, Str path, Entry *entry);

#endif
