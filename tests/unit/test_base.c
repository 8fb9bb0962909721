/* base: strings, buffers, UTF-8, escaping, maps, publishing. */
#include <math.h>
#include <time.h>

#include "base/file_names.h"
#include "place.h"
#include "unit.h"

static void test_str(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    assert_str(str_trim(STR(" \t\xE3\x80\x80 a b\n")), "a b");
    assert_int_equal(str_find(STR("abcabc"), STR("ca")), 2);
    assert_int_equal(str_find(STR("abc"), STR("x")), -1);
    assert_true(str_has_pair(STR("a [b] [[c"), '[', "!["));
    assert_false(str_has_pair(STR("a [b] ["), '[', "![")); /* nothing stands behind the last */
    assert_false(str_has_pair(STR_NONE, '[', "!["));
    assert_true(str_ends(STR("a.md"), STR(".md")));
    assert_false(str_starts(STR("a"), STR("ab")));
    assert_str(str_slice(STR("abc"), 2, 99), "c");
    Str rest = STR("a,,b"), piece;
    assert_true(str_next(&rest, ',', &piece) && str_is(piece, "a"));
    assert_true(str_next(&rest, ',', &piece) && str_is(piece, ""));
    assert_true(str_next(&rest, ',', &piece) && str_is(piece, "b"));
    assert_false(str_next(&rest, ',', &piece));
    assert_str(path_join(arena, STR("a/"), STR("b")), "a/b");
    assert_str(path_folder(STR("a/b/c")), "a/b");
    assert_str(path_stem(STR("a/b.tar.md")), "b.tar");
    assert_true(str_compare(STR("a"), STR("ab")) < 0);
    arena_free(arena);
}

static void test_numbers_are_added_as_printf_writes_them(void **state)
{
    (void)state;
    Buffer buffer = {0};
    char expected[32];
    size_t large[] = {10000, 99999, 1234567890, SIZE_MAX};
    for (size_t i = 0; i < 10000 + sizeof large / sizeof *large; i++) {
        size_t number = i < 10000 ? i : large[i - 10000];
        buffer_clear(&buffer);
        buffer_add_number(&buffer, number);
        snprintf(expected, sizeof expected, "%zu", number);
        assert_string_equal(buffer_str(&buffer).data, expected);
    }
    buffer_free(&buffer);
}

static void test_utf8_refuses_what_is_not_well_formed(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t len, expected;
    } cases[] = {{"a", 1, 1},
                 {"\xE7\xB6\xB2", 3, 3},
                 {"\xF0\x9F\x98\x80", 4, 4},
                 {"\xC0\x80", 2, 0},
                 {"\xE0\x80\x80", 3, 0},
                 {"\xED\xA0\x80", 3, 0},
                 {"\xF4\x90\x80\x80", 4, 0},
                 {"\xE7\xB6", 2, 0},
                 {"\x80", 1, 0},
                 {"", 0, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t c;
        assert_int_equal(utf8_decode((Str){cases[i].text, cases[i].len}, &c), cases[i].expected);
    }
}

