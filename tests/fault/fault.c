/* Preloaded (ld.so(8), LD_PRELOAD): makes the Nth call of a kind fail, as a full disk, a broken one or a machine out of
 * memory would.
 *   FAULT_KIND    memory, file, sync: those of them that bring a file system to its disk, sqlite, or library: one that
 *                 is loaded later is missing
 *   FAULT_AT      which call fails, from 1; 0: none
 *   FAULT_STAYS   if set, all that follow fail too
 *   FAULT_KILLS   if set, the process is killed then instead
 *   FAULT_REPORT  a file that gets the number of calls
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SQLITE_NOMEM = 7, SQLITE_FULL = 13 };
typedef enum Kind { NONE, MEMORY, FILES, SYNC, SQLITE, LIBRARY } Kind;

static Kind kind;
static unsigned long at;
static int stays, kills;
static atomic_ulong calls;
static __thread int is_inside; /* what the library itself needs never fails */

__attribute__((constructor)) static void start(void)
{
    const char *name = getenv("FAULT_KIND"), *number = getenv("FAULT_AT");
    stays = getenv("FAULT_STAYS") != NULL;
    kills = getenv("FAULT_KILLS") != NULL;
    at = number ? strtoul(number, NULL, 10) : 0;
    static const char *const names[] = {"", "memory", "file", "sync", "sqlite", "library"};
    for (size_t i = 1; name && i < sizeof names / sizeof *names; i++)
        if (!strcmp(name, names[i])) kind = (Kind)i;
}

__attribute__((destructor)) static void finish(void)
{
    const char *path = getenv("FAULT_REPORT");
    kind = NONE;
    FILE *file = path ? fopen(path, "w") : NULL;
    if (!file) return;
    fprintf(file, "%lu\n", (unsigned long)calls);
    fclose(file);
}

/* Where a debugger stops: break fault_hit. */
__attribute__((noinline)) void fault_hit(void);
__attribute__((noinline)) void fault_hit(void)
{
    __asm__ volatile("");
}

static int fails(Kind mine)
{
    if (kind != mine || is_inside) return 0;
    unsigned long call = atomic_fetch_add(&calls, 1) + 1;
    int does = at && (call == at || (stays && call > at));
    if (does) fault_hit();
    if (does && kills) kill(getpid(), SIGKILL);
    return does;
}

static void *next(const char *name)
{
    is_inside++;
    void *function = dlsym(RTLD_NEXT, name);
    is_inside--;
    return function;
}

/* Calls what stands behind, or gives `failure` with `error`. */
#define FAULTY(mine, type, name, parameters, arguments, error, failure)                                                \
    type name parameters;                                                                                              \
    type name parameters                                                                                               \
    {                                                                                                                  \
        static type(*real) parameters;                                                                                 \
        if (!real) *(void **)&real = next(#name);                                                                      \
        if (fails(mine)) {                                                                                             \
            errno = error;                                                                                             \
            return failure;                                                                                            \
        }                                                                                                              \
        return real arguments;                                                                                         \
    }

/* ---- memory: glibc's own names, so that dlsym(), which allocates, is not needed -------------------------------------- */
extern void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t);

void *malloc(size_t size)
{
    return fails(MEMORY) ? (errno = ENOMEM, NULL) : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return fails(MEMORY) ? (errno = ENOMEM, NULL) : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    return fails(MEMORY) ? (errno = ENOMEM, NULL) : __libc_realloc(old, size);
}

/* What asks the system itself; memory that is a file's is a matter of files. */
FAULTY(flags & MAP_ANONYMOUS ? MEMORY : FILES, void *, mmap,
       (void *address, size_t size, int protection, int flags, int file, off_t place),
       (address, size, protection, flags, file, place), ENOMEM, MAP_FAILED)
void *mremap(void *old, size_t old_size, size_t size, int flags, ...) /* more only where it shall be at a place */
{
    static void *(*real)(void *, size_t, size_t, int, ...);
    if (!real) *(void **)&real = next("mremap");
    return fails(MEMORY) ? (errno = ENOMEM, MAP_FAILED) : real(old, old_size, size, flags);
}

/* ---- files ---------------------------------------------------------------------------------------------------------- */
FAULTY(FILES, ssize_t, write, (int file, const void *bytes, size_t count), (file, bytes, count), ENOSPC, -1)
FAULTY(FILES, ssize_t, pwrite64, (int file, const void *bytes, size_t count, off64_t place),
       (file, bytes, count, place), ENOSPC, -1)
