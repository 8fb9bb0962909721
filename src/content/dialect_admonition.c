/* The names of admonitions, and their titles. */
#include "dialect_tag.h"

#include <string.h>

/* What an admonition can be called, and the kind of note that it is (GitHub's five names, and "important" for the
 * rest). A container that is none of these only lays a page out: its text is kept, its marks go. */
static const struct {
    const char *name, *kind;
} admonitions[] = {
    {"note", "NOTE"},          {"info", "NOTE"},         {"abstract", "NOTE"},
    {"summary", "NOTE"},       {"seealso", "NOTE"},      {"example", "NOTE"},
    {"quote", "NOTE"},         {"question", "NOTE"},     {"tip", "TIP"},
    {"hint", "TIP"},           {"success", "TIP"},       {"important", "IMPORTANT"},
    {"warning", "WARNING"},    {"attention", "WARNING"}, {"danger", "CAUTION"},
    {"caution", "CAUTION"},    {"error", "CAUTION"},     {"failure", "CAUTION"},
    {"bug", "CAUTION"},        {"secondary", "NOTE"},    {"enterpriseonly", "NOTE"},
    {"compatibility", "NOTE"}, {"faq", "NOTE"},          {"check", "TIP"},
    {"details", "NOTE"},       {"collapse", "NOTE"},     {"notice", "WARNING"},
    {"alert", "WARNING"},      {"explain", "NOTE"},      {"alarm", "CAUTION"},
};

const char *dialect_admonition_kind(Str name)
{
    for (size_t i = 0; i < sizeof admonitions / sizeof *admonitions; i++)
        if (str_equal_nocase(name, str_from(admonitions[i].name))) return admonitions[i].kind;
    return NULL;
}

Str dialect_first_word(Str text)
{
    size_t end = 0;
    while (end < text.len && !strchr(" \t[{\"", text.data[end])) end++;
    return str_slice(text, 0, end);
}

Str dialect_admonition_title(Str rest)
{
    rest = str_trim(rest);
    if (rest.len >= 2 && (rest.data[0] == '"' || rest.data[0] == '[')) {
        const char *end = memchr(rest.data + 1, rest.data[0] == '"' ? '"' : ']', rest.len - 1);
        return end ? (Str){rest.data + 1, (size_t)(end - rest.data - 1)} : str_slice(rest, 1, rest.len);
    }
    return rest.len && rest.data[0] == '{' ? STR("") : rest;
}
