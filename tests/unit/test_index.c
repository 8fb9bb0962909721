/* Posting lists and sets as the index packs them, and what the next index takes over from them. */
#include <stdlib.h>

#include "index/align.h"
#include "index/blocks.h"
#include "index/dictionary.h"
#include "index/han_pairs.h"
#include "index/merge.h"
#include "index/packed.h"
#include "index/postings.h"
#include "unit.h"

static unsigned any(unsigned *seed)
{
    return (unsigned)rand_r(seed);
}

static Str list_of(const Postings *postings, Arena *arena)
{
    char *list = arena_take(arena, postings->len);
    postings_copy(postings, list);
    return (Str){list, postings->len};
}

static void test_postings_are_what_was_added_however_long(void **state)
{
    (void)state;
    enum { MOST = 20000 };
    Arena *arena = arena_new();
    for (uint32_t count = 0; count <= MOST; count = count * 3 + 1) {
        Postings postings = {0};
        for (uint32_t i = 0, entry = 0; i < count; i++)
            postings_add(arena, &postings, entry += i % 7 ? i % 300 + 1 : i * 1000 + 1, i % 400);
        Str list = list_of(&postings, arena);
        uint32_t found = 0;
        unsigned often;
        for (uint32_t i = 0, entry = 0; i < count; i++) {
            entry += i % 7 ? i % 300 + 1 : i * 1000 + 1;
            assert_true(posting_next(&list, &found, &often));
            assert_int_equal(found, entry);
            assert_int_equal(often, i % 400 < POSTING_OFTEN_MOST ? i % 400 : POSTING_OFTEN_MOST);
        }
        assert_false(posting_next(&list, &found, &often));
    }
    arena_free(arena);
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void test_a_packed_set_is_sorted(void **state)
{
    (void)state;
    uint32_t random = 1, most[] = {50, 300, 70000, 20000000};
    for (size_t count = 0; count < 300; count += 7)
        for (size_t m = 0; m < sizeof most / sizeof *most; m++) {
            uint32_t numbers[300], sorted[300], number = 0, distance;
            for (size_t i = 0; i < count; i++)
                numbers[i] = sorted[i] = (random = random * 1664525 + 1013904223) % most[m];
            qsort(sorted, count, sizeof *sorted, by_number);
            Buffer out = {0};
            packed_put_set(&out, numbers, count);
            Str packed = buffer_str(&out), set = packed_next_set(&packed);
            assert_int_equal(packed.len, 0);
            for (size_t i = 0; i < count; i++) {
                assert_true(packed_next(&set, &distance));
                assert_int_equal(number += distance, sorted[i]);
            }
            assert_false(packed_next(&set, &distance));
            buffer_free(&out);
        }
}

/* How long a longest ascending part is, by trying all. */
static size_t longest_part(const uint64_t *hashes, size_t count, const uint64_t *before, size_t before_count)
{
    enum { MOST = 16 };
    size_t lengths[MOST] = {0}, longest = 0, places[MOST] = {0};
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < before_count; k++)
            if (before[k] == hashes[i]) places[i] = k + 1;
        if (!places[i]) continue;
        lengths[i] = 1;
        for (size_t k = 0; k < i; k++)
            if (places[k] && places[k] < places[i] && lengths[k] >= lengths[i]) lengths[i] = lengths[k] + 1;
        if (lengths[i] > longest) longest = lengths[i];
    }
    return longest;
}

static size_t some_hashes(uint64_t *hashes, unsigned *seed)
{
    size_t count = 0;
    for (uint64_t hash = 1; hash <= 12; hash++) /* each at most once */
        if (any(seed) % 3) hashes[count++] = hash;
    for (size_t i = 0; count && i < any(seed) % 4; i++) {
        size_t one = any(seed) % count, other = any(seed) % count;
        uint64_t hash = hashes[one];
        hashes[one] = hashes[other];
        hashes[other] = hash;
    }
    return count;
}

