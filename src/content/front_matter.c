#include "front_matter.h"

#include "toml_tree.h"
#include "yaml_tree.h"

/* The first of two keys that is there: the project's own name, or one that other generators use. */
static Str text_of(const Yaml *map, const char *key, const char *other)
{
    Str text = yaml_text(map, key);
    return text.len || !other ? text : yaml_text(map, other);
}

static StrVec strings_of(Arena *arena, const Yaml *map, const char *key, const char *other)
{
    StrVec strings = yaml_strings(arena, map, key);
    return strings.len || !other ? strings : yaml_strings(arena, map, other);
}

/* YYYY-MM-DD at the start of a date or a time; else nothing. */
static Str date_of(Str text)
{
    if (text.len < 10) return STR_NONE;
    for (size_t i = 0; i < 10; i++) {
        bool is_dash = i == 4 || i == 7;
        if (is_dash ? text.data[i] != '-' : text.data[i] < '0' || text.data[i] > '9') return STR_NONE;
    }
    return str_slice(text, 0, 10);
}

/* MM/DD/YYYY, as Microsoft's documentation writes it. */
static Str american_date_of(Arena *arena, Str text)
{
    Str month, day, rest = text;
    if (!str_next(&rest, '/', &month) || !str_next(&rest, '/', &day) || month.len != 2 || day.len != 2 || rest.len < 4)
        return STR_NONE;
    return date_of(str_format(arena, "%.*s-%.*s-%.*s", 4, rest.data, STR_ARG(month), STR_ARG(day)));
}

/* When it was changed last, by the first key that says so. */
static Str updated_of(Arena *arena, const Yaml *map)
{
    static const char *const keys[] = {"updated",       "lastmod",          "lastupdated", "last_updated",
                                       "last_modified", "last_modified_at", "date"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        Str date = date_of(yaml_text(map, keys[i]));
        if (date.len) return date;
    }
    return american_date_of(arena, yaml_text(map, "ms.date"));
}

/* A value that contains commas is a list as well: `aliases: a, b`. */
static StrVec split_commas(Arena *arena, StrVec strings)
{
    StrVec split = {0};
    for (size_t i = 0; i < strings.len; i++) {
        Str rest = strings.items[i], piece;
        if (strings.len > 1) {
            VEC_PUSH(arena, &split, rest);
            continue;
        }
        while (str_next(&rest, ',', &piece))
            if (str_trim(piece).len) VEC_PUSH(arena, &split, str_trim(piece));
    }
    return split;
}

static void fill(Arena *arena, const Yaml *map, Metadata *metadata)
{
    metadata->id = text_of(map, "id", "slug");
    metadata->title = text_of(map, "title", "question");
    metadata->lang = text_of(map, "lang", "language");
    metadata->environment = text_of(map, "environment", NULL);
    metadata->updated = updated_of(arena, map);
    metadata->review = date_of(yaml_text(map, "review"));
    metadata->aliases = split_commas(arena, yaml_strings(arena, map, "aliases"));
    metadata->tags = split_commas(arena, yaml_strings(arena, map, "tags"));
    metadata->section = strings_of(arena, map, "section", "categories");
    metadata->redirects = split_commas(arena, yaml_strings(arena, map, "redirects"));
    /* Elsewhere `aliases` are old addresses, not wordings. */
    StrVec wordings = {0};
    for (size_t i = 0; i < metadata->aliases.len; i++) {
        Str alias = metadata->aliases.items[i];
        if (!str_starts(alias, STR("/")) && !str_starts(alias, STR("http"))) VEC_PUSH(arena, &wordings, alias);
    }
    metadata->aliases = wordings;
}

void front_matter_read(Arena *arena, Str path, Str text, Metadata *metadata, Str *body, int *body_line,
                       Diagnostics *diagnostics)
{
    *metadata = (Metadata){0};
    *body = text;
    *body_line = 1;
    Str rest = text, line;
    if (!str_next(&rest, '\n', &line)) return;
    bool is_toml = str_is(str_trim_end(line), "+++");
    if (!is_toml && !str_is(str_trim_end(line), "---")) return;
    const char *start = rest.data;
    int line_number = 1;
    while (str_next(&rest, '\n', &line)) {
        line_number++;
        Str marker = str_trim_end(line);
        if (is_toml ? !str_is(marker, "+++") : !str_is(marker, "---") && !str_is(marker, "...")) continue;
        int problem_line = 0, column = 0;
        Str problem;
        Str inner = {start, (size_t)(line.data - start)};
        const Yaml *map = is_toml ? toml_read(arena, inner, 2, &problem_line, &column, &problem)
                                  : yaml_read(arena, inner, 2, &problem_line, &column, &problem);
        if (!map)
            diagnostics_add(
                diagnostics, SEVERITY_WARNING, "front-matter", path, problem_line, column,
                "front matter is not %s (%.*s); it is left out: %s", is_toml ? "TOML" : "YAML", STR_ARG(problem),
                is_toml ? "write lines key = \"value\"" : "quote values that contain ': ' or begin with a symbol");
        else
            fill(arena, map, metadata);
        *body = str_or_empty(rest);
        *body_line = line_number + 1;
        return;
    }
    if (str_trim(str_slice(text, 3, text.len)).len)
        diagnostics_add(diagnostics, SEVERITY_WARNING, "front-matter", path, 1, 1,
                        "front matter does not end; it is taken as text: close it with a line %s",
                        is_toml ? "+++" : "---");
}

bool front_matter_read_comment(Arena *arena, Str path, int line, Str comment, Metadata *metadata,
                               Diagnostics *diagnostics)
{
    *metadata = (Metadata){0};
    Str inner = str_trim(comment);
    if (!str_starts(inner, STR("<!--")) || !str_ends(inner, STR("-->"))) return false;
    inner = str_slice(inner, 4, inner.len - 3);
    static const char *const keys[] = {
        "aliases:", "tags:", "updated:", "environment:", "review:", "redirects:", "lang:", "id:"};
    Str start = str_trim(inner);
    bool is_metadata = false;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) is_metadata |= str_starts(start, str_from(keys[i]));
    if (!is_metadata) return false;
    int problem_line = 0, column = 0;
    Str problem;
    const Yaml *map = yaml_read(arena, inner, line, &problem_line, &column, &problem);
    if (!map) {
        diagnostics_add(diagnostics, SEVERITY_WARNING, "front-matter", path, problem_line, column,
                        "the comment under the heading is not YAML (%.*s); it is left out: quote values that contain "
                        "': ' or begin with a symbol",
                        STR_ARG(problem));
        return true;
    }
    fill(arena, map, metadata);
    return true;
}
