#include "base.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

Str path_join(Arena *arena, Str folder, Str name)
{
    if (!folder.len || str_starts(name, STR("/"))) return str_copy(arena, name);
    size_t slash = folder.data[folder.len - 1] != '/', len = folder.len + slash + name.len;
    char *path = arena_take(arena, len + 1);
    memcpy(path, folder.data, folder.len);
    if (slash) path[folder.len] = '/';
    if (name.len) memcpy(path + folder.len + slash, name.data, name.len);
    path[len] = '\0';
    return (Str){path, len};
}

Str path_folder(Str path)
{
    for (size_t i = path.len; i > 0; i--)
        if (path.data[i - 1] == '/') return str_slice(path, 0, i > 1 ? i - 1 : 1);
    return STR("");
}

Str path_name(Str path)
{
    for (size_t i = path.len; i > 0; i--)
        if (path.data[i - 1] == '/') return str_slice(path, i, path.len);
    return path;
}

Str path_stem(Str path)
{
    Str name = path_name(path);
    for (size_t i = name.len; i > 1; i--)
        if (name.data[i - 1] == '.') return str_slice(name, 0, i - 1);
    return name;
}

/* A path as a C string; paths are views in this program and C strings at its edge alone. */
static char *put_c_path(char *copy, Str path)
{
    if (path.len) memcpy(copy, path.data, path.len);
    copy[path.len] = '\0';
    return copy;
}

static char *c_path(Str path)
{
    return put_c_path(memory_alloc(path.len + 1), path);
}

/* Like openat(2). */
static int open_at(int folder, Str name, int flags)
{
    char room[256];
    bool is_short = name.len < sizeof room;
    char *path = is_short ? put_c_path(room, name) : c_path(name);
    int fd = openat(folder, path, flags | O_CLOEXEC, 0666), error = errno;
    if (!is_short) free(path);
    errno = error;
    return fd;
}

int file_open(Str path, int flags)
{
    return open_at(AT_FDCWD, path, flags);
}

bool file_exists(Str path)
{
    char *name = c_path(path);
    bool exists = access(name, F_OK) == 0;
    free(name);
    return exists;
}

size_t file_read_at(int fd, char *to, size_t most, uint64_t at)
{
    size_t done = 0;
    while (done < most) {
        ssize_t count = pread(fd, to + done, most - done, (off_t)(at + done));
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) break;
        done += (size_t)count;
    }
    return done;
}

bool file_write_at(int fd, Str bytes, uint64_t at)
{
    for (size_t done = 0; done < bytes.len;) {
        ssize_t count = pwrite(fd, bytes.data + done, bytes.len - done, (off_t)(at + done));
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        done += (size_t)count;
    }
    return true;
}

static bool read_all(int fd, Buffer *buffer)
{
    for (;;) {
        buffer_reserve(buffer, 16 * 1024);
        ssize_t count = read(fd, buffer->data + buffer->len, buffer->cap - buffer->len - 1);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return false;
        if (count == 0) return true;
        buffer->len += (size_t)count;
    }
}

bool file_read(Arena *arena, Str path, Str *contents, Diagnostics *diagnostics)
{
    bool is_stdin = str_is(path, "-");
    int fd = is_stdin ? STDIN_FILENO : file_open(path, O_RDONLY);
    if (fd < 0) return diagnostics_fail_errno(diagnostics, path, errno, "open");
    struct stat info;
    bool done = false;
    bool is_sized = !is_stdin && fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && info.st_size > 0;
    if (is_sized) { /* no copy */
        size_t size = (size_t)info.st_size;
        char *data = arena_take(arena, size + 1);
        size_t len = file_read_at(fd, data, size, 0);
        data[len] = '\0';
        done = len == size;
        *contents = (Str){data, len};
        if (!done) errno = errno ? errno : EIO;
    } else {
        Buffer buffer = {0};
        done = read_all(fd, &buffer);
        int error = errno;
        *contents = buffer_take(&buffer, arena);
        buffer_free(&buffer);
        errno = error;
    }
    int error = errno;
    if (!is_stdin) close(fd);
    return done ? true : diagnostics_fail_errno(diagnostics, path, error, "read");
}

/* Whether the file is what was expected: of that size, and there to be read. */
static bool read_sized(Arena *arena, const OpenFolder *folder, Str name, uint64_t size, Str *contents)
{
    int fd = size && size < SIZE_MAX / 2 && folder->at >= 0 ? open_at(folder->at, name, O_RDONLY) : -1;
    if (fd < 0) return false;
    char *data = arena_take(arena, (size_t)size + 1);
    ssize_t count = read(fd, data, (size_t)size + 1); /* no more than is there: that was all */
    close(fd);
    if (count < 0 || (uint64_t)count != size) return false;
    data[size] = '\0';
    *contents = (Str){data, (size_t)size};
    return true;
}

bool file_read_listed(Arena *arena, const OpenFolder *folder, Str name, uint64_t size, Str *contents,
                      Diagnostics *diagnostics)
{
    return read_sized(arena, folder, name, size, contents) ||
           file_read(arena, path_join(arena, folder->path, name), contents, diagnostics);
}

static bool write_all(int fd, Str contents)
{
    size_t done = 0;
    while (done < contents.len) {
        ssize_t count = write(fd, contents.data + done, contents.len - done);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return false;
        done += (size_t)count;
    }
    return true;
}

