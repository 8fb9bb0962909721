#include "internal.h"

enum { SNIPPET_BYTES = 240, LEAD_BYTES = 45 };

typedef struct Mark {
    size_t start, end; /* bytes of the text */
} Mark;
typedef VEC(Mark) MarkVec;

typedef struct Marker {
    Arena *arena;
    const Query *query;
    MarkVec marks; /* ascending, apart */
} Marker;

static void mark(void *context, const Match *match)
{
    Marker *marker = context;
    if (match->token == NO_TERM) return;
    MarkVec *marks = &marker->marks;
    if (!marks->len || match->start > marks->items[marks->len - 1].end) {
        VEC_PUSH(marker->arena, marks, ((Mark){match->start, match->end}));
        return;
    }
    Mark *last = &marks->items[marks->len - 1];
    if (match->end > last->end) last->end = match->end;
    if (match->start < last->start) last->start = match->start;
}

static MarkVec find_marks(Arena *arena, const Query *query, Str text)
{
    Marker marker = {.arena = arena, .query = query};
    match_each(query, text, mark, &marker);
    return marker.marks;
}

/* One line: line ends and tabs are spaces. */
static void add_escaped(Buffer *out, Str text)
{
    for (size_t from = 0; from < text.len;) {
        size_t to = from;
        while (to < text.len && text.data[to] != '\n' && text.data[to] != '\t') to++;
        html_escape(out, str_slice(text, from, to));
        if (to < text.len) buffer_add_char(out, ' ');
        from = to + 1;
    }
}

static Html marked(Arena *arena, Str text, const MarkVec *marks, size_t from, size_t to)
{
    Buffer out = {0};
    size_t at = from;
    if (from > 0) buffer_add_text(&out, "…");
    for (size_t i = 0; i < marks->len; i++) {
        size_t start = marks->items[i].start, end = marks->items[i].end;
        if (start < from || end > to) continue;
        add_escaped(&out, str_slice(text, at, start));
        buffer_add_text(&out, "<mark>");
        add_escaped(&out, str_slice(text, start, end));
        buffer_add_text(&out, "</mark>");
        at = end;
    }
    add_escaped(&out, str_slice(text, at, to));
    if (to < text.len) buffer_add_text(&out, "…");
    Html html = {buffer_take(&out, arena)};
    buffer_free(&out);
    return html;
}

Html snippet_whole(Arena *arena, const Query *query, Str text)
{
    MarkVec marks = find_marks(arena, query, text);
    return marked(arena, text, &marks, 0, text.len);
}

static size_t char_start(Str text, size_t at)
{
    while (at > 0 && at < text.len && ((unsigned char)text.data[at] & 0xC0) == 0x80) at--;
    return at < text.len ? at : text.len;
}

/* The start of the window that has most of the marks. */
static size_t best_start(const MarkVec *marks)
{
    size_t best = 0, best_bytes = 0;
    for (size_t i = 0; i < marks->len; i++) {
        size_t bytes = 0;
        for (size_t j = i; j < marks->len && marks->items[j].end <= marks->items[i].start + SNIPPET_BYTES - LEAD_BYTES;
             j++)
            bytes += marks->items[j].end - marks->items[j].start;
        if (bytes <= best_bytes) continue;
        best = marks->items[i].start;
        best_bytes = bytes;
    }
    return best;
}

Html snippet_best(Arena *arena, const Query *query, Str text)
{
    MarkVec marks = find_marks(arena, query, text);
    if (text.len <= SNIPPET_BYTES) return marked(arena, text, &marks, 0, text.len);
    size_t start = best_start(&marks), from = start > LEAD_BYTES ? char_start(text, start - LEAD_BYTES) : 0;
    for (size_t i = 0; i < marks.len; i++) /* no mark is cut in two */
        if (marks.items[i].start < from && marks.items[i].end > from) from = marks.items[i].start;
    size_t to = from + SNIPPET_BYTES < text.len ? char_start(text, from + SNIPPET_BYTES) : text.len;
    for (size_t i = 0; i < marks.len; i++)
        if (marks.items[i].start < to && marks.items[i].end > to) to = marks.items[i].end;
    return marked(arena, text, &marks, from, to);
}
