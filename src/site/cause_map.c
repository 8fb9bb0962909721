/* Drawings of what leads to what: of one question, and of the causes that questions share. A column as wide as a phone,
 * so that it can be read there without zooming; plain SVG, drawn by the style sheet's colours. */
#include <stdlib.h>

#include "plan.h"
#include "svg.h"

enum { WIDTH = 400, INDENT = 22, GAP = 8 };
static const double LARGE = 14;

static void start(Buffer *out, double height, Str label)
{
    buffer_add_text(out, "<svg class=\"map\" viewBox=\"0 0 ");
    svg_put_number(out, WIDTH);
    buffer_add_char(out, ' ');
    svg_put_number(out, height);
    buffer_add_text(out, "\" font-size=\"");
    svg_put_number(out, SVG_FONT);
    buffer_add_text(out, "\" role=\"group\" aria-label=\"");
    html_escape(out, label);
    buffer_add_text(out, "\">\n");
}

static Html finish(Buffer *out, Arena *arena)
{
    buffer_add_text(out, "</svg>\n");
    Html svg = {buffer_take(out, arena)};
    buffer_free(out);
    return svg;
}

static Str first_line(Str text)
{
    Str line;
    return str_next(&text, '\n', &line) ? line : STR("");
}

/* ---- one question: symptom → category → cause → solution
 * -------------------------------------------------------------- */

typedef struct Tree {
    Arena *arena;
    Buffer *boxes, *lines;
    double y; /* where the next box begins */
    struct {
        double x, y;
    } trunk[4]; /* of each level: where its branches start */
} Tree;

static void add_box(Tree *tree, unsigned level, const char *class, Str text, Str url, size_t lines_most)
{
    double x = level * INDENT;
    SvgBox box = svg_box(tree->arena, class, text, url, WIDTH - x, level ? SVG_FONT : LARGE, lines_most);
    box.x = x;
    box.y = tree->y;
    if (level) svg_put_branch(tree->lines, tree->trunk[level - 1].x, tree->trunk[level - 1].y, &box);
    svg_put_box(tree->boxes, &box);
    tree->trunk[level].x = x + INDENT / 2.0;
    tree->trunk[level].y = box.y + box.height;
    tree->y += box.height + GAP;
}

Html cause_map_entry(Arena *arena, const Entry *entry, Str label)
{
    char room[8 * BUFFER_ROOM], lines_room[2 * BUFFER_ROOM];
    Buffer boxes = BUFFER_IN(room), lines = BUFFER_IN(lines_room), out = {0};
    Tree tree = {.arena = arena, .boxes = &boxes, .lines = &lines, .y = 1};
    Str category = STR_NONE;
    svg_start_lines(&lines);
    add_box(&tree, 0, "symptom", entry->question, STR(""), SVG_LINES_MOST);
    for (size_t i = 0; i < entry->record_count; i++) {
        const Record *record = &entry->records[i];
        Str url = str_concat(arena, STR("#"), record->anchor);
        unsigned level = record->category.len ? 2 : 1;
        if (level == 2 && !str_equal(record->category, category))
            add_box(&tree, 1, "category", first_line(record->category), STR(""), 3);
        category = record->category;
        if (record->cause.len) add_box(&tree, level++, "cause", first_line(record->cause), url, SVG_LINES_MOST);
        if (record->solution.len) add_box(&tree, level, "solution", first_line(record->solution), url, 2);
    }
    svg_end_lines(&lines);
    buffer_reserve(&out, lines.len + boxes.len + BUFFER_ROOM);
    start(&out, tree.y, label);
    BUFFER_ADD(&out, buffer_str(&lines), buffer_str(&boxes));
    buffer_free(&lines);
    buffer_free(&boxes);
    return finish(&out, arena);
}

/* ---- causes that questions share: questions on the left, causes on the right ------------------------------------- */

enum { COLUMN = 176, COLUMN_GAP = WIDTH - 2 * COLUMN, LINES = 5, SYMPTOMS_MOST = 12 /* of one cause */ };

