/* Files and folders: reading, writing, listing, caches, publishing. The second half of base.h, which includes it. */
#ifndef WHYFIX_FILES_H
#define WHYFIX_FILES_H

#include "base.h"

/* What a run keeps for the next one (cache_file.c): a file that may be lost, or torn, or of another owner, at the price
 * of time alone. */
typedef struct CacheFile {
    Str path;    /* empty: there is none */
    Str owner;   /* what must be the same for the file to be of use: 32 bytes of a hash */
    bool is_new; /* it is not read, but made anew */
} CacheFile;

/* ---- names of files (file_names.c, file_names_cache.c) -------------------------------------------------------- */

/* The files and folders that were below a folder, by their names from there (links are not followed), and which of them
 * have been met since, by any thread. NULL is a folder without files, and one that is not there, or cannot be read, has
 * none. They are listed beside the caller's work: who asks first waits for all. */
typedef struct FileNames FileNames;
/* `cache` may say what the folder holds, if nobody has added, removed or replaced a file in it since that was written;
 * NULL: there is none. Its texts outlive the names. file_names_close() before the arena goes. */
FileNames *file_names(Arena *arena, Str folder, const CacheFile *cache);
/* Those of a folder that is filled with files of which each is met as one made anew, and is not listed. */
FileNames *file_names_of_new(Arena *arena, Str folder);
void file_names_close(FileNames *names);
/* Keeps for the next run what the folder holds now, where that is what was met; otherwise, as where names is NULL, it
 * is listed anew. `folder` is where it is now; nothing is kept of one that is not there. */
void file_names_write_cache(FileNames *names, Str folder, const CacheFile *cache);
/* Whether nobody has added, removed or replaced a file in the folder since the cache was written; false where there is
 * none of use. */
bool file_names_are_as_kept(Str folder, const CacheFile *cache);
bool file_names_wait(const FileNames *names);     /* false where the folder cannot be read, or names is NULL */
bool file_names_meet(FileNames *names, Str name); /* and the folders that it is in; whether it was there */
/* The same of a file that is made anew. */
bool file_names_meet_new(FileNames *names, Str name);
bool file_names_has(const FileNames *names, Str name, bool is_met); /* whether it was, and has been met, or has not */
bool file_names_are_met(const FileNames *names);                    /* all of them */
/* Meets it where it was there and file_stamp_is_untouched() is true of it, else says false. Where the cache has said
 * what the folder holds, the files are not looked at, and all are untouched. */
bool file_names_meet_untouched(FileNames *names, Str name, int64_t size, int64_t since);
/* The files that have not been met; false where a folder has not, or what is there cannot be looked through. */
bool file_names_unmet(const FileNames *names, Arena *arena, StrVec *files);
/* Gives another folder all files that have been met and that it has not: links to them, or copies where there can be
 * none. False (reported) where it does not get one. */
bool file_names_fill(const FileNames *names, Str folder, Diagnostics *diagnostics);

/* ---- publishing (publication.c) ------------------------------------------------------------------------------ */

/* A folder that is filled beside the one that is public, and put in its place in one step: readers see all of the old
 * or all of the new, and a job that fails leaves the old as it was. One at a time: a second one waits for the first. */
typedef struct Publication Publication;

/* `names` (NULL-terminated) is what the folder will hold; a folder that holds other things only is not replaced. NULL
 * (reported) where it cannot be started. */
Publication *publication_start(Str target, const char *const *names, Diagnostics *diagnostics);
Str publication_folder(const Publication *publication); /* empty, to be filled; valid until the end */
/* Syncs to disk, then puts the folder in place. */
bool publication_finish(Publication *publication, Diagnostics *diagnostics);
typedef enum PatchResult {
    PATCH_DONE,
    PATCH_FAILED,    /* and was reported */
    PATCH_IMPOSSIBLE /* nothing has changed: the publication goes on */
} PatchResult;
/* The same where the folder has but what is new: its files take the places of those of their names, those named in
 * `gone` go, all others stay as they are. It is possible where no folder comes or goes, and the file system has links.
 * For few files: each is put in place by itself once readers have it. */
