#include "content.h"

#include "extract.h"
#include "reader.h"
#include "text/text.h"

#include <string.h>

/* The path below content/, which is what addresses on pages start from. */
static Str below_content(Str path)
{
    return str_starts(path, STR("content/")) ? str_slice(path, 8, path.len) : path;
}

/* SOURCE_DATE_EPOCH caps dates that come from the file system (reproducible-builds.org). */
static Str date_of_file(Arena *arena, int64_t modified)
{
    int64_t now = date_now();
    return date_format(arena, modified < now ? modified : now);
}

/* Folders and the grouping headings above a heading, outermost first. */
static StrVec section_of(Arena *arena, const Parsed *parsed, Str path, int parent)
{
    StrVec section = {0}, above = {0};
    if (parsed->metadata.section.len) {
        section = parsed->metadata.section;
    } else {
        Str rest = path_folder(below_content(path)), part;
        while (rest.len && str_next(&rest, '/', &part)) VEC_PUSH(arena, &section, part);
    }
    for (int i = parent; i >= 0; i = parsed->outline.headings.items[i].parent) {
        const Heading *heading = &parsed->outline.headings.items[i];
        if (heading->kind == HEADING_SECTION && heading->text.len) VEC_PUSH(arena, &above, heading->text);
    }
    for (size_t i = above.len; i > 0; i--) VEC_PUSH(arena, &section, str_copy(arena, above.items[i - 1]));
    return section;
}

static RenderContext render_context(Arena *arena, Str path, int level)
{
    return (RenderContext){.arena = arena, .path = below_content(path), .level_shift = level > 0 ? 1 - level : 0};
}

/* What can be linked to: each heading, by its id and by the name that other generators give it. */
static void add_anchors(Arena *arena, const Heading *heading, Document *document)
{
    size_t owner = document->entries.len ? document->entries.len - 1 : SIZE_MAX;
    if (heading->kind == HEADING_SECTION) owner = SIZE_MAX;
    Str slug = content_heading_slug(arena, heading->text);
    if (heading->id.len) VEC_PUSH(arena, &document->anchors, ((Anchor){str_copy(arena, heading->id), owner}));
    if (slug.len) VEC_PUSH(arena, &document->anchors, ((Anchor){slug, owner}));
    for (size_t i = 0; i < heading->anchors.len; i++)
        VEC_PUSH(arena, &document->anchors, ((Anchor){str_copy(arena, heading->anchors.items[i]), owner}));
}

/* The blocks of the document from one on; there may be none. */
static cmark_node *const *blocks_from(const Parsed *parsed, size_t first)
{
    return parsed->outline.blocks.len ? parsed->outline.blocks.items + first : NULL;
}

static void read_section(Arena *arena, const Parsed *parsed, size_t index, Str path, Document *document)
{
    const Heading *heading = &parsed->outline.headings.items[index];
    Section section = {.path = section_of(arena, parsed, path, (int)index)};
    size_t end = parsed_entry_end(&parsed->outline, index); /* with the parts right below it, which no entry has */
    RenderContext context = render_context(arena, path, heading->level);
    char room[8 * BUFFER_ROOM];
    Buffer out = BUFFER_IN(room);
    nodes_html(&out, blocks_from(parsed, heading->first), end - heading->first, &context);
    section.intro.markup = buffer_take(&out, arena);
    nodes_text(&out, blocks_from(parsed, heading->first), end - heading->first);
    section.intro_text = str_trim(buffer_take(&out, arena));
    buffer_free(&out);
    if (section.intro_text.len || str_has(section.intro.markup, STR("<img")))
        VEC_PUSH(arena, &document->sections, section);
}

static void take_list(StrVec *mine, StrVec theirs)
{
    if (theirs.len) *mine = theirs;
}

static void take_text(Str *mine, Str theirs)
{
    if (theirs.len) *mine = theirs;
}

static void apply(const Metadata *metadata, Entry *entry, bool is_own)
{
    take_text(&entry->environment, metadata->environment);
    take_text(&entry->updated, metadata->updated);
    take_text(&entry->review, metadata->review);
    take_list(&entry->tags, metadata->tags);
    if (metadata->lang.len) entry->lang = metadata->lang.data;
    if (!is_own) return;
    take_list(&entry->aliases, metadata->aliases);
    take_list(&entry->redirects, metadata->redirects);
    if (metadata->id.len) {
        entry->id = metadata->id;
        entry->is_pinned = true;
    }
}

static void set_id(Arena *arena, Entry *entry, Diagnostics *diagnostics)
{
    Str wanted = entry->id;
    entry->id = id_clean(arena, wanted);
    if (entry->is_pinned && !str_equal(wanted, entry->id))
        diagnostics_add(diagnostics, SEVERITY_WARNING, "id-characters", entry->path, entry->line, 0,
                        "id '%.*s' becomes '%.*s': use letters, digits, '-', '_' and '.' only", STR_ARG(wanted),
                        STR_ARG(entry->id));
    if (!entry->id.len) {
        entry->id = id_from_question(arena, entry->question);
        entry->is_pinned = false;
    } else if (id_is_reserved(entry->id)) {
        diagnostics_add(diagnostics, SEVERITY_WARNING, "id-reserved", entry->path, entry->line, 0,
                        "id '%.*s' is the name of a page that every site has; it becomes '%.*s': choose another",
                        STR_ARG(entry->id), STR_ARG(id_beside_pages(arena, entry->id)));
    }
    entry->id = id_beside_pages(arena, entry->id);
}