typedef struct Node {
    SvgBox box;
    double weight; /* of a symptom: the sum of its causes' places, then their mean */
    size_t degree, order;
} Node;

typedef struct Edge {
    size_t symptom, cause;
} Edge;

static int by_weight(const void *a, const void *b)
{
    const Node *x = *(Node *const *)a, *y = *(Node *const *)b;
    if (x->weight != y->weight) return x->weight < y->weight ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

/* Puts boxes below each other, spread over the height. Returns the height that they need. */
static double stack(Node **nodes, size_t count, double x, double height)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++) sum += nodes[i]->box.height;
    double gap = count > 1 && height > sum ? (height - sum) / (double)(count - 1) : GAP;
    if (gap < GAP) gap = GAP;
    double y = 1;
    for (size_t i = 0; i < count; i++) {
        nodes[i]->box.x = x;
        nodes[i]->box.y = y;
        y += nodes[i]->box.height + gap;
    }
    return y - gap;
}

Html cause_map_shared(Arena *arena, const Site *site, size_t from, size_t to, Str label)
{
    VEC(Node *) symptoms = {0}, causes = {0};
    VEC(Edge) edges = {0};
    StrMap *at = str_map_new(arena);
    for (size_t c = from; c < to; c++) {
        content_rest_often(site->content, c);
        const CauseGroup *group = site->causes.items[c];
        Node *cause = ARENA_NEW(arena, Node);
        *cause = (Node){
            .box = svg_box(arena, "cause", first_line(group->cause), site->cause_files[c], COLUMN, SVG_FONT, LINES),
            .order = causes.len};
        VEC_PUSH(arena, &causes, cause);
        uint32_t last = UINT32_MAX;
        for (size_t r = 0, shown = 0; r < group->records.len && shown < SYMPTOMS_MOST; r++) {
            const CauseRecord *record = &group->records.items[r];
            size_t place;
            if (record->entry == last) continue;
            last = record->entry;
            shown++;
            const EntryLink *entry = &site->links[record->entry];
            if (!str_map_get(at, entry->url, &place)) {
                Node *symptom = ARENA_NEW(arena, Node);
                *symptom =
                    (Node){.box = svg_box(arena, "symptom", entry->question, entry->url, COLUMN, SVG_FONT, LINES),
                           .order = symptoms.len};
                place = symptoms.len;
                str_map_set(at, entry->url, place);
                VEC_PUSH(arena, &symptoms, symptom);
            }
            VEC_PUSH(arena, &edges, ((Edge){place, causes.len - 1}));
        }
    }
    for (size_t e = 0; e < edges.len; e++) {
        Node *symptom = symptoms.items[edges.items[e].symptom];
        symptom->weight += (double)edges.items[e].cause;
        symptom->degree++;
    }
    Node **left = ARENA_ARRAY(arena, Node *, symptoms.len + 1);
    for (size_t i = 0; i < symptoms.len; i++) {
        symptoms.items[i]->weight /= (double)symptoms.items[i]->degree;
        left[i] = symptoms.items[i];
    }
    if (symptoms.len) qsort(left, symptoms.len, sizeof *left, by_weight);
    double height = stack(left, symptoms.len, 0, 0);
    double right = stack(causes.items, causes.len, COLUMN + COLUMN_GAP, height);
    if (right > height) stack(left, symptoms.len, 0, height = right);
    Buffer out = {0};
    start(&out, height + 2, label);
    svg_start_lines(&out);
    for (size_t e = 0; e < edges.len; e++)
        svg_put_curve(&out, &symptoms.items[edges.items[e].symptom]->box, &causes.items[edges.items[e].cause]->box);
    svg_end_lines(&out);
    for (size_t i = 0; i < symptoms.len; i++) svg_put_box(&out, &left[i]->box);
    for (size_t i = 0; i < causes.len; i++) svg_put_box(&out, &causes.items[i]->box);
    return finish(&out, arena);
}
