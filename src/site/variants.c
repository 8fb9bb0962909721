/* The same page in the other script, or in another region's words: OpenCC converts its texts. What a machine reads
 * (tags, addresses, ids, code) stays as it is. content/variants.txt has exceptions. */
#include <opencc/opencc.h>
#include <string.h>

#include "plan.h"

/* Which conversion of OpenCC leads from a language to another (github.com/BYVoid/OpenCC, "Configurations"). */
static const struct {
    const char *from, *to, *conversion;
} conversions[] = {
    {"zh-Hant", "zh-Hans", "t2s.json"}, {"zh-Hant", "zh-CN", "tw2sp.json"}, {"zh-Hant", "zh-TW", "t2tw.json"},
    {"zh-Hant", "zh-HK", "t2hk.json"},  {"zh-TW", "zh-Hans", "tw2sp.json"}, {"zh-TW", "zh-CN", "tw2sp.json"},
    {"zh-TW", "zh-Hant", "tw2t.json"},  {"zh-HK", "zh-Hans", "hk2s.json"},  {"zh-HK", "zh-CN", "hk2s.json"},
    {"zh-Hans", "zh-Hant", "s2t.json"}, {"zh-Hans", "zh-TW", "s2twp.json"}, {"zh-Hans", "zh-HK", "s2hk.json"},
    {"zh-CN", "zh-Hant", "s2t.json"},   {"zh-CN", "zh-TW", "s2twp.json"},   {"zh-CN", "zh-HK", "s2hk.json"},
};

enum { SEPARATOR = 0x1E /* between texts that are converted together; no text has it */ };

/* A term that is not converted, or becomes what the author says. */
typedef struct Exception {
    Str from, to;
} Exception;

typedef struct Piece {
    Str text; /* as it is, or to be converted */
    bool is_text;
} Piece;

/* The functions of OpenCC, loaded with the first variant: most commands convert nothing. */
typedef struct OpenCC {
    __typeof__(opencc_open) *opencc_open;
    __typeof__(opencc_close) *opencc_close;
    __typeof__(opencc_convert_utf8) *opencc_convert_utf8;
    __typeof__(opencc_convert_utf8_free) *opencc_convert_utf8_free;
    __typeof__(opencc_error) *opencc_error;
} OpenCC;

#define NOT_OPEN ((opencc_t)-1)

struct Variant {
    Str lang;
    OpenCC library;
    opencc_t opencc;
    const Site *site;
    VEC(Exception) exceptions;
    Arena *arena; /* of one page */
    VEC(Piece) pieces;
};

static bool read_exceptions(Arena *arena, Variant *variant, Str lang, Diagnostics *diagnostics)
{
    Str path = path_join(arena, variant->site->root, STR("content/variants.txt")), text, line;
    if (!file_exists(path)) return true;
    if (!file_read(arena, path, &text, diagnostics)) return false;
    for (int number = 1; str_next(&text, '\n', &line); number++) {
        Str to = str_trim(line), from;
        if (!to.len || to.data[0] == '#') continue;
        Str wanted = lang;
        ptrdiff_t colon = str_find(to, STR(":"));
        if (colon > 0) { /* zh-TW: 軟件 = 軟體 */
            wanted = str_trim(str_slice(to, 0, (size_t)colon));
            to = str_trim(str_slice(to, (size_t)colon + 1, to.len));
        }
        str_next(&to, '=', &from);
        from = str_trim(from);
        to = to.data ? str_trim(to) : from;
        if (!from.len)
            diagnostics_add(diagnostics, SEVERITY_WARNING, "variants", STR("content/variants.txt"), number, 0,
                            "write a term that is left as it is, or 'term = what it becomes', a line each");
        else if (str_equal(wanted, lang))
            VEC_PUSH(arena, &variant->exceptions, ((Exception){from, to}));
    }
    return true;
}

