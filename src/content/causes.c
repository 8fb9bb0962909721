/* Causes that several records say, each in its own words. */
#include <stdlib.h>

#include "content.h"
#include "text/text.h"

typedef struct Grouper {
    const Content *content;
    Arena *arena;
    CauseGroupVec groups; /* in the order of their first records */
    StrMap *at;           /* by folded text */
    StrMap *same;         /* by the text as it stands */
    Arena *scratch;
} Grouper;

static void add_record(Grouper *grouper, const Entry *entry, const Record *record)
{
    size_t at;
    if (!record->cause.len) return;
    if (str_map_get(grouper->same, record->cause, &at) && at < grouper->groups.len) {
        VEC_PUSH(grouper->arena, &grouper->groups.items[at]->records, ((CauseRecord){entry, record}));
        return;
    }
    Str key = fold_key(grouper->scratch, record->cause);
    if (!key.len) return;
    if (!str_map_get(grouper->at, key, &at) || at >= grouper->groups.len) {
        CauseGroup *group = ARENA_NEW(grouper->arena, CauseGroup);
        *group = (CauseGroup){.cause = record->cause, .category = record->category, .order = grouper->groups.len};
        at = grouper->groups.len;
        str_map_set(grouper->at, key, at);
        VEC_PUSH(grouper->arena, &grouper->groups, group);
    }
    str_map_set(grouper->same, record->cause, at);
    VEC_PUSH(grouper->arena, &grouper->groups.items[at]->records, ((CauseRecord){entry, record}));
}

static Str cause(const void *context, size_t index)
{
    const Grouper *grouper = context;
    content_rest(grouper->content, index);
    return grouper->groups.items[index]->cause;
}

/* Puts the records of groups that say almost the same into the first of them. */
static void join_similar(Grouper *grouper, double threshold)
{
    size_t count = grouper->groups.len, kept = 0;
    CauseGroup **groups = grouper->groups.items;
    const size_t *earlier = similar_find(grouper->scratch, cause, grouper, count, threshold);
    CauseGroup **all = ARENA_ARRAY(grouper->scratch, CauseGroup *, count + 1);
    for (size_t i = 0; i < count; i++) all[i] = groups[i];
    for (size_t i = 0; i < count; i++) {
        if (earlier[i] == SIZE_MAX) {
            groups[kept++] = all[i];
            continue;
        }
        CauseGroup *first = all[earlier[i]];
        for (size_t r = 0; r < all[i]->records.len; r++)
            VEC_PUSH(grouper->arena, &first->records, all[i]->records.items[r]);
    }
    grouper->groups.len = kept;
}

static int by_address(const void *a, const void *b)
{
    const Entry *x = *(const Entry *const *)a, *y = *(const Entry *const *)b;
    return (x > y) - (x < y);
}

static size_t count_entries(Arena *scratch, const CauseGroup *group)
{
    size_t count = 1;
    const Entry **entries = ARENA_ARRAY(scratch, const Entry *, group->records.len);
    for (size_t i = 0; i < group->records.len; i++) entries[i] = group->records.items[i].entry;
    qsort(entries, group->records.len, sizeof *entries, by_address);
    for (size_t i = 1; i < group->records.len; i++) count += entries[i] != entries[i - 1];
    return count;
}

static int most_shared_first(const void *a, const void *b)
{
    const CauseGroup *x = *(CauseGroup *const *)a, *y = *(CauseGroup *const *)b;
    if (x->entries != y->entries) return x->entries > y->entries ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

CauseGroupVec content_group_causes(Arena *arena, const Content *content)
{
    Grouper grouper = {.content = content, .arena = arena, .scratch = arena_new()};
    grouper.at = str_map_new(grouper.scratch);
    grouper.same = str_map_new(grouper.scratch);
    for (size_t e = 0; e < content->entries.len; e++) {
        content_rest(content, e);
        for (size_t r = 0; r < content->entries.items[e]->record_count; r++)
            add_record(&grouper, content->entries.items[e], &content->entries.items[e]->records[r]);
    }
    join_similar(&grouper, content->config.shared_causes / 100.0);
    for (size_t i = 0; i < grouper.groups.len; i++)
        grouper.groups.items[i]->entries = count_entries(grouper.scratch, grouper.groups.items[i]);
    arena_free(grouper.scratch);
    if (grouper.groups.len)
        qsort(grouper.groups.items, grouper.groups.len, sizeof *grouper.groups.items, most_shared_first);
    return grouper.groups;
}
