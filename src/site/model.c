#include "internal.h"

Value *model_link(Arena *arena, Str lang, const EntryLink *entry)
{
    Value *link = value_object(arena);
    value_set_text(link, "url", entry->url);
    value_set_text(link, "question", entry->question);
    value_set_text(link, "lang", str_from(entry->lang));
    if (!str_is(lang, entry->lang)) value_set_text(link, "other_lang", str_from(entry->lang));
    value_set_bool(link, "is_troubleshooting", entry->kind == KIND_TROUBLESHOOTING);
    if (entry->kind == KIND_TROUBLESHOOTING) value_set_number(link, "cause_count", entry->record_count);
    return link;
}

Value *model_entry_link(Arena *arena, Str lang, const Entry *entry)
{
    EntryLink link = entry_link_of(arena, entry);
    return model_link(arena, lang, &link);
}

static void add_entries(const Content *content, Str lang, Value *list, const SectionNode *section, size_t most)
{
    for (size_t i = 0; i < section->entries.len && list->items.len < most; i++) {
        content_rest_often(content, i);
        value_push(list, model_entry_link(list->arena, lang, section->entries.items[i]));
    }
    for (size_t i = 0; i < section->children.len && list->items.len < most; i++)
        add_entries(content, lang, list, section->children.items[i], most);
}

Value *model_section_link(Arena *arena, const Content *content, Str lang, const SectionNode *section,
                          size_t entries_most)
{
    Value *link = value_object(arena), *entries = value_list(arena);
    value_set_text(link, "url", section->file);
    value_set_text(link, "name", section->name);
    value_set_number(link, "count", section->total);
    add_entries(content, lang, entries, section, entries_most);
    value_set(link, "entries", entries);
    value_set_bool(link, "has_entries", entries->items.len > 0);
    value_set_bool(link, "has_more", section->total > entries->items.len);
    return link;
}

void model_add_breadcrumbs(Value *model, const SectionNode *section)
{
    const SectionNode *path[64];
    size_t depth = 0;
    for (; section && section->parent && depth < 64; section = section->parent) path[depth++] = section;
    Value *list = value_list(model->arena);
    for (size_t i = depth; i > 0; i--) {
        Value *crumb = value_object(model->arena);
        value_set_text(crumb, "url", path[i - 1]->file);
        value_set_text(crumb, "name", path[i - 1]->name);
        value_push(list, crumb);
    }
    value_set(model, "breadcrumbs", list);
}

/* Steps get a box to tick off: a reader at work loses the place. */
static Html with_ticks(Arena *arena, const Record *record)
{
    static const char box[] = "<input type=\"checkbox\" class=\"tick\" aria-label=\"✓\">";
    Str html = record->solution_html.markup, list = STR("<ol"), item = STR("<li>");
    Str paragraph = STR("<li>\n<p>"); /* an item, where there is space between them */
    if (record->steps.len < 2 || !str_has(html, list)) return record->solution_html;
    Buffer out = {0};
    unsigned depth = 0; /* of lists; those within steps have no boxes */
    for (Str rest = html; rest.len;) {
        const char *tag = memchr(rest.data, '<', rest.len);
        size_t before = tag ? (size_t)(tag - rest.data) : rest.len;
        buffer_add(&out, str_slice(rest, 0, before));
        rest = str_slice(rest, before, rest.len);
        if (str_starts(rest, list) || str_starts(rest, STR("<ul"))) depth++;
        if ((str_starts(rest, STR("</ol>")) || str_starts(rest, STR("</ul>"))) && depth) depth--;
        bool is_item = depth == 1 && str_starts(rest, item);
        size_t taken = !is_item ? 1 : str_starts(rest, paragraph) ? paragraph.len : item.len;
        buffer_add(&out, str_slice(rest, 0, taken));
        if (is_item) buffer_add_text(&out, box);
        rest = str_slice(rest, taken, rest.len);
    }
    Html ticked = {buffer_take(&out, arena)};
    buffer_free(&out);
    return ticked;
}

static Value *model_record(Arena *arena, const Entry *entry, const Record *record, size_t number)
{
    Value *model = value_object(arena);
    value_set_text(model, "anchor", record->anchor);
    value_set_number(model, "number", number);
    value_set_text(model, "category", record->category);
    if (!str_equal(record->environment, entry->environment)) value_set_text(model, "environment", record->environment);
    value_set_bool(model, "has_cause", record->cause.data != NULL);
    value_set_html(model, "cause", record->cause_html);
    value_set_bool(model, "has_solution", record->solution.len > 0);
    value_set_html(model, "solution", with_ticks(arena, record));
    return model;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t';
}

/* Takes a word off the front of a text: as much of it as makes `most` bytes, and the rest of its last character. */
static Str take_word(Str *text, size_t most)
{
    size_t start = 0, end;
    while (start < text->len && is_space(text->data[start])) start++;
    for (end = start; end < text->len && !is_space(text->data[end]); end++)
        if (end - start >= most && ((unsigned char)text->data[end] & 0xC0) != 0x80) break;
    Str word = str_slice(*text, start, end);
    *text = str_slice(*text, end, text->len);
    return word;
}

Str model_description(Arena *arena, Str text)
{
    enum { DESCRIPTION_BYTES = 240 };
    char room[BUFFER_ROOM];
    Buffer line = BUFFER_IN(room);
    while (text.len && line.len < DESCRIPTION_BYTES) {
        if (line.len) buffer_add_char(&line, ' ');
        buffer_add(&line, take_word(&text, DESCRIPTION_BYTES - line.len));
    }
    Str description = str_trim(buffer_take(&line, arena));
    buffer_free(&line);
    return description;
}

/* path:line */
static Str source_of(Arena *arena, const Entry *entry)
{
    char room[BUFFER_ROOM];
    Buffer place = BUFFER_IN(room);
    BUFFER_ADD(&place, entry->path, STR(":"));
    buffer_add_number(&place, (size_t)entry->line);
    Str source = buffer_take(&place, arena);
    buffer_free(&place);
    return source;
}

void model_add_entry(Value *model, const Entry *entry, Str description)
{
    Arena *arena = model->arena;
    Value *records = value_list(arena);
    for (size_t i = 0; i < entry->record_count; i++)
        value_push(records, model_record(arena, entry, &entry->records[i], i + 1));
    value_set_text(model, "title", entry->question);
    value_set_text(model, "question", entry->question);
    value_set_text(model, "id", entry->id);
    value_set_text(model, "markdown_url", str_concat(arena, entry->id, STR(".md")));
    value_set_text(model, "description", description);
    value_set_html(model, "answer", entry->answer);
    value_set_bool(model, "is_troubleshooting", entry->kind == KIND_TROUBLESHOOTING);
    value_set(model, "records", records);
    value_set_number(model, "record_count", entry->record_count);
    value_set_strings(model, "aliases", entry->aliases);
    value_set_bool(model, "has_aliases", entry->aliases.len > 0);
    value_set_text(model, "environment", entry->environment);
    value_set_text(model, "updated", entry->updated);
    value_set_text(model, "review", entry->review);
    value_set_text(model, "source", source_of(arena, entry));
}
