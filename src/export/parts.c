#include "manifest.h"

static size_t characters(Str text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++) count += ((unsigned char)text.data[i] & 0xC0) != 0x80;
    return count;
}

static bool is_fence(Str line)
{
    Str trimmed = str_trim(line);
    return str_starts(trimmed, STR("```")) || str_starts(trimmed, STR("~~~"));
}

/* A list item at the margin: what goes on below it is indented. */
static bool starts_step(Str line)
{
    size_t digits = 0;
    while (digits < line.len && line.data[digits] >= '0' && line.data[digits] <= '9') digits++;
    if (digits && digits + 1 < line.len && (line.data[digits] == '.' || line.data[digits] == ')')) return true;
    return line.len > 1 && (line.data[0] == '-' || line.data[0] == '*' || line.data[0] == '+') && line.data[1] == ' ';
}

/* Where a piece may begin: after a blank line, at a step, and not in code. */
static bool may_begin(Str line, bool after_blank, bool in_fence)
{
    bool is_indented = line.len && (line.data[0] == ' ' || line.data[0] == '\t');
    return !in_fence && !is_indented && line.len && (after_blank || starts_step(line));
}

StrVec markdown_parts(Arena *arena, Str markdown, size_t most)
{
    StrVec parts = {0};
    size_t start = 0, last = 0; /* of the piece under way, and where it can end */
    bool in_fence = false, after_blank = false;
    for (size_t at = 0; at < markdown.len;) {
        size_t end = at;
        while (end < markdown.len && markdown.data[end] != '\n') end++;
        Str line = str_slice(markdown, at, end);
        if (at > start && may_begin(line, after_blank, in_fence)) last = at;
        if (is_fence(line)) in_fence = !in_fence;
        if (last > start && characters(str_slice(markdown, start, end)) > most) {
            VEC_PUSH(arena, &parts, str_trim(str_slice(markdown, start, last)));
            start = last;
        }
        after_blank = !str_trim(line).len;
        at = end + 1;
    }
    Str rest = str_trim(str_slice(markdown, start, markdown.len));
    if (rest.len) VEC_PUSH(arena, &parts, rest);
    return parts;
}