static void test_each_language_is_escaped_by_its_writer(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Buffer out = {0};
    html_escape(&out, STR("<a href=\"x\">'&'"));
    assert_str(buffer_str(&out), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;");
    buffer_clear(&out);
    html_escape(&out, STR("a\x1B[1m\tb\n, longer than a block is\x08"));
    assert_str(buffer_str(&out), "a[1m\tb\n, longer than a block is");
    buffer_clear(&out);
    url_encode(&out, STR("a b/\xE7\xB6\xB2?&=~"));
    assert_str(buffer_str(&out), "a%20b%2F%E7%B6%B2%3F%26%3D~");
    assert_str(url_decode(arena, STR("a+b%20c%zz%4"), true), "a b c%zz%4");
    buffer_clear(&out);
    Json json = json_writer(&out);
    json_put_object_start(&json);
    json_put_key(&json, "k\"");
    json_put_array_start(&json);
    json_put_str(&json, STR("\n\x01\\\xFFz"));
    json_put_real(&json, 0.5);
    json_put_real(&json, -0.0000001);
    json_put_real(&json, -12.25);
    json_put_real(&json, 0.9999999);
    json_put_real(&json, 3.000100);
    json_put_real(&json, 1e15);
    json_put_real(&json, NAN);
    json_put_null(&json);
    json_put_bool(&json, true);
    json_put_array_end(&json);
    json_put_object_end(&json);
    assert_str(buffer_str(&out),
               "{\"k\\\"\":[\"\\n\\u0001\\\\\xEF\xBF\xBDz\",0.5,0,-12.25,1,3.0001,1000000000000000,null,null,true]}");
    buffer_free(&out);
    arena_free(arena);
}

/* What is looked at by blocks, with what matters at each place of one and of the rest behind it. */
static void test_a_text_is_the_same_wherever_its_blocks_begin(void **state)
{
    (void)state;
    Buffer text = {0}, out = {0};
    for (size_t before = 0; before < 40; before++) {
        for (size_t behind = 0; behind < 40; behind++) {
            buffer_clear(&text);
            for (size_t i = 0; i < before; i++) buffer_add_text(&text, "a");
            buffer_add_text(&text, "\xE7\xB6\xB2\"<\xE2\x80\xA8&");
            for (size_t i = 0; i < behind; i++) buffer_add_text(&text, "b");
            Str all = buffer_str(&text);
            assert_int_equal(str_find(all, STR("\"<")), before + 3);
            assert_int_equal(str_find(all, str_slice(all, before, all.len)), before);
            assert_int_equal(str_find(all, STR("bbbbba")), -1);
            buffer_clear(&out);
            html_escape(&out, all);
            assert_int_equal(out.len, all.len + strlen("quot;lt;amp;"));
            assert_int_equal(str_find(buffer_str(&out), STR("&quot;&lt;\xE2\x80\xA8&amp;")), before + 3);
            buffer_clear(&out);
            Json json = json_writer(&out);
            json_put_str(&json, all);
            assert_int_equal(out.len, all.len + 2 + strlen("\\") + strlen("\\u2028") - 3);
            assert_int_equal(str_find(buffer_str(&out), STR("\\\"<\\u2028&")), before + 4);
        }
    }
    buffer_free(&text);
    buffer_free(&out);
}

static void test_map(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    StrMap *map = str_map_new(arena);
    size_t value;
    for (size_t i = 0; i < 5000; i++) str_map_set(map, str_format(arena, "key %zu", i), i);
    for (size_t i = 0; i < 5000; i++) {
        assert_true(str_map_get(map, str_format(arena, "key %zu", i), &value));
        assert_int_equal(value, i);
    }
    assert_false(str_map_get(map, STR("key"), &value));
    str_map_set(map, STR(""), 7);
    assert_true(str_map_get(map, STR(""), &value) && value == 7);
    arena_free(arena);
}

/* Many small things and some that grow large, one of which is given back: none is written over, and what rests comes
 * back. */
static void test_a_number_map_keeps_what_a_key_first_stood_for(void **state)
{
    (void)state;
    enum { KEYS = 5000 };
    Arena *arena = arena_new();
    NumberMap *map = number_map_new_for(arena, 0);
    for (size_t turn = 0; turn < 2; turn++)
        for (uint64_t i = 0; i < KEYS; i++) {
            uint64_t key = i % 2 ? i : i << 40 | 1ULL << 63; /* alike in their low or their high digits */
            assert_int_equal(number_map_add(map, key, i + turn * KEYS), i);
        }
    arena_free(arena);
}

static void test_diagnostics_are_sorted_and_counted(void **state)
{
    (void)state;
    Diagnostics diagnostics;
    diagnostics_init(&diagnostics);
    diagnostics_add(&diagnostics, SEVERITY_WARNING, "second", STR("b.md"), 2, 0, "two");
    diagnostics_add(&diagnostics, SEVERITY_ERROR, NULL, STR("a.md"), 9, 3, "nine %d", 9);
    diagnostics_add(&diagnostics, SEVERITY_WARNING, "first", STR("b.md"), 1, 0, "one");
    assert_int_equal(diagnostics_exit_code(&diagnostics, false), 1);
    char text[512] = {0};
    FILE *out = fmemopen(text, sizeof text, "w");
    diagnostics_print(&diagnostics, out);
    fclose(out);
    assert_string_equal(text, "a.md:9:3: error: nine 9\nb.md:1: warning: one [first]\nb.md:2: warning: two [second]\n");
    diagnostics_fail(&diagnostics, STR("x"), "no disk");
    assert_int_equal(diagnostics_exit_code(&diagnostics, false), 3);
    diagnostics_free(&diagnostics);
}

/* Files whose contents are their names. */
static void place_files(Place *place, Str folder, const char *const *files, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_true(
            file_write(path_join(place->arena, folder, str_from(files[i])), str_from(files[i]), &place->diagnostics));
}

static void test_names_of_files_are_met_or_not(void **state)
{
    (void)state;
    enum { FILES = 3000 };
    char folder[] = "/tmp/whyfix-unit-XXXXXX";
    assert_non_null(mkdtemp(folder));
    Arena *arena = arena_new();
    Diagnostics diagnostics;
    diagnostics_init(&diagnostics);
    Str root = str_from(folder);
    for (int i = 0; i < FILES; i++)
        assert_true(file_write(path_join(arena, root, str_format(arena, "%d/%d", i % 7, i)), STR("x"), &diagnostics));
    FileNames *names = file_names(arena, root, NULL);
    assert_false(file_names_meet(names, STR("1/7")));
    assert_false(file_names_has(names, STR("1/7"), false));
    for (int i = 0; i < FILES; i++)
        if (i % 7 != 3 && i % 2) assert_true(file_names_meet(names, str_format(arena, "%d/%d", i % 7, i)));
    assert_true(file_names_has(names, STR("1/1"), true));
    assert_false(file_names_has(names, STR("1/1"), false));
    assert_true(file_names_has(names, STR("0/0"), false));
    StrVec unmet = {0};
    assert_false(file_names_unmet(names, arena, &unmet)); /* the folder 3 */
    assert_true(file_names_meet(names, STR("3/3")));
    unmet.len = 0;
    assert_true(file_names_unmet(names, arena, &unmet));
    assert_int_equal(unmet.len, names->count - names->met);
    for (size_t i = 0; i < unmet.len; i++) assert_true(file_names_has(names, unmet.items[i], false));
    assert_false(file_names_meet(file_names(arena, STR("/nowhere"), NULL), STR("a")));
    assert_true(file_names_wait(file_names(arena, STR("/nowhere"), NULL)));
    FileNames *none = file_names(arena, path_join(arena, root, STR("1/1")), NULL);
    assert_false(file_names_wait(none));
    assert_false(file_names_meet(none, STR("a")));
    assert_false(file_names_wait(NULL));
    assert_false(file_names_unmet(NULL, arena, &unmet));
    assert_false(file_names_unmet(none, arena, &unmet));
    file_names_close(names);
    assert_true(tree_remove(root, &diagnostics));
    diagnostics_free(&diagnostics);
    arena_free(arena);
}

/* What is kept of a folder's names, `cache`, is what walking finds, or of no use. */
static void check_kept_names(Arena *arena, Str folder, const CacheFile *cache, bool is_of_use)
{
    assert_int_equal(file_names_are_as_kept(folder, cache), is_of_use);
    static const char *const all[] = {"a", "b", "d/c", "d/new", "d", "gone"};
    FileNames *kept = file_names(arena, folder, cache), *walked = file_names(arena, folder, NULL);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        Str name = str_from(all[i]);
        assert_int_equal(file_names_has(kept, name, false), file_names_has(walked, name, false));
        assert_int_equal(file_names_has_folder(kept, name), file_names_has_folder(walked, name));
    }
    file_names_close(kept);
    file_names_close(walked);
}

