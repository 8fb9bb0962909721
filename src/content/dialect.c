#include "dialect.h"

#include "dialect_tag.h"

#include <string.h>

enum { QUOTES_MOST = 8 }; /* containers in one another; deeper ones only keep their text */

/* What a ::: container became. */
typedef enum Container {
    BARE, /* nothing: it only lays out */
    QUOTE,
    DETAILS,
} Container;

/* A component, or a shortcode whose title asks (rewrite_box). */
typedef struct Box {
    Str name;
    size_t columns; /* what it holds is indented by so many */
    Container container;
} Box;

typedef struct Rewriter {
    Arena *arena;
    const LineVec *in;
    LineVec out;
    VEC(Container) open; /* the innermost last */
    size_t quotes;       /* of them */
    VEC(Box) boxes;      /* that are open, the innermost last */
    bool is_changed;
    size_t depth; /* of indented text in indented text */
} Rewriter;

static void put(Rewriter *rewriter, const Line *line, Str text, LineKind kind)
{
    VEC_PUSH(rewriter->arena, &rewriter->out, ((Line){text, line->number, kind}));
}

static void put_quoted(Rewriter *rewriter, const Line *line, Str text, size_t depth)
{
    if (!depth) {
        put(rewriter, line, text, line->kind);
        return;
    }
    Buffer quoted = {0};
    for (size_t i = 0; i < depth; i++) buffer_add_text(&quoted, i + 1 < depth || text.len ? "> " : ">");
    buffer_add(&quoted, text);
    put(rewriter, line, buffer_take(&quoted, rewriter->arena), LINE_QUOTE);
    buffer_free(&quoted);
}

static void put_opening(Rewriter *rewriter, const Line *line, const char *kind, Str title, size_t depth)
{
    put(rewriter, line, STR(""), LINE_BLANK);
    put_quoted(rewriter, line, str_format(rewriter->arena, "[!%s]", kind), depth);
    if (!title.len) return;
    put_quoted(rewriter, line, str_format(rewriter->arena, "**%.*s**", STR_ARG(title)), depth);
    put_quoted(rewriter, line, STR(""), depth);
}

static void put_blank(Rewriter *rewriter, const Line *line)
{
    put_quoted(rewriter, line, STR(""), rewriter->quotes);
    if (!rewriter->quotes) rewriter->out.items[rewriter->out.len - 1].kind = LINE_BLANK;
}

/* What only lays out leaves its title. */
static void put_title(Rewriter *rewriter, const Line *line, Str title)
{
    put_quoted(rewriter, line, STR(""), rewriter->quotes);
    if (!title.len) return;
    put_quoted(rewriter, line, str_format(rewriter->arena, "**%.*s**", STR_ARG(title)), rewriter->quotes);
    rewriter->out.items[rewriter->out.len - 1].kind = rewriter->quotes ? LINE_QUOTE : LINE_TEXT;
    put_quoted(rewriter, line, STR(""), rewriter->quotes);
}

/* A box that opens on a click, and whose title asks: a question (dialect_question.c). */
static bool put_details(Rewriter *rewriter, const Line *line, Str title)
{
    if (rewriter->quotes || !line_is_question(&(Line){title, line->number, LINE_TEXT})) return false;
    put(rewriter, line, STR(""), LINE_BLANK);
    put(rewriter, line, STR("<details>"), LINE_HTML);
    put(rewriter, line, str_format(rewriter->arena, "<summary>%.*s</summary>", STR_ARG(title)), LINE_HTML);
    put(rewriter, line, STR(""), LINE_BLANK);
    return true;
}

static void put_details_end(Rewriter *rewriter, const Line *line)
{
    put(rewriter, line, STR(""), LINE_BLANK);
    put(rewriter, line, STR("</details>"), LINE_HTML);
}

static bool holds_answer(Str name)
{
    static const char *const names[] = {"details",    "collapse",  "collapsible",   "expand",
                                        "expandable", "accordion", "accordionitem", "faq",
                                        "faqitem",    "question",  "toggle",        "spoiler"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_equal_nocase(name, str_from(names[i]))) return true;
    return false;
}

static bool rewrite_all(Arena *arena, LineVec *lines, size_t depth);

