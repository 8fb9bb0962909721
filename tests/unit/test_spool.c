/* base: files to which is only added, and what becomes of them where they cannot be written. */
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "place.h"
#include "unit.h"

enum { ITEMS = 3000, WRITERS = 2, LARGE = 200 * 1000 };

typedef struct Item {
    Str bytes;
    uint64_t at;
} Item;

/* One of all lengths, and now and then one that has no place in a window. */
static Str make(Arena *arena, size_t number)
{
    size_t len = number % 1000 == 999 ? LARGE : number * 7 % 501;
    char *bytes = arena_alloc(arena, len + 1);
    for (size_t i = 0; i < len; i++) bytes[i] = (char)('a' + (number + i) % 26);
    return (Str){bytes, len};
}

static void put_all(Arena *arena, Spool *spool, Item *items)
{
    SpoolWriter writers[WRITERS] = {{.spool = spool}, {.spool = spool}}, none = {0};
    for (size_t i = 0; i < ITEMS; i++) {
        Str bytes = make(arena, i);
        items[i] = (Item){bytes, spool_put(&writers[i / 3 % WRITERS], bytes)};
    }
    for (size_t i = 0; i < WRITERS; i++) spool_writer_free(&writers[i]);
    spool_writer_free(&none);
}

static void check_item(const Item *item, const char *read)
{
    assert_non_null(read);
    if (!str_equal((Str){read, item->bytes.len}, item->bytes)) fail_msg("item at %llu", (unsigned long long)item->at);
}

static void check_all(Arena *arena, const Spool *spool, const Item *items)
{
    static char bytes[LARGE];
    SpoolReader reader = {.spool = spool, .arena = arena};
    for (size_t i = 0; i < ITEMS; i++) {
        check_item(&items[i], spool_read_next(&reader, items[i].at, items[i].bytes.len, arena));
        const Item *other = &items[i * 1009 % ITEMS]; /* here and there */
        assert_true(spool_read(spool, other->at, other->bytes.len, bytes));
        check_item(other, bytes);
        if (i % 5) continue;
        check_item(other, spool_read_next(&reader, other->at, other->bytes.len, arena));
    }
}

static void test_a_spool_has_what_was_put(void **state)
{
    (void)state;
    static Item items[ITEMS], more[ITEMS];
    char byte;
    Place place;
    place_open(&place);
    Str path = path_join(place.arena, place.folder, STR("cache/bodies"));
    Spool *spool = spool_open(path, true);
    assert_int_equal(spool_size(spool), 0);
    put_all(place.arena, spool, items);
    check_all(place.arena, spool, items);
    uint64_t size = spool_size(spool);
    spool_close(spool);
    spool = spool_open(path, false); /* the next run adds to it */
    assert_true(spool_size(spool) <= size);
    size = spool_size(spool);
    put_all(place.arena, spool, more);
    for (size_t i = 0; i < ITEMS; i++) assert_true(more[i].at >= size);
    check_all(place.arena, spool, items);
    check_all(place.arena, spool, more);
    Spool *fresh = spool_open(path, true); /* another file: who reads the old one still may */
    assert_int_equal(spool_size(fresh), 0);
    assert_false(spool_read(fresh, 0, 1, &byte));
    check_all(place.arena, spool, items);
    spool_close(fresh);
    spool_close(spool);
    spool_close(NULL);
    place_close(&place);
}

static void check_spool(Str path)
{
    static Item items[ITEMS];
    Arena *arena = arena_new();
    Spool *spool = spool_open(path, true);
    put_all(arena, spool, items);
    check_all(arena, spool, items);
    spool_close(spool);
    arena_free(arena);
}

static void test_a_spool_does_without_a_file(void **state)
{
    (void)state;
    check_spool(STR_NONE);
    check_spool(STR("/dev/null/cache/bodies")); /* a temporary one */
    assert_int_equal(setenv("TMPDIR", "/dev/null", 1), 0);
    check_spool(STR("/dev/null/cache/bodies"));
    unsetenv("TMPDIR");
}

static void test_a_spool_keeps_what_the_disk_has_no_room_for(void **state)
{
    (void)state;
    struct rlimit before, tight;
    Place place;
    place_open(&place);
    getrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, SIG_IGN);
    for (rlim_t most = 0; most < 600 * 1000; most += 99 * 1000) {
        tight = (struct rlimit){most, before.rlim_max};
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
        check_spool(path_join(place.arena, place.folder, STR("bodies")));
    }
    setrlimit(RLIMIT_FSIZE, &before);
    place_close(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_spool_has_what_was_put),
        cmocka_unit_test(test_a_spool_does_without_a_file),
        cmocka_unit_test(test_a_spool_keeps_what_the_disk_has_no_room_for),
    };
    return cmocka_run_group_tests_name("spool", tests, NULL, NULL);
}
