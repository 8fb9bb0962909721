/* What a document says, as bytes: for what is kept in memory and in files. Private to content/. */
#ifndef WHYFIX_DOCUMENT_PACK_H
#define WHYFIX_DOCUMENT_PACK_H

#include "entry_names.h"

/* Puts the document behind what the buffers have: what an entry at rest is known by, and the rest. Strings that stand
 * within their entry's answer are told by their place there. */
void document_pack(Buffer *front, Buffer *body, const Document *document);

/* What document_pack() wrote. */
typedef struct Packed {
    Str front, body; /* the second without data: it was not read, and entries are to rest */
    uint64_t at;     /* where the body is in the spool where entries rest */
} Packed;
/* The same document, its strings views of what is packed, all else in the arena. Where its entries are to rest, bodies
 * are not looked at: they know where theirs are. Records have the names that follow from their entries'. False where
 * the bytes are none that document_pack() wrote; `document` is then without meaning.
 */
bool document_unpack(Arena *arena, SharedNames *shared, Packed packed, bool is_resting, Document *document);
/* Makes an entry at rest whole, from its body, which it gets views of. Its records have no names yet, and say nothing
 * of their causes where the entry does not. */
void entry_unpack(Arena *arena, Str body, Entry *entry);

#endif
