/* base: memory, of arenas, buffers, the pool that both are made of, and the store. */
#include <fcntl.h>
#include <unistd.h>

#include "base/pool.h"
#include "base/store.h"
#include "unit.h"

static void check_arena(Arena *arena)
{
    enum { NUMBERS = 300000, NAMES = 60000 };
    VEC(uint32_t) numbers[2] = {0};
    Str *names = ARENA_ARRAY(arena, Str, NAMES);
    uint32_t *given = ARENA_ARRAY(arena, uint32_t, NUMBERS);
    for (size_t i = 0; i < NUMBERS; i++) {
        for (size_t v = 0; v < 2; v++) VEC_PUSH(arena, &numbers[v], (uint32_t)(i * 2 + v));
        if (i < NAMES) names[i] = str_format(arena, "name %zu", i);
        given[i] = UINT32_MAX;
        if (i == NUMBERS / 2) arena_rest(arena);
    }
    arena_give_back(arena, given, NUMBERS * sizeof *given);
    arena_rest(arena);
    for (size_t i = 0; i < NUMBERS; i++)
        if (numbers[0].items[i] != i * 2 || numbers[1].items[i] != i * 2 + 1) fail_msg("number %zu", i);
    for (size_t i = 0; i < NAMES; i++) {
        char copy[32];
        arena_read(arena, names[i].data, names[i].len, copy); /* before it is looked at */
        Str name = str_format(arena, "name %zu", i);
        if (!str_equal((Str){copy, names[i].len}, name) || !str_equal(names[i], name)) fail_msg("name %zu", i);
    }
    char another[] = "not of the arena", copy[sizeof another];
    arena_read(arena, another, sizeof another, copy);
    assert_string_equal(copy, another);
}

static void test_arenas(void **state)
{
    (void)state;
    for (int is_stored = 0; is_stored < 2; is_stored++) {
        Arena *arena = is_stored ? arena_new_stored() : arena_new(), *owner = arena_new();
        arena_adopt(owner, arena);
        for (int turn = 0; turn < 2; turn++) {
            check_arena(arena);
            arena_reset(arena);
        }
        arena_free(owner);
    }
    assert_true(memory_use().all >= memory_use().files && memory_use().all > 0);
    assert_true(memory_exceeds(1, 1));
    assert_false(memory_exceeds(SIZE_MAX / 2, 1)); /* from here on the system is not asked for a while */
    assert_false(memory_exceeds(1, 1));
}

/* What is taken says which it is, all over. */
typedef struct Taken {
    unsigned char *bytes;
    size_t size;
    unsigned char mark;
} Taken;

static void check_mark(const Taken *taken, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (taken->bytes[i] != taken->mark) fail_msg("byte %zu of %zu", i, size);
}

static size_t next_size(uint64_t *dice)
{
    enum { LARGEST = 24 };
    *dice = *dice * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return ((size_t)1 << (*dice >> 32) % LARGEST) + (*dice >> 40) % 5000;
}

static void test_the_pool_gives_nobody_what_another_has(void **state)
{
    (void)state;
    enum { PLACES = 40, TURNS = 3000 };
    Taken places[PLACES] = {0};
    uint64_t dice = 1;
    for (size_t i = 0; i < TURNS; i++) {
        Taken *taken = &places[i * 7 % PLACES];
        size_t size = next_size(&dice), before = taken->size;
        if (taken->bytes) check_mark(taken, before);
        if (taken->bytes && i % 3 == 0) {
            pool_give(taken->bytes, before);
            *taken = (Taken){0};
            continue;
        }
        taken->bytes = taken->bytes ? pool_resize(taken->bytes, before, size) : pool_take(size);
        check_mark(taken, before < size ? before : size);
        *taken = (Taken){taken->bytes, size, (unsigned char)i};
        memset(taken->bytes, taken->mark, size);
    }
    for (size_t i = 0; i < PLACES; i++)
        if (places[i].bytes) pool_give(places[i].bytes, places[i].size);
}

static void test_what_the_pool_has_back_is_the_systems(void **state)
{
    (void)state;
    enum { PIECES = 200, MOST = 32 * 1024 * 1024 };
    void *pieces[PIECES];
    size_t before = memory_use().all;
    for (size_t i = 0; i < PIECES; i++) pieces[i] = memset(pool_take(300 * 1024), 1, 300 * 1024);
    for (size_t i = 0; i < PIECES; i++) pool_give(pieces[i], 300 * 1024);
    assert_in_range(memory_use().all, 0, before + MOST);
}

/* With a file that from some place on takes no more, what is there stays in memory. */
static void check_store(bool has_full_disk)
{
    enum { PIECES = 4000 };
    static Taken taken[PIECES];
    uint64_t dice = 7;
    size_t count = 0;
    Store store;
    assert_true(store_open(&store));
    for (; count < PIECES; count++) {
        size_t size = next_size(&dice) / (count % 100 ? 256 : 8); /* now and then more than a window has room for */
        unsigned char *bytes = store_take(&store, size);
        if (!bytes) break;
        taken[count] = (Taken){memset(bytes, (int)count % 251, size), size, (unsigned char)(count % 251)};
        if (has_full_disk && count == PIECES / 2) {
            int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
            assert_int_equal(dup2(full, store.file), store.file);
            close(full);
        }
        if (count % 500 == 0) store_rest(&store);
    }
    assert_true(has_full_disk ? count > PIECES / 2 && store.is_stuck : count == PIECES && !store.is_stuck);
    store_rest(&store);
    for (size_t i = 0; i < count; i++) check_mark(&taken[i], taken[i].size);
    store_close(&store);
}

static void test_a_store_keeps_what_it_holds(void **state)
{
    (void)state;
    check_store(false);
    check_store(true);
}

static void test_a_buffer_keeps_what_it_holds_as_it_grows(void **state)
{
    (void)state;
    enum { NUMBERS = 200000 };
    char room[64];
    Buffer buffers[] = {{0}, BUFFER_IN(room)};
    for (size_t b = 0; b < 2; b++) {
        Buffer *buffer = &buffers[b];
        for (size_t i = 0; i < NUMBERS; i++) buffer_add_word(buffer, i);
        assert_int_equal(buffer_str(buffer).len, NUMBERS * sizeof(uint64_t));
        for (uint64_t i = 0; i < NUMBERS; i++)
            if (memcmp(buffer->data + i * sizeof i, &i, sizeof i) != 0) fail_msg("number %zu", (size_t)i);
        buffer_free(buffer);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arenas),
        cmocka_unit_test(test_the_pool_gives_nobody_what_another_has),
        cmocka_unit_test(test_what_the_pool_has_back_is_the_systems),
        cmocka_unit_test(test_a_store_keeps_what_it_holds),
        cmocka_unit_test(test_a_buffer_keeps_what_it_holds_as_it_grows),
    };
    return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
