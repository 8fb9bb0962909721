/* Writes the fold table (fold_table.inc) to stdout: run once, when the program is built.
 * Unicode data from utf8proc, script conversion from OpenCC's t2s and s2t. */
#include "fold_table.h"

#include <opencc/opencc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum { CODE_POINTS = 0x110000, PAGES = CODE_POINTS / FOLD_PAGE };

static uint32_t table[CODE_POINTS];
static uint32_t expansions[32768];
static size_t expansion_count = 1;

typedef struct Range {
    uint32_t first, last;
} Range;

/* Unicode blocks of scripts that put no spaces between words. */
static const Range han[] = {{0x2E80, 0x2FDF}, {0x3005, 0x3007}, {0x3021, 0x3029},  {0x3400, 0x4DBF},
                            {0x4E00, 0x9FFF}, {0xF900, 0xFAFF}, {0x20000, 0x3FFFD}};
static const Range unspaced[] = {{0x0E00, 0x0EFF}, {0x1000, 0x109F}, {0x1100, 0x11FF}, {0x1780, 0x17FF},
                                 {0x3041, 0x30FF}, {0x3105, 0x312F}, {0x3131, 0x318F}, {0x31A0, 0x31BF},
                                 {0x31F0, 0x31FF}, {0xA960, 0xA97F}, {0xAC00, 0xD7FF}, {0x1B000, 0x1B16F}};

static int in_ranges(uint32_t c, const Range *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (c >= ranges[i].first && c <= ranges[i].last) return 1;
    return 0;
}
#define IN(c, ranges) in_ranges((c), (ranges), sizeof(ranges) / sizeof *(ranges))

static uint32_t class_of(uint32_t c)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    if (IN(c, han)) return FOLD_HAN | FOLD_IDEOGRAPH;
    int is_letter = category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
    int is_mark = category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME;
    if ((is_letter || is_mark) && IN(c, unspaced)) return FOLD_HAN;
    if (is_letter || is_mark) return FOLD_LETTER;
    if (category == UTF8PROC_CATEGORY_ND || category == UTF8PROC_CATEGORY_NL) return FOLD_DIGIT;
    return 0;
}

/* One character through OpenCC; the same character where it has no other form, or more than one character comes out. */
static uint32_t convert(opencc_t converter, uint32_t c)
{
    utf8proc_uint8_t text[8];
    utf8proc_ssize_t len = utf8proc_encode_char((utf8proc_int32_t)c, text);
    char *converted = opencc_convert_utf8(converter, (const char *)text, (size_t)len);
    if (!converted) exit(1);
    utf8proc_int32_t result = 0;
    utf8proc_ssize_t used = utf8proc_iterate((const utf8proc_uint8_t *)converted, -1, &result);
    int is_single = used > 0 && converted[used] == '\0';
    opencc_convert_utf8_free(converted);
    return is_single ? (uint32_t)result : c;
}

/* What OpenCC knows of the scripts. Many a Simplified form (群, 台) is the usual Traditional one in Taiwan or Hong
 * Kong. */
typedef struct Scripts {
    opencc_t to_simplified, to_traditional, to_taiwan, to_hong_kong;
} Scripts;

static int is_simplified_only(const Scripts *scripts, uint32_t c)
{
    uint32_t traditional = convert(scripts->to_traditional, c);
    return traditional != c && convert(scripts->to_taiwan, traditional) != c &&
           convert(scripts->to_hong_kong, traditional) != c;
}