static bool make_one(char *name)
{
    if (mkdir(name, 0777) == 0) return true;
    struct stat info;
    return errno == EEXIST && stat(name, &info) == 0 && S_ISDIR(info.st_mode);
}

bool folder_make(Str path, Diagnostics *diagnostics)
{
    if (!path.len) return true;
    char *name = c_path(path);
    bool made = make_one(name);
    if (!made && errno == ENOENT) {
        for (char *p = name + 1; *p; p++) {
            if (*p != '/') continue;
            *p = '\0';
            make_one(name);
            *p = '/';
        }
        made = make_one(name);
    }
    int error = errno;
    free(name);
    return made ? true : diagnostics_fail_errno(diagnostics, path, error == EEXIST ? ENOTDIR : error, "make folder");
}

void folder_open(OpenFolder *folder, Str path)
{
    *folder = (OpenFolder){path, file_open(path, O_PATH | O_DIRECTORY)};
}

void folder_close(OpenFolder *folder)
{
    if (folder->at >= 0) close(folder->at);
    folder->at = -1;
}

static bool fail_in(const OpenFolder *folder, Str name, int error, const char *doing, Diagnostics *diagnostics)
{
    return diagnostics_fail_errno(diagnostics, path_join(diagnostics->arena, folder->path, name), error, doing);
}

static bool write_file(const OpenFolder *folder, Str name, Str contents, bool sync, Diagnostics *diagnostics)
{
    enum { FLAGS = O_WRONLY | O_CREAT | O_TRUNC };
    int fd = open_at(folder->at, name, FLAGS);
    if (fd < 0 && errno == ENOENT) {
        if (!folder_make(path_folder(path_join(diagnostics->arena, folder->path, name)), diagnostics)) return false;
        fd = open_at(folder->at, name, FLAGS);
    }
    if (fd < 0) return fail_in(folder, name, errno, "create", diagnostics);
    bool written = write_all(fd, contents) && (!sync || fsync(fd) == 0);
    int error = errno;
    if (close(fd) != 0 && written) {
        written = false;
        error = errno;
    }
    return written ? true : fail_in(folder, name, error, "write", diagnostics);
}

static const OpenFolder present = {{"", 0}, AT_FDCWD};

bool file_write(Str path, Str contents, Diagnostics *diagnostics)
{
    return write_file(&present, path, contents, false, diagnostics);
}

bool file_write_in(const OpenFolder *folder, Str name, Str contents, Diagnostics *diagnostics)
{
    if (folder->at >= 0) return write_file(folder, name, contents, false, diagnostics);
    Arena *arena = arena_new();
    bool done = file_write(path_join(arena, folder->path, name), contents, diagnostics);
    arena_free(arena);
    return done;
}

/* Whether a file begins with these bytes. */
static bool begins_with(int fd, Str contents)
{
    char part[16 * 1024];
    for (size_t at = 0, len; at < contents.len; at += len) {
        len = contents.len - at < sizeof part ? contents.len - at : sizeof part;
        if (file_read_at(fd, part, len, at) != len || memcmp(part, contents.data + at, len) != 0) return false;
    }
    return true;
}

bool file_holds(Str path, Str contents)
{
    int fd = file_open(path, O_RDONLY | O_NOFOLLOW);
    struct stat info;
    bool same = fd >= 0 && fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && (size_t)info.st_size == contents.len &&
                begins_with(fd, contents);
    if (fd >= 0) close(fd);
    return same;
}

FileStamp file_stamp(int folder, const char *name)
{
    enum { NANOSECONDS = 1000000000 /* in a second */ };
    struct stat info;
    bool is_file = fstatat(folder, name, &info, AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH) == 0 && S_ISREG(info.st_mode);
    if (!is_file) return FILE_STAMP_NONE;
    return (FileStamp){info.st_size, (int64_t)info.st_mtim.tv_sec * NANOSECONDS + info.st_mtim.tv_nsec};
}

bool file_stamp_is_untouched(const FileStamp *stamp, int64_t size, int64_t since)
{
    return stamp->written <= since && (size == FILE_ANY_SIZE || stamp->size == size);
}

bool file_link(int folder, const char *name, Str path)
{
    char *to = c_path(path);
    bool done = linkat(folder, name, AT_FDCWD, to, 0) == 0;
    if (!done && errno == ENOENT) {
        Diagnostics ignored; /* what cannot be made here is reported when the file is written */
        diagnostics_init(&ignored);
        done = folder_make(path_folder(path), &ignored) && linkat(folder, name, AT_FDCWD, to, 0) == 0;
        diagnostics_free(&ignored);
    }
    free(to);
    return done;
}

bool file_remove(Str path, Diagnostics *diagnostics)
{
    char *name = c_path(path);
    bool done = unlink(name) == 0 || errno == ENOENT;
    int error = errno;
    free(name);
    return done || diagnostics_fail_errno(diagnostics, path, error, "remove");
}

bool file_write_atomic(Str path, Str contents, Diagnostics *diagnostics)
{
    Arena *arena = arena_new();
    Str temporary = str_format(arena, "%.*s.%ld.tmp", STR_ARG(path), (long)getpid());
    Str target = str_copy(arena, path);
    bool done = write_file(&present, temporary, contents, true, diagnostics);
    if (done && rename(temporary.data, target.data) != 0) {
        done = diagnostics_fail_errno(diagnostics, path, errno, "replace");
    }
    if (!done) unlink(temporary.data);
    arena_free(arena);
    return done;
}
