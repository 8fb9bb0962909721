/* What stands in the content twice, in almost the same words: questions, and causes that are solved in two ways. */
#include "internal.h"
#include "text/text.h"

static Str question(const void *content, size_t index)
{
    return ((const Content *)content)->entries.items[index]->question;
}

void lint_similar(Lint *lint)
{
    const Content *content = lint->content;
    double threshold = (double)lint_limit(lint, "near-duplicate") / 100.0;
    const size_t *twins = similar_find(lint->arena, question, content, content->entries.len, threshold);
    for (size_t i = 0; i < content->entries.len; i++) {
        if (twins[i] == SIZE_MAX) continue;
        const Entry *entry = content->entries.items[i], *twin = content->entries.items[twins[i]];
        lint_find(lint, "near-duplicate", entry->path, entry->line, 0,
                  "almost the question of %.*s:%d ('%.*s'): join them, or make one an alias of the other",
                  STR_ARG(twin->path), twin->line, STR_ARG(twin->question));
    }
}

static const Entry *entry_of(const Lint *lint, const CauseRecord *record)
{
    return lint->content->entries.items[record->entry];
}

/* Advice may be longer in one place than in the other: it disagrees where few of the words are the same. */
void lint_shared_causes(Lint *lint)
{
    double same = (double)lint_limit(lint, "cause-solutions") / 100.0;
    CauseGroupVec groups = content_group_causes(lint->arena, lint->content, NULL);
    for (size_t g = 0; g < groups.len; g++) {
        const CauseGroup *group = groups.items[g];
        const Entry *first_entry = entry_of(lint, &group->records.items[0]);
        const Record *first = &first_entry->records[group->records.items[0].record];
        for (size_t i = 1; i < group->records.len; i++) {
            const Entry *entry = entry_of(lint, &group->records.items[i]);
            const Record *other = &entry->records[group->records.items[i].record];
            if (entry == first_entry || !first->solution.len || !other->solution.len) continue;
            if (similar_share(first->solution, other->solution) >= same) continue;
            lint_find(lint, "cause-solutions", entry->path, other->line, 0,
                      "the cause of %.*s:%d ('%.*s') with another solution: make them agree, or say what differs",
                      STR_ARG(first_entry->path), first->line, STR_ARG(first->cause));
        }
    }
}