/* === "Linux" (MkDocs Material): the title of a tab, whose text is indented below. STR_NONE where it is none. */
static Str tab_title(Str text)
{
    if (!str_starts(text, STR("==="))) return STR_NONE;
    text = str_slice(text, 3, text.len);
    if (str_starts(text, STR("!")) || str_starts(text, STR("+"))) text = str_slice(text, 1, text.len);
    text = str_trim(text);
    bool is_quoted = text.len > 2 && text.data[0] == '"' && text.data[text.len - 1] == '"';
    return is_quoted ? str_slice(text, 1, text.len - 1) : STR_NONE;
}

/* !!! note "Title", ??? note, ???+ note, === "Tab" (Python-Markdown, MkDocs Material): what is indented below is its
 * text. Returns the index behind it, or `at`. */
static size_t rewrite_indented(Rewriter *rewriter, size_t at)
{
    const Line *line = &rewriter->in->items[at];
    Str text = str_trim(line->text);
    Str tab = tab_title(text);
    if (!tab.data && !str_starts(text, STR("!!!")) && !str_starts(text, STR("???"))) return at;
    Str rest = str_slice(text, 3, text.len);
    if (str_starts(rest, STR("+"))) rest = str_slice(rest, 1, rest.len);
    rest = str_trim(rest);
    Str name = dialect_first_word(rest);
    if (!tab.data && (!name.len || name.data[0] == '?' || name.data[0] == '!')) return at;
    const char *kind = dialect_admonition_kind(name);
    size_t indent = line_indent(line->text), end = at + 1;
    for (size_t i = at + 1; i < rewriter->in->len; i++) {
        const Line *next = &rewriter->in->items[i];
        if (!str_trim(next->text).len) continue; /* in a fence, too */
        if (line_indent(next->text) < indent + 2) break;
        end = i + 1;
    }
    Str title = dialect_admonition_title(str_slice(rest, name.len, rest.len));
    bool may_ask = !tab.data && (text.data[0] == '?' || holds_answer(name));
    bool is_details = may_ask && !indent && put_details(rewriter, line, title), is_quote = !tab.data && !is_details;
    if (is_quote) put_opening(rewriter, line, kind ? kind : "NOTE", title, 1);
    if (tab.data) put_title(rewriter, line, tab);
    LineVec inner = {0};
    for (size_t i = at + 1; i < end; i++) {
        Line line_in = rewriter->in->items[i];
        line_in.text = line_dedent(line_in.text, indent + 4);
        VEC_PUSH(rewriter->arena, &inner, line_in);
    }
    if (rewriter->depth < QUOTES_MOST) rewrite_all(rewriter->arena, &inner, rewriter->depth + 1);
    for (size_t i = 0; i < inner.len; i++) put_quoted(rewriter, &inner.items[i], inner.items[i].text, is_quote);
    if (is_details) put_details_end(rewriter, &rewriter->in->items[end - 1]);
    put(rewriter, &rewriter->in->items[end - 1], STR(""), LINE_BLANK);
    return end;
}

static void open_container(Rewriter *rewriter, Container container)
{
    VEC_PUSH(rewriter->arena, &rewriter->open, container);
    rewriter->quotes += container == QUOTE;
}

/* Returns what the innermost is; BARE where there is none. */
static Container close_container(Rewriter *rewriter)
{
    if (!rewriter->open.len) return BARE;
    Container container = rewriter->open.items[--rewriter->open.len];
    rewriter->quotes -= container == QUOTE;
    return container;
}

/* There ::: is followed by the title of a tab (Tencent Cloud). */
static bool is_in_tabs(const Rewriter *rewriter)
{
    return rewriter->boxes.len && str_is(rewriter->boxes.items[rewriter->boxes.len - 1].name, "dx-tabs");
}

