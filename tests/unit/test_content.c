/* content: the normaliser, the outline and the extractors, each by itself. */
#include "content/content.h"
#include "content/extract.h"
#include "content/front_matter.h"
#include "content/normalise.h"
#include "content/outline.h"

#include "unit.h"

/* ---- the normaliser ---------------------------------------------------------------------------------------------- */

static void check_normalised(const char *loose, const char *canonical)
{
    Arena *arena = arena_new();
    assert_str(normalise(arena, str_from(loose), 1).text, canonical);
    assert_str(normalise(arena, str_from(canonical), 1).text, canonical);
    arena_free(arena);
}

static void test_normaliser_marks_questions_labels_and_lists(void **state)
{
    (void)state;
    check_normalised("為什麼連不上?\n原因:\n線斷了。\n解決方案:\n- 接線。\n",
                     "## 為什麼連不上?\n\n**原因:**\n\n線斷了。\n\n**解決方案:**\n\n- 接線。\n");
}

static void test_normaliser_leaves_canonical_text_alone(void **state)
{
    (void)state;
    check_normalised("## Why? {#a}\n\nBecause. Is it?\n\n```\nIs this code?\n```\n",
                     "## Why? {#a}\n\nBecause. Is it?\n\n```\nIs this code?\n```\n");
}

static void test_normaliser_knows_where_lines_came_from(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Normalised normal = normalise(arena, STR("甲問題是什麼?\n答案甲。\n乙問題是什麼?\n答案乙。\n"), 1);
    assert_true(normal.is_loose);
    Str rest = normal.text, line;
    for (int number = 1; str_next(&rest, '\n', &line); number++) {
        if (str_is(line, "## 乙問題是什麼?")) assert_int_equal(normalised_source_line(&normal, number), 3);
        if (str_is(line, "答案乙。")) assert_int_equal(normalised_source_line(&normal, number), 4);
    }
    arena_free(arena);
}

/* ---- the outline ------------------------------------------------------------------------------------------------- */

static void check_outline(const char *text, const char *kinds)
{
    Arena *arena = arena_new();
    bool is_limited;
    cmark_node *tree = markdown_parse(str_from(text), &is_limited);
    Outline outline = outline_read(arena, tree, STR(""), false);
    Buffer found = {0};
    for (size_t i = 1; i < outline.headings.len; i++) buffer_add_char(&found, "SQP"[outline.headings.items[i].kind]);
    assert_str(buffer_str(&found), kinds);
    buffer_free(&found);
    markdown_free(tree);
    arena_free(arena);
}

static void test_outline_tells_sections_questions_and_parts(void **state)
{
    (void)state;
    check_outline("# 連線\n\n## 為什麼?\n\n文\n\n## 怎麼辦?\n\n文\n", "SQQ");
    check_outline("## Why?\n\n### Cause\n\na\n\n### Solution\n\nb\n", "QPP");
    check_outline("# A\n\n## B\n\n### Why?\n\na\n", "SSQ");
    check_outline("## 錯誤 619\n\n**原因：** a\n\n**解決方案：** b\n", "Q");
}

static void test_outline_reads_ids(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    bool is_limited;
    cmark_node *tree = markdown_parse(STR("## Why? {#why-1}\n\na\n\n## <a name=\"how\"></a>How?\n\nb\n"), &is_limited);
    Outline outline = outline_read(arena, tree, STR(""), false);
    assert_str(outline.headings.items[1].id, "why-1");
    assert_true(outline.headings.items[1].is_id_pinned);
    assert_str(outline.headings.items[1].text, "Why?");
    assert_str(outline.headings.items[2].id, "how");
    assert_false(outline.headings.items[2].is_id_pinned);
    markdown_free(tree);
    arena_free(arena);
}

static void test_outline_reads_anchors(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    bool is_limited;
    cmark_node *tree = markdown_parse(STR("# T\n\n<a name=\"above\"></a>\n## Why?\n\n<a id=\"under\"></a>\n\n"
                                          "a <span id=\"within\">b</span>\n<a id=\"next\"></a>\n\n## How?\n\nb\n"),
                                      &is_limited);
    Outline outline = outline_read(arena, tree, STR(""), true);
    const StrVec *why = &outline.headings.items[2].anchors, *how = &outline.headings.items[3].anchors;
    assert_int_equal(outline.headings.items[1].anchors.len, 0);
    assert_int_equal(why->len, 3);
    assert_str(why->items[0], "above");
    assert_str(why->items[1], "under");
    assert_str(why->items[2], "within");
    assert_int_equal(how->len, 1);
    assert_str(how->items[0], "next");
    assert_int_equal(outline.blocks.len, 5); /* those that are nothing else are no text */
    markdown_free(tree);
    tree = markdown_parse(STR("## How?<a id=\"own\"></a>\n\n## Next\n\nb\n"), &is_limited);
    outline = outline_read(arena, tree, STR(""), true);
    assert_str(outline.headings.items[1].id, "own");
    assert_int_equal(outline.headings.items[2].anchors.len, 0);
    markdown_free(tree);
    arena_free(arena);
}

