#include "outline.h"

#include <string.h>

/* {#id .class} or {: #id} at the end of a heading (Pandoc, kramdown): sets the id and cuts it off. */
static Str cut_attributes(Str text, Heading *heading)
{
    text = str_trim(text);
    if (!str_ends(text, STR("}"))) return text;
    size_t start = text.len;
    while (start > 0 && text.data[start - 1] != '{') start--;
    if (start == 0) return text;
    Str attributes = str_slice(text, start, text.len - 1), word;
    if (!attributes.len || !strchr("#.:", attributes.data[0])) return text;
    if (attributes.data[0] == ':') attributes = str_slice(attributes, 1, attributes.len);
    while (str_next(&attributes, ' ', &word)) {
        if (word.len < 2 || word.data[0] != '#' || heading->is_id_pinned) continue;
        heading->id = str_slice(word, 1, word.len);
        heading->is_id_pinned = true;
    }
    return str_trim(str_slice(text, 0, start - 1));
}

/* The bytes of 一 or 十二 at the start of a text. */
static size_t han_number(Str text)
{
    size_t length = 0;
    while (length + HAN_BYTES <= text.len && vocabulary_han_digit(str_slice(text, length, length + HAN_BYTES)))
        length += HAN_BYTES;
    return length;
}

/* The bytes of digits that are drawn as keys, 1️⃣, at the start of a text (Unicode Technical Standard 51: each is a
 * digit, U+FE0F, which may be left out, and U+20E3). */
static size_t keycaps(Str text)
{
    size_t length = 0, at = 0;
    while (at < text.len && text.data[at] >= '0' && text.data[at] <= '9') {
        at++;
        if (str_starts(str_slice(text, at, text.len), STR("\xEF\xB8\x8F"))) at += 3;
        if (!str_starts(str_slice(text, at, text.len), STR("\xE2\x83\xA3"))) break;
        length = at += 3;
    }
    return length;
}

/* 「3.2 」 or 「1. 」 or 「（2）」 or 「三、」 or 「1️⃣」 in front of a heading's words is its number, not part
 * of them. A number alone stays, and so does a list of them (一、二線). */
static Str cut_number(Str text)
{
    size_t i = keycaps(text);
    if (i && str_trim(str_slice(text, i, text.len)).len) return str_trim(str_slice(text, i, text.len));
    i = 0;
    bool has_bracket = str_starts(text, STR("(")) || str_starts(text, STR("（"));
    if (has_bracket) i = text.data[0] == '(' ? 1 : 3;
    size_t digits = i, han = han_number(str_slice(text, i, text.len));
    while (i < text.len && ((text.data[i] >= '0' && text.data[i] <= '9') || (i > digits && text.data[i] == '.'))) i++;
    if ((i == digits && !han) || i - digits > 8) return text;
    i += han;
    bool has_dot = text.data[i - 1] == '.';
    static const char *const closers[] = {"）", ")", "、", "．"};
    Str rest = str_slice(text, i, text.len);
    size_t closer = str_starts_any(rest, closers, sizeof closers / sizeof *closers);
    rest = str_slice(rest, closer, rest.len);
    if (han && (!closer || han_number(rest))) return text;
    bool is_dotted = memchr(text.data + digits, '.', i - digits) != NULL;
    if (!has_dot && !closer && !(is_dotted && str_starts(rest, STR(" ")))) return text;
    return str_trim(rest).len ? str_trim(rest) : text;
}

/* The words behind 「Problem 1 — 」 or 「案例 1：」; empty where it does not begin so. */
static Str behind_numbered_label(Arena *arena, Str text)
{
    static const char *const separators[] = {":", "：", " — ", " – ", " - ", "——", "—"};
    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++) {
        ptrdiff_t at = str_find(text, str_from(separators[i]));
        if (at > 0 && vocabulary_counts_questions(arena, str_slice(text, 0, (size_t)at)))
            return str_slice(text, (size_t)at + strlen(separators[i]), text.len);
    }
    return STR("");
}

