/* base: what is published is replaced in one step, as a whole or some files of it. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/patch.h"
#include "place.h"

static const char *const names[] = {"www", NULL};

static Str in(Place *place, const char *name)
{
    return path_join(place->arena, place->folder, str_from(name));
}

static void put(Place *place, const char *name, const char *contents)
{
    assert_true(file_write(in(place, name), str_from(contents), &place->diagnostics));
}

static void holds(Place *place, const char *name, const char *contents)
{
    Str text;
    if (!contents) {
        assert_false(file_exists(in(place, name)));
        return;
    }
    assert_true(file_read(place->arena, in(place, name), &text, &place->diagnostics));
    assert_str(text, contents);
}

static uint64_t number_of(Place *place, const char *name)
{
    struct stat info;
    assert_int_equal(lstat(in(place, name).data, &info), 0);
    assert_true(S_ISREG(info.st_mode) || S_ISDIR(info.st_mode));
    return info.st_ino;
}

static Publication *start(Place *place)
{
    Publication *publication = publication_start(in(place, "site"), names, &place->diagnostics);
    assert_non_null(publication);
    return publication;
}

/* Publishes a, b, c and d/e, each of which says "old". */
static void publish_old(Place *place)
{
    const char *const files[] = {"a", "b", "c", "d/e"};
    Publication *publication = start(place);
    for (size_t i = 0; i < 4; i++) {
        Str path = path_join(place->arena, publication_folder(publication),
                             path_join(place->arena, STR("www"), str_from(files[i])));
        assert_true(file_write(path, STR("old"), &place->diagnostics));
    }
    assert_true(publication_finish(publication, &place->diagnostics));
    publication_end(publication);
}

static void put_fresh(Place *place, const Publication *publication, const char *name)
{
    assert_true(file_write(path_join(place->arena, publication_folder(publication), str_from(name)), STR("new"),
                           &place->diagnostics));
}

static void nothing_is_left(Place *place, const char *folder)
{
    holds(place, path_join(place->arena, str_from(folder), STR(".site.new")).data, NULL);
    holds(place, path_join(place->arena, str_from(folder), STR(".site.patch")).data, NULL);
    holds(place, path_join(place->arena, str_from(folder), STR(".site.old")).data, NULL);
}

static void test_publication_replaces_all_or_nothing(void **state)
{
    (void)state;
    Place place;
    place_open(&place);
    for (int turn = 0; turn < 4; turn++) {
        Publication *publication = start(&place);
        Str fresh = path_join(place.arena, publication_folder(publication), STR("www/a")),
            said = str_format(place.arena, "turn %d", turn);
        assert_false(file_exists(fresh));
        assert_true(file_write(fresh, said, &place.diagnostics));
        if (turn != 2) assert_true(publication_finish(publication, &place.diagnostics));
        publication_end(publication);
        holds(&place, "site/www/a", turn == 2 ? "turn 1" : said.data);
        nothing_is_left(&place, "");
    }
    place_close(&place);
}

static void test_few_files_are_replaced_and_the_others_stay(void **state)
{
    (void)state;
    for (int has_others = 0; has_others < 2; has_others++) {
        Place place;
        place_open(&place);
        publish_old(&place);
        if (has_others) put(&place, "site/other", "of somebody else");
        uint64_t c = number_of(&place, "site/www/c"), folder = number_of(&place, "site/www");
        Publication *publication = start(&place);
        put_fresh(&place, publication, "www/a");
        put_fresh(&place, publication, "www/d/e");
        put_fresh(&place, publication, "www/d/f");
        StrVec gone = {0};
        VEC_PUSH(place.arena, &gone, STR("www/b"));
        assert_int_equal(publication_patch(publication, &gone, &place.diagnostics), PATCH_DONE);
        publication_end(publication);
        holds(&place, "site/www/a", "new");
        holds(&place, "site/www/b", NULL);
        holds(&place, "site/www/c", "old");
        holds(&place, "site/www/d/e", "new");
        holds(&place, "site/www/d/f", "new");
        holds(&place, "site/other", has_others ? "of somebody else" : NULL);
        assert_int_equal(number_of(&place, "site/www/c"), c);
        assert_int_equal(number_of(&place, "site/www"), folder);
        assert_true(number_of(&place, "site/www/d/f") != number_of(&place, "site/www/d/e"));
        nothing_is_left(&place, "");
        nothing_is_left(&place, "site");
        place_close(&place);
    }
}