/* The metadata comment under a heading; it is taken off the front of the entry's blocks. */
static void read_comment(Arena *arena, const Parsed *parsed, size_t *first, size_t end, Entry *entry,
                         Diagnostics *diagnostics)
{
    if (*first >= end || cmark_node_get_type(parsed->outline.blocks.items[*first]) != CMARK_NODE_HTML_BLOCK) return;
    cmark_node *node = parsed->outline.blocks.items[*first];
    Metadata metadata;
    int line = normalised_source_line(&parsed->normal, cmark_node_get_start_line(node));
    Str comment = str_copy(arena, node_literal(node));
    if (!front_matter_read_comment(arena, entry->path, line, comment, &metadata, diagnostics)) return;
    apply(&metadata, entry, true);
    ++*first;
}

static void read_entry(Arena *arena, Arena *scratch, const Parsed *parsed, size_t index, bool is_only,
                       const Config *config, Str date, Document *document, Diagnostics *diagnostics)
{
    const Heading *heading = &parsed->outline.headings.items[index];
    size_t first = heading->first, end = parsed_entry_end(&parsed->outline, index);
    Entry entry = {.path = document->path, .question = str_copy(arena, heading->text), .updated = date};
    entry.line = heading->node ? normalised_source_line(&parsed->normal, cmark_node_get_start_line(heading->node)) : 1;
    entry.line_end =
        end > first
            ? normalised_source_line(&parsed->normal, cmark_node_get_end_line(parsed->outline.blocks.items[end - 1]))
            : entry.line;
    entry.section = section_of(arena, parsed, document->path, heading->parent);
    entry.id = str_copy(arena, heading->id);
    entry.is_pinned = heading->is_id_pinned;
    apply(&parsed->metadata, &entry, is_only);
    if (heading->is_id_pinned) entry.id = str_copy(arena, heading->id);
    read_comment(arena, parsed, &first, end, &entry, diagnostics);
    set_id(arena, &entry, diagnostics);

    RenderContext context = render_context(arena, document->path, heading->level);
    cmark_node *const *nodes = blocks_from(parsed, first);
    char room[8 * BUFFER_ROOM];
    Buffer out = BUFFER_IN(room);
    nodes_html(&out, nodes, end - first, &context);
    entry.answer.markup = buffer_take(&out, arena);
    nodes_text(&out, nodes, end - first);
    entry.answer_text = str_trim(buffer_take(&out, arena));
    if (!entry.lang) {
        BUFFER_ADD(&out, entry.question, STR(" "), entry.answer_text);
        entry.lang = text_language(buffer_str(&out), config->lang);
    }
    buffer_free(&out);
    extract_records(arena, scratch, nodes, end - first, &context, &parsed->normal,
                    &entry); /* last: it cuts labels from the tree */
    entry.context = entry_context(arena, scratch, &entry);
    arena_reset(scratch);
    VEC_PUSH(arena, &document->entries, entry);
}

/* A document that only has a front matter title beside one first heading says the title twice. */
static void drop_doubled_title(Parsed *parsed)
{
    Heading *root = &parsed->outline.headings.items[0];
    size_t titles = 0;
    for (size_t i = 1; i < parsed->outline.headings.len; i++) titles += parsed->outline.headings.items[i].level == 1;
    if (root->kind == HEADING_SECTION && (titles == 1 || !parsed->metadata.title.len)) root->text = STR("");
}

void document_read(Arena *arena, Str path, Str bytes, int64_t modified, const Config *config, Document *document,
                   Diagnostics *diagnostics)
{
    *document = (Document){.path = str_copy(arena, path)};
    Parsed parsed = parsed_read(arena, path, bytes, path_stem(path), diagnostics);
    document->title = parsed.metadata.title;
    drop_doubled_title(&parsed);
    Str date = date_of_file(arena, modified);
    size_t questions = 0;
    for (size_t i = 0; i < parsed.outline.headings.len; i++)
        questions += parsed.outline.headings.items[i].kind == HEADING_QUESTION;
    if (!str_trim(parsed.normal.text).len && !parsed.metadata.title.len) {
        diagnostics_add(diagnostics, SEVERITY_WARNING, "empty-file", path, 1, 0,
                        "the file is empty: write a question, or remove it");
        parsed_free(&parsed);
        return;
    }
    Arena *scratch = arena_new(); /* for an entry */
    for (size_t i = 0; i < parsed.outline.headings.len; i++) {
        HeadingKind kind = parsed.outline.headings.items[i].kind;
        if (kind == HEADING_SECTION) read_section(arena, &parsed, i, path, document);
        if (kind == HEADING_QUESTION)
            read_entry(arena, scratch, &parsed, i, questions == 1, config, date, document, diagnostics);
        if (i > 0) add_anchors(arena, &parsed.outline.headings.items[i], document);
    }
    arena_free(scratch);
    parsed_free(&parsed);
}
