#include "internal.h"

typedef struct ThemeFile {
    Str name;
    const Template *template; /* NULL: there is none, or it is malformed */
} ThemeFile;

/* A template for pages that have something in common. */
typedef struct Bound {
    const char *name;
    const Value *common;
    const Template *template;
} Bound;

struct Theme {
    Arena *arena;
    ThemeSource *source;
    void *context;
    Diagnostics *diagnostics;
    VEC(ThemeFile) files;
    Value *strings; /* by language */
    VEC(Bound) bound;
};

Theme *theme_new(Arena *arena, ThemeSource *source, void *context, Diagnostics *diagnostics)
{
    Theme *theme = ARENA_NEW(arena, Theme);
    *theme = (Theme){.arena = arena, .source = source, .context = context, .diagnostics = diagnostics};
    theme->strings = value_object(arena);
    return theme;
}

static const Template *find_template(void *context, Str name)
{
    Theme *theme = context;
    for (size_t i = 0; i < theme->files.len; i++)
        if (str_equal(theme->files.items[i].name, name)) return theme->files.items[i].template;
    Str source = theme->source(theme->context, theme->arena, name);
    ThemeFile file = {.name = str_copy(theme->arena, name)};
    Str path = path_join(theme->arena, STR("templates"), name);
    if (source.data)
        file.template = template_compile(theme->arena, path, source, theme->diagnostics);
    else
        diagnostics_add(theme->diagnostics, SEVERITY_ERROR, "template", path, 0, 0,
                        "no such template, here or built in");
    VEC_PUSH(theme->arena, &theme->files, file);
    return file.template;
}

/* Lines `name = text`; # begins a remark. */
static Value *read_strings(Theme *theme, Str source)
{
    Value *strings = value_object(theme->arena);
    Str line;
    while (str_next(&source, '\n', &line)) {
        ptrdiff_t equals = str_find(line, STR("="));
        if (equals < 0 || str_starts(line, STR("#"))) continue;
        Str name = str_trim(str_slice(line, 0, (size_t)equals));
        value_set_text(strings, str_copy(theme->arena, name).data,
                       str_trim(str_slice(line, (size_t)equals + 1, line.len)));
    }
    return strings;
}

/* The script that a region writes, whose strings it shares. */
static Str script_of(Str lang)
{
    static const struct {
        const char *region, *script;
    } scripts[] = {{"zh-TW", "zh-Hant"}, {"zh-HK", "zh-Hant"}, {"zh-MO", "zh-Hant"},
                   {"zh-CN", "zh-Hans"}, {"zh-SG", "zh-Hans"}, {"zh", "zh-Hans"}};
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++)
        if (str_is(lang, scripts[i].region)) return str_from(scripts[i].script);
    return STR_NONE;
}

/* zh-Hant-TW, then zh-Hant, then zh, then en. */
size_t theme_strings_files(Arena *arena, Str lang, Str names[STRINGS_MOST])
{
    size_t count = 0;
    while (lang.len && count < STRINGS_MOST - 2) {
        names[count++] = str_format(arena, "strings.%.*s.txt", STR_ARG(lang));
        Str script = script_of(lang);
        if (script.data) names[count++] = str_format(arena, "strings.%.*s.txt", STR_ARG(script));
        while (lang.len && lang.data[lang.len - 1] != '-') lang.len--;
        if (lang.len) lang.len--;
    }
    if (count == STRINGS_MOST) count--;
    names[count++] = STR("strings.en.txt");
    return count;
}

Value *theme_strings(Theme *theme, Str lang)
{
    Value *known = (Value *)(uintptr_t)value_get(theme->strings, lang);
    if (known) return known;
    Str source = STR_NONE, names[STRINGS_MOST];
    size_t count = theme_strings_files(theme->arena, lang, names);
    for (size_t i = 0; i < count && !source.data; i++) source = theme->source(theme->context, theme->arena, names[i]);
    Value *strings = read_strings(theme, source);
    value_set(theme->strings, str_copy(theme->arena, lang).data, strings);
    return strings;
}

/* The template of the name, bound to what is common; NULL where there is none. */
static const Template *bound_template(Theme *theme, const char *name, const Value *common)
{
    for (size_t i = 0; i < theme->bound.len; i++) {
        const Bound *bound = &theme->bound.items[i];
        if (bound->common == common && strcmp(bound->name, name) == 0) return bound->template;
    }
    const Template *template = find_template(theme, str_from(name));
    if (template) template = template_bind(theme->arena, template, common, find_template, theme);
    VEC_PUSH(theme->arena, &theme->bound, ((Bound){name, common, template}));
    return template;
}

bool theme_render(Theme *theme, Buffer *out, const char *name, const Value *common, const Value *model)
{
    const Template *template = common ? bound_template(theme, name, common) : find_template(theme, str_from(name));
    Str too_deep = template ? template_render(out, template, common, model, find_template, theme) : STR_NONE;
    if (too_deep.data)
        diagnostics_add(theme->diagnostics, SEVERITY_ERROR, "template",
                        path_join(theme->arena, STR("templates"), str_from(name)), 0, 0,
                        "{{%.*s}} is nested too deep: a template must not be its own partial without an end",
                        STR_ARG(too_deep));
    return template && !theme->diagnostics->count[SEVERITY_ERROR];
}

Str site_string(const Value *model, const char *name)
{
    const Value *text = value_get(value_get(model, STR("t")), str_from(name));
    return text ? text->text : STR("");
}

Value *site_common(Arena *arena, Theme *theme, Str lang, Str site_title, Str search, Str to_root)
{
    bool is_absolute = str_has(search, STR("://")) || str_starts(search, STR("/"));
    Value *common = value_object(arena);
    value_set(common, "t", theme_strings(theme, lang));
    value_set_text(common, "site_title", site_title);
    value_set_text(common, "root", to_root);
    value_set_text(common, "search_url", is_absolute ? search : str_concat(arena, to_root, search));
    return common;
}
