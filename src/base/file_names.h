/* The names below a folder as their hashes: 64 bits tell apart what a folder can hold. Private to base/. */
#ifndef WHYFIX_FILE_NAMES_H
#define WHYFIX_FILE_NAMES_H

#include <dirent.h>
#include <pthread.h>
#include <stdatomic.h>

#include "base.h"

enum { IS_MET = 1 /* the lowest bit of a name's hash */, DEEPEST_FOLDER = 64 };

typedef struct NameSlot {
    _Atomic uint64_t hash; /* 0: free */
    uint64_t number;       /* of its inode; of a folder, NUMBER_OF_FOLDER */
} NameSlot;
enum { NUMBER_OF_FOLDER = 0 };

struct FileNames {
    Arena *arena;
    Str folder, like; /* the second: whose files it gets, where it is not there; empty: it is not to be filled */
    int at;           /* the folder's descriptor; negative: there is none */
    CacheFile cache;  /* of what it holds */
    NameSlot *slots;  /* open addressing; a power of two of them, at most three quarters full */
    size_t capacity, count;
    _Atomic size_t met;      /* how many of them */
    StrVec folders;          /* those below it, by their names from it */
    StrVec changed;          /* files that were met and are not what they were */
    bool has_lost;           /* some were removed */
    int error;               /* the first, of walking; 0: none */
    bool is_unreadable;      /* which is then without any */
    struct Filling *filling; /* while it is filled */
    bool is_as_kept;         /* as the cache says: nobody has added, removed or replaced a file since */
    StrMap *made;            /* of one that is new: the folders below it; else NULL */
    Parallel *listing;
    pthread_mutex_t lock; /* of what was changed */
};

/* Room for so many. */
void file_names_reserve(FileNames *names, size_t count);
/* A name, or its hash, and the number of its inode. */
void file_names_add(FileNames *names, Str name, uint64_t number);
void file_names_put(FileNames *names, uint64_t hash, uint64_t number);
void file_names_add_folder(FileNames *names, Str name);
/* Called with each file and folder below a folder, a folder after what is in it: the descriptor of the one above, its
 * name from the first one, which it must copy, and the item. False: that is enough. */
typedef bool VisitName(FileNames *names, int above, Str name, const struct dirent *item, bool is_folder);
/* Whether all of the folder could be walked, or enough of it; names->error says why not. */
bool file_names_walk(FileNames *names, Str folder, VisitName *visit);
/* Makes the folder, with links to all files of the one that it is like (file_names_fill.c). */
void file_names_fill(FileNames *names);
bool file_names_has_folder(const FileNames *names, Str name);
/* False where nothing of use says what it holds, and it must be walked (file_names_cache.c). */
bool file_names_read_cache(FileNames *names);

#endif
