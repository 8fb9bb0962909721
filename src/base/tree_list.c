/* Lists what is below a folder: all folders of one depth at once, by all processors. Sizes and times of files are asked
 * for where names were just read, as long as there are folders enough for all. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base.h"

enum { DEEPEST_FOLDER = 64 };

typedef struct Folder Folder;
typedef struct Item {
    FileInfo file;  /* from the root; a folder's path has a '/' at its end, which puts it where its files belong */
    Folder *folder; /* NULL: it is a file */
} Item;

struct Folder {
    const Folder *above; /* NULL: it is the root */
    Str path;            /* from the root */
    struct stat info;
    VEC(Item) items; /* in byte order */
    bool has_sizes;  /* its files were looked at */
    Str failed;      /* what could not be looked at, of which what follows tells; data NULL: nothing */
    const char *verb;
    int error;
};

typedef struct Listing {
    Str root;
    Arena **arenas; /* a worker's each */
    VEC(Folder *) level;
    size_t files;  /* of all levels */
    bool is_broad; /* there are folders enough for all workers */
} Listing;

static void fail(Folder *folder, Str path, const char *verb)
{
    if (!folder->failed.data) folder->failed = path, folder->verb = verb, folder->error = errno;
}

/* A link may lead to a folder that it is in, again and again. */
static bool is_in_itself(const Folder *folder)
{
    size_t depth = 0;
    for (const Folder *above = folder->above; above; above = above->above, depth++)
        if (above->info.st_dev == folder->info.st_dev && above->info.st_ino == folder->info.st_ino) return true;
    return depth > DEEPEST_FOLDER;
}

static void add_item(Arena *arena, Folder *folder, int fd, const struct dirent *item)
{
    Str name = str_from(item->d_name);
    if (str_starts(name, STR(".")) || str_ends(name, STR("~"))) return;
    struct stat info = {.st_mode = item->d_type == DT_REG ? S_IFREG : S_IFDIR}; /* mostly the folder says it */
    Item added = {.file.path = path_join(arena, folder->path, name)};
    if (item->d_type != DT_REG && item->d_type != DT_DIR && fstatat(fd, item->d_name, &info, 0) != 0) {
        fail(folder, added.file.path, "read");
    } else if (S_ISDIR(info.st_mode)) {
        added.folder = ARENA_NEW(arena, Folder);
        *added.folder = (Folder){.above = folder, .path = added.file.path};
        added.file.path = str_concat(arena, added.file.path, STR("/"));
        VEC_PUSH(arena, &folder->items, added);
    } else if (S_ISREG(info.st_mode)) {
        VEC_PUSH(arena, &folder->items, added);
    }
}

static int by_path(const void *a, const void *b)
{
    return str_compare(((const Item *)a)->file.path, ((const Item *)b)->file.path);
}

static bool look_at(int folder, const char *name, FileInfo *file)
{
    struct stat info;
    if (fstatat(folder, name, &info, 0) != 0) return false;
    *file = (FileInfo){file->path, info.st_mtime, (uint64_t)info.st_size, info.st_mtim.tv_nsec};
    return true;
}

static void look_at_files(Folder *folder, int fd)
{
    folder->has_sizes = true;
    size_t start = folder->path.len ? folder->path.len + 1 : 0;
    for (size_t i = 0; i < folder->items.len; i++) {
        Item *item = &folder->items.items[i];
        if (!item->folder && !look_at(fd, item->file.path.data + start, &item->file))
            fail(folder, item->file.path, "read");
    }
}

static void list_folder(void *context, unsigned worker, size_t number)
{
    Listing *listing = context;
    Folder *folder = listing->level.items[number];
    Arena *arena = listing->arenas[worker];
    Str path = folder->path.len ? path_join(arena, listing->root, folder->path) : str_copy(arena, listing->root);
    DIR *stream = opendir(path.data);
    if (!stream || fstat(dirfd(stream), &folder->info) != 0) {
        fail(folder, folder->path, "open folder");
    } else if (is_in_itself(folder)) {
        errno = ELOOP;
        fail(folder, folder->path, "list");
    } else {
        const struct dirent *item;
        while ((errno = 0, item = readdir(stream))) add_item(arena, folder, dirfd(stream), item);
        if (errno) fail(folder, folder->path, "read folder");
        if (folder->items.len) qsort(folder->items.items, folder->items.len, sizeof(Item), by_path);
        if (listing->is_broad) look_at_files(folder, dirfd(stream));
    }
    if (stream) closedir(stream);
}

