#include "content.h"

#include "yaml_tree.h"

#include <stdlib.h>
#include <string.h>

static const double SHARED_CAUSES = 75;

static const char *const known_keys[] = {"title",    "description", "base_url", "lang",          "search",   "lint",
                                         "variants", "compress",    "source",   "shared_causes", "feedback", "beacon"};

static void check_keys(const Yaml *map, Str path, Diagnostics *diagnostics)
{
    for (size_t i = 0; i < map->keys.len; i++) {
        bool is_known = false;
        for (size_t k = 0; k < sizeof known_keys / sizeof *known_keys; k++)
            is_known |= str_is(map->keys.items[i], known_keys[k]);
        if (!is_known)
            diagnostics_add(diagnostics, SEVERITY_WARNING, "site-yml", path, map->items.items[i]->line, 0,
                            "unknown key '%.*s' is left out: check its spelling against the README",
                            STR_ARG(map->keys.items[i]));
    }
}

static bool bad_value(Diagnostics *diagnostics, Str path, const Yaml *map, const char *key, const char *remedy)
{
    const Yaml *value = yaml_get(map, key);
    diagnostics_add(diagnostics, SEVERITY_ERROR, "site-yml", path, value ? value->line : 0, 0, "%s: %s", key, remedy);
    return false;
}

static bool read_text(const Yaml *map, const char *key, Str *value, Str path, Diagnostics *diagnostics)
{
    const Yaml *node = yaml_get(map, key);
    if (!node) return true;
    if (node->type != YAML_SCALAR) return bad_value(diagnostics, path, map, key, "write a single text");
    if (node->text.len) *value = node->text;
    return true;
}

static bool is_language_tag(Str tag)
{
    if (!tag.len || tag.len > 35) return false;
    for (size_t i = 0; i < tag.len; i++)
        if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-", tag.data[i])) return false;
    return true;
}

/* lint: {RULE: off|warning|error|NUMBER} */
static bool read_lint(Arena *arena, const Yaml *map, Config *config, Str path, Diagnostics *diagnostics)
{
    const Yaml *lint = yaml_get(map, "lint");
    if (!lint) return true;
    if (lint->type != YAML_MAP)
        return bad_value(diagnostics, path, map, "lint", "write a line 'RULE: off' below it for each rule");
    for (size_t i = 0; i < lint->keys.len; i++)
        VEC_PUSH(arena, &config->lint,
                 ((LintSetting){lint->keys.items[i], lint->items.items[i]->text, lint->items.items[i]->line}));
    return true;
}

/* on or off; true and false are the same */
static bool read_switch(const Yaml *map, const char *key, bool *value, Str path, Diagnostics *diagnostics)
{
    Str text = STR_NONE;
    if (!read_text(map, key, &text, path, diagnostics)) return false;
    if (!text.data) return true;
    *value = str_is(text, "on") || str_is(text, "true");
    return *value || str_is(text, "off") || str_is(text, "false") ||
           bad_value(diagnostics, path, map, key, "write on or off");
}

static bool read_percent(const Yaml *map, const char *key, double *value, Str path, Diagnostics *diagnostics)
{
    Str text = STR_NONE;
    if (!read_text(map, key, &text, path, diagnostics)) return false;
    if (!text.data) return true;
    char *end;
    *value = strtod(str_copy(diagnostics->arena, text).data, &end);
    return (*value >= 1 && *value <= 100 && !*end) ||
           bad_value(diagnostics, path, map, key, "write a number from 1 to 100");
}

void content_set_base_url(Arena *arena, Config *config, Str base_url)
{
    bool is_open = base_url.len && !str_ends(base_url, STR("/"));
    config->base_url = str_format(arena, "%.*s%s", STR_ARG(base_url), is_open ? "/" : "");
}

bool content_read_config(Arena *arena, Str root, Config *config, Diagnostics *diagnostics)
{
    *config = (Config){.title = STR("FAQ"),
                       .description = STR(""),
                       .base_url = STR(""),
                       .lang = "zh-Hant",
                       .search = STR("cgi-bin/whyfix.cgi"),
                       .source = STR(""),
                       .shared_causes = SHARED_CAUSES,
                       .has_feedback = true};
    if (!root.data) return true;
    Str path = STR("content/site.yml"), file = path_join(arena, root, path), text;
    if (!file_exists(file)) return true;
    if (!file_read(arena, file, &text, diagnostics)) return false;
    int line = 0, column = 0;
    Str problem;
    const Yaml *map = yaml_read(arena, text, 1, &line, &column, &problem);
    if (!map || map->type != YAML_MAP) {
        diagnostics_add(diagnostics, SEVERITY_ERROR, "site-yml", path, map ? map->line : line, column,
                        "not usable YAML (%.*s): write lines 'key: value'", STR_ARG(map ? STR("no keys") : problem));
        return false;
    }
    check_keys(map, path, diagnostics);
    Str lang = STR_NONE;
    if (!read_text(map, "title", &config->title, path, diagnostics) ||
        !read_text(map, "description", &config->description, path, diagnostics) ||
        !read_text(map, "base_url", &config->base_url, path, diagnostics) ||
        !read_text(map, "search", &config->search, path, diagnostics) ||
        !read_text(map, "source", &config->source, path, diagnostics) ||
        !read_text(map, "lang", &lang, path, diagnostics))
        return false;
    if (!read_percent(map, "shared_causes", &config->shared_causes, path, diagnostics) ||
        !read_switch(map, "feedback", &config->has_feedback, path, diagnostics) ||
        !read_switch(map, "beacon", &config->has_beacon, path, diagnostics))
        return false;
    if (!read_lint(arena, map, config, path, diagnostics)) return false;
    if (lang.data && !is_language_tag(lang))
        return bad_value(diagnostics, path, map, "lang", "write a language tag such as zh-Hant, zh-Hans or en");
    if (lang.data) config->lang = lang.data;
    config->variants = yaml_strings(arena, map, "variants");
    for (size_t i = 0; i < config->variants.len; i++)
        if (!is_language_tag(config->variants.items[i]) || str_is(config->variants.items[i], config->lang))
            return bad_value(diagnostics, path, map, "variants",
                             "list language tags other than the site's own: [zh-Hans, zh-TW]");
    config->compress = yaml_strings(arena, map, "compress");
    for (size_t i = 0; i < config->compress.len; i++)
        if (!str_is(config->compress.items[i], "gz") && !str_is(config->compress.items[i], "br"))
            return bad_value(diagnostics, path, map, "compress", "list gz, br or both");
    if (config->base_url.len && !str_starts(config->base_url, STR("http://")) &&
        !str_starts(config->base_url, STR("https://")))
        return bad_value(diagnostics, path, map, "base_url",
                         "write the site's whole address, such as https://kb.example.com/");
    content_set_base_url(arena, config, config->base_url);
    return true;
}
