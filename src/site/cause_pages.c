/* The pages of causes, and the first page of a diagnosis. */
#include "plan.h"

/* Where a cause is solved: the question's page, at the record. */
static Value *record_link(Arena *arena, const CauseRecord *record)
{
    Value *link = model_entry_link(arena, record->entry);
    value_set_text(link, "url",
                   str_format(arena, "%.*s.html#%.*s", STR_ARG(record->entry->id), STR_ARG(record->record->anchor)));
    return link;
}

void fill_causes(const Site *site, const Page *page, Value *model)
{
    Arena *arena = model->arena;
    Value *shared = value_list(arena), *single = value_list(arena);
    for (size_t i = page->from; i < page->to; i++) {
        const CauseGroup *group = site->causes.items[i];
        Value *item = value_object(arena), *records = value_list(arena);
        for (size_t r = 0; r < group->records.len; r++)
            value_push(records, record_link(arena, &group->records.items[r]));
        value_set_text(item, "cause", group->cause);
        value_set_text(item, "category", group->category);
        value_set(item, "records", records);
        if (i < site->shared_causes) value_set_text(item, "cause_url", site->cause_files[i]);
        value_push(i < site->shared_causes ? shared : single, item);
    }
    page_set_title(model, "causes");
    value_set_bool(model, "has_shared", shared->items.len > 0);
    value_set_bool(model, "has_single", single->items.len > 0);
    value_set(model, "shared", shared);
    value_set(model, "single", single);
    page_add_parts(site, page, model);
}

/* A cause that several questions share: they, and what each does about it; the same advice is given once. */
void fill_cause(const Site *site, const Page *page, Value *model)
{
    Arena *arena = model->arena;
    const CauseGroup *group = site->causes.items[page->from];
    Value *symptoms = value_list(arena), *solutions = value_list(arena);
    for (size_t r = 0; r < group->records.len; r++) {
        const CauseRecord *record = &group->records.items[r];
        value_push(symptoms, record_link(arena, record));
        bool is_said = !record->record->solution.len;
        for (size_t k = 0; k < r && !is_said; k++)
            is_said = str_equal(group->records.items[k].record->solution, record->record->solution);
        if (is_said) continue;
        Value *solution = record_link(arena, record);
        value_set_html(solution, "solution", record->record->solution_html);
        value_push(solutions, solution);
    }
    value_set_text(model, "title", model_description(arena, group->cause));
    value_set_text(model, "category", group->category);
    value_set(model, "symptoms", symptoms);
    value_set(model, "solutions", solutions);
    value_set_bool(model, "has_solutions", solutions->items.len > 0);
    value_set_html(model, "map",
                   cause_map_shared(arena, site, page->from, page->from + 1, site_string(model, "cause_map")));
}

void fill_map(const Site *site, const Page *page, Value *model)
{
    page_set_title(model, "map");
    value_set_bool(model, "has_map", page->to > page->from);
    if (page->to > page->from)
        value_set_html(model, "map",
                       cause_map_shared(model->arena, site, page->from, page->to, site_string(model, "map")));
    page_add_parts(site, page, model);
}

/* The first choice of a diagnosis: the symptom. */
void fill_diagnose(const Site *site, const Page *page, Value *model)
{
    Arena *arena = model->arena;
    Value *sections = value_list(arena);
    const SectionNode *last = NULL;
    for (size_t i = page->from; i < page->to; i++) {
        size_t number = site->symptoms.items[i];
        const Entry *entry = site->content->entries.items[number];
        Value *link = model_entry_link(arena, entry);
        const char *state = entry->record_count > 1 ? "#diagnose" : "";
        value_set_text(link, "url", str_format(arena, "%.*s.html%s", STR_ARG(entry->id), state));
        value_push(page_entries_of(sections, site->of_entry[number], &last), link);
    }
    page_set_title(model, "diagnose");
    value_set(model, "sections", sections);
    page_add_parts(site, page, model);
}
