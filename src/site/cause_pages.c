/* The pages of causes, and the first page of a diagnosis. */
#include "plan.h"

/* Where a cause is solved: the question's page, at the record. */
static Value *record_link(Arena *arena, const Site *site, const Page *page, const CauseRecord *record)
{
    const EntryLink *entry = &site->links[record->entry];
    Value *link = model_link(arena, str_from(page->lang), entry);
    Str url = str_concat(arena, entry->url, STR("#"));
    value_set_text(link, "url", str_concat(arena, url, record_anchor(arena, record->record + 1)));
    return link;
}

enum { LISTED_MOST = 12 /* questions of a cause in the list of all, where it has a page of its own */ };

void fill_causes(const Site *site, const Page *page, Value *model)
{
    Arena *arena = model->arena;
    Value *shared = value_list(arena), *single = value_list(arena);
    for (size_t i = page->from; i < page->to; i++) {
        const CauseGroup *group = site->causes.items[i];
        bool has_more = i < site->shared_causes && group->records.len > LISTED_MOST;
        Value *item = value_object(arena), *records = value_list(arena);
        for (size_t r = 0; r < (has_more ? LISTED_MOST : group->records.len); r++) {
            content_rest_often(site->content, i + r);
            value_push(records, record_link(arena, site, page, &group->records.items[r]));
        }
        value_set_bool(item, "has_more", has_more);
        value_set_number(item, "count", group->entries);
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
    Arena *arena = model->arena, *scratch = arena_new(); /* for one record */
    const CauseGroup *group = site->causes.items[page->from];
    Value *symptoms = value_list(arena), *solutions = value_list(arena);
    StrMap *said = str_map_new(arena);
    for (size_t r = 0; r < group->records.len; r++) {
        const CauseRecord *record = &group->records.items[r];
        arena_reset(scratch);
        const Record *says = record_open(site->content, record->entry, record->record, scratch);
        size_t first;
        content_rest_often(site->content, page->from + r);
        value_push(symptoms, record_link(arena, site, page, record));
        if (!says->solution.len || str_map_get(said, says->solution, &first)) continue;
        str_map_set(said, str_copy(arena, says->solution), r);
        Value *solution = record_link(arena, site, page, record);
        value_set_html(solution, "solution", (Html){str_copy(arena, says->solution_html.markup)});
        value_push(solutions, solution);
    }
    arena_free(scratch);
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

/* How many of an entry's records name a cause. */
static size_t causes_named(const Site *site, size_t number)
{
    size_t count = 0;
    for (size_t r = site->first_record[number]; r < site->first_record[number + 1]; r++)
        count += site->cause_of[r] != SIZE_MAX;
    return count;
}

/* The first choice of a diagnosis: the symptom. */
void fill_diagnose(const Site *site, const Page *page, Value *model)
{
    Arena *arena = model->arena;
    SectionList list = {.sections = value_list(arena)};
    for (size_t i = page->from; i < page->to; i++) {
        size_t number = site->symptoms.items[i];
        content_rest_often(site->content, i);
        const EntryLink *entry = &site->links[number];
        Value *link = model_link(arena, str_from(page->lang), entry);
        if (causes_named(site, number) > 1) value_set_text(link, "url", str_concat(arena, entry->url, STR("#diagnose")));
        page_add_to_section(&list, site->of_entry[number], link);
    }
    page_set_title(model, "diagnose");
    value_set(model, "sections", list.sections);
    page_add_parts(site, page, model);
}
