#include "store.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* How much room is made in the file at once, at first and at most. */
enum { ROOM_FIRST = 2 * 1024 * 1024, ROOM_MOST = 64 * 1024 * 1024 };
/* A window, and what of it is written at once: the system may have as much in memory for a look at a byte of it. It is
 * as large as any page. */
enum { WINDOW = 512 * 1024, PIECE = 64 * 1024 };
static const size_t ADDRESSES = (size_t)1 << (sizeof(size_t) > 4 ? 36 : 28); /* for all that one may ever hold */

static size_t whole_pieces(size_t size)
{
    return (size + PIECE - 1) / PIECE * PIECE;
}

/* The file itself, from there; else a look at a page may bring megabytes around it. */
static bool map_file(Store *store, size_t at, size_t size)
{
    void *data = mmap(store->data + at, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, store->file, (off_t)at);
    if (data != MAP_FAILED) madvise(data, size, MADV_RANDOM);
    return data != MAP_FAILED;
}

int file_temporary(void)
{
    const char *folder = getenv("TMPDIR");
    return open(folder && *folder ? folder : "/var/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
}

/* The memory of a window, as a file: what is written moves on to other addresses, where new memory would cost more. */
static int window_memory(void)
{
    int memory = memfd_create("window", MFD_CLOEXEC);
    if (memory >= 0 && fallocate(memory, 0, 0, WINDOW) == 0) return memory;
    if (memory >= 0) close(memory);
    return -1;
}

static void close_files(const Store *store)
{
    if (store->file >= 0) close(store->file);
    if (store->memory >= 0) close(store->memory);
}

bool store_open(Store *store)
{
    Store opened = {.file = file_temporary(), .memory = window_memory(), .data = MAP_FAILED};
    *store = (Store){.file = -1};
    if (opened.file >= 0 && opened.memory >= 0)
        opened.data = mmap(NULL, ADDRESSES, PROT_READ | PROT_WRITE, MAP_SHARED, opened.file, 0);
    if (opened.data == MAP_FAILED) {
        close_files(&opened);
        return false;
    }
    madvise(opened.data, ADDRESSES, MADV_RANDOM);
    *store = opened;
    return true;
}

void store_close(Store *store)
{
    if (store->file < 0) return;
    munmap(store->data, ADDRESSES);
    close_files(store);
}

void store_reset(Store *store)
{
    size_t size = store->window_end - store->window;
    if (size && !map_file(store, store->window, size)) return; /* what is there stays, and the next is behind it */
    store->used = store->window = store->window_end = 0;
    atomic_store(&store->filed, 0);
}

/* The file grows before it is written to: a disk that is full says so here, and not with a signal later. */
static bool make_room(Store *store, size_t end)
{
    if (end <= store->size) return true;
    size_t more = store->size < ROOM_FIRST ? ROOM_FIRST : store->size < ROOM_MOST ? store->size : ROOM_MOST;
    while (store->size + more < end) more += ROOM_FIRST;
    if (more > ADDRESSES - store->size) return false;
    if (fallocate(store->file, 0, (off_t)store->size, (off_t)more) != 0) return false;
    store->size += more;
    return true;
}

static bool write_until(const Store *store, size_t end)
{
    for (size_t at = store->window; at < end;) {
        size_t most = (at / PIECE + 1) * PIECE - at;
        if (!file_write_at(store->file, (Str){store->data + at, most}, at)) return false;
        at += most;
    }
    return true;
}

/* What is in memory becomes the file, where that can be; else it stays as it is, and is not let go of. */
static void file_until(Store *store, size_t end)
{
    if (end == store->window) return;
    if (!write_until(store, end) || !map_file(store, store->window, end - store->window)) store->is_stuck = true;
    if (!store->is_stuck) atomic_store(&store->filed, end);
    store->window = end;
}

/* Memory for the window up to there: of what was filed before it, or new where that is still needed. */
static void add_memory(Store *store, size_t end)
{
    enum { ACCESS = PROT_READ | PROT_WRITE };
    while (store->window_end < end) {
        char *to = store->data + store->window_end;
        size_t at = store->window_end % WINDOW, more = end - store->window_end;
        if (more > WINDOW - at) more = WINDOW - at;
        void *memory = store->is_stuck
                           ? mmap(to, more, ACCESS, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0)
                           : mmap(to, more, ACCESS, MAP_SHARED | MAP_FIXED | MAP_POPULATE, store->memory, (off_t)at);
        (void)memory; /* where there is none it is what is there, the file */
        store->window_end += more;
    }
}

/* Moves it on; the piece that is not yet full stays in it. */
static void move_window(Store *store)
{
    file_until(store, store->used / PIECE * PIECE);
    add_memory(store, store->window + WINDOW);
}

/* What has no place in a window is the file from the start, behind the last one. */
static void *take_large(Store *store, size_t size)
{
    size_t from = store->window_end, end = from + whole_pieces(size);
    if (!make_room(store, end)) return NULL;
    file_until(store, store->window_end);
    store->used = store->window = store->window_end = end;
    if (!store->is_stuck) atomic_store(&store->filed, end);
    return store->data + from;
}

void *store_take(Store *store, size_t size)
{
    if (size > ADDRESSES / 2) return NULL;
    if (size > WINDOW - PIECE) return take_large(store, size);
    if (store->used + size > store->window_end) {
        if (!make_room(store, store->window_end + WINDOW)) return NULL;
        move_window(store);
    }
    void *result = store->data + store->used;
    store->used += size;
    return result;
}

bool store_has(const Store *store, const void *taken)
{
    return store->file >= 0 && (uintptr_t)taken - (uintptr_t)store->data < ADDRESSES; /* what is before is far behind */
}

bool store_read(const Store *store, const void *taken, size_t size, void *to)
{
    size_t at = (uintptr_t)taken - (uintptr_t)store->data, filed = atomic_load(&store->filed);
    bool is_filed = at < filed && size <= filed - at;
    return is_filed && pread(store->file, to, size, (off_t)at) == (ssize_t)size;
}

void store_rest(Store *store)
{
    size_t filed = atomic_load(&store->filed);
    if (filed) madvise(store->data, filed, MADV_DONTNEED); /* a shared map loses nothing */
}