static bool open_converter(Variant *variant, const char *conversion, Diagnostics *diagnostics)
{
    OpenCC *library = &variant->library;
    const LibraryFunction functions[] = {
        LIBRARY_FUNCTION(*library, opencc_open), LIBRARY_FUNCTION(*library, opencc_close),
        LIBRARY_FUNCTION(*library, opencc_convert_utf8), LIBRARY_FUNCTION(*library, opencc_convert_utf8_free),
        LIBRARY_FUNCTION(*library, opencc_error)};
    if (!library_load("libopencc.so.1.1", functions, sizeof functions / sizeof *functions))
        return diagnostics_fail(diagnostics, STR(""), "OpenCC cannot be loaded: install the package libopencc1.1");
    variant->opencc = library->opencc_open(conversion);
    return variant->opencc != NOT_OPEN ||
           diagnostics_fail(diagnostics, STR(""), "OpenCC cannot be used: %s", library->opencc_error());
}

Variant *variant_open(Arena *arena, const Site *site, Str lang, Diagnostics *diagnostics)
{
    const char *conversion = NULL;
    Variant *variant = ARENA_NEW(arena, Variant);
    *variant = (Variant){.lang = lang, .site = site, .arena = arena_new()};
    for (size_t i = 0; i < sizeof conversions / sizeof *conversions; i++)
        if (str_is(lang, conversions[i].to) && strcmp(site->content->config.lang, conversions[i].from) == 0)
            conversion = conversions[i].conversion;
    if (!conversion)
        diagnostics_add(diagnostics, SEVERITY_ERROR, "site-yml", STR("content/site.yml"), 0, 0,
                        "variants: there is no conversion from %s to %.*s; between zh-Hant, zh-Hans, zh-TW, zh-HK and"
                        " zh-CN there is",
                        site->content->config.lang, STR_ARG(lang));
    variant->opencc = NOT_OPEN;
    if (conversion && read_exceptions(arena, variant, lang, diagnostics) &&
        open_converter(variant, conversion, diagnostics))
        return variant;
    variant_close(variant);
    return NULL;
}

void variant_close(Variant *variant)
{
    if (!variant) return;
    if (variant->opencc != NOT_OPEN) variant->library.opencc_close(variant->opencc);
    arena_free(variant->arena);
}

/* ---- what of a page is text ----------------------------------------------------------------------------------------
 */

static void add_piece(Variant *variant, Str text, bool is_text)
{
    if (text.len) VEC_PUSH(variant->arena, &variant->pieces, ((Piece){text, is_text}));
}

/* Text with the terms that the author keeps or replaces taken out. */
static void add_text(Variant *variant, Str text)
{
    size_t start = 0;
    for (size_t at = 0; at < text.len && variant->exceptions.len; at++) {
        Str rest = str_slice(text, at, text.len);
        const Exception *found = NULL;
        for (size_t i = 0; i < variant->exceptions.len; i++) {
            const Exception *mine = &variant->exceptions.items[i];
            if (str_starts(rest, mine->from) && (!found || mine->from.len > found->from.len)) found = mine;
        }
        if (!found) continue;
        add_piece(variant, str_slice(text, start, at), true);
        add_piece(variant, found->to, false);
        at += found->from.len - 1;
        start = at + 1;
    }
    add_piece(variant, str_slice(text, start, text.len), true);
}

static bool is_text_attribute(Str name, Str tag)
{
    static const char *const names[] = {"title", "alt", "aria-label", "placeholder", "label"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_is(name, names[i])) return true;
    return str_is(name, "content") &&
           (str_has(tag, STR("description\"")) || str_has(tag, STR(":title\"")) || str_has(tag, STR(":site_name\"")));
}

/* The address of a file that is not in the variant's folder, from there. */
static bool is_asset_address(const Variant *variant, Str name, Str value)
{
    size_t found;
    if (!str_is(name, "src") && !str_is(name, "href")) return false;
    ptrdiff_t end = str_find(value, STR("#"));
    Str path = end >= 0 ? str_slice(value, 0, (size_t)end) : value;
    return str_map_get(variant->site->content->asset_by_path, path, &found);
}

/* HTML, section 3.2.6.5: an element that stays as it is. */
static const Str untranslated = {"translate=\"no\"", sizeof "translate=\"no\"" - 1};

