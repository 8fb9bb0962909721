/* The Mustache specification's own tests, read from where the specification lies (MUSTACHE_SPEC, or beside the
 * checkout), and what templates do with wrong input. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "site/mustache.h"
#include "unit.h"

static const Value *value_from(Arena *arena, const json_t *json)
{
    if (json_is_string(json))
        return value_text(arena, str_copy(arena, (Str){json_string_value(json), json_string_length(json)}));
    if (json_is_integer(json)) return value_text(arena, str_format(arena, "%lld", (long long)json_integer_value(json)));
    if (json_is_real(json)) return value_text(arena, str_format(arena, "%g", json_real_value(json)));
    if (json_is_boolean(json)) return value_bool(json_is_true(json));
    if (json_is_array(json)) {
        Value *list = value_list(arena);
        for (size_t i = 0; i < json_array_size(json); i++) value_push(list, value_from(arena, json_array_get(json, i)));
        return list;
    }
    if (!json_is_object(json)) return value_bool(false);
    Value *object = value_object(arena);
    const char *key;
    json_t *item;
    json_object_foreach((json_t *)(uintptr_t)json, key, item)
        value_set(object, str_copy(arena, str_from(key)).data, value_from(arena, item));
    return object;
}

typedef struct Partials {
    Arena *arena;
    const json_t *sources;
    Diagnostics *diagnostics;
} Partials;

static const Template *find(void *context, Str name)
{
    Partials *partials = context;
    const char *source = json_string_value(json_object_get(partials->sources, str_copy(partials->arena, name).data));
    return source ? template_compile(partials->arena, name, str_from(source), partials->diagnostics) : NULL;
}

/* A test's data can be the model, or what it is bound to; or it is bound to nothing. */
typedef enum Way { PLAIN, BOUND_TO_NOTHING, BOUND_TO_DATA, WAYS } Way;

/* Whether something within the data has one of its names, too. */
static bool repeats_name(const json_t *data, const json_t *within, bool is_inside)
{
    const char *name;
    json_t *value;
    size_t i;
    json_object_foreach((json_t *)(uintptr_t)within, name, value)
        if ((is_inside && json_object_get(data, name)) || repeats_name(data, value, true)) return true;
    json_array_foreach(within, i, value)
        if (repeats_name(data, value, true)) return true;
    return false;
}

static bool is_common(const json_t *data)
{
    return json_is_object(data) && !repeats_name(data, data, false);
}

static void render(Buffer *out, const Template *template, Way way, const Value *data, Partials *partials)
{
    const Value *nothing = value_object(partials->arena), *common = way == BOUND_TO_DATA ? data : nothing;
    if (way != PLAIN) template = template_bind(partials->arena, template, common, find, partials);
    buffer_clear(out);
    template_render(out, template, common, way == BOUND_TO_DATA ? nothing : data, find, partials);
}

static unsigned run_module(const char *folder, const char *name)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s.json", folder, name);
    json_t *module = json_load_file(path, 0, NULL), *tests = json_object_get(module, "tests");
    assert_true(json_array_size(tests) > 0);
    unsigned wrong = 0;
    for (size_t i = 0; i < json_array_size(tests); i++) {
        const json_t *test = json_array_get(tests, i);
        Arena *arena = arena_new();
        Diagnostics diagnostics;
        diagnostics_init(&diagnostics);
        Partials partials = {arena, json_object_get(test, "partials"), &diagnostics};
        Buffer out = {0};
        const Template *template = template_compile(
            arena, STR("test"), str_from(json_string_value(json_object_get(test, "template"))), &diagnostics);
        const json_t *json = json_object_get(test, "data");
        const Value *data = value_from(arena, json);
        const char *expected = json_string_value(json_object_get(test, "expected"));
        for (Way way = PLAIN; way < WAYS; way++) {
            if (way == BOUND_TO_DATA && !is_common(json)) continue;
            if (template) render(&out, template, way, data, &partials);
            if (template && str_is(buffer_str(&out), expected)) continue;
            print_message("%s: %s, way %d\n  expected %s\n  rendered %.*s\n", name,
                          json_string_value(json_object_get(test, "name")), (int)way, expected,
                          STR_ARG(buffer_str(&out)));
            wrong++;
        }
        buffer_free(&out);
        diagnostics_free(&diagnostics);
        arena_free(arena);
    }
    json_decref(module);
    return wrong;
}

