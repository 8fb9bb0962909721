#include "survey.h"

#include "lines.h"
#include "pin.h"
#include "reader.h"
#include "text/text.h"
#include "yaml_faq.h"

#include <string.h>

static const char *role_name(Role role)
{
    switch (role) {
    case ROLE_CAUSE: return "cause";
    case ROLE_SOLUTION: return "solution";
    case ROLE_CATEGORY: return "category";
    case ROLE_SYMPTOM:
    case ROLE_CODE_COLUMN: return "symptom";
    default: return NULL;
    }
}

const char *survey_column_word(const char *role, const char *lang)
{
    static const struct {
        const char *role, *hant, *hans, *en;
    } words[] = {{"cause", "原因", "原因", "Cause"},
                 {"solution", "解決方案", "解决方案", "Solution"},
                 {"category", "分類", "分类", "Category"}};
    for (size_t i = 0; role && i < sizeof words / sizeof *words; i++)
        if (strcmp(role, words[i].role) == 0)
            return strcmp(lang, "zh-Hant") == 0   ? words[i].hant
                   : strcmp(lang, "zh-Hans") == 0 ? words[i].hans
                   : strcmp(lang, "en") == 0      ? words[i].en
                                                  : NULL;
    return NULL;
}

static void read_lines(Arena *arena, Str text, const LineVec *lines, Survey *survey)
{
    Str rest = text, line;
    while (str_next(&rest, '\n', &line)) VEC_PUSH(arena, &survey->lines, ((SurveyLine){.text = line, .is_code = true}));
    for (size_t i = 0; lines && i < lines->len; i++) {
        size_t at = (size_t)lines->items[i].number - 1;
        if (at >= survey->lines.len) break;
        survey->lines.items[at].is_code = lines->items[i].kind == LINE_FENCE;
        survey->lines.items[at].is_config = lines->items[i].kind == LINE_CONFIG;
    }
}

/* Cells between pipes that are not escaped (GFM, tables); pipes at the ends only close. */
static size_t count_cells(Str row)
{
    row = str_trim(row);
    size_t cells = 1;
    for (size_t i = 0; i < row.len; i++)
        if (row.data[i] == '\\')
            i++;
        else if (row.data[i] == '|' && i > 0 && i + 1 < row.len)
            cells++;
    return cells;
}

static Str line_of_text(const IntVec *starts, Str text, int line)
{
    if (line < 1 || (size_t)line > starts->len) return STR("");
    Str rest = str_slice(text, (size_t)starts->items[line - 1], text.len), found;
    return str_next(&rest, '\n', &found) ? found : STR("");
}

static IntVec line_starts(Arena *arena, Str text)
{
    IntVec starts = {0};
    VEC_PUSH(arena, &starts, 0);
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] == '\n') VEC_PUSH(arena, &starts, (int)i + 1);
    return starts;
}

static void read_table(Arena *arena, const Parsed *parsed, const IntVec *starts, cmark_node *node, Survey *survey)
{
    cmark_node *head = cmark_node_first_child(node);
    SurveyTable table = {.line = normalised_source_line(&parsed->normal, cmark_node_get_start_line(node))};
    for (cmark_node *cell = cmark_node_first_child(head); cell; cell = cmark_node_next(cell)) {
        Str text = node_text_str(arena, cell);
        VEC_PUSH(arena, &table.head, text);
        VEC_PUSH(arena, &table.roles, role_name(vocabulary_column(arena, text)));
    }
    table.columns = table.head.len;
    for (cmark_node *row = cmark_node_next(head); row; row = cmark_node_next(row)) {
        int line = cmark_node_get_start_line(row);
        SurveyRow found = {.line = normalised_source_line(&parsed->normal, line),
                           .cells = count_cells(line_of_text(starts, parsed->normal.text, line))};
        size_t column = 0;
        for (cmark_node *cell = cmark_node_first_child(row); cell && column < table.columns;
             cell = cmark_node_next(cell), column++) {
            const char *role = table.roles.items[column];
            if (!role || cmark_node_first_child(cell)) continue;
            found.lacks_cause |= strcmp(role, "cause") == 0;
            found.lacks_solution |= strcmp(role, "solution") == 0;
        }
        VEC_PUSH(arena, &table.rows, found);
    }
    VEC_PUSH(arena, &survey->tables, table);
}