/* Writes down what the folder holds, and tells what is known of it. */
static FileNames *kept_names(Place *place, Str folder, const CacheFile *cache)
{
    file_names_write_cache(NULL, folder, cache);
    check_kept_names(place->arena, folder, cache, true);
    return file_names(place->arena, folder, cache);
}

static void test_names_of_a_folder_that_was_not_changed_are_kept(void **state)
{
    (void)state;
    Place place;
    place_open(&place);
    Arena *arena = place.arena;
    Str top = path_join(arena, place.folder, STR("top"));
    const CacheFile cache = {path_join(arena, place.folder, STR("names")), STR("me"), false};
    const char *const files[] = {"a", "b", "d/c", "gone"};
    place_files(&place, top, files, 4);
    FileNames *names = kept_names(&place, top, &cache); /* two files are made anew: what is kept says so */
    for (size_t i = 0; i < 4; i++) file_names_meet(names, str_from(files[i]));
    const char *const changed[] = {"a", "d/new"};
    for (size_t i = 0; i < 2; i++) {
        assert_true(file_remove(path_join(arena, top, str_from(changed[i])), &place.diagnostics));
        file_names_meet_new(names, str_from(changed[i]));
    }
    place_files(&place, top, changed, 2);
    file_names_write_cache(names, top, &cache);
    file_names_close(names);
    check_kept_names(arena, top, &cache, true);
    names = file_names(arena, top, &cache); /* one is gone: it is listed anew */
    for (size_t i = 0; i < 3; i++) file_names_meet(names, str_from(files[i]));
    file_names_meet(names, STR("d/new"));
    assert_true(file_remove(path_join(arena, top, STR("gone")), &place.diagnostics));
    check_kept_names(arena, top, &cache, false);
    file_names_write_cache(names, top, &cache);
    file_names_close(names);
    check_kept_names(arena, top, &cache, true);
    names = file_names(arena, top, &cache); /* a folder that nobody knew */
    file_names_meet_new(names, STR("e/new"));
    const char *const other[] = {"e/new"};
    place_files(&place, top, other, 1);
    file_names_write_cache(names, top, &cache);
    file_names_close(names);
    check_kept_names(arena, top, &cache, true);
    file_names_write_cache(NULL, STR("/nowhere"), &cache);
    check_kept_names(arena, top, &cache, true);
    assert_false(file_names_are_as_kept(STR("/nowhere"), &cache));
    place_close(&place);
}

