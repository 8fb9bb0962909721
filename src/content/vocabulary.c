#include "vocabulary.h"

#include "column_words.h"
#include "loose_words.h"
#include "text/text.h"
#include "vocabulary_words.h"

#include <string.h>

/* The words of a table, by their text; filled once, before the first look-up. */
static StrMap *label_roles, *inline_roles, *column_roles;

static void add_words(StrMap *roles, const Words *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t w = 0; w < words[i].count; w++) str_map_set(roles, words[i].words[w], words[i].role);
}

void vocabulary_start(void)
{
    static Arena *arena; /* as long as the program */
    if (arena) return;
    arena = arena_new();
    label_roles = str_map_new(arena);
    inline_roles = str_map_new(arena);
    column_roles = str_map_new(arena);
    add_words(label_roles, labels, COUNT(labels));
    add_words(inline_roles, inline_words, COUNT(inline_words));
    add_words(column_roles, columns, COUNT(columns));
}

static Role find_word(const StrMap *roles, Str text)
{
    size_t role;
    return str_map_get(roles, text, &role) ? (Role)role : ROLE_NONE;
}

static Role find_label(Str text)
{
    Role role = find_word(label_roles, text);
    while (role == ROLE_NONE && strip_start(&text, qualifiers, COUNT(qualifiers))) role = find_word(label_roles, text);
    while (role == ROLE_NONE && strip_end(&text, endings, COUNT(endings))) role = find_word(label_roles, text);
    return role;
}

/* 原因及解決方案: what it names first is a cause, and then what to do. */
static Role find_joined(Str text)
{
    bool has_cause = false; /* nearly no text has */
    for (size_t i = 0; i < COUNT(cause_stems); i++) has_cause |= str_has(text, cause_stems[i]);
    for (size_t i = 0; i < COUNT(joiners) && has_cause; i++) {
        ptrdiff_t at = str_find(text, joiners[i]);
        if (at <= 0) continue;
        Role first = find_label(str_trim(str_slice(text, 0, (size_t)at)));
        if (first != ROLE_CAUSE) continue;
        Str rest = str_trim(str_slice(text, (size_t)at + joiners[i].len, text.len));
        Role second = find_label(rest);
        if (second == ROLE_NONE) second = find_word(inline_roles, rest);
        if (second == ROLE_SOLUTION || second == ROLE_CHECK) return ROLE_CASES;
    }
    return ROLE_NONE;
}

int vocabulary_han_digit(Str character)
{
    static const Str digits[] = {W("一"), W("二"), W("三"), W("四"), W("五"),
                                 W("六"), W("七"), W("八"), W("九"), W("十")};
    for (int i = 0; i < (int)COUNT(digits); i++)
        if (str_equal(character, digits[i])) return i + 1;
    return 0;
}

static Str last_han(Str text)
{
    return str_slice(text, text.len < HAN_BYTES ? 0 : text.len - HAN_BYTES, text.len);
}

/* Takes a number off the end (解決方案 2, 原因一, Cause B) or off the front (1. Cause), with the punctuation around it.
 */
static Str without_number(Str text, int *number)
{
    size_t digits = 0;
    while (digits < text.len && text.data[text.len - digits - 1] >= '0' && text.data[text.len - digits - 1] <= '9')
        digits++;
    *number = 0;
    if (digits && digits < text.len && digits < 4) {
        for (size_t i = text.len - digits; i < text.len; i++) *number = *number * 10 + (text.data[i] - '0');
        return str_trim(str_slice(text, 0, text.len - digits));
    }
    char letter = text.len > 2 ? text.data[text.len - 1] : '\0', before = text.len > 2 ? text.data[text.len - 2] : 'x';
    if (letter >= 'a' && letter <= 'h' && (before == ' ' || (unsigned char)before >= 0x80)) {
        *number = letter - 'a' + 1;
        return str_trim(str_slice(text, 0, text.len - 1));
    }
    int digit = text.len > HAN_BYTES ? vocabulary_han_digit(last_han(text)) : 0;
    if (digit) {
        *number = digit;
        return str_trim(str_slice(text, 0, text.len - HAN_BYTES));
    }
    size_t front = 0;
    while (front + HAN_BYTES < text.len && vocabulary_han_digit(str_slice(text, front, front + HAN_BYTES)))
        front += HAN_BYTES;
    if (front && str_starts(str_slice(text, front, text.len), STR("、"))) /* 一、原因 */
        return str_trim(str_slice(text, front + strlen("、"), text.len));
    front = 0;
    while (front < text.len && ((text.data[front] >= '0' && text.data[front] <= '9') || text.data[front] == '.'))
        front++;
    if (front && front < text.len) {
        Str rest = str_slice(text, front, text.len);
        if (str_starts(rest, STR(")")) || str_starts(rest, STR("、")))
            rest = str_slice(rest, rest.data[0] == ')' ? 1 : 3, rest.len);
        if (front > 1 || rest.len < text.len - front || str_starts(rest, STR(" "))) return str_trim(rest);
    }
    return text;
}

