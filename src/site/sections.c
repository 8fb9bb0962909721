#include "internal.h"

static SectionNode *child_of(Arena *arena, SectionNode *parent, Str name)
{
    for (size_t i = 0; i < parent->children.len; i++)
        if (str_equal(parent->children.items[i]->name, name)) return parent->children.items[i];
    SectionNode *node = ARENA_NEW(arena, SectionNode);
    node->name = name;
    node->parent = parent;
    node->title = parent->title.len ? str_format(arena, "%.*s / %.*s", STR_ARG(parent->title), STR_ARG(name)) : name;
    node->file = str_format(arena, "section.%.*s.html", STR_ARG(id_from_question(arena, node->title)));
    VEC_PUSH(arena, &parent->children, node);
    return node;
}

static SectionNode *node_of(Arena *arena, SectionNode *root, StrVec path)
{
    SectionNode *node = root;
    for (size_t i = 0; i < path.len; i++) node = child_of(arena, node, path.items[i]);
    return node;
}

SectionNode *sections_build(Arena *arena, const Content *content, SectionNode **of_entry)
{
    SectionNode *root = ARENA_NEW(arena, SectionNode);
    for (size_t i = 0; i < content->entries.len; i++) {
        SectionNode *node = node_of(arena, root, content->entries.items[i]->section);
        VEC_PUSH(arena, &node->entries, content->entries.items[i]);
        of_entry[i] = node;
        for (SectionNode *above = node; above; above = above->parent) above->total++;
    }
    for (size_t d = 0; d < content->documents.len; d++)
        for (size_t s = 0; s < content->documents.items[d].sections.len; s++) {
            const Section *section = &content->documents.items[d].sections.items[s];
            SectionNode *node = node_of(arena, root, section->path);
            node->intro.markup =
                str_format(arena, "%.*s%.*s", STR_ARG(node->intro.markup), STR_ARG(section->intro.markup));
        }
    return root;
}
