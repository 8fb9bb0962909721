#include <string.h>

#include "internal.h"

static bool is_text(Str value)
{
    uint32_t c;
    for (size_t len; value.len; value = str_slice(value, len, value.len)) {
        len = utf8_decode(value, &c);
        if (!len || c == 0) return false;
    }
    return true;
}

static bool read_number(Str value, size_t most, size_t *number)
{
    *number = 0;
    if (!value.len || value.len > 6) return false;
    for (size_t i = 0; i < value.len; i++) {
        if (value.data[i] < '0' || value.data[i] > '9') return false;
        *number = *number * 10 + (size_t)(value.data[i] - '0');
    }
    return *number >= 1 && *number <= most;
}

static bool is_tag(Str value)
{
    for (size_t i = 0; i < value.len; i++) {
        char c = value.data[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-')) return false;
    }
    return value.len > 0 && value.len <= 35;
}

/* Every parameter that there is; a handler never sees an unchecked one. */
static bool set(Parameters *parameters, Str name, Str value, const char **wrong)
{
    static const char *const names[] = {"q", "category", "lang", "format", "page", "n", "site"};
    *wrong = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_is(name, names[i])) *wrong = names[i];
    if (!*wrong) return true;
    if (!is_text(value)) return false;
    switch ((*wrong)[0]) {
    case 'q': parameters->q = value; return true;
    case 'c': parameters->category = value.len ? value : STR_NONE; return true;
    case 'l': parameters->lang = value.len ? value : STR_NONE; return !value.len || is_tag(value);
    case 'f':
        parameters->format = value;
        return str_is(value, "json") || str_is(value, "html") || str_is(value, "markdown") || !value.len;
    case 's': parameters->site = value.len ? value : STR_NONE; return !value.len || is_tag(value);
    case 'p': return read_number(value, SEARCH_LAST_PAGE, &parameters->page);
    default: return read_number(value, SEARCH_PER_PAGE_MOST, &parameters->n);
    }
}

bool parameters_read(Arena *arena, Str query_string, Parameters *parameters, const char **wrong)
{
    *parameters = (Parameters){.page = 1, .n = SEARCH_PER_PAGE};
    Str pair;
    while (query_string.len && str_next(&query_string, '&', &pair)) {
        ptrdiff_t equals = str_find(pair, STR("="));
        Str name = equals < 0 ? pair : str_slice(pair, 0, (size_t)equals);
        Str value = equals < 0 ? STR("") : str_slice(pair, (size_t)equals + 1, pair.len);
        if (!set(parameters, url_decode(arena, name, true), str_copy(arena, url_decode(arena, value, true)), wrong))
            return false;
    }
    parameters->q = str_trim(parameters->q.data ? parameters->q : STR(""));
    return true;
}
