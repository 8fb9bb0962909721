/* The files of the index for browsers as they are written: whyfix(NAME, VALUE). Private to what writes it. */
#ifndef WHYFIX_CLIENT_FILE_H
#define WHYFIX_CLIENT_FILE_H

#include "before.h"

/* One after the other, by one thread. */
typedef struct ClientFiles {
    const IndexFiles *files;
    const Before *before;
    Arena *scratch;        /* for one file */
    Buffer parts;          /* of the signature under way */
    Buffer out;            /* the file under way */
    Signatures signatures; /* of the files so far, in an arena of their own */
    Arena *arena;
} ClientFiles;

ClientFiles client_files(const IndexFiles *files, const Before *before);
void client_files_end(ClientFiles *files, Signatures *signatures, Arena *arena); /* adds those, and frees */
/* Ends the signature of a file, in `parts`: a number of all that it is made of, since making it costs more. True where
 * the published file has the same, and is kept: then it need not be written. */
bool client_file_keep(ClientFiles *files, Str name);
Json client_file_start(ClientFiles *files, Str name);
bool client_file_end(ClientFiles *files, Str name); /* false where it could not be written */

#endif
