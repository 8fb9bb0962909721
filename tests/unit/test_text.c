/* text: folding, tokens, languages, cleaning. */
#include "text/text.h"

#include "unit.h"

static void check_fold(const char *text, const char *expected)
{
    Arena *arena = arena_new();
    assert_str(fold_text(arena, str_from(text)), expected);
    arena_free(arena);
}

static void test_fold(void **state)
{
    (void)state;
    check_fold("IPsec 連線：協商失敗", "ipsec 连线:协商失败");
    check_fold("ＵＤＰ５００　ｶ", "udp500 カ");
    check_fold("  Straße\tÉcole  ﬁx ", "strasse ecole fix");
    check_fold("機\u00ADа\u200Bб", "机аб");
    Arena *arena = arena_new();
    assert_str(fold_key(arena, STR("「第一階段」 協商 - 失敗？")), "第一阶段协商失败");
    arena_free(arena);
}

static int append(void *context, const Token *token)
{
    buffer_printf(context, "%s%.*s%s", ((Buffer *)context)->len ? " " : "", STR_ARG(token->text),
                  token->is_whole  ? "+"
                  : token->is_tail ? "-"
                                   : "");
    return 0;
}

static void check_tokens(const char *text, const char *expected)
{
    Buffer out = {0};
    tokens_each(str_from(text), append, &out);
    assert_str(buffer_str(&out), expected);
    buffer_free(&out);
}

static void test_tokens(void **state)
{
    (void)state;
    check_tokens("協商失敗", "协商 商失 失败 败-");
    check_tokens("網", "网");
    check_tokens("IPsec連接", "ipsec 连接 接-");
    check_tokens("UDP500端口", "udp udp500+ 500 端口 口-");
    check_tokens("AES-128", "aes aes128+ 128");
    check_tokens("aes128", "aes aes128+ 128");
    check_tokens("IKEv2", "ikev ikev2+ 2");
    check_tokens("nat-policy", "nat natpolicy+ policy");
    check_tokens("192.168.1.0/24", "192 192.168.1.0/24+ 168 1 0 24");
    check_tokens("end. Next", "end next");
    check_tokens("a - b", "a b");
    check_tokens("\xFF\xFE\x80", "");
    check_tokens("", "");
}

static void test_pairs_can_be_told_apart(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    HanPairVec pairs = {0};
    Buffer others = {0};
    /* 𠀋 is above HAN_END: its pairs are told as others are */
    tokens_each_but_pairs(STR("協商失敗 AES-128 用𠀋字"), append, &others, arena, &pairs);
    assert_str(buffer_str(&others), "败- aes aes128+ 128 用𠀋 𠀋字 字-");
    assert_int_equal(pairs.len, 3);
    const uint32_t expected[] = {han_pair(0x534F, 0x5546), han_pair(0x5546, 0x5931), han_pair(0x5931, 0x8D25)};
    assert_memory_equal(pairs.items, expected, sizeof expected); /* 协商 商失 失败 */
    buffer_free(&others);
    arena_free(arena);
}

static int check_place(void *context, const Token *token)
{
    const char *text = context;
    if (token->is_whole) assert_memory_equal(text + token->start, "AES-128", token->end - token->start);
    if (token->class == CHAR_HAN && !token->is_tail) assert_int_equal((token->end - token->start) % 3, 0);
    return 0;
}

static void test_tokens_know_their_places(void **state)
{
    (void)state;
    const char *text = "用 AES-128 加密";
    tokens_each(str_from(text), check_place, (void *)(uintptr_t)text);
}

static int count_bytes(void *context, const Token *token)
{
    assert_true(token->text.len <= 300 && token->start < token->end);
    *(size_t *)context += 1;
    return 0;
}

static void test_long_words_are_cut_and_not_lost(void **state)
{
    (void)state;
    Buffer text = {0};
    size_t count = 0;
    for (int i = 0; i < 100000; i++) buffer_add_char(&text, "ab1-"[i % 4]);
    tokens_each(buffer_str(&text), count_bytes, &count);
    assert_true(count > 1000);
    buffer_free(&text);
}

