#include "content.h"

#include "text/text.h"

#include <string.h>
#include <xxhash.h>

enum { SLUG_MAX = 60, ID_MAX = 120 /* bytes */ };

typedef struct Slug {
    Buffer text;
    size_t end; /* of the last word, in the question */
    bool has_han, is_cut;
} Slug;

static int add_word(void *context, const Token *token)
{
    Slug *slug = context;
    if (token->class == CHAR_HAN) slug->has_han = true;
    if (token->class == CHAR_HAN || token->is_whole) return 0;
    if (slug->text.len + token->text.len + 1 > SLUG_MAX) {
        slug->is_cut = true;
        return 0;
    }
    for (size_t i = 0; i < token->text.len; i++)
        if ((unsigned char)token->text.data[i] >= 0x80) {
            slug->has_han = true; /* another alphabet: the hash stands for it */
            return 0;
        }
    if (slug->text.len && token->start != slug->end) buffer_add_char(&slug->text, '-'); /* ikev2 stays one word */
    slug->end = token->end;
    buffer_add(&slug->text, token->text);
    return 0;
}

Str id_from_question(Arena *arena, Str question)
{
    Slug slug = {0};
    tokens_each(question, add_word, &slug);
    if (slug.has_han || slug.is_cut || !slug.text.len) {
        Str key = fold_key(arena, question);
        if (!key.len) key = question;
        if (!slug.text.len) buffer_add_char(&slug.text, 'q');
        Str hash = str_hex(arena, XXH3_64bits(key.data ? key.data : "", key.len));
        BUFFER_ADD(&slug.text, STR("-"), str_slice(hash, hash.len / 2, hash.len));
    }
    Str id = buffer_take(&slug.text, arena);
    buffer_free(&slug.text);
    return id;
}

Str id_clean(Arena *arena, Str id)
{
    Buffer clean = {0};
    for (size_t i = 0; i < id.len && clean.len < ID_MAX; i++) {
        char c = id.data[i];
        bool is_kept =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
        if (is_kept)
            buffer_add_char(&clean, c);
        else if (clean.len && clean.data[clean.len - 1] != '-')
            buffer_add_char(&clean, '-');
    }
    while (clean.len && strchr("-.", clean.data[clean.len - 1])) clean.len--;
    Str result = buffer_take(&clean, arena);
    while (str_starts(result, STR("."))) result = str_slice(result, 1, result.len);
    buffer_free(&clean);
    return result;
}

/* The first words of names of pages that there are several of: section.NAME.html, all.2.html. */
static const char *const kinds[] = {"section.", "tag.", "cause.", "causes.", "all.", "map.", "diagnose."};

static bool names_kind(Str id)
{
    return str_starts_any(id, kinds, sizeof kinds / sizeof *kinds);
}

bool id_is_reserved(Str id)
{
    static const char *const reserved[] = {"index", "404",      "search", "all",      "causes", "guide",
                                           "tags",  "sections", "about",  "diagnose", "map"};
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        if (str_is(id, reserved[i])) return true;
    return names_kind(id);
}

Str id_beside_pages(Arena *arena, Str id)
{
    if (!id_is_reserved(id)) return id;
    if (!names_kind(id)) return str_concat(arena, id, STR("-1"));
    ptrdiff_t dot = str_find(id, STR("."));
    return str_format(arena, "%.*s-%.*s", (int)dot, id.data, STR_ARG(str_slice(id, (size_t)dot + 1, id.len)));
}
