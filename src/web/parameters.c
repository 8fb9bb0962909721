#include <stddef.h>

#include "internal.h"

enum { COMMENT_MOST = 1000 /* characters of a reader's own words */ };

typedef enum Kind { KIND_TEXT, KIND_LONG_TEXT, KIND_COMMENT, KIND_TAG, KIND_FORMAT, KIND_PAGE, KIND_COUNT } Kind;

/* Every parameter that there is; a handler never sees an unchecked one. */
static const struct {
    const char *name;
    Kind kind;
    size_t offset; /* in Parameters */
} known[] = {
    {"q", KIND_TEXT, offsetof(Parameters, q)},          {"category", KIND_TEXT, offsetof(Parameters, category)},
    {"lang", KIND_TAG, offsetof(Parameters, lang)},     {"format", KIND_FORMAT, offsetof(Parameters, format)},
    {"page", KIND_PAGE, offsetof(Parameters, page)},    {"n", KIND_COUNT, offsetof(Parameters, n)},
    {"site", KIND_TAG, offsetof(Parameters, site)},     {"log", KIND_LONG_TEXT, offsetof(Parameters, log)},
    {"entry", KIND_TEXT, offsetof(Parameters, entry)},  {"solved", KIND_TAG, offsetof(Parameters, solved)},
    {"reason", KIND_TAG, offsetof(Parameters, reason)}, {"text", KIND_COMMENT, offsetof(Parameters, text)},
};

static bool is_text(Str value, size_t most)
{
    uint32_t c;
    size_t count = 0;
    for (size_t len; value.len; value = str_slice(value, len, value.len)) {
        len = utf8_decode(value, &c);
        if (!len || c == 0 || ++count > most) return false;
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

static bool is_format(Str value)
{
    return str_is(value, "json") || str_is(value, "html") || str_is(value, "markdown");
}

/* What a browser's form sends ends its lines with \r\n, which count as one of a comment's characters. */
static Str with_plain_ends(Arena *arena, Str value)
{
    if (!str_has(value, STR("\r"))) return value;
    char *plain = arena_alloc(arena, value.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < value.len; i++)
        if (value.data[i] != '\r' || i + 1 == value.len || value.data[i + 1] != '\n') plain[len++] = value.data[i];
    plain[len] = '\0';
    return (Str){plain, len};
}

static bool set_text(Arena *arena, Str *field, Str value, Kind kind)
{
    if (kind == KIND_LONG_TEXT || kind == KIND_COMMENT) value = with_plain_ends(arena, value);
    *field = value.len ? value : STR_NONE;
    if (kind == KIND_LONG_TEXT) return true; /* a log may have any bytes; it is cleaned */
    if (!is_text(value, kind == KIND_COMMENT ? COMMENT_MOST : SIZE_MAX)) return false;
    if (!value.len || kind == KIND_TEXT || kind == KIND_COMMENT) return true;
    return kind == KIND_TAG ? is_tag(value) : is_format(value);
}

static bool set(Arena *arena, Parameters *parameters, Str name, Str value, const char **wrong)
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (!str_is(name, known[i].name)) continue;
        void *field = (char *)parameters + known[i].offset;
        *wrong = known[i].name;
        if (known[i].kind == KIND_PAGE) return read_number(value, SEARCH_LAST_PAGE, field);
        if (known[i].kind == KIND_COUNT) return read_number(value, SEARCH_PER_PAGE_MOST, field);
        return set_text(arena, field, value, known[i].kind);
    }
    return true;
}

bool parameters_read(Arena *arena, Str encoded, Parameters *parameters, const char **wrong)
{
    Str pair;
    while (encoded.len && str_next(&encoded, '&', &pair)) {
        ptrdiff_t equals = str_find(pair, STR("="));
        Str name = equals < 0 ? pair : str_slice(pair, 0, (size_t)equals);
        Str value = equals < 0 ? STR("") : str_slice(pair, (size_t)equals + 1, pair.len);
        Str decoded = str_copy(arena, url_decode(arena, value, true));
        if (!set(arena, parameters, url_decode(arena, name, true), decoded, wrong)) return false;
    }
    parameters->q = str_trim(str_or_empty(parameters->q));
    return true;
}