/* ---- trees and their memory ----------------------------------------------------------------------------------------
 */

static Str many_items(Arena *arena, const char *item, size_t count)
{
    Buffer text = {0};
    for (size_t i = 0; i < count; i++)
        buffer_printf(&text, "- %s %zu with a [link](/to/%zu) @example.com\n", item, i, i);
    Str taken = buffer_take(&text, arena);
    buffer_free(&text);
    return taken;
}

static void check_items(Arena *arena, cmark_node *tree, const char *item, size_t count)
{
    cmark_node *node = cmark_node_first_child(cmark_node_first_child(tree));
    for (size_t i = 0; i < count; i++, node = cmark_node_next(node))
        assert_str(node_text_str(arena, node), str_format(arena, "%s %zu with a link @example.com", item, i).data);
    assert_null(node);
}

/* Trees of a thread share memory: one that goes leaves the others as they are, and its memory is used again. */
static void test_trees_live_beside_each_other(void **state)
{
    (void)state;
    enum { ITEMS = 2000 /* more than one block of memory */ };
    Arena *arena = arena_new();
    bool is_limited;
    for (size_t round = 0; round < 3; round++) {
        cmark_node *one = markdown_parse(many_items(arena, "first", ITEMS), &is_limited);
        cmark_node *other = markdown_parse(many_items(arena, "second", ITEMS / 2), &is_limited);
        check_items(arena, other, "second", ITEMS / 2);
        markdown_free(other);
        other = markdown_parse(many_items(arena, "third", ITEMS / 4), &is_limited);
        check_items(arena, one, "first", ITEMS);
        check_items(arena, other, "third", ITEMS / 4);
        cmark_node *added = node_new(CMARK_NODE_TEXT);
        cmark_node_set_literal(added, "added");
        assert_str(node_literal(added), "added");
        cmark_node_free(added);
        markdown_free(one);
        check_items(arena, other, "third", ITEMS / 4);
        markdown_free(other);
    }
    arena_free(arena);
}

/* An extension that a text has nothing for is left out: what each is for is found wherever it stands. */
static void check_html(const char *markdown, const char *html)
{
    Arena *arena = arena_new();
    assert_str(content_render(arena, str_from(markdown)).markup, html);
    arena_free(arena);
}

static void test_extensions_are_there_where_they_are_needed(void **state)
{
    (void)state;
    check_html("a www.example.com\n", "<p>a <a href=\"http://www.example.com\">www.example.com</a></p>\n");
    check_html("https://example.com\n", "<p><a href=\"https://example.com\">https://example.com</a></p>\n");
    check_html("me@example.com\n", "<p><a href=\"mailto:me@example.com\">me@example.com</a></p>\n");
    check_html("~~gone~~\n", "<p><del>gone</del></p>\n");
    check_html("w: nothing\n", "<p>w: nothing</p>\n");
}

static void test_raw_html_is_balanced(void **state)
{
    (void)state;
    check_html("a **<sup>b<sup>** c</sup>\n", "<p>a <strong><sup>b<sup></sup></sup></strong> c</p>\n");
    check_html("<sup>a **b</sup>** c\n", "<p><sup>a <strong>b</strong> c</sup></p>\n");
    check_html("<div>\n\n- a </div> b\n\nc\n", "<div>\n<ul>\n<li>a  b</li>\n</ul>\n<p>c</p>\n</div>");
    check_html("<p>\n\n- a\n\n</p>\n\nb\n", "<p>\n</p><ul>\n<li>a</li>\n</ul>\n\n<p>b</p>\n");
    check_html("a <div>b</div> c\n\nd</p>e\n", "<p>a </p><div>b</div> c\n<p>d</p>e\n");
    check_html("<table><tr><td>a<td>b</td><tr><th>c</table>d\n",
               "<table><tr><td>a</td><td>b</td></tr><tr><th>c</th></tr></table>d\n");
    check_html("<ul><li><p>a<li>b<ul><li>c</ul></ul>\n", "<ul><li><p>a</p></li><li>b<ul><li>c</li></ul></li></ul>\n");
    check_html("<dl><dt>a<dd>b<p>c<p>d</dt></dl>\n", "<dl><dt>a</dt><dd>b<p>c</p><p>d</p></dd></dl>\n");
    check_html("<table><tr><td><table><tr><td>a</table>b<td>c</table>\n",
               "<table><tr><td><table><tr><td>a</td></tr></table>b</td><td>c</td></tr></table>\n");
}

