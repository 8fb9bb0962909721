/* The rules of extraction, as `export --explain` names them. */
#include "record.h"

static const struct {
    const char *name, *text;
} rules[] = {
    {"table", "a row of a table whose head names the solution, and the cause or what goes wrong"},
    {"table-shared-cause",
     "a row of such a table without a cause; the text above the table names the cause of all rows"},
    {"table-column", "a column of a table whose first one names the cause and the solution"},
    {"labels", "cause and solution stand behind labels or under headings that name them"},
    {"labels-paired", "causes and solutions are two lists of one length: the first belongs to the first, and so on"},
    {"labels-cases", "an item of a list names a cause, and says behind it, or below, what to do"},
    {"labels-named", "a heading names the cause, and the fix stands below it"},
    {"prose-cause", "a sentence names the cause, and the fix comes after it"},
    {"prose", "nothing names a cause: the whole answer is the solution"},
};

const char *record_rule_text(const char *rule)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (str_is(str_from(rule), rules[i].name)) return rules[i].text;
    return "";
}
