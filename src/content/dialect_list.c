/* Lists as people number them where nothing renders markdown: 1、 and 1.檢查 and （2） and ③ and • and 步驟一：. */
#include "dialect.h"

#include <string.h>

typedef enum Style { STYLE_NONE, STYLE_NUMBER, STYLE_BRACKETS, STYLE_CIRCLE, STYLE_BULLET, STYLE_STEP } Style;

/* What begins an item, and the text behind it. */
typedef struct Mark {
    Style style;
    int number; /* of a bullet, 0 */
    Str rest;
} Mark;

/* 1、 1． 1） and, in front of a Han character, 1. and 1) */
static size_t number_end(Str behind)
{
    static const char *const ends[] = {"、", "．", "）"};
    size_t length = str_starts_any(behind, ends, sizeof ends / sizeof *ends);
    bool is_narrow = behind.len > 1 && strchr(".)", behind.data[0]) && (unsigned char)behind.data[1] >= 0xE3;
    return is_narrow ? 1 : length;
}

static Mark numbered(Str text)
{
    static const char *const opens[] = {"（", "("}, *const closes[] = {"）", ")"};
    enum { DIGITS_MOST = 2 };
    size_t open = str_starts_any(text, opens, 2), at = open;
    Mark mark = {.style = open ? STYLE_BRACKETS : STYLE_NUMBER};
    for (; at < text.len && at < open + DIGITS_MOST && text.data[at] >= '0' && text.data[at] <= '9'; at++)
        mark.number = mark.number * 10 + (text.data[at] - '0');
    Str behind = str_slice(text, at, text.len);
    size_t end = open ? str_starts_any(behind, closes, 2) : number_end(behind);
    mark.rest = str_trim(str_slice(behind, end, behind.len));
    return mark.number && end && mark.rest.len ? mark : (Mark){0};
}

/* ① to ⑳ (U+2460 …), and what stands for a dot. */
static Mark drawn(Str text)
{
    static const char *const bullets[] = {"•", "●", "◆", "■", "▪", "○", "◦", "‣", "·"};
    enum { FIRST_CIRCLE = 0x2460, LAST_CIRCLE = 0x2473 };
    uint32_t sign;
    size_t circle = utf8_decode(text, &sign), bullet = str_starts_any(text, bullets, sizeof bullets / sizeof *bullets);
    Mark mark = {STYLE_BULLET, 0, str_trim(str_slice(text, bullet, text.len))};
    if (sign >= FIRST_CIRCLE && sign <= LAST_CIRCLE)
        mark = (Mark){STYLE_CIRCLE, (int)(sign - FIRST_CIRCLE) + 1, str_trim(str_slice(text, circle, text.len))};
    return mark.rest.len && (bullet || mark.style == STYLE_CIRCLE) ? mark : (Mark){0};
}

/* 2 or 二; 0 where no number of two digits at most stands there. */
static int number_at(Str text, size_t *length)
{
    int number = 0;
    for (*length = 0; *length < 2 && *length < text.len && text.data[*length] >= '0' && text.data[*length] <= '9';)
        number = number * 10 + (text.data[(*length)++] - '0');
    if (*length || text.len < HAN_BYTES) return number;
    number = vocabulary_han_digit(str_slice(text, 0, HAN_BYTES));
    if (number) *length = HAN_BYTES;
    return number;
}

/* 步驟一、 and 步驟 1: and 第二步， and Step 3. */
static Mark stepped(Str text)
{
    static const char *const opens[] = {"步驟", "步骤", "Step ", "STEP "}, *const ends[] = {"、", "：", "，", ":",
                                                                                            ". "};
    size_t open = str_starts_any(text, opens, sizeof opens / sizeof *opens), length;
    Str nth = STR("第"), step = STR("步"), rest = str_trim(str_slice(text, open ? open : nth.len, text.len));
    if (!open && !str_starts(text, nth)) return (Mark){0};
    Mark mark = {STYLE_STEP, number_at(rest, &length), STR("")};
    rest = str_slice(rest, length, rest.len);
    if (!open && !str_starts(rest, step)) return (Mark){0};
    if (!open) rest = str_slice(rest, step.len, rest.len);
    size_t end = str_starts_any(rest, ends, sizeof ends / sizeof *ends);
    mark.rest = str_trim(str_slice(rest, end, rest.len));
    return mark.number && end && mark.rest.len ? mark : (Mark){0};
}

static Mark mark_of(const Line *line)
{
    enum { CODE_INDENT = 4 };
    size_t at = 0;
    if (line->kind != LINE_TEXT && line->kind != LINE_CONFIG) return (Mark){0};
    while (at < line->text.len && line->text.data[at] == ' ') at++;
    if (at == line->text.len || at >= CODE_INDENT) return (Mark){0};
    unsigned char first = (unsigned char)line->text.data[at];
    bool is_number = (first >= '0' && first <= '9') || first == '(' || first == 0xEF;
    bool may_be_step = first == 0xE6 || first == 0xE7 || first == 'S';                  /* 步, 第 */
    if (!is_number && !may_be_step && first != 0xE2 && first != 0xC2) return (Mark){0}; /* nearly all */
    Str text = str_trim(line->text);
    return is_number ? numbered(text) : may_be_step ? stepped(text) : drawn(text);
}

