/* Lists of words, as data. Private to content/. */
#ifndef WHYFIX_WORDS_H
#define WHYFIX_WORDS_H

#include "vocabulary.h"

typedef struct Words {
    Role role;
    const Str *words;
    size_t count;
} Words;

#define W(literal)                                                                                                     \
    {                                                                                                                  \
        (literal), sizeof(literal) - 1                                                                                 \
    }
#define COUNT(array) (sizeof(array) / sizeof *(array))

enum { LABEL_MAX = 96 }; /* bytes; a longer text is a sentence */

static inline bool is_any(Str text, const Str *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(text, list[i])) return true;
    return false;
}

static inline bool has_any(Str text, const Str *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_has(text, list[i])) return true;
    return false;
}

static inline bool starts_with_any(Str text, const Str *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_starts(text, list[i])) return true;
    return false;
}

static inline bool strip_start(Str *text, const Str *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        Str word = list[i];
        if (text->len > word.len && str_starts(*text, word)) {
            *text = str_slice(*text, word.len, text->len);
            return true;
        }
    }
    return false;
}

static inline bool strip_end(Str *text, const Str *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        Str word = list[i];
        if (text->len > word.len && str_ends(*text, word)) {
            *text = str_slice(*text, 0, text->len - word.len);
            return true;
        }
    }
    return false;
}

#endif
