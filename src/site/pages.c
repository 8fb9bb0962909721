/* What each kind of page shows. A filler reads the plan and writes the model; several run at the same time. */
#include "plan.h"

#include "text/text.h"

enum { ENTRIES_ON_START = 8 /* of each section, at most */ };

void page_set_title(Value *model, const char *string)
{
    value_set_text(model, "title", site_string(model, string));
}

/* To entries [from, to). */
static Value *entry_links(Arena *arena, const Site *site, Str lang, const Entry *const *entries, size_t from, size_t to)
{
    Value *list = value_list(arena);
    for (size_t i = from; i < to; i++) {
        content_rest_often(site->content, i);
        value_push(list, model_entry_link(arena, lang, entries[i]));
    }
    return list;
}

/* Sections below it that have a page, and some of the questions of each: of many sections few. */
static void add_sections(const Site *site, Str lang, Value *model, const SectionNode *section, size_t entries_most)
{
    Value *children = value_list(model->arena);
    size_t count = section->children.len < QUESTIONS_PER_PAGE ? section->children.len : QUESTIONS_PER_PAGE;
    size_t each = QUESTIONS_PER_PAGE / (count + 1) + 1;
    for (size_t i = 0; i < section->children.len && children->items.len < count; i++) {
        const SectionNode *child = section->children.items[i];
        content_rest_often(site->content, i);
        if (child->has_page)
            value_push(children, model_section_link(model->arena, site->content, lang, child,
                                                    each < entries_most ? each : entries_most));
    }
    value_set(model, "sections", children);
    value_set_bool(model, "has_more_sections", count < section->children.len);
}

/* Its own questions [from, to). */
static void add_section(const Site *site, Str lang, Value *model, const SectionNode *section, size_t from, size_t to)
{
    const Entry *const *entries = (const Entry *const *)section->entries.items;
    value_set(model, "entries", entry_links(model->arena, site, lang, entries, from, to));
    value_set_bool(model, "has_entries", to > from);
}

void fill_start(const Site *site, const Page *page, Value *model)
{
    Str lang = str_from(page->lang);
    value_set_text(model, "title", site->content->config.title);
    value_set_text(model, "description", site->content->config.description);
    value_set_bool(model, "is_start", true);
    const SectionNode *top = site->sections; /* questions of no section are its own */
    size_t shown = top->entries.len < QUESTIONS_PER_PAGE ? top->entries.len : QUESTIONS_PER_PAGE;
    add_section(site, lang, model, top, 0, shown);
    value_set_bool(model, "has_more_entries", shown < top->entries.len);
    add_sections(site, lang, model, top, ENTRIES_ON_START);
    value_set_html(model, "intro", section_intro(model->arena, top));
    value_set(model, "frequent", entry_links(model->arena, site, lang, site->frequent.items, 0, site->frequent.len));
    value_set_bool(model, "has_frequent", site->frequent.len > 0);
    value_set_bool(model, "has_tags", site->tags.len > 0);
    value_set_bool(model, "has_causes", site->causes.len > 0);
}

static void add_tags(const Site *site, const Entry *entry, Value *model)
{
    Value *list = value_list(model->arena);
    for (size_t i = 0; i < entry->tags.len; i++) {
        const TagGroup *group = tag_of(site, model->arena, entry->tags.items[i]);
        if (!group) continue;
        Value *tag = value_object(model->arena);
        value_set_text(tag, "name", entry->tags.items[i]);
        value_set_text(tag, "url", group->file);
        value_push(list, tag);
    }
    value_set(model, "tags", list);
    value_set_bool(model, "has_tags", list->items.len > 0);
}

static void add_neighbours(const Site *site, Str lang, size_t at, Value *model)
{
    bool has_previous = at > 0 && site->of_entry[at - 1] == site->of_entry[at];
    bool has_next = at + 1 < site->content->entries.len && site->of_entry[at + 1] == site->of_entry[at];
    value_set_bool(model, "has_neighbours", has_previous || has_next);
    if (has_previous) value_set(model, "previous", model_link(model->arena, lang, &site->links[at - 1]));
    if (has_next) value_set(model, "next", model_link(model->arena, lang, &site->links[at + 1]));
}

/* The same question in other languages: its translations, or the original and its others. */
static void add_translations(const Site *site, Str lang, size_t at, Value *model)
{
    const Translations *all = translations_of(site, at);
    Value *list = value_list(model->arena);
    for (size_t i = 0; i < all->len; i++)
        if (all->items[i] != at) value_push(list, model_link(model->arena, lang, &site->links[all->items[i]]));
    value_set(model, "translations", list);
    value_set_bool(model, "has_translations", all->len > 0);
}

/* The address of the source, as site.yml's `source` says it. */
static Str source_address(Arena *arena, Str pattern, const Entry *entry)
{
    Buffer url = {0};
    while (pattern.len) {
        if (str_starts(pattern, STR("{path}"))) {
            buffer_add(&url, entry->path);
            pattern = str_slice(pattern, 6, pattern.len);
        } else if (str_starts(pattern, STR("{line}"))) {
            buffer_printf(&url, "%d", entry->line);
            pattern = str_slice(pattern, 6, pattern.len);
        } else {
            buffer_add_char(&url, pattern.data[0]);
            pattern = str_slice(pattern, 1, pattern.len);
        }
    }
    Str address = buffer_take(&url, arena);
    buffer_free(&url);
    return address;
}