/* Arrows, dingbats, emoji, and what joins them. */
static bool is_symbol(uint32_t c)
{
    return (c >= 0x2190 && c <= 0x2BFF) || (c >= 0x1F000 && c <= 0x1FAFF) || c == 0xFE0F || c == 0x200D;
}

size_t vocabulary_symbols(Str text)
{
    enum { NO_BREAK_SPACE = 0xA0, WIDE_SPACE = 0x3000 };
    uint32_t c;
    size_t at = 0, length;
    while ((length = utf8_decode(str_slice(text, at, text.len), &c)) &&
           (is_symbol(c) || c == ' ' || c == WIDE_SPACE || c == NO_BREAK_SPACE))
        at += length;
    return at;
}

bool vocabulary_is_symbols(Str text)
{
    return text.len && vocabulary_symbols(text) == text.len;
}

/* Takes one off either end: 🎯 Solution. */
static bool strip_symbol(Str *text)
{
    uint32_t c;
    size_t first = utf8_decode(*text, &c), last = utf8_before(*text, text->len);
    if (first && is_symbol(c)) {
        *text = str_slice(*text, first, text->len);
        return true;
    }
    if (!utf8_decode(str_slice(*text, last, text->len), &c) || !is_symbol(c)) return false;
    *text = str_slice(*text, 0, last);
    return true;
}

/* A folded text without what may stand around a label: 【】, quotes, a colon, a full stop, a symbol. Folding has made
 * ： into : and so on. */
static Str without_marks(Str bare)
{
    static const Str around[] = {W("【"), W("】"), W("["), W("]"), W("("), W(")"), W("「"), W("」"), W("“"),
                                 W("”"),  W("\""), W("*"), W(":"), W("-"), W("—"), W("."),  W("。"), W("?")};
    while (strip_start(&bare, around, COUNT(around)) || strip_end(&bare, around, COUNT(around)) || strip_symbol(&bare))
        bare = str_trim(bare);
    return bare;
}

/* What could be a label: folded and bare; empty where it is too long. */
static Str bare_label(Arena *arena, Str text)
{
    text = str_trim(text);
    return text.len <= LABEL_MAX ? without_marks(fold_text(arena, text)) : STR("");
}

static Role find_numbered(Str bare, int *number)
{
    *number = 0;
    Role role = find_label(bare);
    Str rest = role == ROLE_NONE ? without_number(bare, number) : bare;
    if (rest.len < bare.len) role = find_label(rest = without_marks(rest));
    return role == ROLE_NONE ? find_joined(rest) : role;
}

Role vocabulary_label(Arena *arena, Str text, int *number)
{
    return find_numbered(bare_label(arena, text), number);
}

bool vocabulary_counts_questions(Arena *arena, Str text)
{
    int number;
    ptrdiff_t sign = str_find(text, STR("#")); /* Issue #3 */
    if (sign > 0)
        text = str_concat(arena, str_slice(text, 0, (size_t)sign), str_slice(text, (size_t)sign + 1, text.len));
    Str bare = bare_label(arena, text), ordinal = bare;
    bool is_ordinal =
        strip_start(&ordinal, &(Str)W("第"), 1) && strip_end(&ordinal, question_counters, COUNT(question_counters));
    for (size_t i = 0; i < ordinal.len && is_ordinal; i++)
        is_ordinal = ordinal.data[i] >= '0' && ordinal.data[i] <= '9';
    if (is_ordinal) return true;
    Role role = find_numbered(bare, &number);
    if (number && (role == ROLE_QUESTION || role == ROLE_SYMPTOM)) return true;
    Str word = without_marks(without_number(bare, &number));
    return number && is_any(word, case_words, COUNT(case_words));
}

