/* What stands within a line in brackets, and is no markdown: [](id:name) (Tencent Cloud), [!UICONTROL Name] (Adobe,
 * Microsoft Learn), [[page|text]] (wikis, Obsidian). */
#include "dialect.h"

#include <string.h>

/* Writes what begins at an opening bracket, and returns its length; 0 where nothing does. */
typedef size_t Rewrite(Buffer *out, Str text);

static size_t anchor(Buffer *out, Str text)
{
    Str mark = STR("[](id:"), name = str_slice(text, mark.len, text.len);
    const char *end = str_starts(text, mark) ? memchr(name.data, ')', name.len) : NULL;
    if (!end) return 0;
    name.len = (size_t)(end - name.data);
    BUFFER_ADD(out, STR("<a id=\""), name, STR("\"></a>"));
    return mark.len + name.len + 1;
}

/* The words of a name that is not to be translated, the link to what would be included, the address of a video. */
static size_t marked(Buffer *out, Str text)
{
    static const char *const words[] = {"[!UICONTROL ", "[!DNL ", "[!BADGE ", "[!INCLUDE "}, *const video = "[!VIDEO ";
    size_t word = str_starts_any(text, words, sizeof words / sizeof *words), depth = 0, end = 0;
    bool is_video = str_starts(text, str_from(video));
    if (!word && !is_video) return 0;
    for (; end < text.len; end++) {
        depth += text.data[end] == '[';
        if (text.data[end] == ']' && !--depth) break;
    }
    if (end == text.len) return 0;
    Str rest = str_slice(text, word ? word : strlen(video), end);
    if (word) buffer_add(out, str_trim(rest));
    if (is_video) BUFFER_ADD(out, STR("<"), str_trim(rest), STR(">"));
    return end + 1;
}

static size_t wiki_link(Buffer *out, Str text)
{
    ptrdiff_t end = str_starts(text, STR("[[")) ? str_find(text, STR("]]")) : -1;
    Str inner = end > 2 ? str_slice(text, 2, (size_t)end) : STR(""), target = inner, words = inner;
    if (!inner.len || strchr(" [-!\"'$", inner.data[0]) || memchr(inner.data, '[', inner.len) ||
        inner.data[inner.len - 1] == ' ' || memchr(inner.data, '<', inner.len))
        return 0;
    Str behind = str_slice(text, (size_t)end + 2, text.len);
    if (str_starts(behind, STR("(")) || str_starts(behind, STR("["))) return 0; /* a link whose words have brackets */
    const char *bar = memchr(inner.data, '|', inner.len);
    if (bar) {
        words = str_trim(str_slice(inner, (size_t)(bar - inner.data) + 1, inner.len));
        target = str_trim(str_slice(inner, 0, (size_t)(bar - inner.data)));
        if (str_ends(target, STR("\\"))) target.len--; /* in a table */
    }
    ptrdiff_t hash = str_find(target, STR("#"));
    Str file = hash >= 0 ? str_slice(target, 0, (size_t)hash) : target;
    Str fragment = hash >= 0 ? str_slice(target, (size_t)hash, target.len) : STR("");
    bool has_extension = file.len > 4 && memchr(file.data + file.len - 5, '.', 5);
    BUFFER_ADD(out, STR("["), words, STR("](<"), file, file.len && !has_extension ? STR(".md") : STR(""), fragment,
               STR(">)"));
    return (size_t)end + 2;
}

enum { LONGEST = 1000 /* bytes: what is not closed by then is none of these */ };
static Rewrite *const rewrites[] = {anchor, marked, wiki_link};

static bool is_rewritten(Arena *arena, Line *line)
{
    Buffer out = {0};
    Str text = line->text;
    bool in_code = false, is_changed = false;
    for (size_t i = 0, length; i < text.len; i += length) {
        length = 0;
        in_code ^= text.data[i] == '`';
        Str rest = str_slice(text, i, i + LONGEST < text.len ? i + LONGEST : text.len);
        bool may_be = !in_code && text.data[i] == '[' && !(i && text.data[i - 1] == '\\');
        for (size_t r = 0; may_be && !length && r < sizeof rewrites / sizeof *rewrites; r++)
            length = rewrites[r](&out, rest);
        is_changed |= length > 0;
        if (!length) buffer_add_char(&out, text.data[i]), length = 1;
    }
    if (is_changed) line->text = str_copy(arena, buffer_str(&out));
    buffer_free(&out);
    return is_changed;
}

bool dialect_inline(Arena *arena, LineVec *lines)
{
    bool is_changed = false;
    for (size_t i = 0; i < lines->len; i++) {
        Line *line = &lines->items[i];
        if (line->kind == LINE_FENCE || !memchr(line->text.data, '[', line->text.len)) continue;
        Str text = str_trim(line->text);
        bool is_anchor = str_starts(text, STR("[](id:"));
        bool is_table = str_starts(text, STR("[[")) && str_ends(text, STR("]]")); /* of TOML */
        if (is_table || !is_rewritten(arena, line)) continue;
        is_changed = true;
        if (!str_trim(line->text).len) line->kind = LINE_BLANK;
        if (is_anchor && str_ends(str_trim_end(line->text), STR("</a>"))) line->kind = LINE_HTML;
    }
    return is_changed;
}
