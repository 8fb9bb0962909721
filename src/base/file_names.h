/* The names below a folder as their hashes: 64 bits tell apart what a folder can hold. Private to base/. */
#ifndef WHYFIX_FILE_NAMES_H
#define WHYFIX_FILE_NAMES_H

#include <pthread.h>
#include <stdatomic.h>

#include "base.h"

enum { IS_MET = 1, IS_FOLDER = 2 /* the lowest bits of a name's hash */ };
#define HASH_BITS (~(uint64_t)(IS_MET | IS_FOLDER))

struct FileNames {
    Arena *arena;
    Str folder;
    int at;          /* its descriptor; negative: there is none */
    CacheFile cache; /* of what it holds */
    _Atomic uint64_t
        *slots; /* of hashes, 0: free; open addressing; a power of two of them, at most three quarters full */
    size_t capacity, count;
    _Atomic size_t met; /* how many of them */
    StrVec folders;     /* those below it, by their names from it */
    StrVec added;       /* files that were made anew, and were not there */
    int error;          /* the first, of walking; 0: none */
    bool is_unreadable; /* which is then without any */
    bool is_as_kept;    /* as the cache says: nobody has added, removed or replaced a file since */
    StrMap *made;       /* of one that is new: the folders below it; else NULL */
    Parallel *listing;
    pthread_mutex_t lock; /* of what was added */
};

/* Room for so many. */
void file_names_reserve(FileNames *names, size_t count);
/* A name, or its hash, with IS_FOLDER of a folder. */
void file_names_add(FileNames *names, Str name);
void file_names_put(FileNames *names, uint64_t hash);
bool file_names_has_folder(const FileNames *names, Str name);
/* False where nothing of use says what it holds, and it must be walked (file_names_cache.c). */
bool file_names_read_cache(FileNames *names);

#endif
