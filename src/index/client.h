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

/* Hands all files to `write`. False where that does. */
bool client_write(const ClientIndex *index, IndexWriteFile *write, void *context);

#endif
