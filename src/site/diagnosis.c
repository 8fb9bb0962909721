/* From a symptom to its cause, by checks: an author's `check`, else the category of causes, else each cause by itself.
 * The order, which the README states: what an author wrote first; then what takes the fewest steps; then what tells the
 * most of the causes that are left from the others; then the cause that most symptoms share. */
#include <stdlib.h>

#include "plan.h"

enum { MAPPED_MOST = 200 /* causes: nobody finds anything in a drawing of more, and it would be half of the page */ };

typedef struct Candidate {
    const Record *record;
    size_t steps, shared, order;
} Candidate;

typedef struct Check {
    Str text;
    bool is_written; /* by an author */
    VEC(Candidate) causes;
    size_t order;
} Check;

static int likely_first(const void *a, const void *b)
{
    const Candidate *x = a, *y = b;
    if (x->steps != y->steps) return x->steps < y->steps ? -1 : 1;
    if (x->shared != y->shared) return x->shared > y->shared ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

static int cheap_first(const void *a, const void *b)
{
    const Check *x = *(Check *const *)a, *y = *(Check *const *)b;
    const Candidate *cause = &x->causes.items[0], *other = &y->causes.items[0]; /* the most likely of each */
    if (x->is_written != y->is_written) return x->is_written ? -1 : 1;
    if (!x->is_written && cause->steps != other->steps) return cause->steps < other->steps ? -1 : 1;
    if (!x->is_written && x->causes.len != y->causes.len) return x->causes.len > y->causes.len ? -1 : 1;
    if (!x->is_written && cause->shared != other->shared) return cause->shared > other->shared ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

/* A cause or a check on one line. */
static Str short_text(Arena *arena, Str text)
{
    Str line, short_line;
    if (!str_next(&text, '\n', &line)) return STR("");
    short_line = utf8_first(line, 120);
    return short_line.len < line.len ? str_format(arena, "%.*s…", STR_ARG(short_line)) : line;
}

static Value *check_model(Arena *arena, const Check *check, size_t number, size_t count)
{
    Value *model = value_object(arena), *causes = value_list(arena);
    for (size_t i = 0; i < check->causes.len; i++) {
        Value *cause = value_object(arena);
        value_set_text(cause, "anchor", check->causes.items[i].record->anchor);
        value_set_text(cause, "text", short_text(arena, check->causes.items[i].record->cause));
        value_push(causes, cause);
    }
    bool is_cause = check->causes.len == 1 && !check->is_written;
    value_set_number(model, "number", number);
    value_set_text(model, "text", short_text(arena, is_cause ? check->causes.items[0].record->cause : check->text));
    if (is_cause && check->text.len) value_set_text(model, "category", check->text);
    value_set_text(model, "next", number < count ? str_format(arena, "check-%zu", number + 1) : STR("check-none"));
    value_set_number(model, "count", check->causes.len);
    value_set_bool(model, "is_cause", is_cause);
    value_set(model, "causes", causes);
    return model;
}

/* Of the entry's causes, those that other questions have too. */
static void add_shared_causes(const Site *site, const Entry *entry, size_t number, Value *model)
{
    Value *list = value_list(model->arena);
    for (size_t i = 0; i < entry->record_count; i++) {
        size_t group = site->cause_of[site->first_record[number] + i];
        if (group >= site->shared_causes) continue;
        Value *cause = value_object(model->arena);
        value_set_text(cause, "url", site->cause_files[group]);
        value_set_text(cause, "text", short_text(model->arena, entry->records[i].cause));
        value_set_number(cause, "count", site->causes.items[group]->entries);
        value_push(list, cause);
    }
    value_set(model, "shared_causes", list);
    value_set_bool(model, "has_shared_causes", list->items.len > 0);
}

void diagnosis_fill(const Site *site, const Entry *entry, size_t number, Value *model)
{
    Arena *arena = model->arena;
    VEC(Check *) checks = {0};
    StrMap *at = str_map_new(arena);
    for (size_t i = 0; i < entry->record_count; i++) {
        const Record *record = &entry->records[i];
        size_t place, group = site->cause_of[site->first_record[number] + i];
        if (!record->cause.len) continue;
        Str text = record->check.len ? record->check : record->category;
        if (!text.len || !str_map_get(at, text, &place) || place >= checks.len) {
            Check *check = ARENA_NEW(arena, Check);
            *check = (Check){.text = text, .is_written = record->check.len > 0, .order = i};
            place = checks.len;
            if (text.len) str_map_set(at, text, place);
            VEC_PUSH(arena, &checks, check);
        }
        Candidate cause = {.record = record,
                           .steps = record->steps.len ? record->steps.len : 1,
                           .shared = group == SIZE_MAX ? 1 : site->causes.items[group]->entries,
                           .order = i};
        VEC_PUSH(arena, &checks.items[place]->causes, cause);
    }
    size_t causes = 0;
    for (size_t i = 0; i < checks.len; i++) {
        Check *check = checks.items[i];
        causes += check->causes.len;
        qsort(check->causes.items, check->causes.len, sizeof *check->causes.items, likely_first);
    }
    add_shared_causes(site, entry, number, model);
    value_set_bool(model, "has_diagnosis", causes > 1);
    if (causes < 2) return;
    qsort(checks.items, checks.len, sizeof *checks.items, cheap_first);
    Value *list = value_list(arena);
    for (size_t i = 0; i < checks.len; i++) value_push(list, check_model(arena, checks.items[i], i + 1, checks.len));
    value_set(model, "checks", list);
    if (causes <= MAPPED_MOST)
        value_set_html(model, "map", cause_map_entry(arena, entry, site_string(model, "cause_map")));
}