/* <name attribute="value" …>, as our templates and renderer write tags: values in double quotes. */
static void add_tag(Variant *variant, Str tag)
{
    size_t start = 0;
    for (size_t at = 1; at < tag.len; at++) {
        if (tag.data[at] != '=' || at + 1 >= tag.len || tag.data[at + 1] != '"') continue;
        size_t name = at, end = at + 2;
        while (name > 0 && !strchr(" \n\t\"", tag.data[name - 1])) name--;
        while (end < tag.len && tag.data[end] != '"') end++;
        Str attribute = str_slice(tag, name, at), value = str_slice(tag, at + 2, end);
        if (is_text_attribute(attribute, tag)) {
            add_piece(variant, str_slice(tag, start, at + 2), false);
            add_text(variant, value);
            start = end;
        } else if (str_is(attribute, "lang") && str_starts(value, STR("zh")) && !str_has(tag, untranslated)) {
            add_piece(variant, str_slice(tag, start, at + 2), false);
            add_piece(variant, variant->lang, false);
            start = end;
        } else if (is_asset_address(variant, attribute, value)) {
            add_piece(variant, str_slice(tag, start, at + 2), false);
            add_piece(variant, STR("../"), false);
            start = at + 2;
        }
        at = end;
    }
    add_piece(variant, str_slice(tag, start, tag.len), false);
}

/* The end of an element whose text stays as it is; 0: it is none. */
static const char *verbatim_end(Str tag)
{
    static const struct {
        const char *start, *end;
    } elements[] = {{"<pre", "</pre>"},
                    {"<code", "</code>"},
                    {"<kbd", "</kbd>"},
                    {"<samp", "</samp>"},
                    {"<style", "</style>"},
                    {"<script src", "</script>"},
                    {"<script defer", "</script>"}};
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
        if (str_starts(tag, str_from(elements[i].start))) {
            char next = tag.len > strlen(elements[i].start) ? tag.data[strlen(elements[i].start)] : '>';
            if (strchr("> \n=", next)) return elements[i].end;
        }
    return str_starts(tag, STR("<a ")) && str_has(tag, untranslated) ? "</a>" : NULL;
}

static void take_apart(Variant *variant, Str html)
{
    variant->pieces.len = 0;
    while (html.len) {
        const char *open = memchr(html.data, '<', html.len);
        size_t text = open ? (size_t)(open - html.data) : html.len;
        add_text(variant, str_slice(html, 0, text));
        html = str_slice(html, text, html.len);
        const char *close = html.len ? memchr(html.data, '>', html.len) : NULL;
        size_t len = close ? (size_t)(close - html.data) + 1 : html.len;
        if (!len) continue;
        Str tag = str_slice(html, 0, len);
        const char *end = verbatim_end(tag);
        ptrdiff_t found = end ? str_find(html, str_from(end)) : -1;
        if (found > 0) {
            len = (size_t)found + strlen(end);
            add_piece(variant, str_slice(html, 0, len), false);
        } else {
            add_tag(variant, tag);
        }
        html = str_slice(html, len, html.len);
    }
}

bool variant_convert(Variant *variant, Str html, Buffer *out, Diagnostics *diagnostics)
{
    arena_reset(variant->arena);
    variant->pieces.items = NULL;
    variant->pieces.cap = 0;
    take_apart(variant, html);
    char room[8 * BUFFER_ROOM];
    Buffer texts = BUFFER_IN(room);
    for (size_t i = 0; i < variant->pieces.len; i++) {
        if (!variant->pieces.items[i].is_text) continue;
        buffer_add(&texts, variant->pieces.items[i].text);
        buffer_add_char(&texts, SEPARATOR);
    }
    char *converted = texts.len ? variant->library.opencc_convert_utf8(variant->opencc, texts.data, texts.len) : NULL;
    bool done = converted || !texts.len;
    if (!done)
        diagnostics_fail(diagnostics, STR(""), "OpenCC cannot convert a page: %s", variant->library.opencc_error());
    Str rest = converted ? str_from(converted) : STR(""), text;
    for (size_t i = 0; i < variant->pieces.len; i++) {
        const Piece *piece = &variant->pieces.items[i];
        bool is_converted = piece->is_text && converted && str_next(&rest, SEPARATOR, &text);
        buffer_add(out, is_converted ? text : piece->text);
    }
    if (converted && !rest.data) /* the last separator is missing: its streams stop without a word where memory ends */
        done = diagnostics_fail(diagnostics, STR(""), "OpenCC converted a part of a page: there is too little memory");
    if (converted) variant->library.opencc_convert_utf8_free(converted);
    buffer_free(&texts);
    return done;
}
