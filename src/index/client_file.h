/* The files of the index for browsers as they are written: whyfix(NAME, VALUE). Private to what writes it. */
#ifndef WHYFIX_CLIENT_FILE_H
#define WHYFIX_CLIENT_FILE_H

#include "index.h"

/* One after the other, each begun and ended, by one thread. */
typedef struct ClientFiles {
    IndexWriteFile *write;
    void *context;
    Arena *scratch; /* for one file */
    Buffer out;     /* the one under way */
    uint64_t hash;  /* of all that were ended */
} ClientFiles;

ClientFiles client_files(IndexWriteFile *write, void *context);
uint64_t client_files_end(ClientFiles *files); /* frees; a hash of all that was written */
Json client_file_start(ClientFiles *files, Str name);
bool client_file_end(ClientFiles *files, Str name); /* false where it could not be written */

#endif