/* Those one level down; there are none in the end. */
static void go_down(Listing *listing, Arena *arena)
{
    VEC(Folder *) below = {0};
    for (size_t i = 0; i < listing->level.len; i++) {
        const Folder *folder = listing->level.items[i];
        for (size_t k = 0; k < folder->items.len; k++) {
            if (folder->items.items[k].folder)
                VEC_PUSH(arena, &below, folder->items.items[k].folder);
            else
                listing->files++;
        }
    }
    listing->level.items = below.items;
    listing->level.len = below.len;
}

static bool report(Arena *arena, Str root, const Folder *folder, Diagnostics *diagnostics)
{
    Str path = folder->failed.len ? path_join(arena, root, folder->failed) : root;
    if (folder->error == ELOOP) return diagnostics_fail(diagnostics, path, "folders nested too deep, or a link loop");
    return diagnostics_fail_errno(diagnostics, path, folder->error, folder->verb);
}

/* Files in byte order of their paths, and those of them that are yet to be looked at. */
typedef struct Files {
    FileInfoVec *all;
    VEC(FileInfo *) unseen;
} Files;

static bool put_files(Arena *arena, Str root, const Folder *folder, Files *files, Diagnostics *diagnostics)
{
    bool done = !folder->failed.data || report(arena, root, folder, diagnostics);
    for (size_t i = 0; i < folder->items.len && done; i++) {
        const Item *item = &folder->items.items[i];
        if (item->folder) {
            done = put_files(arena, root, item->folder, files, diagnostics);
        } else {
            files->all->items[files->all->len] = item->file;
            FileInfo *file = &files->all->items[files->all->len++];
            if (!folder->has_sizes) VEC_PUSH(arena, &files->unseen, file);
        }
    }
    return done;
}

static bool list_all(Arena *arena, Str root, Files *files, Diagnostics *diagnostics)
{
    unsigned workers = parallel_workers();
    Folder top = {.path = STR("")};
    Listing listing = {.root = root, .arenas = ARENA_ARRAY(arena, Arena *, workers)};
    for (unsigned i = 0; i < workers; i++) arena_adopt(arena, listing.arenas[i] = arena_new());
    VEC_PUSH(arena, &listing.level, &top);
    while (listing.level.len) {
        listing.is_broad = listing.level.len >= workers;
        parallel_for(workers, listing.level.len, list_folder, &listing);
        go_down(&listing, arena);
    }
    *files->all = (FileInfoVec){.items = ARENA_ARRAY(arena, FileInfo, listing.files + 1), .cap = listing.files + 1};
    return put_files(arena, root, &top, files, diagnostics);
}

typedef struct Looking {
    int root;
    FileInfo *const *files;
    _Atomic int error;     /* of one that could not be looked at; 0: all could */
    _Atomic size_t failed; /* its number */
} Looking;

static void look_at_one(void *context, unsigned worker, size_t number)
{
    Looking *looking = context;
    (void)worker;
    if (look_at(looking->root, looking->files[number]->path.data, looking->files[number])) return;
    looking->failed = number;
    looking->error = errno;
}

bool tree_list(Arena *arena, Str root, FileInfoVec *files, Diagnostics *diagnostics)
{
    Files listed = {.all = files};
    if (!list_all(arena, root, &listed, diagnostics)) return false;
    if (!listed.unseen.len) return true;
    Looking looking = {open(str_copy(arena, root).data, O_RDONLY | O_DIRECTORY | O_CLOEXEC), listed.unseen.items, 0, 0};
    if (looking.root < 0) return diagnostics_fail_errno(diagnostics, root, errno, "open folder");
    parallel_for(parallel_workers(), listed.unseen.len, look_at_one, &looking);
    close(looking.root);
    return !looking.error ||
           diagnostics_fail_errno(diagnostics, path_join(arena, root, listed.unseen.items[looking.failed]->path),
                                  looking.error, "read");
}
