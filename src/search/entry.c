/* One entry, whole. */
#include "internal.h"

static size_t take_count(Str *data)
{
    uint32_t count;
    return packed_next(data, &count) ? count : 0;
}

static void take_wordings(Arena *arena, Str *data, SearchEntry *entry)
{
    size_t count = take_count(data);
    entry->question = str_or_empty(packed_next_text(data));
    for (size_t i = 1; i < count && data->len; i++) {
        Str alias = str_or_empty(packed_next_text(data));
        VEC_PUSH(arena, &entry->aliases, alias);
    }
}

static void take_records(Arena *arena, Str *data, SearchEntry *entry)
{
    size_t count = take_count(data);
    for (size_t i = 0; i < count && data->len; i++) {
        EntryRecord record = {.id = record_id(arena, entry->id, i + 1, count), .anchor = record_anchor(arena, i + 1)};
        Str *const rest[] = {&record.category, &record.environment, &record.cause,
                             &record.check,    &record.solution,    &record.markdown};
        for (size_t k = 0; k < sizeof rest / sizeof *rest; k++) *rest[k] = packed_next_text(data);
        record.solution = str_or_empty(record.solution);
        if (!record.markdown.data) record.markdown = record.solution;
        VEC_PUSH(arena, &entry->records, record);
    }
}

static void take_rest(Str *data, SearchEntry *entry)
{
    entry->lang = str_or_empty(packed_next_text(data));
    entry->kind = str_or_empty(packed_next_text(data));
    entry->section = packed_next_text(data);
    entry->tags = packed_next_text(data);
    if (!entry->section.data) entry->section = STR("[]");
    if (!entry->tags.data) entry->tags = STR("[]");
    entry->environment = packed_next_text(data);
    entry->updated = str_or_empty(packed_next_text(data));
}

static void take_entry(SearchIndex *index, Arena *arena, Str data, SearchEntry *entry)
{
    *entry = (SearchEntry){.build = index->build, .size = data.len};
    entry->id = packed_next_text(&data);
    if (entry->id.data) entry->url = str_format(arena, "%.*s%.*s.html", STR_ARG(index->base_url), STR_ARG(entry->id));
    take_wordings(arena, &data, entry);
    entry->topic = packed_next_text(&data);
    entry->context = str_or_empty(packed_next_text(&data));
    take_records(arena, &data, entry);
    take_rest(&data, entry);
}

bool entry_read(SearchIndex *index, Arena *arena, uint32_t number, SearchEntry *entry, Diagnostics *diagnostics)
{
    sqlite3_stmt *statement = statement_get(index, STATEMENT_ENTRY, diagnostics);
    if (!statement) return false;
    sqlite3_bind_int64(statement, 1, number);
    int result = sqlite3_step(statement);
    Str data = result == SQLITE_ROW ? statement_item(statement, number) : STR_NONE;
    take_entry(index, arena, str_copy(arena, str_or_empty(data)), entry); /* all its texts are views of that */
    return statement_done(index, statement, result, diagnostics);
}

/* Where the ids of a row have this one; 0: they do not. */
static uint32_t find_number(Str ids, Str id)
{
    uint32_t number = 0;
    while (ids.len) {
        Str next = packed_next_text(&ids);
        if (!packed_next(&ids, &number)) return 0;
        if (str_equal(next, id)) return number;
    }
    return 0;
}

bool entry_number(SearchIndex *index, Str id, uint32_t *number, Diagnostics *diagnostics)
{
    sqlite3_stmt *statement = statement_get(index, STATEMENT_ENTRY_ID, diagnostics);
    *number = 0;
    if (!statement) return false;
    statement_bind(statement, 1, id);
    int result = sqlite3_step(statement);
    if (result == SQLITE_ROW) *number = find_number(statement_view(statement, 0), id);
    return statement_done(index, statement, result, diagnostics);
}

bool search_read_entry(SearchIndex *index, Arena *arena, Str id, SearchEntry *entry, Diagnostics *diagnostics)
{
    uint32_t number;
    search_begin(index);
    return entry_number(index, id, &number, diagnostics) && number &&
           entry_read(index, arena, number, entry, diagnostics) && entry->id.data;
}

Str search_entry_markdown(Arena *arena, const SearchEntry *entry)
{
    Buffer out = {0};
    AnswerWords words = answer_words(entry->lang);
    buffer_printf(&out, "# %.*s\n", STR_ARG(entry->question));
    for (size_t i = 0; i < entry->records.len; i++) {
        const EntryRecord *record = &entry->records.items[i];
        buffer_add_char(&out, '\n');
        if (record->category.data) buffer_printf(&out, "[%.*s]\n\n", STR_ARG(record->category));
        if (record->cause.data) {
            buffer_printf(&out, "**%s**: %.*s\n\n**%s**:\n\n", words.cause, STR_ARG(record->cause), words.solution);
        }
        buffer_printf(&out, "%.*s\n", STR_ARG(record->markdown));
    }
    Str taken = buffer_take(&out, arena);
    buffer_free(&out);
    return taken;
}
