#include "internal.h"

#include <string.h>

static size_t characters(Str text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++) count += ((unsigned char)text.data[i] & 0xC0) != 0x80;
    return count;
}

static void find_solutions(Lint *lint, const Entry *entry)
{
    size_t lacking = 0;
    for (size_t i = 0; i < entry->record_count; i++) lacking += !entry->records[i].solution.len;
    if (!entry->record_count)
        lint_find(lint, "no-solution", entry->path, entry->line, 0, "the question has no answer: write one below it");
    else if (lacking == entry->record_count)
        lint_find(
            lint, "no-solution", entry->path, entry->line, 0,
            "the answer names no solution: say what to do, under a heading or a label such as 解決方案 or Solution");
    for (size_t i = 0; i < entry->record_count; i++) {
        size_t length = characters(entry->records[i].solution), most = (size_t)lint_limit(lint, "long-answer");
        if (length > most)
            lint_find(lint, "long-answer", entry->path, entry->records[i].line, 0,
                      "the solution has %zu characters, over %zu: split the question, or the cause", length, most);
    }
}

void lint_entries(Lint *lint, const Document *document, const Survey *survey)
{
    (void)survey;
    for (size_t i = 0; i < document->entries.len; i++) {
        const Entry *entry = &document->entries.items[i];
        find_solutions(lint, entry);
        if (entry->review.len && str_compare(entry->review, lint->today) < 0)
            lint_find(lint, "review-date", entry->path, entry->line, 0,
                      "the review was due on %.*s: check the answer, then set a later date", STR_ARG(entry->review));
    }
}