static void test_attributes_have_values_of_their_kind(void **state)
{
    (void)state;
    check_html("a <img src=\"a.png\" width=640px height=\"80%\" onclick=\"x\" WIDTH=2>\n",
               "<p>a <img src=\"a.png\" width=\"640\" alt=\"\"></p>\n");
    check_html("a <img alt='a \"b\"' src=\"javascript:x\" title=''>\n",
               "<p>a <img alt=\"a &quot;b&quot;\" title=\"\"></p>\n");
    check_html("<details open=\"\"><summary>a</summary>b</details>\n",
               "<details open><summary>a</summary>b</details>\n");
}

static void test_no_link_is_in_another(void **state)
{
    (void)state;
    check_html("<a href=\"https://a.example\">https://a.example</a>\n",
               "<p><a href=\"https://a.example\">https://a.example</a></p>\n");
    check_html("[a <a href=\"https://b.example\">b</a> c](https://d.example)\n",
               "<p><a href=\"https://d.example\">a b c</a></p>\n");
    check_html("<a href=\"https://a.example\">a <a href=\"https://b.example\">b</a>\n",
               "<p><a href=\"https://a.example\">a </a><a href=\"https://b.example\">b</a></p>\n");
    check_html("<a href=\"https://a.example\">**b** [c](https://d.example)\n",
               "<p><a href=\"https://a.example\"><strong>b</strong> c</a></p>\n");
}

/* ---- the extractors ---------------------------------------------------------------------------------------------- */

typedef struct Reading {
    Arena *arena;
    Document document;
} Reading;

static Entry *read_entry(Reading *reading, const char *text)
{
    Diagnostics diagnostics;
    Config config = {.lang = "zh-Hant"};
    diagnostics_init(&diagnostics);
    reading->arena = arena_new();
    document_read(reading->arena, STR("content/a.md"), str_from(text), 0, &config, &reading->document, &diagnostics);
    diagnostics_free(&diagnostics);
    assert_true(reading->document.entries.len > 0);
    return &reading->document.entries.items[0];
}

static void check_record(const Record *record, const char *rule, const char *category, const char *cause,
                         const char *solution)
{
    assert_string_equal(record->rule, rule);
    if (category)
        assert_str(record->category, category);
    else
        assert_null(record->category.data);
    if (cause)
        assert_str(record->cause, cause);
    else
        assert_null(record->cause.data);
    assert_str(record->solution, solution);
}

static void test_tables(void **state)
{
    (void)state;
    Reading reading;
    Entry *entry = read_entry(
        &reading, "## 問?\n\n| 分類 | 可能原因 | 處理方法 |\n|---|---|---|\n| 甲 | 乙 | 丙<br>丁 |\n| | 戊 | 己 |\n");
    assert_int_equal(entry->record_count, 2);
    check_record(&entry->records[0], "table", "甲", "乙", "丙\n丁");
    check_record(&entry->records[1], "table", "甲", "戊", "己");
    assert_int_equal(entry->records[1].line, 6);
    arena_free(reading.arena);
}

static void test_table_without_a_solution_is_prose(void **state)
{
    (void)state;
    Reading reading;
    Entry *entry = read_entry(&reading, "## 問?\n\n| 名稱 | 大小 |\n|---|---|\n| 甲 | 1 |\n");
    assert_int_equal(entry->record_count, 1);
    check_record(&entry->records[0], "prose", NULL, NULL, "名稱\t大小\n甲\t1");
    arena_free(reading.arena);
}

static void test_labels(void **state)
{
    (void)state;
    Reading reading;
    Entry *entry = read_entry(&reading, "## 問?\n\n原因1：甲。\n\n原因2：乙。\n\n解決方案1：丙。\n\n解決方案2：丁。\n");
    assert_int_equal(entry->record_count, 2);
    check_record(&entry->records[0], "labels", NULL, "甲。", "丙。");
    check_record(&entry->records[1], "labels", NULL, "乙。", "丁。");
    arena_free(reading.arena);
}