PatchResult publication_patch(Publication *publication, const StrVec *gone, Diagnostics *diagnostics);
/* To be called in the end, whatever came of it: removes what is no longer public, or never was, and frees. The later,
 * the longer a reader finds it who is on the way to it. */
void publication_end(Publication *publication);

/* ---- files (file.c, tree.c, tree_list.c) -------------------------------------------------------------------- */

/* Like open(2), for this process alone, and where it is made for all whom umask(2) lets: a descriptor, -1 with errno.
 */
int file_open(Str path, int flags);
/* Reads `most` bytes from a place on, or as many as there are or could be read: how many. */
size_t file_read_at(int fd, char *to, size_t most, uint64_t at);
bool file_write_at(int fd, Str bytes, uint64_t at); /* false, with errno, where not all could be written */
/* Reads a whole file into the arena. False with a failure in `diagnostics` when it cannot be read. */
bool file_read(Arena *arena, Str path, Str *contents, Diagnostics *diagnostics);
/* A folder, and its descriptor: the way to many files of it is looked up once. */
typedef struct OpenFolder {
    Str path;
    int at; /* -1: it is not open, and each is reached by its path */
} OpenFolder;
void folder_open(OpenFolder *folder, Str path); /* if it can be; the path must outlive it */
void folder_close(OpenFolder *folder);
/* Reads one of its files that is most likely as long as a listing said: without asking the system for that again. */
bool file_read_listed(Arena *arena, const OpenFolder *folder, Str name, uint64_t size, Str *contents,
                      Diagnostics *diagnostics);
bool file_exists(Str path);
/* Writes a whole file, folders included; not atomic: for trees that are published as a whole. */
bool file_write(Str path, Str contents, Diagnostics *diagnostics);
bool file_write_in(const OpenFolder *folder, Str name, Str contents, Diagnostics *diagnostics);
/* Writes beside the target, syncs, then renames over it: readers see the old or the new. Folders are made. */
bool file_write_atomic(Str path, Str contents, Diagnostics *diagnostics);
bool file_holds(Str path, Str contents); /* whether it is a file of these bytes */
/* What tells whether somebody has written to a file. `folder` is a descriptor, or AT_FDCWD; it is the file's own where
 * the name is empty. */
typedef struct FileStamp {
    int64_t size, written; /* bytes; nanoseconds since 1970 */
} FileStamp;
#define FILE_STAMP_NONE ((FileStamp){0, INT64_MAX}) /* of what is no plain file: one that was touched */
enum { FILE_ANY_SIZE = -1 };
#define FILE_ANY_TIME (INT64_MAX - 1) /* of a plain file */
FileStamp file_stamp(int folder, const char *name);
/* Whether it is a plain file of this size (in bytes, or any), not written to since (nanoseconds since 1970). */
bool file_stamp_is_untouched(const FileStamp *stamp, int64_t size, int64_t since);
/* `path` becomes another name of it, its folders made; false where that cannot be. */
bool file_link(int folder, const char *name, Str path);
bool file_remove(Str path, Diagnostics *diagnostics); /* one that does not exist is fine */
bool folder_make(Str path, Diagnostics *diagnostics); /* with its parents, like mkdir -p */
Str path_join(Arena *arena, Str folder, Str name);    /* folder may be empty */
Str path_folder(Str path);                            /* "" for a plain name */
Str path_name(Str path);                              /* the last part */
Str path_stem(Str path);                              /* the last part without its extension */

/* The contents, in the arena. False where there is nothing of use. `kind` tells caches apart: up to 16 bytes. */
bool cache_read(Arena *arena, const CacheFile *cache, const char *kind, Str *contents);
/* The same of what is large: it stays in the file, which the arena adopts, and is looked at there. */
bool cache_map(Arena *arena, const CacheFile *cache, const char *kind, Str *contents);
/* Writes the contents piece by piece; the file appears with the last step, or not at all. NULL, which the others take,
 * where it cannot be written. */