/* 「Q1: 」, 「Q2. 」, 「問：」, 「Issue 3: 」 in front of a heading's words say that it asks, which the heading says
 * already. */
static Str cut_question_label(Arena *arena, Str text)
{
    size_t length;
    int number;
    Str rest = behind_numbered_label(arena, text);
    Role role = vocabulary_inline_label(arena, text, &length, &number);
    if (role == ROLE_NONE) role = vocabulary_letter_mark(text, &length);
    if (role == ROLE_NONE) role = vocabulary_numbered_mark(arena, text, &length);
    if (role == ROLE_QUESTION || role == ROLE_SYMPTOM) rest = str_slice(text, length, text.len);
    return str_trim(rest).len ? str_trim(rest) : text;
}

static bool ends_with_question_mark(Str text)
{
    text = str_trim_end(text);
    return str_ends(text, STR("?")) || str_ends(text, STR("？"));
}

static void read_heading(Arena *arena, cmark_node *node, Heading *heading)
{
    heading->level = cmark_node_get_heading_level(node);
    for (cmark_node *child = cmark_node_first_child(node); child && !heading->id.len; child = cmark_node_next(child))
        if (cmark_node_get_type(child) == CMARK_NODE_HTML_INLINE)
            heading->id = outline_anchor_name(arena, node_literal(child));
    Str text = node_text_str(arena, node);
    text = cut_question_label(arena, cut_number(cut_attributes(text, heading)));
    heading->text = text;
    heading->role = vocabulary_label(arena, text, &heading->role_number);
    bool is_no_part =
        heading->role == ROLE_QUESTION || heading->role == ROLE_ALIAS || heading->role == ROLE_CATEGORY; /* 異常分類 */
    if (is_no_part) heading->role = ROLE_NONE;
    size_t length; /* 「解決方案 2：重啟」: a label and its first words */
    if (heading->role == ROLE_NONE) {
        Role role = vocabulary_inline_label(arena, text, &length, &heading->role_number);
        if (role_is_cause_or_solution(role)) heading->role = role;
    }
    heading->asks = ends_with_question_mark(text);
}

static void collect(Arena *arena, cmark_node *document, Str title, bool has_anchors, Outline *outline)
{
    StrVec above = {0}; /* anchors in front of the next heading */
    Heading root = {.text = title, .parent = -1, .asks = ends_with_question_mark(title)};
    VEC_PUSH(arena, &outline->headings, root);
    int last[7] = {0}; /* the last heading of each level, where none above it came since */
    for (cmark_node *node = cmark_node_first_child(document); node; node = cmark_node_next(node)) {
        if (cmark_node_get_type(node) == CMARK_NODE_HEADING) {
            outline->headings.items[outline->headings.len - 1].end = outline->blocks.len;
            Heading heading = {.node = node, .first = outline->blocks.len + 1, .anchors = above};
            above = (StrVec){0};
            read_heading(arena, node, &heading);
            for (int level = 1; level < heading.level; level++)
                if (last[level] > heading.parent) heading.parent = last[level];
            for (int level = heading.level; level <= 6; level++) last[level] = 0;
            last[heading.level] = (int)outline->headings.len;
            VEC_PUSH(arena, &outline->headings, heading);
        } else if (has_anchors) {
            StrVec *here = &outline->headings.items[outline->headings.len - 1].anchors;
            if (outline_take_anchors(arena, node, here, &above)) continue;
        }
        VEC_PUSH(arena, &outline->blocks, node);
    }
    outline->headings.items[outline->headings.len - 1].end = outline->blocks.len;
}

Outline outline_read(Arena *arena, cmark_node *document, Str title, bool has_anchors)
{
    Outline outline = {0};
    collect(arena, document, title, has_anchors, &outline);
    outline_tell_kinds(arena, &outline);
    return outline;
}