static void test_specification(void **state)
{
    (void)state;
    static const char *const modules[] = {"comments", "delimiters", "interpolation",  "inverted",
                                          "partials", "sections",   "~dynamic-names", "~inheritance"};
    const char *folder = getenv("MUSTACHE_SPEC") ? getenv("MUSTACHE_SPEC") : "../shared/mustache-spec";
    char path[1024];
    snprintf(path, sizeof path, "%s/sections.json", folder);
    if (!file_exists(str_from(path))) {
        print_message("skipped: no Mustache specification in %s; name its folder with MUSTACHE_SPEC\n", folder);
        skip();
    }
    unsigned wrong = 0;
    for (size_t i = 0; i < sizeof modules / sizeof *modules; i++) wrong += run_module(folder, modules[i]);
    assert_int_equal(wrong, 0);
}

static void check_error(const char *source, int line, int column)
{
    Arena *arena = arena_new();
    Diagnostics diagnostics;
    diagnostics_init(&diagnostics);
    assert_null(template_compile(arena, STR("page.html"), str_from(source), &diagnostics));
    assert_int_equal(diagnostics.list.len, 1);
    assert_int_equal(diagnostics.list.items[0].line, line);
    assert_int_equal(diagnostics.list.items[0].column, column);
    diagnostics_free(&diagnostics);
    arena_free(arena);
}

static void test_errors_name_their_place(void **state)
{
    (void)state;
    check_error("a\n  {{b", 2, 3);
    check_error("{{#a}}\n", 1, 1);
    check_error("x\n{{/a}}", 2, 1);
    check_error("{{#a}}{{/b}}", 1, 7);
    check_error("{{=<%=}}", 1, 1);
    check_error("{{}}", 1, 1);
}

typedef struct OnlyPartial {
    const Template *template;
} OnlyPartial;

static const Template *find_only(void *context, Str name)
{
    (void)name;
    return ((const OnlyPartial *)context)->template;
}

/* A template that is its own partial, plain and bound. */
static void check_too_deep(const char *source, const char *tag)
{
    Arena *arena = arena_new();
    Diagnostics diagnostics;
    diagnostics_init(&diagnostics);
    Value *model = value_object(arena), *list = value_list(arena);
    for (int i = 0; i < 2; i++) value_push(list, value_object(arena));
    value_set(model, "list", list);
    OnlyPartial partial = {template_compile(arena, STR("page.html"), str_from(source), &diagnostics)};
    assert_non_null(partial.template);
    const Value *nothing = value_object(arena);
    const Template *ways[] = {partial.template,
                              template_bind(arena, partial.template, nothing, find_only, &partial)};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        Buffer out = {0};
        assert_str(template_render(&out, ways[i], i ? nothing : NULL, model, find_only, &partial), tag);
        buffer_free(&out);
    }
    diagnostics_free(&diagnostics);
    arena_free(arena);
}

static void test_what_has_no_end_is_broken_off(void **state)
{
    (void)state;
    check_too_deep("a{{> self}}", "self");
    check_too_deep("{{> self}}{{> self}}", "self"); /* 2^32 times, were each of them gone into */
    check_too_deep("{{#list}}{{> self}}{{/list}}", "self");
    check_too_deep("{{#list}}{{#list}}{{#list}}{{> self}}{{/list}}{{/list}}{{/list}}", "list");
    check_too_deep("{{< self}}{{$block}}{{/block}}{{/self}}", "self");
    check_too_deep("{{$a}}{{< self}}{{$a}}{{$a}}{{/a}}{{/a}}{{/self}}{{/a}}", "a");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_specification),
                                       cmocka_unit_test(test_errors_name_their_place),
                                       cmocka_unit_test(test_what_has_no_end_is_broken_off)};
    return cmocka_run_group_tests_name("mustache", tests, NULL, NULL);
}