/* Links and images in raw HTML. */
typedef struct RawHtml {
    Arena *arena;
    const Parsed *parsed;
    Survey *survey;
    Str text;
    int line; /* of the normalised text */
} RawHtml;

static void add_raw_link(void *context, bool is_image, Str url, Str text, size_t offset)
{
    const RawHtml *raw = context;
    int line = raw->line;
    for (size_t i = 0; i < offset; i++) line += raw->text.data[i] == '\n';
    SurveyLink link = {.line = normalised_source_line(&raw->parsed->normal, line),
                       .url = str_copy(raw->arena, url),
                       .text = str_copy(raw->arena, text),
                       .is_image = is_image};
    VEC_PUSH(raw->arena, &raw->survey->links, link);
}

static void read_nodes(Arena *arena, const Parsed *parsed, Survey *survey)
{
    IntVec starts = line_starts(arena, parsed->normal.text);
    cmark_iter *iterator = cmark_iter_new(parsed->tree);
    int line = 1;
    for (cmark_event_type event; (event = cmark_iter_next(iterator)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(iterator);
        if (event != CMARK_EVENT_ENTER) continue;
        cmark_node_type type = cmark_node_get_type(node);
        bool is_block = (type & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_BLOCK;
        int own = cmark_node_get_start_line(node);
        if (is_block && own > 0 && node_kind(node) != NODE_TABLE_CELL) line = own;
        if (node_kind(node) == NODE_TABLE) read_table(arena, parsed, &starts, node, survey);
        if (type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE) {
            RawHtml raw = {arena, parsed, survey, node_literal(node), own > line ? own : line};
            html_links(raw.text, add_raw_link, &raw);
        }
        if (type != CMARK_NODE_LINK && type != CMARK_NODE_IMAGE) continue;
        SurveyLink link = {.line = normalised_source_line(&parsed->normal, own > line ? own : line),
                           .url = str_copy(arena, str_from(cmark_node_get_url(node))),
                           .is_image = type == CMARK_NODE_IMAGE};
        Buffer text = {0};
        for (cmark_node *child = cmark_node_first_child(node); child; child = cmark_node_next(child))
            node_text(&text, child);
        link.text = str_trim(buffer_take(&text, arena));
        buffer_free(&text);
        VEC_PUSH(arena, &survey->links, link);
    }
    cmark_iter_free(iterator);
}

static void read_headings(Arena *arena, const Parsed *parsed, Survey *survey)
{
    PinVec pins = pins_find(arena, parsed);
    size_t next = 0;
    for (size_t i = 1; i < parsed->outline.headings.len; i++) {
        const Heading *heading = &parsed->outline.headings.items[i];
        int line = cmark_node_get_start_line(heading->node);
        SurveyHeading found = {.line = normalised_source_line(&parsed->normal, line),
                               .text = str_copy(arena, heading->text),
                               .id = str_copy(arena, heading->id),
                               .is_question = heading->kind == HEADING_QUESTION,
                               .is_pinned = heading->is_id_pinned};
        if (next < pins.len && pins.items[next].line == line) found.id = pins.items[next++].id;
        if ((size_t)found.line <= survey->lines.len)
            found.is_marked = str_starts(str_trim(survey->lines.items[found.line - 1].text), STR("#"));
        VEC_PUSH(arena, &survey->headings, found);
    }
}

void survey_read(Arena *arena, Str path, Str bytes, Survey *survey)
{
    *survey = (Survey){.path = path};
    Diagnostics unheard; /* content_read() says the same */
    diagnostics_init(&unheard);
    CleanReport report;
    Str text = text_clean(arena, bytes, &report);
    Parsed parsed = parsed_read(arena, path, bytes, path_stem(path), &unheard);
    survey->is_markdown = !yaml_faq_is(path, text);
    read_lines(arena, text, survey->is_markdown ? &parsed.normal.lines : NULL, survey);
    read_headings(arena, &parsed, survey);
    read_nodes(arena, &parsed, survey);
    parsed_free(&parsed);
    diagnostics_free(&unheard);
}