static void make_a_folder_of_b(Place *place)
{
    assert_true(file_remove(in(place, "site/www/b"), &place->diagnostics));
    put(place, "site/www/b/more", "old");
}

static void make_a_link_of_b(Place *place)
{
    assert_true(file_remove(in(place, "site/www/b"), &place->diagnostics));
    assert_int_equal(symlink("d", in(place, "site/www/b").data), 0);
}

static void change_nothing(Place *place)
{
    (void)place;
}

static void test_where_few_files_cannot_be_replaced_all_can(void **state)
{
    (void)state;
    static const struct {
        void (*change)(Place *place);
        const char *fresh;
    } cases[] = {{make_a_folder_of_b, "www/b"},
                 {make_a_link_of_b, "www/b"},
                 {make_a_link_of_b, "www/b/e"},
                 {change_nothing, "www/none/e"},
                 {change_nothing, "www/a/e"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Place place;
        place_open(&place);
        publish_old(&place);
        cases[i].change(&place);
        Publication *publication = start(&place);
        put_fresh(&place, publication, cases[i].fresh);
        put_fresh(&place, publication, "www/c");
        StrVec gone = {0};
        if (i == 2) VEC_PUSH(place.arena, &gone, STR("www/b"));
        assert_int_equal(publication_patch(publication, &gone, &place.diagnostics), PATCH_IMPOSSIBLE);
        holds(&place, "site/www/a", "old");
        holds(&place, "site/www/c", "old");
        holds(&place, "site/www/d/e", "old");
        number_of(&place, "site/www/c");
        assert_true(publication_finish(publication, &place.diagnostics));
        publication_end(publication);
        holds(&place, path_join(place.arena, STR("site"), str_from(cases[i].fresh)).data, "new");
        holds(&place, "site/www/c", "new");
        holds(&place, "site/www/d/e", NULL);
        nothing_is_left(&place, "");
        place_close(&place);
    }
}

/* As a run leaves it that is killed when readers have the new files, or right before. */
static void leave_half_done(Place *place, bool is_new)
{
    Patch patch = {in(place, "site"), in(place, ".site.new"), in(place, ".site.patch"), STR("../")};
    StrVec gone = {0};
    VEC_PUSH(place->arena, &gone, STR("www/b"));
    put(place, ".site.new/www/a", "new");
    put(place, ".site.new/www/d/f", "new");
    assert_true(patch_apply(&patch, &gone));
    if (is_new) return;
    assert_true(file_remove(in(place, ".site.patch/now"), &place->diagnostics));
    assert_int_equal(symlink("was", in(place, ".site.patch/now").data), 0);
}

static void check_state(Place *place, bool is_new)
{
    holds(place, "site/www/a", is_new ? "new" : "old");
    holds(place, "site/www/b", is_new ? NULL : "old");
    holds(place, "site/www/c", "old");
    holds(place, "site/www/d/e", "old");
    holds(place, "site/www/d/f", is_new ? "new" : NULL);
}

static void test_what_was_interrupted_is_brought_to_its_end_or_back(void **state)
{
    (void)state;
    for (int is_new = 0; is_new < 2; is_new++) {
        for (int taken = 0; taken < 2; taken++) { /* it was killed once more, with one of the files in its place */
            Place place;
            place_open(&place);
            publish_old(&place);
            leave_half_done(&place, is_new);
            check_state(&place, is_new);
            Str from = in(&place, is_new ? ".site.new/www/a" : ".site.patch/was/www/b"),
                to = in(&place, is_new ? "site/www/a" : "site/www/b");
            if (taken) assert_int_equal(rename(from.data, to.data), 0);
            check_state(&place, is_new);
            publication_end(start(&place));
            check_state(&place, is_new);
            number_of(&place, "site/www/a");
            nothing_is_left(&place, "");
            place_close(&place);
        }
    }
}

static void test_who_is_on_the_way_to_a_file_finds_it(void **state)
{
    (void)state;
    for (int is_new = 0; is_new < 2; is_new++) {
        Place place;
        char link[64];
        place_open(&place);
        publish_old(&place);
        leave_half_done(&place, is_new);
        ssize_t len = readlink(in(&place, "site/www/a").data, link, sizeof link - 1);
        assert_true(len > 0);
        Str way = path_join(place.arena, STR("site/www"), (Str){link, (size_t)len});
        Patch patch = {in(&place, "site"), in(&place, ".site.new"), in(&place, ".site.patch"), STR("../")};
        for (int again = 0; again < 2; again++) { /* killed before it could remove what is not needed any more */
            assert_true(patch_settle(&patch));
            number_of(&place, "site/www/a");
            check_state(&place, is_new);
            holds(&place, str_copy(place.arena, way).data, is_new ? "new" : "old");
        }
        publication_end(start(&place));
        check_state(&place, is_new);
        nothing_is_left(&place, "");
        place_close(&place);
    }
}

static void test_of_what_somebody_removed_meanwhile_nothing_is_put_in_place(void **state)
{
    (void)state;
    for (int is_new = 0; is_new < 2; is_new++) {
        Place place;
        place_open(&place);
        publish_old(&place);
        leave_half_done(&place, is_new);
        assert_true(tree_remove(in(&place, "site"), &place.diagnostics));
        publish_old(&place);
        check_state(&place, false);
        nothing_is_left(&place, "");
        place_close(&place);
    }
}

static void test_a_link_to_what_is_published_stays(void **state)
{
    (void)state;
    Place place;
    place_open(&place);
    assert_true(folder_make(in(&place, "elsewhere/deep"), &place.diagnostics));
    assert_int_equal(symlink("elsewhere/deep", in(&place, "site").data), 0);
    publish_old(&place);
    holds(&place, "elsewhere/deep/www/a", "old");
    Publication *publication = start(&place);
    put_fresh(&place, publication, "www/a");
    assert_int_equal(publication_patch(publication, &(StrVec){0}, &place.diagnostics), PATCH_DONE);
    publication_end(publication);
    holds(&place, "elsewhere/deep/www/a", "new");
    publish_old(&place);
    holds(&place, "elsewhere/deep/www/a", "old");
    place_close(&place);
}

static void test_a_folder_is_filled_with_what_stays(void **state)
{
    (void)state;
    static const char *const others[] = {"/tmp", "/dev/shm"}; /* the second mostly is a file system of its own */
    for (size_t i = 0; i < 2; i++) {
        Place place;
        char other[32];
        place_open(&place);
        publish_old(&place);
        snprintf(other, sizeof other, "%s/whyfix-unit-XXXXXX", others[i]);
        assert_non_null(mkdtemp(other));
        Str to = str_from(other);
        FileNames *met = file_names(place.arena, in(&place, "site/www"), NULL);
        assert_true(file_names_meet(met, STR("a")));
        assert_true(file_names_meet(met, STR("c")));
        assert_true(file_names_meet(met, STR("d/e")));
        assert_true(file_write(path_join(place.arena, to, STR("c")), STR("new"), &place.diagnostics));
        assert_true(file_names_fill(met, to, &place.diagnostics));
        assert_true(file_holds(path_join(place.arena, to, STR("a")), STR("old")));
        assert_false(file_exists(path_join(place.arena, to, STR("b"))));
        assert_true(file_holds(path_join(place.arena, to, STR("c")), STR("new")));
        Str from = in(&place, "site/www/d/e"), copy = path_join(place.arena, to, STR("d/e"));
        FileStamp was = file_stamp(AT_FDCWD, from.data), is = file_stamp(AT_FDCWD, copy.data);
        assert_true(file_holds(copy, STR("old")));
        assert_int_equal(was.written, is.written);
        file_names_close(met);
        assert_true(tree_remove(to, &place.diagnostics));
        place_close(&place);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_publication_replaces_all_or_nothing),
        cmocka_unit_test(test_few_files_are_replaced_and_the_others_stay),
        cmocka_unit_test(test_where_few_files_cannot_be_replaced_all_can),
        cmocka_unit_test(test_what_was_interrupted_is_brought_to_its_end_or_back),
        cmocka_unit_test(test_who_is_on_the_way_to_a_file_finds_it),
        cmocka_unit_test(test_of_what_somebody_removed_meanwhile_nothing_is_put_in_place),
        cmocka_unit_test(test_a_link_to_what_is_published_stays),
        cmocka_unit_test(test_a_folder_is_filled_with_what_stays),
    };
    return cmocka_run_group_tests_name("publication", tests, NULL, NULL);
}