static Role letter_role(Str text)
{
    return str_starts(text, STR("Q")) ? ROLE_QUESTION : str_starts(text, STR("A")) ? ROLE_ANSWER : ROLE_NONE;
}

/* [Q] or [A2], but no link. */
static Role letter_in_brackets(Str text, size_t *length)
{
    Role role = letter_role(str_slice(text, 1, text.len));
    size_t at = 2;
    while (at < text.len && text.data[at] >= '0' && text.data[at] <= '9') at++;
    *length = at + 1;
    bool is_mark = at + 1 < text.len && text.data[at] == ']' && !strchr("([:", text.data[at + 1]);
    return is_mark ? role : ROLE_NONE;
}

Role vocabulary_letter_mark(Str text, size_t *length)
{
    if (str_starts(text, STR("["))) return letter_in_brackets(text, length);
    static const char *const closers[] = {".", ")", "．", "）"}, *const after_number[] = {"、",  "｜",  " | ",
                                                                                          " - ", " – ", " — "};
    Role role = letter_role(text);
    size_t at = 1;
    while (at < text.len && text.data[at] >= '0' && text.data[at] <= '9') at++;
    if (role == ROLE_NONE || at == text.len) return ROLE_NONE;
    bool has_number = at > 1;
    Str rest = str_slice(text, at, text.len);
    size_t mark = str_starts_any(rest, closers, COUNT(closers));
    char next = mark < rest.len ? rest.data[mark] : 'x'; /* A.重啟 may well be one of some options */
    if (mark && next != ' ' && next != '*' && !((unsigned char)next >= 0x80 && (has_number || role == ROLE_QUESTION)))
        return ROLE_NONE;
    if (!mark && has_number) mark = str_starts_any(rest, after_number, COUNT(after_number));
    bool asks = str_ends(text, STR("?")) || str_ends(text, STR("？")); /* Q1 2026 is a quarter of a year */
    if (!mark && has_number && rest.len > 1 && rest.data[0] == ' ' && (rest.data[1] < '0' || rest.data[1] > '9'))
        mark = (unsigned char)rest.data[1] >= 0x80 || (role == ROLE_QUESTION && asks);
    *length = at + mark;
    return mark ? role : ROLE_NONE;
}

static bool ends_with_number(Str text)
{
    unsigned char last = (unsigned char)text.data[text.len - 1];
    return (last >= '0' && last <= '9') || (last >= 0x80 && vocabulary_han_digit(last_han(text)));
}

Role vocabulary_numbered_mark(Arena *arena, Str text, size_t *length)
{
    static const char *const closers[] = {". ", ") ", ".", "、", "．", "）", " - ", " – ", " — "};
    enum { MARK_MAX = 24 };
    int number;
    for (size_t i = 1; i < text.len && i < MARK_MAX; i++) {
        char c = text.data[i];
        bool may_close = c == '.' || c == ')' || c == ' ' || c == '\xE3' || c == '\xEF';
        if (!may_close || !ends_with_number(str_slice(text, 0, i))) continue;
        size_t closer = str_starts_any(str_slice(text, i, text.len), closers, COUNT(closers));
        if (!closer) continue;
        if (closer == 1 && (unsigned char)text.data[i + 1 < text.len ? i + 1 : i] < 0x80) return ROLE_NONE; /* v1.2 */
        Role role = vocabulary_label(arena, str_slice(text, 0, i), &number);
        *length = i + closer;
        return number && (role == ROLE_QUESTION || role == ROLE_ANSWER || role == ROLE_SYMPTOM) ? role : ROLE_NONE;
    }
    return ROLE_NONE;
}

