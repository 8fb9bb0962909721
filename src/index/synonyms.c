#include "synonyms.h"

#include "regional.h"
#include "text/text.h"

/* Groups of which the site writes a term: what no text says needs no other name. */
static void add_regional(Arena *arena, const Content *content, const Dictionary *dictionary, Buffer *text)
{
    StrVec group;
    for (size_t at = 0, step = 0; regional_next(arena, &at, &group); step++) {
        bool is_written = false;
        content_rest_often(content, step);
        for (size_t i = 0; i < group.len && !is_written; i++) is_written = dictionary_knows(dictionary, group.items[i]);
        for (size_t i = 0; i < group.len && is_written; i++)
            buffer_printf(text, "%.*s%c", STR_ARG(group.items[i]), i + 1 < group.len ? '\t' : '\n');
    }
}

Str synonyms_text(Arena *arena, const Content *content, const Dictionary *dictionary)
{
    Buffer text = {0};
    for (size_t g = 0; g < content->synonyms.len; g++) {
        StrVec group = content->synonyms.items[g].terms;
        for (size_t i = 0; i < group.len; i++)
            buffer_printf(&text, "%s%.*s", i ? "\t" : "", STR_ARG(fold_text(arena, group.items[i])));
        buffer_add_char(&text, '\n');
    }
    add_regional(arena, content, dictionary, &text);
    Str taken = buffer_take(&text, arena);
    buffer_free(&text);
    return taken;
}