static void test_as_many_as_can_be_are_aligned(void **state)
{
    (void)state;
    unsigned seed = 1;
    Arena *arena = arena_new();
    for (int round = 0; round < 2000; round++) {
        uint64_t hashes[16], before[16];
        size_t count = some_hashes(hashes, &seed), before_count = some_hashes(before, &seed), aligned = 0;
        const uint32_t *places = align(arena, hashes, count, before, before_count);
        uint32_t last = 0;
        for (size_t i = 0; i < count; i++) {
            if (!places[i]) continue;
            assert_true(places[i] > last && places[i] <= before_count);
            assert_true(before[places[i] - 1] == hashes[i]);
            last = places[i];
            aligned++;
        }
        assert_int_equal(aligned, longest_part(hashes, count, before, before_count));
    }
    arena_free(arena);
}

/* An entry is in the list before, or is fresh, or neither; some are gone, and all that stay may have other numbers. */
static void test_merged_lists_are_what_would_have_been_made_anew(void **state)
{
    (void)state;
    enum { MOST = 40 };
    unsigned seed = 1;
    Arena *arena = arena_new();
    for (int round = 0; round < 5000; round++) {
        uint32_t now[MOST + 1] = {0}, number = 0, then = 0, wanted_gone = 0, gone;
        unsigned changes = (unsigned[]){3, 20, 60}[any(&seed) % 3]; /* one of so many is another */
        Postings before = {0}, fresh = {0}, wanted = {0};
        while (then < MOST) {
            bool is_fresh = any(&seed) % changes == 0, is_gone = any(&seed) % changes == 0, has_term = any(&seed) % 2;
            uint32_t often = any(&seed) % 300;
            if (is_fresh) {
                number++;
                if (has_term) postings_add(arena, &fresh, number, often);
            } else {
                then++;
                if (!is_gone) now[then] = ++number;
                if (has_term) postings_add(arena, &before, then, often);
                if (has_term) wanted_gone += is_gone;
            }
            if (has_term && (is_fresh || !is_gone)) postings_add(arena, &wanted, number, often);
        }
        Buffer merged = {0};
        const Renumbering numbers = renumbering(now, MOST);
        Str list = list_of(&before, arena), expected = list_of(&wanted, arena);
        bool is_another = merge_lists(&merged, list, &numbers, list_of(&fresh, arena), &gone);
        assert_true(str_equal(is_another ? buffer_str(&merged) : list, expected));
        assert_int_equal(gone, wanted_gone);
        buffer_free(&merged);
    }
    arena_free(arena);
}

static void test_pairs_of_han_characters_are_found_by_them(void **state)
{
    (void)state;
    enum { FIRST = 0x4E00, FIRSTS = 97, SECONDS = 101 /* enough for the table to grow twice */ };
    Arena *arena = arena_new();
    HanPairs pairs = han_pairs_new(arena);
    for (uint32_t i = 0; i < FIRSTS * SECONDS; i++) {
        uint32_t pair = han_pair(FIRST + i % FIRSTS, FIRST + i / FIRSTS);
        HanPair *slot = han_pairs_find(&pairs, pair);
        assert_int_equal(slot->characters, 0);
        han_pairs_add(&pairs, arena, slot, (HanPair){pair, i, 0, 0});
    }
    for (uint32_t i = 0; i < FIRSTS * SECONDS; i++) {
        uint32_t pair = han_pair(FIRST + i % FIRSTS, FIRST + i / FIRSTS);
        assert_int_equal(han_pairs_find(&pairs, pair)->characters, pair);
        assert_int_equal(han_pairs_find(&pairs, pair)->place, i);
    }
    assert_int_equal(han_pair_of(STR("網路")), han_pair(0x7DB2, 0x8DEF));
    assert_int_equal(han_pair_of(STR("網")), 0);
    assert_int_equal(han_pair_of(STR("網路段")), 0);
    assert_int_equal(han_pair_of(STR("abcdef")), 0);
    assert_int_equal(han_pair_of(STR("網한")), 0); /* behind HAN_END */
    assert_int_equal(han_pair_of(STR("\xE7\xB6\xE7\xB6\xB2\xB2")), 0);
    arena_free(arena);
}

