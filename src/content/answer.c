/* An answer in one piece, for those who read it away from its page: causes and solutions under their names, in the
 * language of the entry. */
#include "record.h"

static const struct {
    const char *lang, *cause, *solution;
} words[] = {{"zh-Hant", "原因", "解決方案"}, {"zh-Hans", "原因", "解决方案"}, {"en", "Cause", "Solution"}};

static size_t words_of(const Entry *entry)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_is(str_from(entry->lang), words[i].lang)) return i;
    return str_starts(str_from(entry->lang), STR("zh")) ? 0 : 2;
}

static Str word_cause(const Entry *entry)
{
    return str_from(words[words_of(entry)].cause);
}

static Str word_solution(const Entry *entry)
{
    return str_from(words[words_of(entry)].solution);
}

/* ---- items
 * ------------------------------------------------------------------------------------------------------------------ */

static void add_record_text(Buffer *out, const Entry *entry, const Record *record, size_t number)
{
    Str cause = word_cause(entry), solution = word_solution(entry);
    if (out->len) buffer_add_text(out, "\n\n");
    if (record->category.data) buffer_printf(out, "[%.*s]\n", STR_ARG(record->category));
    if (!record->cause.data) {
        buffer_add(out, record->solution);
        return;
    }
    buffer_add(out, cause);
    if (number) buffer_printf(out, " %zu", number);
    buffer_printf(out, ": %.*s", STR_ARG(record->cause));
    if (record->solution.len) buffer_printf(out, "\n%.*s: %.*s", STR_ARG(solution), STR_ARG(record->solution));
}

static void add_record_markdown(Buffer *out, const Entry *entry, const Record *record, size_t number)
{
    Str cause = word_cause(entry), solution = word_solution(entry);
    if (out->len) buffer_add_text(out, "\n\n");
    if (record->category.data) buffer_printf(out, "[%.*s]\n\n", STR_ARG(record->category));
    if (!record->cause.data) {
        buffer_add(out, record->solution_markdown);
        return;
    }
    buffer_printf(out, "**%.*s", STR_ARG(cause));
    if (number) buffer_printf(out, " %zu", number);
    buffer_printf(out, ":** %.*s", STR_ARG(record->cause));
    if (record->solution.len)
        buffer_printf(out, "\n\n**%.*s:**\n\n%.*s", STR_ARG(solution), STR_ARG(record->solution_markdown));
}

typedef void AddRecord(Buffer *out, const Entry *entry, const Record *record, size_t number);

static Str answer(Arena *arena, const Entry *entry, const Record *record, AddRecord *add)
{
    Buffer text = {0};
    if (record) add(&text, entry, record, 0);
    for (size_t i = 0; !record && i < entry->record_count; i++)
        add(&text, entry, &entry->records[i], entry->record_count > 1 ? i + 1 : 0);
    Str taken = buffer_take(&text, arena);
    buffer_free(&text);
    return taken.data ? taken : STR("");
}

Str answer_text(Arena *arena, const Entry *entry, const Record *record)
{
    return answer(arena, entry, record, add_record_text);
}

Str answer_markdown(Arena *arena, const Entry *entry, const Record *record)
{
    return answer(arena, entry, record, add_record_markdown);
}
