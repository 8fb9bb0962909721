/* base: what is below a folder, listed and removed. */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "place.h"

/* A file, with the folders that it is in. */
static void put(Place *place, const char *name, const char *contents)
{
    Str path = path_join(place->arena, place->folder, str_from(name));
    assert_true(folder_make(path_folder(path), &place->diagnostics));
    assert_true(file_write(path, str_from(contents), &place->diagnostics));
}

static void put_link(Place *place, const char *to, const char *path)
{
    assert_int_equal(symlink(to, path_join(place->arena, place->folder, str_from(path)).data), 0);
}

/* The paths and sizes of all files, a line each; or what there was to say. */
static const char *listed(Place *place)
{
    FileInfoVec files = {0};
    Buffer out = {0};
    bool done = tree_list(place->arena, place->folder, &files, &place->diagnostics);
    for (size_t i = 0; i < files.len && done; i++)
        buffer_printf(&out, "%.*s %d\n", STR_ARG(files.items[i].path), (int)files.items[i].size);
    for (size_t i = 0; i < place->diagnostics.list.len; i++)
        buffer_printf(&out, "%.*s: %.*s\n", STR_ARG(place->diagnostics.list.items[i].path),
                      STR_ARG(place->diagnostics.list.items[i].message));
    assert_int_equal(done, place->diagnostics.list.len == 0);
    const char *text = buffer_take(&out, place->arena).data;
    buffer_free(&out);
    diagnostics_free(&place->diagnostics);
    diagnostics_init(&place->diagnostics);
    return text ? text : "";
}

static void test_files_come_in_byte_order_of_their_paths(void **state)
{
    (void)state;
    Place place;
    place_open(&place);
    assert_string_equal(listed(&place), "");
    const char *const names[] = {"b/c/deep.md", "b.md", "b/a.md", "b-1/x.md", "a", "b/c.md", "c/d/e/f/g", "B/y"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) put(&place, names[i], names[i]);
    assert_string_equal(listed(&place),
                        "B/y 3\na 1\nb-1/x.md 8\nb.md 4\nb/a.md 6\nb/c.md 6\nb/c/deep.md 11\nc/d/e/f/g 9\n");
    place_close(&place);
}

static void test_hidden_files_and_backups_are_passed_over(void **state)
{
    (void)state;
    Place place;
    place_open(&place);
    assert_true(folder_make(path_join(place.arena, place.folder, STR("empty")), &place.diagnostics));
    put(&place, ".git/config", "x");
    put(&place, ".hidden.md", "x");
    put(&place, "old.md~", "x");
    put(&place, "new.md", "x");
    assert_string_equal(listed(&place), "new.md 1\n");
    place_close(&place);
}

static void test_links_are_followed_but_not_into_themselves(void **state)
{
    (void)state;
    Place place;
    place_open(&place);
    put(&place, "one/a.md", "abc");
    put(&place, "two/.hidden", "");
    put_link(&place, "../one/a.md", "two/b.md");
    put_link(&place, "one", "three");
    assert_string_equal(listed(&place), "one/a.md 3\nthree/a.md 3\ntwo/b.md 3\n");
    put_link(&place, "../two", "two/again"); /* two of them: who followed all ways would never end */
    put_link(&place, "../two", "two/again2");
    assert_non_null(strstr(listed(&place), "/two/again: folders nested too deep, or a link loop"));
    place_close(&place);
}

static void test_what_cannot_be_looked_at_is_said(void **state)
{
    (void)state;
    Place place;
    place_open(&place);
    put_link(&place, "nowhere", "lost.md");
    assert_non_null(strstr(listed(&place), "/lost.md: "));
    FileInfoVec files;
    assert_false(tree_list(place.arena, path_join(place.arena, place.folder, STR("none")), &files, &place.diagnostics));
    assert_int_equal(place.diagnostics.list.len, 1);
    diagnostics_free(&place.diagnostics);
    diagnostics_init(&place.diagnostics);
    place_close(&place);
}

static void test_many_folders_are_listed_by_all_processors(void **state)
{
    (void)state;
    enum { FOLDERS = 40, FILES = 25 };
    Place place;
    FileInfoVec files = {0};
    place_open(&place);
    for (int i = 0; i < FOLDERS; i++)
        for (int k = 0; k < FILES; k++) put(&place, str_format(place.arena, "f%02d/g/%02d.md", i, k).data, "a few");
    assert_true(tree_list(place.arena, place.folder, &files, &place.diagnostics));
    assert_int_equal(files.len, FOLDERS * FILES);
    for (size_t i = 0; i < files.len; i++) {
        assert_true(i == 0 || str_compare(files.items[i - 1].path, files.items[i].path) < 0);
        assert_int_equal(files.items[i].size, strlen("a few"));
        assert_true(files.items[i].modified > 0);
    }
    place_close(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_files_come_in_byte_order_of_their_paths),
        cmocka_unit_test(test_hidden_files_and_backups_are_passed_over),
        cmocka_unit_test(test_links_are_followed_but_not_into_themselves),
        cmocka_unit_test(test_what_cannot_be_looked_at_is_said),
        cmocka_unit_test(test_many_folders_are_listed_by_all_processors),
    };
    return cmocka_run_group_tests_name("tree", tests, NULL, NULL);
}
