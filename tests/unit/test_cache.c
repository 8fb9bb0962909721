/* What is kept from one build to the next: files of caches, packed documents; and the buffers they need.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
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

/* Each character at each place of a block; those that control something go. */
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
                if ((unsigned char)text[i] < ' ' && !strchr("\t\n", text[i])) continue;
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
    Buffer front = {0}, body = {0}, twice[2] = {0};
    diagnostics_init(&diagnostics);
    content_start();
    assert_true(content_read_config(arena, STR_NONE, &config, &diagnostics));
    document_read(arena, STR("content/vpn.md"), STR(markdown), 1700000000, &config, &document, &diagnostics);
    assert_int_equal(document.entries.len, 2);
    document_pack(&front, &body, &document);
    SharedNames shared = {.arena = arena};
    Packed packed = {buffer_str(&front), buffer_str(&body), 0};
    assert_true(document_unpack(arena, &shared, packed, true, &again));
    assert_true(entry_is_at_rest(&again.entries.items[0]));
    assert_null(again.entries.items[0].records);
    assert_str(entry_cause(&again.entries.items[0], 1).category, "網路");
    Entry opened = again.entries.items[1];
    entry_unpack(arena, str_slice(packed.body, opened.body.at, opened.body.at + opened.body.len), &opened);
    assert_str(opened.answer_text, "Because.");
    opened = again.entries.items[0];
    entry_unpack(arena, str_slice(packed.body, opened.body.at, opened.body.at + opened.body.len), &opened);
    assert_false(entry_is_at_rest(&opened));
    assert_str(opened.records[1].solution, "show ike");
    assert_str(opened.records[1].category, "網路");
    assert_int_equal(again.entries.items[0].solutions_len,
                     opened.records[0].solution.len + opened.records[1].solution.len);
    assert_true(document_unpack(arena, &shared, packed, false, &again));
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
    document_pack(&twice[0], &twice[1], &again);
    assert_true(str_equal(packed.front, buffer_str(&twice[0])) && str_equal(packed.body, buffer_str(&twice[1])));
    for (size_t len = 0; len < packed.front.len || len < packed.body.len; len++) {
        char *part = malloc(len + 1); /* so that a byte too far is seen */
        bool is_front = len < packed.front.len, is_body = len < packed.body.len;
        if (is_front) memcpy(part, packed.front.data, len);
        for (int is_resting = 0; is_front && is_resting < 2; is_resting++)
            assert_false(document_unpack(arena, &shared, (Packed){{part, len}, packed.body, 0}, is_resting, &again));
        if (is_body) memcpy(part, packed.body.data, len);
        if (is_body)
            assert_false(document_unpack(arena, &shared, (Packed){packed.front, {part, len}, 0}, false, &again));
        free(part);
    }
    buffer_free(&front);
    buffer_free(&body);
    for (size_t i = 0; i < 2; i++) buffer_free(&twice[i]);
    diagnostics_free(&diagnostics);
    arena_free(arena);
}

/* ---- entries at rest --------------------------------------------------------------------------------------------- */

static void put_file(Place *place, const char *name, Str text)
{
    Str path = path_join(place->arena, place->folder, str_from(name));
    assert_true(folder_make(path_folder(path), &place->diagnostics));
    assert_true(file_write(path, text, &place->diagnostics));
    const struct timespec long_ago[2] = {{.tv_sec = 1700000000}, {.tv_sec = 1700000000}};
    assert_int_equal(utimensat(AT_FDCWD, path.data, long_ago, 0), 0); /* else it could change unnoticed */
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

static void read_all(Arena *arena, Str root, const char *memory, bool is_new, Content *content)
{
    const CacheFile cache = {path_join(arena, root, STR("cache/documents")), STR("me"), is_new};
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
    Content whole, others[2];
    place_open(&place);
    Arena *arena = place.arena;
    put_file(&place, "content/a.md", STR(markdown));
    put_file(&place, "content/a.en.md", STR("## Why? {#e2}\n\nSee [the other](a.md#e1).\n"));
    put_file(&place, "content/again.md", STR("## Why? {#e1}\n\n**Cause:** none.\n\n**Solution:** [it](few.md)\n"));
    put_file(&place, "content/few.md", many_causes(arena, 3));
    put_file(&place, "content/many.md", many_causes(arena, 300));
    read_all(arena, place.folder, NULL, true, &whole);
    assert_int_equal(whole.entries.len, 6);
    content_write_cache(&whole);
    for (size_t i = 0; i < whole.entries.len; i++) assert_false(entry_is_at_rest(whole.entries.items[i]));
    read_all(arena, place.folder, "0", true, &others[0]); /* as a large site is read, */
    content_write_cache(&others[0]);
    read_all(arena, place.folder, NULL, false, &others[1]); /* and one that was read before */
    for (size_t o = 0; o < 2; o++) {
        const Content *rests = &others[o];
        size_t at_rest = 0;
        assert_int_equal(rests->store != NULL, o == 0);
        assert_int_equal(rests->entries.len, 6);
        for (size_t i = 0; i < whole.entries.len; i++) {
            const Entry *front = rests->entries.items[i], *expected = whole.entries.items[i];
            at_rest += entry_is_at_rest(front);
            assert_same(front->question, expected->question);
            assert_int_equal(front->record_count, expected->record_count);
            check_entry(rests, i, expected);
            check_entry(&whole, i, expected);
        }
        assert_int_equal(at_rest, 5); /* the one of many causes is not */
    }
    content_close(&whole);
    for (size_t o = 0; o < 2; o++) content_close(&others[o]);
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
