/* A file to which bytes are only added, and which is read by places in it. What cannot be written stays in memory. */
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files.h"
#include "store.h"

enum { WINDOW = 60 * 1024 /* bytes that are written, or read, at once: as a block of an arena has room for */ };

/* What could not be written. */
typedef struct Piece {
    struct Piece *next;
    uint64_t at;
    size_t len;
    char bytes[];
} Piece;

struct Spool {
    int file; /* -1: there is none */
    bool is_temporary;
    _Atomic uint64_t end;
    _Atomic(Piece *) pieces;
};

/* A file that is made anew is another one, so that who still reads the old one may. */
static int open_named(Str path, bool is_new)
{
    if (!path.len) return -1;
    Diagnostics ignored;
    diagnostics_init(&ignored);
    bool is_ready = folder_make(path_folder(path), &ignored) && (!is_new || file_remove(path, &ignored));
    diagnostics_free(&ignored);
    return is_ready ? file_open(path, O_RDWR | O_CREAT) : -1;
}

Spool *spool_open(Str path, bool is_new)
{
    Spool *spool = memory_alloc(sizeof *spool);
    struct stat info;
    *spool = (Spool){.file = open_named(path, is_new)};
    spool->is_temporary = spool->file < 0;
    if (spool->is_temporary) spool->file = file_temporary();
    if (spool->file >= 0 && fstat(spool->file, &info) == 0) spool->end = (uint64_t)info.st_size;
    return spool;
}

void spool_close(Spool *spool)
{
    if (!spool) return;
    for (Piece *piece = spool->pieces, *next; piece; piece = next) {
        next = piece->next;
        free(piece);
    }
    if (spool->file >= 0) close(spool->file);
    free(spool);
}

uint64_t spool_size(const Spool *spool)
{
    return spool->end;
}

bool spool_is_untouched(const Spool *spool, int64_t size, int64_t since)
{
    FileStamp stamp = spool->is_temporary ? FILE_STAMP_NONE : file_stamp(spool->file, "");
    return file_stamp_is_untouched(&stamp, size, since);
}

/* ---- writing ---- */

static void keep(Spool *spool, uint64_t at, Str bytes)
{
    Piece *piece = memory_alloc(sizeof *piece + bytes.len);
    *piece = (Piece){.next = spool->pieces, .at = at, .len = bytes.len};
    memcpy(piece->bytes, bytes.data, bytes.len);
    while (!atomic_compare_exchange_weak(&spool->pieces, &piece->next, piece)) continue;
}

/* All of it, or it is kept: an item does not lie partly here and partly there. */
static void write_at(Spool *spool, uint64_t at, Str bytes)
{
    if (!file_write_at(spool->file, bytes, at)) keep(spool, at, bytes);
}

static void flush(SpoolWriter *writer)
{
    if (!writer->window.len) return;
    uint64_t all = writer->at + WINDOW;
    write_at(writer->spool, writer->at, buffer_str(&writer->window));
    atomic_compare_exchange_strong(&writer->spool->end, &all, writer->at + writer->window.len); /* if it is the last */
    buffer_clear(&writer->window);
}

/* The place for what comes next, for this writer alone. */
static void move_on(SpoolWriter *writer)
{
    flush(writer);
    writer->at = atomic_fetch_add(&writer->spool->end, WINDOW);
}

uint64_t spool_put(SpoolWriter *writer, Str bytes)
{
    if (bytes.len > WINDOW) {
        uint64_t at = atomic_fetch_add(&writer->spool->end, bytes.len);
        write_at(writer->spool, at, bytes);
        return at;
    }
    if (!writer->window.len || writer->window.len + bytes.len > WINDOW) move_on(writer);
    uint64_t at = writer->at + writer->window.len;
    buffer_add(&writer->window, bytes);
    return at;
}

void spool_writer_free(SpoolWriter *writer)
{
    flush(writer);
    buffer_free(&writer->window);
}

/* ---- reading ---- */

static bool has(uint64_t from, size_t size, uint64_t at, size_t len)
{
    return at >= from && at - from <= size && len <= size - (at - from);
}

/* What stands there and stayed in memory; NULL where it is in the file. */
static const char *find_kept(const Spool *spool, uint64_t at, size_t len)
{
    for (const Piece *piece = spool->pieces; piece; piece = piece->next)
        if (has(piece->at, piece->len, at, len)) return piece->bytes + (at - piece->at);
    return NULL;
}

bool spool_read(const Spool *spool, uint64_t at, size_t len, void *to)
{
    const char *kept = find_kept(spool, at, len);
    if (kept) memcpy(to, kept, len);
    return kept || file_read_at(spool->file, to, len, at) == len;
}

/* Reads on where one of the windows ends, else in place of the one that was filled first. */
static SpoolWindow *fill_window(SpoolReader *reader, uint64_t at)
{
    SpoolWindow *window = NULL;
    for (size_t i = 0; i < SPOOL_WINDOWS && !window; i++)
        if (has(reader->windows[i].at, reader->windows[i].len, at, 0)) window = &reader->windows[i];
    if (!window) window = &reader->windows[reader->next++ % SPOOL_WINDOWS];
    if (!window->bytes) window->bytes = arena_take(reader->arena, WINDOW);
    window->at = at;
    window->len = file_read_at(reader->spool->file, window->bytes, WINDOW, at);
    return window;
}

const char *spool_read_next(SpoolReader *reader, uint64_t at, size_t len, Arena *arena)
{
    const char *found = find_kept(reader->spool, at, len);
    for (size_t i = 0; i < SPOOL_WINDOWS && !found; i++) {
        const SpoolWindow *window = &reader->windows[i];
        if (has(window->at, window->len, at, len)) found = window->bytes + (at - window->at);
    }
    if (found) return found;
    if (len > WINDOW) {
        char *bytes = arena_take(arena, len);
        return spool_read(reader->spool, at, len, bytes) ? bytes : NULL;
    }
    const SpoolWindow *window = fill_window(reader, at);
    return window->len < len ? NULL : window->bytes;
}