void fill_entry(const Site *site, const Page *page, Value *model)
{
    Arena *arena = model->arena;
    const Entry *entry = page->subject; /* whole */
    Str lang = str_from(page->lang);
    Str description = model_description(arena, entry->answer_text);
    model_add_entry(model, entry, description);
    add_tags(site, entry, model);
    model_add_breadcrumbs(model, site->of_entry[page->from]);
    add_neighbours(site, lang, page->from, model);
    if (site->translations) add_translations(site, lang, page->from, model);
    const Related *related = &site->related[page->from];
    Value *list = value_list(arena);
    for (size_t i = 0; i < related->count; i++)
        value_push(list, model_link(arena, lang, &site->links[related->entries[i]]));
    value_set(model, "related", list);
    value_set_bool(model, "has_related", related->count > 0);
    if (site->content->config.source.len)
        value_set_text(model, "source_url", source_address(arena, site->content->config.source, entry));
    diagnosis_fill(site, entry, page->from, model);
    value_set_html(model, "json_ld", json_ld_entry(arena, site, entry, site->of_entry[page->from], description));
}

void fill_section(const Site *site, const Page *page, Value *model)
{
    const SectionNode *section = page->subject;
    Arena *arena = model->arena;
    value_set_text(model, "title", section->name);
    model_add_breadcrumbs(model, section->parent);
    add_section(site, str_from(page->lang), model, section, page->from, page->to);
    page_add_parts(site, page, model);
    if (page->from == 0) {
        add_sections(site, str_from(page->lang), model, section, QUESTIONS_PER_PAGE);
        value_set_html(model, "intro", section_intro(arena, section));
    }
    bool has_answers = section->entries.len && section->entries.len <= SECTION_ANSWERS_MOST;
    value_set_bool(model, "has_answers", has_answers);
    if (!has_answers) return;
    Value *answers = value_list(arena);
    const Entry **entries = ARENA_ARRAY(arena, const Entry *, section->entries.len);
    for (size_t i = 0; i < section->entries.len; i++) {
        entries[i] = entry_open(site->content, section->entries.items[i], arena);
        Value *answer = model_entry_link(arena, str_from(page->lang), entries[i]);
        value_set_text(answer, "answer", entries[i]->answer_text);
        value_push(answers, answer);
    }
    value_set(model, "answers", answers);
    value_set_html(model, "json_ld", json_ld_section(arena, site, section, entries));
}

/* Links to the parts before and after this one. */
void page_add_parts(const Site *site, const Page *page, Value *model)
{
    const Page *before = page > site->pages.items ? page - 1 : NULL,
               *after = page + 1 < site->pages.items + site->pages.len ? page + 1 : NULL;
    bool has_before = before && before->fill == page->fill && before->subject == page->subject;
    bool has_after = after && after->fill == page->fill && after->subject == page->subject;
    value_set_bool(model, "has_parts", has_before || has_after);
    if (has_before) value_set_text(model, "previous_url", before->file);
    if (has_after) value_set_text(model, "next_url", after->file);
}

void fill_tags(const Site *site, const Page *page, Value *model)
{
    (void)page;
    Value *list = value_list(model->arena);
    for (size_t i = 0; i < site->tags.len; i++) {
        Value *tag = value_object(model->arena);
        value_set_text(tag, "name", site->tags.items[i]->name);
        value_set_text(tag, "url", site->tags.items[i]->file);
        value_set_number(tag, "count", site->tags.items[i]->entries.len);
        value_push(list, tag);
    }
    page_set_title(model, "tags");
    value_set(model, "tags", list);
    value_set_bool(model, "has_tags", site->tags.len > 0);
}

void fill_tag(const Site *site, const Page *page, Value *model)
{
    const TagGroup *tag = page->subject;
    value_set_text(model, "title", tag->name);
    value_set(model, "entries",
              entry_links(model->arena, site, str_from(page->lang), tag->entries.items, page->from, page->to));
    page_add_parts(site, page, model);
}

void page_add_to_section(SectionList *list, const SectionNode *section, Value *link)
{
    if (section != list->last) {
        Arena *arena = list->sections->arena;
        Value *mine = value_object(arena);
        value_set_text(mine, "name", section->title);
        value_set(mine, "entries", list->entries = value_list(arena));
        value_push(list->sections, mine);
        list->last = section;
    }
    value_push(list->entries, link);
}

void fill_all(const Site *site, const Page *page, Value *model)
{
    enum { ANSWERS_MOST = 200 /* entries of a site whose answers are printed too */ };
    Arena *arena = model->arena;
    SectionList list = {.sections = value_list(arena)};
    bool has_answers = site->content->entries.len <= ANSWERS_MOST;
    for (size_t i = page->from; i < page->to; i++) {
        content_rest_often(site->content, i);
        Value *link = model_link(arena, str_from(page->lang), &site->links[i]);
        const Entry *entry = site->content->entries.items[i];
        if (has_answers) value_set_text(link, "answer", entry_open(site->content, entry, arena)->answer_text);
        page_add_to_section(&list, site->of_entry[i], link);
    }
    page_set_title(model, "all_questions");
    value_set(model, "sections", list.sections);
    value_set_bool(model, "has_answers", has_answers);
    page_add_parts(site, page, model);
}

void fill_guide(const Site *site, const Page *page, Value *model)
{
    (void)page;
    page_set_title(model, "guide");
    value_set_html(model, "guide", content_render(model->arena, site->guide));
}

void fill_not_found(const Site *site, const Page *page, Value *model)
{
    page_set_title(model, "page_not_found");
    value_set(model, "frequent",
              entry_links(model->arena, site, str_from(page->lang), site->frequent.items, 0, site->frequent.len));
}

void fill_redirect(const Site *site, const Page *page, Value *model)
{
    (void)site;
    model_add_redirect(model, page->subject);
}