typedef struct CacheWriter CacheWriter;
CacheWriter *cache_start(const CacheFile *cache, const char *kind);
void cache_put(CacheWriter *writer, const void *bytes, size_t len);
void cache_end(CacheWriter *writer);
void cache_abandon(CacheWriter *writer);

/* Keeps what a job had to say (diagnostic_cache.c). */
void diagnostics_write_cache(const Diagnostics *diagnostics, const CacheFile *cache);
/* Says it; false where nothing of use was kept. */
bool diagnostics_read_cache(Diagnostics *diagnostics, const CacheFile *cache);

typedef struct FileInfo {
    Str path;         /* relative to the root of the walk, parts joined by '/' */
    int64_t modified; /* seconds since 1970 */
    uint64_t size;
    int64_t nanoseconds; /* of `modified` */
} FileInfo;
typedef VEC(FileInfo) FileInfoVec;

/* All regular files below `root` (links followed), in byte order of their paths; names that begin with a dot or that
 * end with ~ are passed over. A folder that cannot be read is a failure. */
bool tree_list(Arena *arena, Str root, FileInfoVec *files, Diagnostics *diagnostics);
bool tree_remove(Str path, Diagnostics *diagnostics); /* like rm -rf; a path that does not exist is fine */
/* Waits for changes below folders, or for SIGINT or SIGTERM, which the caller has blocked (watch.c). Changes made
 * between two waits are seen by the second. `folders` must outlive the watch. */
typedef struct Watch Watch;
typedef enum WatchResult { WATCH_CHANGED, WATCH_STOPPED } WatchResult;
Watch *watch_start(const StrVec *folders, Diagnostics *diagnostics); /* NULL (reported) where the system has no more */
WatchResult watch_wait(Watch *watch);
void watch_end(Watch *watch);

bool tree_sync(Str path, Diagnostics *diagnostics); /* the file system that holds path is flushed to disk */

/* ---- spools (spool.c) ---------------------------------------------------------------------------------------- */

/* A file to which several threads add at once, and which is read by places, not mapped: each page of a map that is
 * looked at is a trap. */
typedef struct Spool Spool;
/* The file of that path, made with its folders, or made anew; where it cannot be, or with STR_NONE, a temporary one;
 * without any, memory. Never NULL. */
Spool *spool_open(Str path, bool is_new);
void spool_close(Spool *spool); /* NULL is allowed */
uint64_t spool_size(const Spool *spool);
/* file_stamp_is_untouched() of its file as it is now; false of a temporary one. */
bool spool_is_untouched(const Spool *spool, int64_t size, int64_t since);

/* What one thread adds, beginning with {spool}. */
typedef struct SpoolWriter {
    Spool *spool;
    Buffer window; /* yet to be written */
    uint64_t at;   /* where that will be */
} SpoolWriter;
uint64_t spool_put(SpoolWriter *writer, Str bytes); /* copied; where they can be read once the writer is freed */
void spool_writer_free(SpoolWriter *writer);        /* one that is all 0 is allowed */

/* Copies what was put there before; false where it cannot be read. */
bool spool_read(const Spool *spool, uint64_t at, size_t len, void *to);

/* For who reads what was put by a few writers mostly in its order: much is read at once. Begins with {spool, arena},
 * what it has read is in the arena. */
enum { SPOOL_WINDOWS = 4 };
typedef struct SpoolWindow {
    uint64_t at;
    size_t len;
    char *bytes;
} SpoolWindow;
typedef struct SpoolReader {
    const Spool *spool;
    Arena *arena;
    SpoolWindow windows[SPOOL_WINDOWS];
    unsigned next;
} SpoolReader;
/* What was put there, until the next is read: a view of what was read at once, or where that is too little, in `arena`;
 * NULL where it cannot be read. */
const char *spool_read_next(SpoolReader *reader, uint64_t at, size_t len, Arena *arena);

#endif
