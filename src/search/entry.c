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
        EntryRecord record = {.id = packed_next_text(data)};
        Str *const rest[] = {&record.anchor, &record.category, &record.environment,
                             &record.cause,  &record.solution, &record.markdown};
        for (size_t k = 0; k < sizeof rest / sizeof *rest; k++) *rest[k] = packed_next_text(data);
        if (!record.id.data)
            record.id = count == 1 ? entry->id : str_format(arena, "%.*s#%zu", STR_ARG(entry->id), i + 1);
        record.anchor = str_or_empty(record.anchor);
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

bool entry_read(SearchIndex *index, Arena *arena, sqlite3_stmt *statement, SearchEntry *entry, Diagnostics *diagnostics)
{
    int result = sqlite3_step(statement);
    bool is_found = result == SQLITE_ROW;
    Str data = is_found ? statement_text(statement, 2, arena) : STR(""); /* which all its texts are views of */
    *entry = (SearchEntry){.build = index->build, .size = data.len};
    if (is_found) {
        entry->id = statement_text(statement, 1, arena);
        entry->url = str_format(arena, "%.*s%.*s.html", STR_ARG(index->base_url), STR_ARG(entry->id));
    }
    take_wordings(arena, &data, entry);
    entry->topic = packed_next_text(&data);
    entry->context = str_or_empty(packed_next_text(&data));
    take_records(arena, &data, entry);
    take_rest(&data, entry);
    return statement_done(index, statement, result, diagnostics);
}

bool entry_read_numbered(SearchIndex *index, Arena *arena, uint32_t number, SearchEntry *entry,
                         Diagnostics *diagnostics)
{
    sqlite3_stmt *statement = statement_get(index, STATEMENT_ENTRY, diagnostics);
    if (!statement) return false;
    sqlite3_bind_int64(statement, 1, number);
    return entry_read(index, arena, statement, entry, diagnostics);
}

bool search_read_entry(SearchIndex *index, Arena *arena, Str id, SearchEntry *entry, Diagnostics *diagnostics)
{
    sqlite3_stmt *statement = statement_get(index, STATEMENT_ENTRY_BY_ID, diagnostics);
    if (!statement) return false;
    search_begin(index);
    statement_bind(statement, 1, id);
    return entry_read(index, arena, statement, entry, diagnostics) && entry->id.data;
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