/* 【原因】 text, with or without a colon behind it. */
static Role bracketed_label(Arena *arena, Str line, size_t *length, int *number)
{
    static const Str brackets[][2] = {{W("【"), W("】")}, {W("["), W("]")},   {W("［"), W("］")}, {W("〔"), W("〕")},
                                      {W("「"), W("」")}, {W("『"), W("』")}, {W("《"), W("》")}, {W("〈"), W("〉")}};
    enum { MAY_BEGIN_SENTENCE = 4 /* from there on: 「原因」是… */ };
    Str head = str_slice(line, 0, LABEL_MAX < line.len ? LABEL_MAX : line.len);
    for (size_t i = 0; i < COUNT(brackets); i++) {
        Str open = brackets[i][0], close = brackets[i][1];
        ptrdiff_t end = str_starts(line, open) ? str_find(head, close) : -1;
        if (end < 0) continue;
        *length = (size_t)end + close.len;
        Str behind = str_slice(line, *length, line.len);
        size_t colon = str_starts(behind, STR(":")) ? 1 : str_starts(behind, STR("：")) ? strlen("：") : 0;
        bool is_tag = open.len == 1 && (unsigned char)line.data[open.len] < 0x80; /* of a change: [Fix] */
        if (is_tag || (i >= MAY_BEGIN_SENTENCE && behind.len && !colon)) continue;
        *length += colon;
        return vocabulary_label(arena, str_slice(line, open.len, (size_t)end), number);
    }
    return ROLE_NONE;
}

Role vocabulary_before_colon(Arena *arena, Str words, int *number)
{
    Str bare = bare_label(arena, words);
    Role role = find_numbered(bare, number);
    if (role != ROLE_NONE && role != ROLE_CONTEXT) return role;
    Role inline_role = find_word(inline_roles, bare);
    return inline_role == ROLE_NONE ? role : inline_role;
}

Role vocabulary_inline_label(Arena *arena, Str line, size_t *length, int *number)
{
    static const char *const colons[] = {":", "："};
    Role bracketed = bracketed_label(arena, line, length, number);
    if (bracketed != ROLE_NONE) return bracketed;
    for (size_t i = 0; i < line.len && i < LABEL_MAX; i++) {
        if (line.data[i] != ':' && line.data[i] != '\xEF') continue; /* nearly all */
        size_t colon = str_starts_any(str_slice(line, i, line.len), colons, COUNT(colons));
        if (!colon) continue;
        Str words = str_slice(line, 0, i);
        Role role = vocabulary_before_colon(arena, words, number);
        if (role == ROLE_NONE) return ROLE_NONE;
        *length = i + colon;
        return role;
    }
    return ROLE_NONE;
}

bool vocabulary_names_questions(Arena *arena, Str heading)
{
    return is_any(bare_label(arena, heading), question_headings, COUNT(question_headings));
}

Role vocabulary_loose_label(Arena *arena, Str text)
{
    Str bare = bare_label(arena, text);
    if (is_any(bare, loose_solutions, COUNT(loose_solutions))) return ROLE_SOLUTION;
    return is_any(bare, loose_causes, COUNT(loose_causes)) ? ROLE_CAUSE : ROLE_NONE;
}

/* Fix / workaround. */
static Role find_either(Str bare)
{
    ptrdiff_t slash = str_find(bare, STR("/"));
    int number;
    if (slash < 1) return ROLE_NONE;
    Role first = find_numbered(str_trim(str_slice(bare, 0, (size_t)slash)), &number);
    Role second = find_numbered(str_trim(str_slice(bare, (size_t)slash + 1, bare.len)), &number);
    return first == second ? first : ROLE_NONE;
}

bool vocabulary_advises(Arena *arena, Str cell)
{
    return is_any(bare_label(arena, cell), advice_columns, COUNT(advice_columns));
}

Role vocabulary_column(Arena *arena, Str cell)
{
    int number;
    Str bare = bare_label(arena, cell);
    Role role = find_numbered(bare, &number);
    if (role == ROLE_NONE) role = find_either(bare);
    if (role == ROLE_CASES) return ROLE_SOLUTION;
    if (role == ROLE_NONE) role = find_word(column_roles, bare);
    if (role == ROLE_NONE && find_word(inline_roles, bare) == ROLE_CHECK) return ROLE_CHECK;
    if (role != ROLE_NONE) return role;
    if (strip_end(&bare, cause_endings, COUNT(cause_endings))) return ROLE_CAUSE;
    if (strip_end(&bare, solution_endings, COUNT(solution_endings))) return ROLE_SOLUTION;
    return strip_end(&bare, category_endings, COUNT(category_endings)) ? ROLE_CATEGORY : ROLE_NONE;
}

bool vocabulary_says_nothing(Arena *arena, Str cell)
{
    enum { LONGEST = 4 }; /* bytes */
    cell = str_trim(cell);
    return cell.len <= LONGEST && is_any(fold_text(arena, cell), nothing, COUNT(nothing));
}