/* ::: note … :::, :::image …:::, ::: zone … (Docusaurus, VuePress, Microsoft Learn). True where the line is one. */
static bool rewrite_colons(Rewriter *rewriter, const Line *line)
{
    Str text = str_trim(line->text);
    if (!str_starts(text, STR(":::"))) return false;
    while (str_starts(text, STR(":"))) text = str_slice(text, 1, text.len);
    text = str_trim(text);
    rewriter->is_changed = true;
    if (!text.len) { /* the end of the innermost */
        if (close_container(rewriter) == DETAILS) put_details_end(rewriter, line);
        put_quoted(rewriter, line, STR(""), rewriter->quotes);
        return true;
    }
    if (str_ends(text, STR(":::"))) { /* all on one line */
        Str tag = str_slice(text, 0, text.len - 3), image = dialect_image(rewriter->arena, tag);
        put_quoted(rewriter, line, image.len ? image : STR(""), rewriter->quotes);
        return true;
    }
    Str name = dialect_first_word(text);
    Str title = dialect_admonition_title(str_slice(text, name.len, text.len));
    const char *brace = str_starts(text, STR("{")) ? memchr(text.data, '}', text.len) : NULL;
    if (brace) { /* :::{note} (MyST) */
        name = str_slice(text, 1, (size_t)(brace - text.data));
        title = str_trim(str_slice(text, name.len + 2, text.len));
    }
    const char *kind = dialect_admonition_kind(name);
    if (holds_answer(name) && put_details(rewriter, line, title)) {
        open_container(rewriter, DETAILS);
    } else if (kind && rewriter->quotes < QUOTES_MOST) {
        open_container(rewriter, QUOTE);
        put_opening(rewriter, line, kind, title, rewriter->quotes);
    } else if (str_equal_nocase(name, STR("image")) && dialect_image(rewriter->arena, text).len) {
        open_container(rewriter, BARE); /* a long description follows, up to :::image-end::: */
        put_quoted(rewriter, line, dialect_image(rewriter->arena, text), rewriter->quotes);
    } else if (str_ends(name, STR("-end"))) {
        if (rewriter->open.len && rewriter->open.items[rewriter->open.len - 1] == BARE) close_container(rewriter);
        put_quoted(rewriter, line, STR(""), rewriter->quotes);
    } else {
        open_container(rewriter, BARE);
        put_title(rewriter, line, is_in_tabs(rewriter) ? text : STR(""));
    }
    return true;
}

/* By how much what a box holds is indented, by its first line. */
static size_t indent_in_box(const Rewriter *rewriter, size_t at)
{
    size_t most = line_indent(rewriter->in->items[at].text) + 4, first = at + 1;
    while (first < rewriter->in->len && !str_trim(rewriter->in->items[first].text).len) first++;
    size_t indent = first < rewriter->in->len ? line_indent(rewriter->in->items[first].text) : 0;
    return indent < most ? indent : most;
}

/* What kind of note a component is: by its name, <Warning>, or its type, <Callout type="warning">; NULL: none. */
static const char *component_kind(Str tag, Str name)
{
    static const char *const types[] = {"type", "infotype", "severity", "kind", "variant", NULL};
    static const char *const notes[] = {"callout", "alert", "admonition", "aside", "dx-alert"};
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
        if (!str_equal_nocase(name, str_from(notes[i]))) continue;
        const char *kind = dialect_admonition_kind(dialect_attribute(tag, types));
        return kind ? kind : "NOTE";
    }
    return dialect_admonition_kind(name);
}

/* Whether a component ends below. */
static bool is_ended(const Rewriter *rewriter, size_t at, Str name)
{
    enum { LINES_MOST = 400 };
    for (size_t i = at + 1; i < rewriter->in->len && i < at + LINES_MOST; i++) {
        Str text = str_trim(rewriter->in->items[i].text);
        if (str_starts(text, STR("</")) && str_starts(str_slice(text, 2, text.len), name)) return true;
    }
    return false;
}

static void put_box_end(Rewriter *rewriter, const Line *line, Container container)
{
    if (container == DETAILS) put_details_end(rewriter, line);
    rewriter->quotes -= container == QUOTE;
    put_blank(rewriter, line);
}

static Container begin_box(Rewriter *rewriter, const Line *line, Str tag, Str name)
{
    static const char *const titles[] = {"title", "label", "summary", "header", NULL};
    const char *kind = component_kind(tag, name);
    Str title = dialect_attribute(tag, titles);
    if (kind && rewriter->quotes < QUOTES_MOST) {
        put_opening(rewriter, line, kind, title, ++rewriter->quotes);
        return QUOTE;
    }
    put_title(rewriter, line, title);
    return BARE;
}

/* {{< details "Why …?" >}} (Hugo), <Accordion title="Why …?">, <Note>, <Tab title="Linux"> (MDX) and their ends. True
 * where the line, the one at `at`, is one. */