/* How entries are counted: in runs of so many bytes, in memory or in a file. */
typedef struct Counted {
    size_t entries, run_size;
    bool is_stored;
} Counted;

static Str say(Arena *arena, unsigned *seed)
{
    static const char *const words[] = {"vpn",  "網路",           "不通", "AES-128", "隧道",
                                        "重新", "192.168.1.0/24", "log",  "的"};
    Buffer text = {0};
    for (unsigned i = any(seed) % 12; i > 0; i--) {
        if (any(seed) % 4 == 0)
            buffer_printf(&text, "w%u ", any(seed) % 1000);
        else
            buffer_printf(&text, "%s%s", words[any(seed) % (sizeof words / sizeof *words)], any(seed) % 2 ? " " : "");
    }
    Str said = buffer_take(&text, arena);
    buffer_free(&text);
    return said;
}

/* Makes a dictionary of entries that say what a seed has them say; `out` gets all that it has of them, and of the sets
 * of their terms. Returns how many runs there were. */
static size_t make(Arena *arena, Counted counted, Content *content, Dictionary *dictionary, Buffer *out)
{
    unsigned seed = 1;
    Str *lists = ARENA_ARRAY(arena, Str, counted.entries), *wordings = ARENA_ARRAY(arena, Str, counted.entries);
    *content = (Content){.entries.len = counted.entries};
    if (counted.is_stored) arena_adopt(arena, content->store = arena_new_stored());
    Arena *kept = content_arena(arena, content);
    Terms *terms = terms_new(kept, counted.run_size);
    for (size_t i = 0; i < counted.entries; i++) {
        terms_add_wording(terms, say(arena, &seed), 6);
        terms_add(terms, say(arena, &seed), 2);
        wordings[i] = str_copy(arena, terms_wordings(terms));
        lists[i] = terms_end_entry(terms, (uint32_t)i + 1);
    }
    TermRuns runs = terms_end(terms);
    assert_true(dictionary_make(dictionary, arena, kept, runs, NULL, content));
    for (size_t i = 0; i < counted.entries; i++) {
        dictionary_put_set(dictionary, out, &lists[i], (uint32_t)i + 1);
        size_t at = out->len;
        dictionary_put_set(dictionary, out, &wordings[i], (uint32_t)i + 1);
        buffer_printf(out, "%f\n", dictionary_weigh(dictionary, str_slice(buffer_str(out), at, out->len)));
    }
    for (size_t i = 0; i < dictionary->count; i++) {
        const Term *term = dictionary->terms[i];
        assert_true(!i || str_compare(term_text(dictionary->terms[i - 1]), term_text(term)) < 0);
        buffer_printf(out, "%s %u %u ", term->bytes, term->entries, term->list_len);
        buffer_add(out, term_list(term));
    }
    return runs.len;
}

static void test_terms_of_several_runs_are_those_of_one(void **state)
{
    (void)state;
    enum { ENTRIES = 3000 };
    const Counted ways[] = {{ENTRIES, SIZE_MAX, false},
                            {ENTRIES, SIZE_MAX, true},
                            {ENTRIES, 400000, false},
                            {ENTRIES, 400000, true},
                            {ENTRIES, 0, true}};
    Buffer expected = {0};
    for (size_t w = 0; w < sizeof ways / sizeof *ways; w++) {
        Arena *arena = arena_new();
        Content content;
        Dictionary dictionary;
        Buffer made = {0};
        size_t runs = make(arena, ways[w], &content, &dictionary, &made);
        if (ways[w].run_size == SIZE_MAX) assert_int_equal(runs, 1);
        if (ways[w].run_size != SIZE_MAX) assert_true(runs > 2);
        if (!w) buffer_add(&expected, buffer_str(&made));
        assert_true(str_equal(buffer_str(&made), buffer_str(&expected)));
        buffer_free(&made);
        arena_free(arena);
    }
    assert_true(expected.len > ENTRIES);
    buffer_free(&expected);
}