static void test_prose_and_steps(void **state)
{
    (void)state;
    Reading reading;
    Entry *entry = read_entry(&reading, "## How?\n\n1. One.\n2. Two:\n\n   ```\n   run it\n   ```\n");
    assert_int_equal(entry->kind, KIND_HOWTO);
    assert_int_equal(entry->records[0].steps.len, 2);
    assert_str(entry->records[0].commands.items[0], "run it");
    assert_str(entry->answer_text, "One.\nTwo:\nrun it");
    arena_free(reading.arena);
}

static void test_hash_follows_the_text_alone(void **state)
{
    (void)state;
    Reading one, moved, changed;
    const Entry *a = read_entry(&one, "## 問?\n\n原因：甲。\n\n解決方案：乙。\n");
    const Entry *b = read_entry(&moved, "\n\n\n## 問?\n\n原因：甲。\n\n\n解決方案：乙。\n");
    const Entry *c = read_entry(&changed, "## 問?\n\n原因：甲。\n\n解決方案：丙。\n");
    assert_true(str_equal(a->records[0].hash, b->records[0].hash));
    assert_false(str_equal(a->records[0].hash, c->records[0].hash));
    arena_free(one.arena);
    arena_free(moved.arena);
    arena_free(changed.arena);
}

static void test_vocabulary_reads_both_scripts_and_english(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        Role role;
        int number;
    } cases[] = {{"原因", ROLE_CAUSE, 0},         {"可能的原因：", ROLE_CAUSE, 0}, {"Root cause:", ROLE_CAUSE, 0},
                 {"解决方案2", ROLE_SOLUTION, 2}, {"解決辦法", ROLE_SOLUTION, 0},  {"Resolution", ROLE_SOLUTION, 0},
                 {"环境", ROLE_ENVIRONMENT, 0},   {"今天天氣很好", ROLE_NONE, 0},  {"", ROLE_NONE, 0}};
    Arena *arena = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int number = -1;
        assert_int_equal(vocabulary_label(arena, str_from(cases[i].label), &number), cases[i].role);
        if (cases[i].role != ROLE_NONE) assert_int_equal(number, cases[i].number);
    }
    arena_free(arena);
}

static void test_ids(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    assert_str(id_from_question(arena, STR("How do I set up IKEv2?")), "how-do-i-set-up-ikev2");
    Str han = id_from_question(arena, STR("第一階段協商失敗？"));
    assert_true(str_equal(han, id_from_question(arena, STR("第一阶段协商失败?"))));
    assert_str(id_clean(arena, STR(" a/b c.d--")), "a-b-c.d");
    assert_str(id_clean(arena, STR("../..")), "");
    assert_true(id_is_reserved(STR("index")));
    assert_str(id_beside_pages(arena, STR("index")), "index-1");
    assert_str(id_beside_pages(arena, STR("tag.invalid.name")), "tag-invalid.name");
    assert_str(id_beside_pages(arena, STR("tags.invalid")), "tags.invalid");
    arena_free(arena);
}

int main(void)
{
    content_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_normaliser_marks_questions_labels_and_lists),
        cmocka_unit_test(test_normaliser_leaves_canonical_text_alone),
        cmocka_unit_test(test_normaliser_knows_where_lines_came_from),
        cmocka_unit_test(test_outline_tells_sections_questions_and_parts),
        cmocka_unit_test(test_outline_reads_ids),
        cmocka_unit_test(test_outline_reads_anchors),
        cmocka_unit_test(test_trees_live_beside_each_other),
        cmocka_unit_test(test_extensions_are_there_where_they_are_needed),
        cmocka_unit_test(test_raw_html_is_balanced),
        cmocka_unit_test(test_attributes_have_values_of_their_kind),
        cmocka_unit_test(test_no_link_is_in_another),
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_table_without_a_solution_is_prose),
        cmocka_unit_test(test_labels),
        cmocka_unit_test(test_prose_and_steps),
        cmocka_unit_test(test_hash_follows_the_text_alone),
        cmocka_unit_test(test_vocabulary_reads_both_scripts_and_english),
        cmocka_unit_test(test_ids),
    };
    return cmocka_run_group_tests_name("content", tests, NULL, NULL);
}