static void test_of_a_new_folder_it_is_kept_that_nobody_changed_it(void **state)
{
    (void)state;
    Place place;
    place_open(&place);
    Arena *arena = place.arena;
    Str top = path_join(arena, place.folder, STR("top"));
    const CacheFile cache = {path_join(arena, place.folder, STR("names")), STR("me"), false};
    const char *const files[] = {"a", "d/e/b", "d/e/c"}, *const more[] = {"d/e/f"};
    FileNames *names = file_names_of_new(arena, top);
    for (size_t i = 0; i < 3; i++) assert_false(file_names_meet_new(names, str_from(files[i])));
    place_files(&place, top, files, 3);
    file_names_write_cache(names, top, &cache);
    file_names_close(names);
    check_kept_names(arena, top, &cache, true);
    names = file_names(arena, top, &cache);
    assert_true(file_names_has_folder(names, STR("d/e")));
    assert_true(file_write(path_join(arena, top, STR("a")), STR("in place"), &place.diagnostics));
    assert_true(file_names_meet_untouched(names, STR("a"), 1, 0));
    file_names_close(names);
    nanosleep(&(struct timespec){0, 20000000}, NULL); /* more than a tick of a file's clock */
    place_files(&place, top, more, 1);
    check_kept_names(arena, top, &cache, false);
    place_close(&place);
}

static void test_files_of_a_folder_that_somebody_changed_are_looked_at(void **state)
{
    (void)state;
    Place place;
    place_open(&place);
    Arena *arena = place.arena;
    Str top = path_join(arena, place.folder, STR("top")), inner = path_join(arena, top, STR("d/c")),
        aside = path_join(arena, top, STR("d/aside"));
    const CacheFile cache = {path_join(arena, place.folder, STR("names")), STR("me"), false};
    const char *const files[] = {"a", "b", "d/c"};
    place_files(&place, top, files, 3);
    FileNames *names = kept_names(&place, top, &cache);
    int64_t since = time_ns() + 1;
    assert_true(file_write(inner, STR("in place"), &place.diagnostics));
    assert_true(file_names_meet_untouched(names, STR("d/c"), 3, since)); /* which costs nothing, and nobody should do */
    assert_false(file_names_meet_untouched(names, STR("none"), FILE_ANY_SIZE, INT64_MAX));
    file_names_close(names);
    check_kept_names(arena, top, &cache, true);
    nanosleep(&(struct timespec){0, 20000000}, NULL);    /* more than a tick of a file's clock */
    assert_int_equal(rename(inner.data, aside.data), 0); /* as most editors write */
    assert_int_equal(rename(aside.data, inner.data), 0);
    check_kept_names(arena, top, &cache, false);
    names = file_names(arena, top, &cache);
    assert_true(file_names_meet_untouched(names, STR("a"), 1, since));
    assert_false(file_names_meet_untouched(names, STR("a"), 4, since));
    assert_false(file_names_meet_untouched(names, STR("a"), 1, 0));
    assert_false(file_names_meet_untouched(names, STR("d/c"), 3, since));
    assert_false(file_names_meet_untouched(names, STR("d"), FILE_ANY_SIZE, FILE_ANY_TIME));
    assert_false(file_names_meet_untouched(names, STR("none"), FILE_ANY_SIZE, INT64_MAX));
    file_names_close(names);
    place_close(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_str),
        cmocka_unit_test(test_numbers_are_added_as_printf_writes_them),
        cmocka_unit_test(test_utf8_refuses_what_is_not_well_formed),
        cmocka_unit_test(test_each_language_is_escaped_by_its_writer),
        cmocka_unit_test(test_a_text_is_the_same_wherever_its_blocks_begin),
        cmocka_unit_test(test_map),
        cmocka_unit_test(test_a_number_map_keeps_what_a_key_first_stood_for),
        cmocka_unit_test(test_diagnostics_are_sorted_and_counted),
        cmocka_unit_test(test_names_of_files_are_met_or_not),
        cmocka_unit_test(test_names_of_a_folder_that_was_not_changed_are_kept),
        cmocka_unit_test(test_of_a_new_folder_it_is_kept_that_nobody_changed_it),
        cmocka_unit_test(test_files_of_a_folder_that_somebody_changed_are_looked_at),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