static bool rewrite_box(Rewriter *rewriter, size_t at, const Line *line)
{
    static const char *const titles[] = {"title", "summary", "question", "header", "label", "name", NULL};
    bool is_component;
    Str tag = dialect_lone_tag(line, &is_component), text = tag.len ? STR("") : dialect_component_text(line, &tag);
    if (text.len) {
        Container container = begin_box(rewriter, line, tag, dialect_first_word(tag));
        put_quoted(rewriter, line, text, rewriter->quotes);
        put_box_end(rewriter, line, container);
        return rewriter->is_changed = true;
    }
    if (!tag.len) return false;
    Box *innermost = rewriter->boxes.len ? &rewriter->boxes.items[rewriter->boxes.len - 1] : NULL;
    if (str_starts(tag, STR("/"))) {
        bool is_end = innermost && str_equal(str_trim(str_slice(tag, 1, tag.len)), innermost->name);
        if (!is_end && !is_component) return false;
        put_box_end(rewriter, line, is_end ? innermost->container : BARE);
        rewriter->boxes.len -= is_end;
        return rewriter->is_changed = true;
    }
    Str name = dialect_first_word(tag), title = dialect_attribute(tag, titles);
    if (!title.data) title = dialect_admonition_title(str_slice(tag, name.len, tag.len));
    Box box = {name, indent_in_box(rewriter, at), DETAILS};
    if (!holds_answer(name) || !put_details(rewriter, line, title)) {
        if (!is_component) return false;
        rewriter->is_changed = true;
        if (!is_ended(rewriter, at, name)) {
            put_title(rewriter, line, STR(""));
            return true;
        }
        box.container = begin_box(rewriter, line, tag, name);
    }
    VEC_PUSH(rewriter->arena, &rewriter->boxes, box);
    return rewriter->is_changed = true;
}

/* >! … and >? … (Tencent Cloud): a warning and a note. A spoiler, >!…!<, is neither. */
static bool rewrite_marked_quote(Rewriter *rewriter, const Line *line)
{
    Str text = str_trim(line->text);
    bool is_warning = str_starts(text, STR(">!")), is_note = str_starts(text, STR(">?"));
    while (!is_warning && !is_note && str_starts(text, STR(">"))) {
        text = str_trim(str_slice(text, 1, text.len));
        is_warning = str_starts(text, STR(">!"));
        is_note = str_starts(text, STR(">?"));
    }
    if ((!is_warning && !is_note) || text.len < 3 || str_ends(text, STR("!<"))) return false;
    if (!rewriter->quotes) put_opening(rewriter, line, is_warning ? "WARNING" : "NOTE", STR(""), 1);
    put_quoted(rewriter, line, str_trim(str_slice(text, 2, text.len)), rewriter->quotes ? rewriter->quotes : 1);
    return rewriter->is_changed = true;
}

static bool is_bars(Str text, char bar)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] != bar) return false;
    return text.len > 0;
}

static bool rewrite_all(Arena *arena, LineVec *lines, size_t depth)
{
    Rewriter rewriter = {.arena = arena, .in = lines, .depth = depth};
    for (size_t i = 0; i < lines->len;) {
        Line own = lines->items[i];
        const Line *line = &own;
        if (rewriter.boxes.len) own.text = line_dedent(own.text, rewriter.boxes.items[rewriter.boxes.len - 1].columns);
        if (line->kind == LINE_FENCE || line->kind == LINE_BLANK) {
            put_quoted(&rewriter, line, line->text, rewriter.quotes);
            i++;
            continue;
        }
        size_t behind = rewrite_indented(&rewriter, i);
        if (behind > i) {
            rewriter.is_changed = true;
            i = behind;
            continue;
        }
        i++;
        if (rewrite_colons(&rewriter, line) || rewrite_box(&rewriter, i - 1, line)) continue;
        if (line->kind == LINE_QUOTE && rewrite_marked_quote(&rewriter, line)) continue;
        Str text = is_bars(str_trim(line->text), '*') ? line->text : dialect_without_tags(arena, line->text);
        bool is_tag = text.data != line->text.data && !str_trim(text).len;
        rewriter.is_changed |= text.data != line->text.data;
        if (is_tag)
            put_blank(&rewriter, line);
        else
            put_quoted(&rewriter, line, text, rewriter.quotes);
    }
    if (rewriter.is_changed) *lines = rewriter.out;
    return rewriter.is_changed;
}

bool dialect_plain(Arena *arena, LineVec *lines)
{
    return rewrite_all(arena, lines, 0);
}
