#include "internal.h"

/* The tree under construction; nodes by their titles, which say their whole path. */
typedef struct Tree {
    Arena *arena;
    Buffer wanted; /* the title that is looked for */
    SectionNode *root;
    StrMap *by_title;  /* addresses */
    StrMap *files;     /* that pages have */
    StrVec last_path;  /* that was looked for, */
    SectionNode *last; /* and its node */
} Tree;

static SectionNode *child_of(Tree *tree, SectionNode *parent, Str name)
{
    Arena *arena = tree->arena;
    buffer_clear(&tree->wanted);
    if (parent->title.len) BUFFER_ADD(&tree->wanted, parent->title, STR(" / "));
    buffer_add(&tree->wanted, name);
    size_t address;
    if (str_map_get(tree->by_title, buffer_str(&tree->wanted), &address)) return (SectionNode *)address;
    SectionNode *node = ARENA_NEW(arena, SectionNode);
    node->name = name;
    node->parent = parent;
    node->title = str_copy(arena, buffer_str(&tree->wanted));
    node->file = page_file_of(arena, tree->files, "section", node->title);
    str_map_set(tree->by_title, node->title, (size_t)node);
    VEC_PUSH(arena, &parent->children, node);
    return node;
}

/* Most entries are of the section of the one before them. */
static SectionNode *node_of(Tree *tree, StrVec path)
{
    if (tree->last && str_lists_equal(path, tree->last_path)) return tree->last;
    SectionNode *node = tree->root;
    for (size_t i = 0; i < path.len; i++) node = child_of(tree, node, path.items[i]);
    tree->last_path = path;
    return tree->last = node;
}

SectionNode *sections_build(Arena *arena, const Content *content, SectionNode **of_entry)
{
    Tree tree = {.arena = arena,
                 .root = ARENA_NEW(arena, SectionNode),
                 .by_title = str_map_new(arena),
                 .files = str_map_new(arena)};
    for (size_t i = 0; i < content->entries.len; i++) {
        SectionNode *node = node_of(&tree, content->entries.items[i]->section);
        content_rest(content, i);
        VEC_PUSH(arena, &node->entries, content->entries.items[i]);
        of_entry[i] = node;
        for (SectionNode *above = node; above; above = above->parent) {
            above->total++;
            above->has_page = true;
        }
    }
    for (size_t d = 0; d < content->documents.len; d++) {
        content_rest(content, d);
        for (size_t s = 0; s < content->documents.items[d].sections.len; s++) {
            const Section *section = &content->documents.items[d].sections.items[s];
            SectionNode *node = node_of(&tree, section->path);
            VEC_PUSH(arena, &node->intros, section->intro);
            for (SectionNode *above = node; above; above = above->parent) above->has_page = true;
        }
    }
    buffer_free(&tree.wanted);
    return tree.root;
}

Html section_intro(Arena *arena, const SectionNode *section)
{
    Buffer intro = {0};
    for (size_t i = 0; i < section->intros.len; i++) buffer_add(&intro, section->intros.items[i].markup);
    Html html = {buffer_take(&intro, arena)};
    buffer_free(&intro);
    return html;
}
