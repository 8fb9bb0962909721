/* The index for browsers of sites without an endpoint: small files of JavaScript, which a page loads as it needs them,
 * from a server or from a disk. Private to index/; read by static/client.js. */
#ifndef WHYFIX_CLIENT_H
#define WHYFIX_CLIENT_H

#include "dictionary.h"

typedef struct ClientIndex {
    IndexFiles *files;
    const Before *before;
    Arena *arena; /* of the signatures; used by client_write() alone */
    const Content *content;
    const Dictionary *dictionary;
    Str synonyms;          /* as the index has them */
    const Buffer *lengths; /* of entries, as the index has them */
    const double *weights; /* of all wordings, one entry's after the other's */
    uint64_t tokens;       /* of all entries */
    size_t buckets;        /* of terms; gets how many there are */
} ClientIndex;

/* Makes the files of all terms, beside the caller's work (client_terms.c). */
typedef struct ClientTerms ClientTerms;
ClientTerms *client_terms_start(const ClientIndex *index);
/* Waits, tells the index, and frees. False where a file could not be written. */
bool client_terms_end(ClientTerms *client, ClientIndex *index);

/* Makes the other files, and ends those of the terms. False where one could not be written. */
bool client_write(ClientIndex *index, ClientTerms *terms);

#endif
