/* What is kept from one build to the next: files of caches, packed documents; and the buffers they need.
 */
#include <stdlib.h>
#include <unistd.h>

#include "content/content.h"
#include "content/document_pack.h"
#include "place.h"
#include "unit.h"

static void test_a_buffer_outgrows_the_array_that_it_began_in(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    for (size_t len = 0; len < 200; len++) {
        char room[64];
        Buffer buffer = BUFFER_IN(room), plain = {0};
        for (size_t i = 0; i < len; i++) {
            buffer_add_char(&buffer, (char)('a' + i % 26));
            buffer_add_char(&plain, (char)('a' + i % 26));
        }
        assert_true(buffer.is_borrowed == (len < sizeof room));
        assert_true(str_equal(buffer_take(&buffer, arena), buffer_str(&plain)));
        buffer_add_text(&buffer, "again");
        assert_str(buffer_str(&buffer), "again");
        buffer_free(&buffer);
        buffer_free(&plain);
    }
    arena_free(arena);
}

/* Each character at each place of a word of eight bytes. */
static void test_html_is_escaped_wherever_it_stands(void **state)
{
    (void)state;
    Buffer out = {0}, expected = {0};
    for (int c = 1; c < 256; c++)
        for (size_t at = 0; at < 19; at++) {
            char text[20];
            memset(text, at % 2 ? 'x' : (char)0xE7, sizeof text);
            text[at] = (char)c;
            buffer_clear(&out);
            buffer_clear(&expected);
            html_escape(&out, (Str){text, sizeof text});
            for (size_t i = 0; i < sizeof text; i++) {
                const char *entity = text[i] == '&'    ? "&amp;"
                                     : text[i] == '<'  ? "&lt;"
                                     : text[i] == '>'  ? "&gt;"
                                     : text[i] == '"'  ? "&quot;"
                                     : text[i] == '\'' ? "&#39;"
                                                       : NULL;
                if (entity)
                    buffer_add_text(&expected, entity);
                else
                    buffer_add_char(&expected, text[i]);
            }
            assert_true(str_equal(buffer_str(&out), buffer_str(&expected)));
        }
    buffer_free(&out);
    buffer_free(&expected);
}

static void write_cache(const CacheFile *file, const char *text)
{
    CacheWriter *writer = cache_start(file, "test");
    assert_non_null(writer);
    cache_put(writer, text, strlen(text));
    cache_end(writer);
}

static void test_a_cache_is_its_owners(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    char folder[] = "/tmp/whyfix-cache-XXXXXX";
    assert_non_null(mkdtemp(folder));
    CacheFile mine = {.path = path_join(arena, str_from(folder), STR("deep/file")), .owner = STR("me")}, other = mine;
    other.owner = STR("you");
    Str contents;
    assert_false(cache_read(arena, &mine, "test", &contents));
    write_cache(&mine, "first");
    assert_true(cache_read(arena, &mine, "test", &contents));
    assert_str(contents, "first");
    assert_false(cache_read(arena, &other, "test", &contents));
    assert_false(cache_read(arena, &mine, "other", &contents));
    CacheWriter *writer = cache_start(&mine, "test");
    cache_put(writer, "half", 4);
    cache_abandon(writer);
    assert_true(cache_read(arena, &mine, "test", &contents));
    assert_str(contents, "first");
    assert_false(file_exists(str_concat(arena, mine.path, STR(".tmp"))));
    assert_int_equal(truncate(mine.path.data, 20), 0);
    assert_false(cache_read(arena, &mine, "test", &contents));
    mine.path = STR("");
    assert_null(cache_start(&mine, "test"));
    Diagnostics diagnostics;
    diagnostics_init(&diagnostics);
    assert_true(tree_remove(str_from(folder), &diagnostics));
    diagnostics_free(&diagnostics);
    arena_free(arena);
}

static const char markdown[] =
    "---\ntitle: VPN\ntags: [a, b]\n---\n# VPN\n\nIntro.\n\n## 協商失敗怎麼辦? {#e1}\n\n"
    "| 分類 | 原因 | 解決方案 |\n|---|---|---|\n| 設定 | 兩端的算法不同,其中一端沒有更新 | 改成一樣的 |\n"
    "| 網路 | 端口沒有放行 | `show ike` |\n\n## Why? {#e2}\n\nBecause.\n";

/* A document that is packed, unpacked and packed again is the same bytes; any part of them is none, and no crash. */
static void test_a_document_comes_back_as_it_was(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Diagnostics diagnostics;
    Config config;
    Document document, again;
    Buffer packed = {0}, twice = {0};
    diagnostics_init(&diagnostics);
    content_start();
    assert_true(content_read_config(arena, STR_NONE, &config, &diagnostics));
    document_read(arena, STR("content/vpn.md"), STR(markdown), 1700000000, &config, &document, &diagnostics);
    assert_int_equal(document.entries.len, 2);
    document_pack(&packed, &document);
    Arena *front = arena_new();
    SharedNames shared = {.arena = arena};
    assert_true(document_unpack(arena, front, arena, &shared, buffer_str(&packed), &again));
    document_pack(&twice, &again);
    assert_true(str_equal(buffer_str(&packed), buffer_str(&twice)));
    buffer_clear(&twice);
    arena_free(front);
    assert_true(document_unpack(arena, arena, arena, &shared, buffer_str(&packed), &again));
    assert_int_equal(again.entries.len, 2);
    assert_str(again.entries.items[0].question, "協商失敗怎麼辦?");
    assert_int_equal(again.entries.items[0].record_count, 2);
    assert_str(again.entries.items[0].records[1].category, "網路");
    assert_null(again.entries.items[1].records[0].category.data);
    assert_string_equal(again.entries.items[0].lang, "zh-Hant");
    assert_ptr_equal(again.entries.items[0].lang, shared.languages.items[0].data);
    assert_str(again.entries.items[0].records[1].id, "e1#2");
    assert_str(again.entries.items[0].records[1].anchor, "record-2");
    assert_str(again.entries.items[1].records[0].id, "e2");
    document_pack(&twice, &again);
    assert_true(str_equal(buffer_str(&packed), buffer_str(&twice)));
    for (size_t len = 0; len < packed.len; len++) {
        char *part = malloc(len + 1); /* so that a byte too far is seen */
        memcpy(part, packed.data, len);
        assert_false(document_unpack(arena, arena, arena, &shared, (Str){part, len}, &again));
        free(part);
    }
    buffer_free(&packed);
    buffer_free(&twice);
    diagnostics_free(&diagnostics);
    arena_free(arena);
}

