/* The index for browsers of sites without an endpoint: small files of JavaScript, which a page loads as it needs them,
 * from a server or from a disk. Private to index/; read by static/client.js. */
#ifndef WHYFIX_CLIENT_H
#define WHYFIX_CLIENT_H

#include "index.h"
#include "terms.h"

enum { CLIENT_CONTEXT_BYTES = 700 }; /* of an entry's context, of which not all is shown */

typedef struct ClientIndex {
    const Content *content;
    const Terms *terms;
    Str synonyms;          /* as the index has them */
    const Str *contexts;   /* by entry */
    const Buffer *lengths; /* of entries, as the index has them */
    const double *weights; /* of all wordings, one entry's after the other's */
    uint64_t tokens;       /* of all entries */
} ClientIndex;

/* Hands the files of all terms to `write`, beside the caller's work (client_terms.c). Terms may be numbered and weighed
 * meanwhile, and not counted. */
typedef struct ClientTerms ClientTerms;
ClientTerms *client_terms_start(const Terms *terms, IndexWriteFile *write, void *context);
/* Waits, and frees. False where `write` did. NULL is allowed. */
bool client_terms_end(ClientTerms *client, size_t *buckets, uint64_t *hash);

/* Hands the other files to `write`, and ends those of the terms. False where `write` does. */
bool client_write(const ClientIndex *index, ClientTerms *terms, IndexWriteFile *write, void *context);

#endif