static void test_entries_without_terms_are_in_no_run(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Content content = {.entries.len = 3};
    Dictionary dictionary;
    Buffer out = {0};
    Terms *terms = terms_new(arena, 0);
    Str lists[3];
    for (uint32_t i = 0; i < 3; i++) {
        terms_add(terms, i == 1 ? STR("vpn") : STR("?!"), 1);
        lists[i] = terms_end_entry(terms, i + 1);
    }
    assert_true(dictionary_make(&dictionary, arena, arena, terms_end(terms), NULL, &content));
    assert_int_equal(dictionary.count, 1);
    for (uint32_t i = 0; i < 3; i++) dictionary_put_set(&dictionary, &out, &lists[i], i + 1);
    assert_memory_equal(out.data, "\0\1\0\0", 4);
    assert_int_equal(out.len, 4);
    buffer_free(&out);
    arena_free(arena);
}

/* Items of several rows, from any one to any other. */
static void test_items_of_blocks_are_found_from_wherever_the_reader_is(void **state)
{
    enum { ITEMS = 12, SIZE = 3000 /* bytes: two, or three, a row */ };
    (void)state;
    Arena *arena = arena_new();
    sqlite3 *db;
    BlockWriter writer;
    BlockReader reader;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    static const char table[] = "CREATE TABLE ranking(number INTEGER PRIMARY KEY, data BLOB NOT NULL)";
    assert_int_equal(sqlite3_exec(db, table, NULL, NULL, NULL), SQLITE_OK);
    assert_true(blocks_start(&writer, db, BLOCKS_INSERT("ranking")));
    for (int number = 1; number <= ITEMS; number++) {
        char *bytes = arena_alloc(arena, SIZE);
        memset(bytes, 'a' + number, SIZE);
        assert_true(blocks_put(&writer, (Str){bytes, (size_t)(number % 3 ? SIZE : SIZE / 2)}));
    }
    assert_true(blocks_end(&writer, true));
    for (uint32_t from = 1; from <= ITEMS; from++) {
        for (uint32_t to = 1; to <= ITEMS + 1; to++) {
            Str item;
            assert_true(blocks_open(&reader, db, BLOCKS_SELECT("ranking")));
            assert_true(blocks_find(&reader, from, &item));
            assert_int_equal(blocks_find(&reader, to, &item), to <= ITEMS);
            if (to <= ITEMS) assert_int_equal(item.data[0], 'a' + to);
            if (to <= ITEMS) assert_int_equal(item.len, to % 3 ? SIZE : SIZE / 2);
            blocks_close(&reader);
        }
    }
    sqlite3_close(db);
    arena_free(arena);
}

static void test_words_are_known_in_any_script(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Content content = {.entries.len = 1};
    Dictionary dictionary;
    Terms *terms = terms_new(arena, SIZE_MAX);
    terms_add(terms, STR("網路 VPN და 한"), 1);
    terms_end_entry(terms, 1);
    assert_true(dictionary_make(&dictionary, arena, arena, terms_end(terms), NULL, &content));
    assert_true(dictionary_knows(&dictionary, STR("網 路 vpn და 한")));
    assert_false(dictionary_knows(&dictionary, STR("段")));
    assert_false(dictionary_knows(&dictionary, STR("და დე")));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_postings_are_what_was_added_however_long),
        cmocka_unit_test(test_a_packed_set_is_sorted),
        cmocka_unit_test(test_as_many_as_can_be_are_aligned),
        cmocka_unit_test(test_merged_lists_are_what_would_have_been_made_anew),
        cmocka_unit_test(test_pairs_of_han_characters_are_found_by_them),
        cmocka_unit_test(test_terms_of_several_runs_are_those_of_one),
        cmocka_unit_test(test_entries_without_terms_are_in_no_run),
        cmocka_unit_test(test_items_of_blocks_are_found_from_wherever_the_reader_is),
        cmocka_unit_test(test_words_are_known_in_any_script),
    };
    return cmocka_run_group_tests_name("index", tests, NULL, NULL);
}
