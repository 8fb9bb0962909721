/* Causes that several records say, each in its own words. */
#include <stdlib.h>
#include <xxhash.h>

#include "content.h"
#include "text/text.h"

typedef struct Grouper {
    const Content *content;
    CauseGroupVec groups;  /* in the order of their first records */
    NumberMap *at;         /* by their causes' keys */
    Arena *keys, *scratch; /* the first: of the map */
    Arena *kept;           /* for the words of causes */
    uint64_t compared;     /* a hash of what will be: how, and the causes of all groups */
} Grouper;

/* A text of an entry; of a large site together with others, which are looked at one after the other. */
static Str keep(const Grouper *grouper, Str text)
{
    return grouper->content->store && text.data ? str_copy(grouper->kept, text) : text;
}

static void add_record(Grouper *grouper, const Entry *entry, uint32_t entry_number, uint32_t record_number)
{
    Cause said = entry_cause(entry, record_number);
    CauseRecord cause = {entry->hash, entry_number, record_number};
    if (!said.key) return;
    size_t at = number_map_add(grouper->at, said.key, grouper->groups.len);
    if (at >= grouper->groups.len) {
        CauseGroup *group = ARENA_NEW(grouper->scratch, CauseGroup);
        *group = (CauseGroup){
            .cause = keep(grouper, said.text), .category = keep(grouper, said.category), .order = grouper->groups.len};
        group->records.items = ARENA_NEW(grouper->scratch, CauseRecord); /* most have one alone */
        group->records.cap = 1;
        grouper->compared = XXH3_64bits_withSeed(said.text.data, said.text.len, grouper->compared);
        VEC_PUSH(grouper->scratch, &grouper->groups, group);
    }
    VEC_PUSH(grouper->scratch, &grouper->groups.items[at]->records, cause);
}

static Str cause_of(const void *context, size_t index)
{
    const Grouper *grouper = context;
    return grouper->groups.items[index]->cause;
}

static const uint32_t none_earlier = UINT32_MAX;

/* For each group the earlier one that says almost the same, or none. */
static const uint32_t *find_earlier(Arena *arena, Grouper *grouper, double threshold, Compared *kept)
{
    size_t count = grouper->groups.len;
    uint64_t hash = grouper->compared | 1; /* never 0 */
    if (kept && kept->hash == hash && kept->count == count) return kept->numbers;
    const size_t *found = similar_find(grouper->scratch, cause_of, grouper, count, threshold);
    uint32_t *earlier = ARENA_ARRAY(arena, uint32_t, count + 1);
    for (size_t i = 0; i < count; i++) earlier[i] = found[i] == SIZE_MAX ? none_earlier : (uint32_t)found[i];
    if (kept) *kept = (Compared){hash, earlier, count};
    return earlier;
}

/* Puts the records of groups that say almost the same into the first of them. */
static void join_similar(Arena *arena, Grouper *grouper, double threshold, Compared *compared)
{
    size_t count = grouper->groups.len, kept = 0;
    CauseGroup **groups = grouper->groups.items;
    const uint32_t *earlier = find_earlier(arena, grouper, threshold, compared);
    CauseGroup **all = ARENA_ARRAY(grouper->scratch, CauseGroup *, count + 1);
    for (size_t i = 0; i < count; i++) all[i] = groups[i];
    for (size_t i = 0; i < count; i++) {
        if (earlier[i] == none_earlier) {
            groups[kept++] = all[i];
            continue;
        }
        CauseGroup *first = all[earlier[i]];
        for (size_t r = 0; r < all[i]->records.len; r++)
            VEC_PUSH(grouper->scratch, &first->records, all[i]->records.items[r]);
    }
    grouper->groups.len = kept;
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static size_t count_entries(Arena *scratch, const CauseGroup *group)
{
    if (group->records.len == 1) return 1;
    arena_reset(scratch);
    uint32_t *entries = ARENA_ARRAY(scratch, uint32_t, group->records.len);
    size_t count = 1;
    for (size_t i = 0; i < group->records.len; i++) entries[i] = group->records.items[i].entry;
    qsort(entries, group->records.len, sizeof *entries, by_number);
    for (size_t i = 1; i < group->records.len; i++) count += entries[i] != entries[i - 1];
    return count;
}

static int most_shared_first(const void *a, const void *b)
{
    const CauseGroup *x = *(CauseGroup *const *)a, *y = *(CauseGroup *const *)b;
    if (x->entries != y->entries) return x->entries > y->entries ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

/* One behind the other, as they are read. */
static CauseGroupVec copy_groups(Arena *arena, const CauseGroupVec *groups)
{
    CauseGroupVec copy = {ARENA_ARRAY(arena, CauseGroup *, groups->len + 1), groups->len, groups->len};
    CauseGroup *all = arena_take(arena, groups->len * sizeof *all);
    for (size_t i = 0; i < groups->len; i++) {
        size_t size = groups->items[i]->records.len * sizeof(CauseRecord);
        all[i] = *groups->items[i];
        all[i].records.items = arena_copy(arena, groups->items[i]->records.items, size);
        all[i].records.cap = all[i].records.len;
        copy.items[i] = &all[i];
    }
    return copy;
}

CauseGroupVec content_group_causes(Arena *arena, const Content *content, Compared *kept)
{
    double threshold = content->config.shared_causes / 100.0;
    Grouper grouper = {.content = content,
                       .kept = arena,
                       .scratch = arena_new(),
                       .compared = XXH3_64bits(&threshold, sizeof threshold)};
    grouper.keys = arena_new();
    size_t records = 0;
    for (size_t e = 0; e < content->entries.len; e++) {
        content_rest(content, e);
        records += content->entries.items[e]->record_count;
    }
    grouper.at = number_map_new_for(grouper.keys, records);
    for (size_t e = 0; e < content->entries.len; e++) {
        content_rest(content, e);
        const Entry *entry = content->entries.items[e];
        for (size_t r = 0; r < entry->record_count; r++) add_record(&grouper, entry, (uint32_t)e, (uint32_t)r);
    }
    arena_reset(grouper.keys); /* of no more use, and large */
    join_similar(arena, &grouper, threshold, kept);
    for (size_t i = 0; i < grouper.groups.len; i++)
        grouper.groups.items[i]->entries = count_entries(grouper.keys, grouper.groups.items[i]);
    arena_free(grouper.keys);
    if (grouper.groups.len)
        qsort(grouper.groups.items, grouper.groups.len, sizeof *grouper.groups.items, most_shared_first);
    CauseGroupVec groups = copy_groups(arena, &grouper.groups);
    arena_free(grouper.scratch);
    return groups;
}