/* ---- entries at rest --------------------------------------------------------------------------------------------- */

static void put_file(Place *place, const char *name, Str text)
{
    Str path = path_join(place->arena, place->folder, str_from(name));
    assert_true(folder_make(path_folder(path), &place->diagnostics));
    assert_true(file_write(path, text, &place->diagnostics));
}

static Str many_causes(Arena *arena, size_t count)
{
    Buffer text = {0};
    buffer_add_text(&text, "## 為什麼斷線? {#many}\n\n| 原因 | 解決方案 |\n|---|---|\n");
    for (size_t i = 0; i < count; i++)
        buffer_printf(&text, "| 第 %zu 條線斷了 | 接第 %zu 條線,見[這裡](a.md#e1) |\n", i, i);
    Str taken = buffer_take(&text, arena);
    buffer_free(&text);
    return taken;
}

static void read_all(Arena *arena, Str root, const char *memory, Content *content)
{
    static const CacheFile cache = {.is_new = true};
    Diagnostics diagnostics;
    FileInfoVec files = {0};
    diagnostics_init(&diagnostics);
    assert_int_equal(memory ? setenv("WHYFIX_MEMORY", memory, 1) : unsetenv("WHYFIX_MEMORY"), 0);
    assert_true(content_list(arena, root, &files, &diagnostics));
    assert_true(content_read_listed(arena, root, &files, &cache, content, &diagnostics));
    unsetenv("WHYFIX_MEMORY");
    diagnostics_free(&diagnostics);
}

static void assert_same(Str a, Str b)
{
    if (a.data ? !b.data || !str_equal(a, b) : b.data != NULL) fail_msg("'%.*s' is not '%.*s'", STR_ARG(a), STR_ARG(b));
}

static void check_entry(const Content *content, size_t number, const Entry *expected)
{
    Arena *arena = arena_new();
    const Entry *entry = entry_open(content, content->entries.items[number], arena);
    assert_same(entry->id, expected->id);
    assert_same(entry->path, expected->path);
    assert_same(entry->answer.markup, expected->answer.markup);
    assert_same(entry->context, expected->context);
    assert_same(answer_markdown(arena, entry, NULL), answer_markdown(arena, expected, NULL));
    assert_string_equal(entry->lang, expected->lang);
    assert_true(entry->hash == expected->hash && entry->hash);
    assert_int_equal(entry->original != NULL, expected->original != NULL);
    assert_int_equal(entry->record_count, expected->record_count);
    for (size_t i = 0; i < expected->record_count; i++) {
        const Record *record = &entry->records[i], *alone = record_open(content, number, i, arena);
        assert_same(record->id, expected->records[i].id);
        assert_same(record->anchor, expected->records[i].anchor);
        assert_same(record->solution_html.markup, expected->records[i].solution_html.markup);
        assert_same(alone->solution, expected->records[i].solution);
        assert_same(alone->solution_html.markup, expected->records[i].solution_html.markup);
    }
    arena_free(arena);
}

static void test_an_entry_at_rest_opens_as_it_was(void **state)
{
    (void)state;
    Place place;
    Content whole, rests;
    place_open(&place);
    Arena *arena = place.arena;
    put_file(&place, "content/a.md", STR(markdown));
    put_file(&place, "content/a.en.md", STR("## Why? {#e2}\n\nSee [the other](a.md#e1).\n"));
    put_file(&place, "content/again.md", STR("## Why? {#e1}\n\n**Cause:** none.\n\n**Solution:** [it](few.md)\n"));
    put_file(&place, "content/few.md", many_causes(arena, 3));
    put_file(&place, "content/many.md", many_causes(arena, 300));
    read_all(arena, place.folder, NULL, &whole);
    read_all(arena, place.folder, "0", &rests);
    assert_null(whole.store);
    assert_non_null(rests.store);
    assert_int_equal(whole.entries.len, 6);
    assert_int_equal(rests.entries.len, 6);
    size_t at_rest = 0;
    for (size_t i = 0; i < whole.entries.len; i++) {
        const Entry *front = rests.entries.items[i], *expected = whole.entries.items[i];
        at_rest += front->records == NULL;
        assert_same(front->question, expected->question);
        assert_int_equal(front->record_count, expected->record_count);
        check_entry(&rests, i, expected);
        check_entry(&whole, i, expected);
    }
    assert_int_equal(at_rest, 5); /* the one of many causes is not */
    place_close(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_buffer_outgrows_the_array_that_it_began_in),
        cmocka_unit_test(test_html_is_escaped_wherever_it_stands),
        cmocka_unit_test(test_a_cache_is_its_owners),
        cmocka_unit_test(test_a_document_comes_back_as_it_was),
        cmocka_unit_test(test_an_entry_at_rest_opens_as_it_was),
    };
    return cmocka_run_group_tests_name("cache", tests, NULL, NULL);
}
