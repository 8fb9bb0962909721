/* A folder gets what another has, as links. Some files are linked at once, by all processors: the whole build may wait
 * for it. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "file_names.h"

typedef struct Link {
    Str name;
    uint64_t number; /* of its inode */
    int error;
} Link;

struct Filling {
    int from; /* the descriptor of the other folder */
    Arena *arena;
    VEC(Link) links; /* to be made */
};

static bool make_link(const FileNames *names, const Link *link)
{
    if (linkat(names->filling->from, link->name.data, names->at, link->name.data, 0) == 0) return true;
    if (errno != ENOENT) return false;
    Arena *arena = arena_new(); /* the first of its folder */
    bool done = file_link(names->filling->from, link->name.data, path_join(arena, names->folder, link->name));
    arena_free(arena);
    return done;
}

static void fill_one(void *context, unsigned worker, size_t index)
{
    const FileNames *names = context;
    Link *link = &names->filling->links.items[index];
    (void)worker;
    if (!make_link(names, link)) link->error = errno;
}

static void make_links(FileNames *names)
{
    struct Filling *filling = names->filling;
    parallel_for(parallel_workers(), filling->links.len, fill_one, names);
    for (size_t i = 0; i < filling->links.len; i++) {
        const Link *link = &filling->links.items[i];
        if (link->error && !names->error) names->error = link->error;
        if (!link->error) file_names_add(names, link->name, link->number);
    }
    filling->links.items = NULL;
    filling->links.len = filling->links.cap = 0;
    arena_reset(filling->arena);
}

/* Where one cannot be linked, all that follow are left: they are made one by one. */
static bool add_link(FileNames *names, int above, Str name, const struct dirent *item, bool is_folder)
{
    enum { AT_ONCE = 32 * 1024 }; /* links: a few megabytes */
    struct Filling *filling = names->filling;
    (void)above;
    if (names->error) return false;
    if (is_folder) {
        make_links(names);
        if (!names->error) file_names_add_folder(names, name);
        return true;
    }
    VEC_PUSH(filling->arena, &filling->links, ((Link){str_copy(filling->arena, name), item->d_ino, 0}));
    if (filling->links.len == AT_ONCE) make_links(names);
    return true;
}

void file_names_fill(FileNames *names)
{
    struct Filling filling = {.from = open(names->like.data, O_RDONLY | O_DIRECTORY | O_CLOEXEC), .arena = arena_new()};
    Diagnostics ignored; /* what stays is reported in the end */
    diagnostics_init(&ignored);
    names->filling = &filling;
    if (names->at >= 0) close(names->at);
    names->at = -1;
    names->is_unreadable = !tree_remove(names->folder, &ignored);
    bool is_made = !names->is_unreadable && filling.from >= 0 && folder_make(names->folder, &ignored);
    if (is_made) names->at = open(names->folder.data, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (names->at >= 0) file_names_walk(names, names->like, add_link);
    if (names->at >= 0) make_links(names);
    names->filling = NULL;
    diagnostics_free(&ignored);
    arena_free(filling.arena);
    if (filling.from >= 0) close(filling.from);
}
