#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base.h"

enum { QUIET_MS = 60 /* editors write a file in several steps */, DEEPEST_FOLDER = 64 };

struct Watch {
    Arena *arena;
    const StrVec *folders;
    int stop, changes; /* file descriptors */
};

static void add_folder(const Watch *watch, Arena *arena, Str folder, int depth)
{
    DIR *stream = depth > 0 ? opendir(str_copy(arena, folder).data) : NULL;
    if (!stream) return;
    inotify_add_watch(watch->changes, str_copy(arena, folder).data,
                      IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF |
                          IN_ATTRIB);
    const struct dirent *item;
    while ((item = readdir(stream))) {
        if (item->d_name[0] == '.') continue;
        Str path = path_join(arena, folder, str_from(item->d_name));
        struct stat info;
        if (stat(path.data, &info) == 0 && S_ISDIR(info.st_mode)) add_folder(watch, arena, path, depth - 1);
    }
    closedir(stream);
}

/* Folders that are new are added; those that are watched already stay as they are. */
static void add_folders(const Watch *watch)
{
    Arena *arena = arena_new();
    for (size_t i = 0; i < watch->folders->len; i++) add_folder(watch, arena, watch->folders->items[i], DEEPEST_FOLDER);
    arena_free(arena);
}

Watch *watch_start(const StrVec *folders, Diagnostics *diagnostics)
{
    Arena *arena = arena_new();
    Watch *watch = ARENA_NEW(arena, Watch);
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    *watch = (Watch){arena, folders, signalfd(-1, &signals, SFD_CLOEXEC), inotify_init1(IN_CLOEXEC)};
    if (watch->stop >= 0 && watch->changes >= 0) {
        add_folders(watch);
        return watch;
    }
    diagnostics_fail_errno(diagnostics, STR(""), errno, "watch for changes");
    watch_end(watch);
    return NULL;
}

static void drain(int fd)
{
    char events[4096];
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    while (poll(&wait, 1, QUIET_MS) > 0 && read(fd, events, sizeof events) > 0) continue;
}

WatchResult watch_wait(Watch *watch)
{
    struct pollfd wait[] = {{.fd = watch->stop, .events = POLLIN}, {.fd = watch->changes, .events = POLLIN}};
    add_folders(watch);
    while (poll(wait, 2, -1) < 0 && errno == EINTR) continue;
    if (wait[0].revents) return WATCH_STOPPED;
    drain(watch->changes);
    return WATCH_CHANGED;
}

void watch_end(Watch *watch)
{
    if (!watch) return;
    if (watch->stop >= 0) close(watch->stop);
    if (watch->changes >= 0) close(watch->changes);
    arena_free(watch->arena);
}