FAULTY(FILES, ssize_t, pwrite, (int file, const void *bytes, size_t count, off_t place), (file, bytes, count, place),
       ENOSPC, -1)
FAULTY(FILES, ssize_t, read, (int file, void *bytes, size_t count), (file, bytes, count), EIO, -1)
FAULTY(FILES, ssize_t, pread64, (int file, void *bytes, size_t count, off64_t place), (file, bytes, count, place), EIO,
       -1)
FAULTY(FILES, ssize_t, pread, (int file, void *bytes, size_t count, off_t place), (file, bytes, count, place), EIO, -1)
FAULTY(FILES, int, fallocate, (int file, int mode, off_t place, off_t size), (file, mode, place, size), ENOSPC, -1)
FAULTY(FILES, int, memfd_create, (const char *name, unsigned flags), (name, flags), EMFILE, -1)
FAULTY(FILES, int, fsync, (int file), (file), EIO, -1)
FAULTY(kind == SYNC ? SYNC : FILES, int, syncfs, (int file), (file), EIO, -1)
FAULTY(FILES, int, fdatasync, (int file), (file), EIO, -1)
FAULTY(FILES, int, rename, (const char *from, const char *to), (from, to), EACCES, -1)
FAULTY(FILES, int, renameat2, (int a, const char *from, int b, const char *to, unsigned flags), (a, from, b, to, flags),
       EACCES, -1)
FAULTY(FILES, int, mkdir, (const char *path, mode_t mode), (path, mode), EROFS, -1)
FAULTY(FILES, int, unlinkat, (int folder, const char *path, int flags), (folder, path, flags), EACCES, -1)
FAULTY(FILES, int, unlink, (const char *path), (path), EACCES, -1)
FAULTY(FILES, int, symlink, (const char *to, const char *path), (to, path), EPERM, -1)
FAULTY(FILES, ssize_t, readlink, (const char *path, char *to, size_t size), (path, to, size), EIO, -1)
FAULTY(FILES, int, link, (const char *from, const char *to), (from, to), EPERM, -1)
FAULTY(FILES, int, linkat, (int above, const char *from, int folder, const char *to, int flags),
       (above, from, folder, to, flags), EPERM, -1)
FAULTY(FILES, DIR *, opendir, (const char *path), (path), EMFILE, NULL)
FAULTY(FILES, DIR *, fdopendir, (int file), (file), ENOMEM, NULL)
FAULTY(FILES, struct dirent *, readdir, (DIR *stream), (stream), EIO, NULL)
FAULTY(FILES, int, flock, (int file, int how), (file, how), ENOLCK, -1)

#define OPEN(name)                                                                                                     \
    int name(const char *path, int flags, ...);                                                                        \
    int name(const char *path, int flags, ...)                                                                         \
    {                                                                                                                  \
        static int (*real)(const char *, int, ...);                                                                    \
        va_list more;                                                                                                  \
        va_start(more, flags);                                                                                         \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;                                        \
        va_end(more);                                                                                                  \
        if (!real) *(void **)&real = next(#name);                                                                      \
        if (fails(FILES)) {                                                                                            \
            errno = flags & O_CREAT ? ENOSPC : EMFILE;                                                                 \
            return -1;                                                                                                 \
        }                                                                                                              \
        return real(path, flags, mode);                                                                                \
    }
OPEN(open)
OPEN(open64)

/* ---- SQLite --------------------------------------------------------------------------------------------------------- */
FAULTY(SQLITE, int, sqlite3_open_v2, (const char *path, void **db, int flags, const char *vfs),
       (path, db, flags, vfs), ENOMEM, SQLITE_NOMEM)
FAULTY(SQLITE, int, sqlite3_prepare_v2, (void *db, const char *sql, int length, void **statement, const char **tail),
       (db, sql, length, statement, tail), ENOMEM, (*statement = NULL, SQLITE_NOMEM))
FAULTY(SQLITE, int, sqlite3_step, (void *statement), (statement), ENOSPC, SQLITE_FULL)
/* Its own steps, which it makes by way of us, are not failed by themselves. */
int sqlite3_exec(void *db, const char *sql, void *function, void *context, char **message);
int sqlite3_exec(void *db, const char *sql, void *function, void *context, char **message)
{
    static int (*real)(void *, const char *, void *, void *, char **);
    if (!real) *(void **)&real = next("sqlite3_exec");
    if (fails(SQLITE)) return SQLITE_FULL;
    is_inside++;
    int result = real(db, sql, function, context, message);
    is_inside--;
    return result;
}

FAULTY(LIBRARY, void *, dlopen, (const char *file, int flags), (file, flags), 0, NULL)
