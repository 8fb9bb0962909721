/* An answer in one piece, for those who read it away from its page: causes and solutions under their names, in the
 * language of the entry. */
#include "record.h"

AnswerWords answer_words(Str lang)
{
    static const struct {
        const char *lang;
        AnswerWords words;
    } all[] = {{"zh-Hant", {"原因", "解決方案"}}, {"zh-Hans", {"原因", "解决方案"}}, {"en", {"Cause", "Solution"}}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (str_is(lang, all[i].lang)) return all[i].words;
    return all[str_starts(lang, STR("zh")) ? 0 : 2].words;
}

static void add_number(Buffer *out, size_t number) /* 0: it is the only one */
{
    if (!number) return;
    buffer_add_char(out, ' ');
    buffer_add_number(out, number);
}

static void add_record_text(Buffer *out, const Entry *entry, const Record *record, size_t number)
{
    AnswerWords words = answer_words(str_from(entry->lang));
    if (out->len) buffer_add_text(out, "\n\n");
    if (record->category.data) BUFFER_ADD(out, STR("["), record->category, STR("]\n"));
    if (!record->cause.data) {
        buffer_add(out, record->solution);
        return;
    }
    buffer_add_text(out, words.cause);
    add_number(out, number);
    BUFFER_ADD(out, STR(": "), record->cause);
    if (record->solution.len) BUFFER_ADD(out, STR("\n"), str_from(words.solution), STR(": "), record->solution);
}

static void add_record_markdown(Buffer *out, const Entry *entry, const Record *record, size_t number)
{
    AnswerWords words = answer_words(str_from(entry->lang));
    if (out->len) buffer_add_text(out, "\n\n");
    if (record->category.data) BUFFER_ADD(out, STR("["), record->category, STR("]\n\n"));
    if (!record->cause.data) {
        buffer_add(out, record->solution_markdown);
        return;
    }
    BUFFER_ADD(out, STR("**"), str_from(words.cause));
    add_number(out, number);
    BUFFER_ADD(out, STR(":** "), record->cause);
    if (record->solution.len)
        BUFFER_ADD(out, STR("\n\n**"), str_from(words.solution), STR(":**\n\n"), record->solution_markdown);
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
    return taken;
}

Str answer_text(Arena *arena, const Entry *entry, const Record *record)
{
    return answer(arena, entry, record, add_record_text);
}

Str answer_markdown(Arena *arena, const Entry *entry, const Record *record)
{
    return answer(arena, entry, record, add_record_markdown);
}
