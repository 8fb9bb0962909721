#include "internal.h"
#include "text/text.h"

#include <string.h>

bool lint_is_other_script(Str word, const char *lang)
{
    TextScript other = strcmp(lang, "zh-Hant") == 0   ? SCRIPT_SIMPLIFIED
                       : strcmp(lang, "zh-Hans") == 0 ? SCRIPT_TRADITIONAL
                                                      : SCRIPT_BOTH;
    while (other != SCRIPT_BOTH && word.len) {
        uint32_t c;
        size_t len = utf8_decode(word, &c);
        if (len && char_script(c) == other) return true;
        word = str_slice(word, len ? len : 1, word.len);
    }
    return false;
}

/* A place in a document, and how often what it stands for occurs. */
typedef struct Seen {
    size_t count;
    int line, column;
} Seen;

static void see(Seen *seen, int line, size_t offset, Str text)
{
    if (!seen->count++) {
        seen->line = line;
        seen->column = 1;
        for (size_t i = 0; i < offset; i++) seen->column += ((unsigned char)text.data[i] & 0xC0) != 0x80;
    }
}

/* Half-width marks, and what they are in full width: U+FF00 and the distance from U+0020. */
static const char half_marks[] = ",;:?!()";
enum { MARKS = sizeof half_marks - 1, FULL_WIDTH = 0xFEE0 };

typedef struct Marks {
    Seen traditional, simplified;
    Seen half[MARKS], full[MARKS];
} Marks;

static void read_wide(uint32_t c, Str text, size_t at, int line, Marks *found)
{
    TextScript script = char_script(c);
    if (script == SCRIPT_TRADITIONAL) see(&found->traditional, line, at, text);
    if (script == SCRIPT_SIMPLIFIED) see(&found->simplified, line, at, text);
    const char *mark = c > FULL_WIDTH && c < FULL_WIDTH + 0x80 ? strchr(half_marks, (int)(c - FULL_WIDTH)) : NULL;
    if (mark) see(&found->full[mark - half_marks], line, at, text);
}

/* Reads one line; code spans and addresses are passed over. */
static void read_line(Str text, int line, Marks *found)
{
    bool in_code = false, after_han = false;
    for (size_t i = 0; i < text.len;) {
        char byte = text.data[i];
        uint32_t c;
        if ((unsigned char)byte >= 0x80) {
            size_t len = utf8_decode(str_slice(text, i, text.len), &c);
            if (len && !in_code) read_wide(c, text, i, line, found);
            after_han = len && char_is_han(c);
            i += len ? len : 1;
            continue;
        }
        if (byte == '`') in_code = !in_code;
        if (byte == ']' && i + 1 < text.len && text.data[i + 1] == '(') { /* the address of a link */
            while (i < text.len && text.data[i] != ')') i++;
            continue;
        }
        const char *mark = after_han && !in_code ? strchr(half_marks, byte) : NULL;
        if (mark && utf8_decode(str_slice(text, i + 1, text.len), &c) && char_is_han(c))
            see(&found->half[mark - half_marks], line, i, text);
        after_han = false;
        i++;
    }
}

static void report_marks(Lint *lint, Str path, const Marks *found)
{
    const Seen *traditional = &found->traditional, *simplified = &found->simplified;
    if (traditional->count && simplified->count) {
        bool is_traditional = traditional->count >= simplified->count;
        const Seen *stranger = is_traditional ? simplified : traditional;
        lint_find(lint, "mixed-script", path, stranger->line, stranger->column,
                  "a %s character in a %s entry: write the whole entry in one script",
                  is_traditional ? "Simplified" : "Traditional", is_traditional ? "Traditional" : "Simplified");
    }
    for (size_t m = 0; m < MARKS; m++)
        if (found->half[m].count && found->full[m].count) {
            Buffer full = {0};
            utf8_write(&full, (uint32_t)half_marks[m] + FULL_WIDTH);
            Str wide = buffer_str(&full);
            lint_find(lint, "mixed-punctuation", path, found->half[m].line, found->half[m].column,
                      "half-width '%c' between Han characters, and '%.*s' elsewhere in the entry: write '%.*s'",
                      half_marks[m], STR_ARG(wide), STR_ARG(wide));
            buffer_free(&full);
            return;
        }
}

void lint_writing(Lint *lint, const Document *document, const Survey *survey)
{
    for (size_t e = 0; e < document->entries.len; e++) {
        const Entry *entry = &document->entries.items[e];
        Marks found = {0};
        bool in_comment = false;
        for (int line = entry->line; line <= entry->line_end && (size_t)line <= survey->lines.len; line++) {
            const SurveyLine *read = &survey->lines.items[line - 1];
            if (str_has(read->text, STR("<!--"))) in_comment = true; /* aliases may well be in the other script */
            if (!read->is_code && !read->is_config && !in_comment) read_line(read->text, line, &found);
            if (str_has(read->text, STR("-->"))) in_comment = false;
        }
        report_marks(lint, entry->path, &found);
    }
}