static bool begins(Mark mark)
{
    return mark.style == STYLE_BULLET || mark.number == 1;
}

/* 原因：… is a part of the answer, and in no item. */
static bool is_part(Arena *arena, const Line *line)
{
    return line->kind == LINE_TEXT && dialect_is_labelled(arena, line->text);
}

typedef struct Lists {
    Arena *arena;
    const LineVec *lines;
    LineVec out;
} Lists;

/* Where the items of the list begin whose first one is at `at`; none where it is alone, or one of them asks, which is
 * a question and no step. */
static IntVec items_of(const Lists *lists, size_t at, size_t end)
{
    enum { ITEM_MOST = 200 }; /* lines */
    IntVec items = {0};
    Mark last = mark_of(&lists->lines->items[at]);
    for (size_t i = at, from = at; i < end && i - from < ITEM_MOST; i++) {
        const Line *line = &lists->lines->items[i];
        Mark mark = mark_of(line);
        bool is_next = i == at || (mark.style == last.style && mark.number == last.number + (last.number > 0));
        if (!is_next && (line->kind == LINE_HEADING || is_part(lists->arena, line))) break;
        if (!is_next) continue;
        if (line_is_question(&(Line){mark.rest, 0, LINE_TEXT})) return (IntVec){0};
        VEC_PUSH(lists->arena, &items, (int)i);
        last = mark;
        from = i;
    }
    return items.len > 1 ? items : (IntVec){0};
}

/* The end of what belongs to the last item: a list of its own, or a sentence that goes on. */
static size_t last_item_end(const Lists *lists, size_t at, size_t end)
{
    size_t next = at + 1;
    for (; next < end && lists->lines->items[next].kind == LINE_TEXT; next++) {
        const Line *line = &lists->lines->items[next];
        bool goes_on = !line_ends_sentence(lists->lines->items[next - 1].text) && !is_part(lists->arena, line);
        if (mark_of(line).style == STYLE_NONE && !goes_on) break;
    }
    return next;
}

static void put(Lists *lists, Str text, int number, LineKind kind, size_t columns)
{
    if (columns && str_trim(text).len) text = str_format(lists->arena, "%*s%.*s", (int)columns, "", STR_ARG(text));
    VEC_PUSH(lists->arena, &lists->out, ((Line){text, number, kind}));
}

static void put_all(Lists *lists, size_t at, size_t end, size_t columns);

static void put_item(Lists *lists, size_t at, size_t end, size_t columns)
{
    const Line *line = &lists->lines->items[at];
    Mark mark = mark_of(line);
    char end_of_number = mark.style == STYLE_NUMBER ? '.' : ')'; /* so that one list does not go on with the other */
    Str text = mark.number ? str_format(lists->arena, "%d%c %.*s", mark.number, end_of_number, STR_ARG(mark.rest))
                           : str_concat(lists->arena, STR("- "), mark.rest);
    put(lists, text, line->number, LINE_LIST, columns);
    put_all(lists, at + 1, end, columns + text.len - mark.rest.len);
}

/* Writes the list that begins at a line; returns the index behind it, `at` where none does. */
static size_t put_list(Lists *lists, size_t at, size_t end, size_t columns)
{
    IntVec items = begins(mark_of(&lists->lines->items[at])) ? items_of(lists, at, end) : (IntVec){0};
    if (!items.len) return at;
    size_t behind = last_item_end(lists, (size_t)items.items[items.len - 1], end);
    VEC_PUSH(lists->arena, &items, (int)behind);
    for (size_t i = 0; i + 1 < items.len; i++)
        put_item(lists, (size_t)items.items[i], (size_t)items.items[i + 1], columns);
    put(lists, STR(""), lists->lines->items[behind - 1].number, LINE_BLANK, 0);
    return behind;
}

static void put_all(Lists *lists, size_t at, size_t end, size_t columns)
{
    while (at < end) {
        size_t behind = put_list(lists, at, end, columns);
        const Line *line = &lists->lines->items[at];
        if (behind == at) put(lists, line->text, line->number, line->kind, columns);
        at = behind > at ? behind : at + 1;
    }
}

bool dialect_lists(Arena *arena, LineVec *lines)
{
    Lists lists = {.arena = arena, .lines = lines};
    bool has_list = false;
    for (size_t i = 0; i < lines->len && !has_list; i++)
        has_list = begins(mark_of(&lines->items[i])) && items_of(&lists, i, lines->len).len;
    if (!has_list) return false;
    put_all(&lists, 0, lines->len, 0);
    *lines = lists.out;
    return true;
}