static void test_language(void **state)
{
    (void)state;
    assert_string_equal(text_language(STR("連線失敗"), "en"), "zh-Hant");
    assert_string_equal(text_language(STR("连接失败 of the VPN"), "en"), "zh-Hans");
    assert_string_equal(text_language(STR("The VPN is down"), "zh-Hant"), "en");
    assert_string_equal(text_language(STR("你好"), "zh-Hans"), "zh-Hans");
    assert_string_equal(text_language(STR("123"), "zh-Hant"), "zh-Hant");
    Buffer text = {0};
    for (size_t before = 0; before < 40; before++) { /* wherever it begins: digits count for nothing */
        buffer_clear(&text);
        for (size_t i = 0; i < before; i++) buffer_add_text(&text, "1");
        size_t start = text.len;
        buffer_add_text(&text, "網 abcdef");
        assert_true(text_is_han(buffer_str(&text)));
        buffer_add_text(&text, "g");
        assert_false(text_is_han(buffer_str(&text)));
        text.len = start;
        buffer_add_text(&text, "連 of the VPN 连 failed to");
        assert_string_equal(text_language(buffer_str(&text), "zh-Hans"), "en");
        buffer_add_text(&text, " 連線連");
        assert_string_equal(text_language(buffer_str(&text), "zh-Hans"), "zh-Hant");
    }
    buffer_free(&text);
}

static void test_clean(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    CleanReport report;
    assert_str(text_clean(arena,
                          STR("\xEF\xBB\xBF"
                              "a\r\nb\rc\n"),
                          &report),
               "a\nb\nc\n");
    assert_int_equal(report.invalid_count, 0);
    assert_str(text_clean(arena,
                          STR("a\nb\xFF"
                              "c"),
                          &report),
               "a\nb\xEF\xBF\xBD"
               "c");
    assert_int_equal(report.invalid_line, 2);
    arena_free(arena);
}

static void check_clean(const char *text, const char *clean)
{
    Arena *arena = arena_new();
    CleanReport report;
    assert_str(text_clean(arena, str_from(text), &report), clean);
    assert_int_equal(report.invalid_count, 0);
    arena_free(arena);
}

static void test_what_is_for_terminals_goes(void **state)
{
    (void)state;
    check_clean("a\033[1;31mred\033[0m b", "ared b");
    check_clean("\033]0;title\007a\033]8;;https://a.example\033\\b\033]8;;\033\\", "ab");
    check_clean("a\033 b\033[\n1mc\033]d\ne\033", "a b[\n1mc]d\ne");
    check_clean("a\bb\vc\fd\177e\tf", "ab c de\tf");
    check_clean("sixteen letters, and one more: \001", "sixteen letters, and one more: ");
    check_clean("a\r\rb\r\n\033[31mc\r", "a\n\nb\nc\n");
}

/* Wherever in a text it stands, what is no character, or a control character, is found; and what is one, is left. */
static void test_clean_at_any_place(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "\xE9",
        "\xE9\x98",
        "\x98",
        "\xE0\x80\x80",
        "\xED\xA0\x80",
        "\xF0\x9F\x98",
        "\xC3",
        "\xFF",
        "\xE9\x98\xE9\x98\xB2",
        "\xE9\x98\xB2\xB2",
        "\xC3\xA9",
        "\xF0\x9F\x98\x80",
        "\xE0\xA4\x85",
        "\xEF\xBC\x8C",
        "\xED\x95\x9C",
        "\xE9\x98\xB2",
        "\x01",
        "\x1F",
        "\x7F",
    };
    enum { BROKEN = 10 /* of them */, CONTROLS = 16 /* the place of the first */, PLACES = 40 };
    Arena *arena = arena_new();
    for (size_t p = 0; p < sizeof pieces / sizeof *pieces; p++) {
        for (size_t place = 0; place <= PLACES; place++) {
            for (size_t step = 1; step <= 3; step += 2) { /* letters, or Han around it */
                Buffer text = {0};
                for (size_t i = 0; i < place; i++) buffer_add(&text, step == 1 ? STR("a") : STR("\xE7\x81\xAB"));
                buffer_add_text(&text, pieces[p]);
                for (size_t i = place; i < PLACES; i++) buffer_add(&text, step == 1 ? STR("a") : STR("\xE7\x81\xAB"));
                CleanReport report;
                Str clean = text_clean(arena, buffer_str(&text), &report);
                assert_int_equal(report.invalid_count > 0, p < BROKEN);
                assert_int_equal(str_equal(clean, buffer_str(&text)), p >= BROKEN && p < CONTROLS);
                buffer_free(&text);
            }
        }
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fold),
        cmocka_unit_test(test_tokens),
        cmocka_unit_test(test_pairs_can_be_told_apart),
        cmocka_unit_test(test_tokens_know_their_places),
        cmocka_unit_test(test_long_words_are_cut_and_not_lost),
        cmocka_unit_test(test_language),
        cmocka_unit_test(test_clean),
        cmocka_unit_test(test_what_is_for_terminals_goes),
        cmocka_unit_test(test_clean_at_any_place),
    };
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