static void add_char(uint32_t c, const Scripts *scripts)
{
    uint32_t wide = utf8proc_charwidth((utf8proc_int32_t)c) == 2 ? FOLD_WIDE : 0;
    utf8proc_uint8_t text[8];
    utf8proc_ssize_t len = utf8proc_encode_char((utf8proc_int32_t)c, text);
    utf8proc_int32_t folded[64];
    utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE |
                                UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK;
    utf8proc_ssize_t count = utf8proc_decompose(text, len, folded, 64, options);
    if (count > 1) count = utf8proc_normalize_utf32(folded, count, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    if (count < 0 || count > FOLD_LONGEST) {
        fprintf(stderr, "generate_fold: U+%04X folds to %ld characters\n", c, (long)count);
        exit(1);
    }
    uint32_t flags = 0;
    for (utf8proc_ssize_t i = 0; i < count; i++) {
        uint32_t one = (uint32_t)folded[i];
        if (IN(one, han)) {
            uint32_t simplified = convert(scripts->to_simplified, one);
            if (simplified != one)
                flags |= FOLD_TRADITIONAL;
            else if (is_simplified_only(scripts, one))
                flags |= FOLD_SIMPLIFIED;
            folded[i] = (utf8proc_int32_t)simplified;
        }
    }
    if (count == 1) {
        table[c] = FOLD_DELTA(folded[0], c) | flags | wide | class_of((uint32_t)folded[0]);
        return;
    }
    if (count == 0) {
        table[c] = FOLD_EXPANDS | wide; /* expansion 0 is the empty one */
        return;
    }
    if (expansion_count + (size_t)count + 1 > sizeof expansions / sizeof *expansions) exit(1);
    table[c] = FOLD_EXPANDS | (uint32_t)expansion_count | flags | wide | class_of((uint32_t)folded[0]);
    expansions[expansion_count++] = (uint32_t)count;
    for (utf8proc_ssize_t i = 0; i < count; i++) expansions[expansion_count++] = (uint32_t)folded[i];
}

static void print_numbers(const char *declaration, const uint32_t *numbers, size_t count)
{
    printf("%s = {", declaration);
    for (size_t i = 0; i < count; i++) printf("%s0x%X,", i % 16 ? "" : "\n", (unsigned)numbers[i]);
    printf("\n};\n");
}

int main(void)
{
    const char *const conversions[] = {"t2s.json", "s2t.json", "t2tw.json", "t2hk.json"};
    opencc_t opened[4];
    for (int i = 0; i < 4; i++) {
        opened[i] = opencc_open(conversions[i]);
        if (opened[i] != (opencc_t)-1) continue;
        fprintf(stderr, "generate_fold: %s of OpenCC cannot be read: install libopencc-data\n", conversions[i]);
        return 1;
    }
    const Scripts scripts = {opened[0], opened[1], opened[2], opened[3]};
    for (uint32_t c = 0; c < CODE_POINTS; c++) {
        if (c >= 0xD800 && c <= 0xDFFF)
            table[c] = FOLD_EXPANDS;
        else if (utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_CN)
            table[c] = 0;
        else
            add_char(c, &scripts);
    }
    /* Equal pages are stored once. */
    static uint32_t page_of[PAGES];
    static uint32_t unique[PAGES];
    size_t unique_count = 0;
    for (uint32_t page = 0; page < PAGES; page++) {
        size_t found = 0;
        while (found < unique_count &&
               memcmp(table + page * FOLD_PAGE, table + unique[found] * FOLD_PAGE, FOLD_PAGE * sizeof *table) != 0)
            found++;
        if (found == unique_count) unique[unique_count++] = page;
        page_of[page] = (uint32_t)found;
    }
    printf("/* Generated by generate_fold.c from utf8proc %s and OpenCC. */\n", utf8proc_version());
    print_numbers("const uint16_t fold_page_of[]", page_of, PAGES);
    printf("const uint32_t fold_pages[][FOLD_PAGE] = {\n");
    for (size_t i = 0; i < unique_count; i++) {
        printf("{");
        for (uint32_t j = 0; j < FOLD_PAGE; j++) printf("0x%X,", (unsigned)table[unique[i] * FOLD_PAGE + j]);
        printf("},\n");
    }
    printf("};\n");
    print_numbers("const uint32_t fold_expansions[]", expansions, expansion_count);
    return ferror(stdout) ? 1 : 0;
}
