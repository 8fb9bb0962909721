#include "extract.h"

#include "lines.h"
#include "normalise.h"
#include "text/text.h"

#include <string.h>
#include <xxhash.h>

static Str text_of(Arena *arena, const NodeVec *nodes)
{
    if (!nodes->len) return STR_NONE;
    char room[4 * BUFFER_ROOM];
    Buffer out = BUFFER_IN(room);
    nodes_text(&out, nodes->items, nodes->len);
    Str text = str_trim(buffer_take(&out, arena));
    buffer_free(&out);
    return text.len ? text : STR_NONE;
}

static Html html_of(Arena *arena, const NodeVec *nodes, const RenderContext *context)
{
    char room[4 * BUFFER_ROOM];
    Buffer out = BUFFER_IN(room);
    nodes_html(&out, nodes->items, nodes->len, context);
    Html html = {buffer_take(&out, arena)};
    buffer_free(&out);
    return html;
}

static Str markdown_of(Arena *arena, const NodeVec *nodes)
{
    char room[4 * BUFFER_ROOM];
    Buffer out = BUFFER_IN(room);
    nodes_markdown(&out, nodes->items, nodes->len);
    Str markdown = str_trim(buffer_take(&out, arena));
    buffer_free(&out);
    return markdown;
}

/* The items of the solution's lists are its steps; what is nested in an item belongs to it. */
static void collect_steps(Arena *arena, cmark_node *node, StrVec *steps)
{
    if (cmark_node_get_type(node) == CMARK_NODE_LIST) {
        for (cmark_node *item = cmark_node_first_child(node); item; item = cmark_node_next(item)) {
            Str step = node_text_str(arena, item);
            if (step.len) VEC_PUSH(arena, steps, step);
        }
    } else if (cmark_node_get_type(node) == CMARK_NODE_BLOCK_QUOTE) {
        for (cmark_node *child = cmark_node_first_child(node); child; child = cmark_node_next(child))
            collect_steps(arena, child, steps);
    }
}

/* A table cell has no lists; lines that are all numbered (1. …<br>2. …) are its steps. */
static void collect_numbered_lines(Arena *arena, Str text, StrVec *steps)
{
    StrVec found = {0};
    Str line;
    while (str_next(&text, '\n', &line)) {
        size_t marker = line_list_marker(str_trim(line));
        if (!marker) return;
        Str step = str_trim(str_slice(str_trim(line), marker, str_trim(line).len));
        if (step.len) VEC_PUSH(arena, &found, step);
    }
    if (found.len > 1) *steps = found;
}

static void collect_commands(Arena *arena, cmark_node *node, StrVec *commands)
{
    if (cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK) {
        Str code = str_copy(arena, node_literal(node));
        if (str_ends(code, STR("\n"))) code.len--;
        if (code.len) VEC_PUSH(arena, commands, code);
        return;
    }
    for (cmark_node *child = cmark_node_first_child(node); child; child = cmark_node_next(child))
        collect_commands(arena, child, commands);
}

/* In decimal, unlike buffer_add_measured(): the hash is exported, and stays what it was. */
static void add_measured(Buffer *words, Str text)
{
    buffer_add_number(words, text.len);
    BUFFER_ADD(words, STR(":"), text);
}

/* 128 bits of XXH3 over the record's words, each with its length in front, so that no two ways to cut them collide. */
static Str hash_of(Arena *arena, const Entry *entry, const Record *record)
{
    char room[8 * BUFFER_ROOM];
    Buffer words = BUFFER_IN(room);
    const Str fields[] = {entry->question, record->category, record->environment, record->cause,
                          record->solution_markdown};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) add_measured(&words, fields[i]);
    for (size_t i = 0; i < entry->aliases.len; i++) add_measured(&words, entry->aliases.items[i]);
    XXH128_hash_t hash = XXH3_128bits(words.data, words.len);
    buffer_free(&words);
    return str_hex_128(arena, hash.high64, hash.low64);
}

/* Of causes that differ in their script, their case or their punctuation alone it is the same. */
static uint64_t key_of(Arena *scratch, Str cause)
{
    Str key = fold_key(scratch, cause);
    return key.len ? XXH3_64bits(key.data, key.len) | 1 : 0;
}

static void finish(Arena *arena, Arena *scratch, const Draft *draft, const RenderContext *context,
                   const Normalised *normal, const Entry *entry, Record *record)
{
    record->rule = draft->rule;
    record->line = normalised_source_line(normal, draft->line);
    record->line_end = normalised_source_line(normal, draft->line_end);
    record->category = text_of(arena, &draft->category);
    record->environment = text_of(arena, &draft->environment);
    if (!record->environment.data) record->environment = entry->environment;
    record->check = text_of(arena, &draft->check);
    record->cause = text_of(arena, &draft->cause);
    record->solution = text_of(arena, &draft->solution);
    if (!record->solution.data) record->solution = STR("");
    record->cause_html = html_of(arena, &draft->cause, context);
    record->solution_html = html_of(arena, &draft->solution, context);
    record->solution_markdown = markdown_of(arena, &draft->solution);
    for (size_t i = 0; i < draft->solution.len; i++) {
        collect_steps(arena, draft->solution.items[i], &record->steps);
        collect_commands(arena, draft->solution.items[i], &record->commands);
    }
    if (!record->steps.len) collect_numbered_lines(arena, record->solution, &record->steps);
    record->hash = hash_of(arena, entry, record);
    record->cause_key = key_of(scratch, record->cause);
}

void extract_records(Arena *arena, Arena *scratch, cmark_node *const *nodes, size_t count, const RenderContext *context,
                     const Normalised *normal, Entry *entry)
{
    BlockVec blocks = labels_split(scratch, nodes, count);
    DraftVec drafts = {0};
    NodeVec lead = {0};
    labels_extract(scratch, &blocks, &drafts, &lead);
    if (!drafts.len) prose_extract(scratch, &blocks, entry->question, &drafts);
    entry->records = ARENA_ARRAY(arena, Record, drafts.len);
    entry->record_count = drafts.len;
    bool has_cause = false, has_steps = false;
    for (size_t i = 0; i < drafts.len; i++) {
        finish(arena, scratch, &drafts.items[i], context, normal, entry, &entry->records[i]);
        has_cause |= entry->records[i].cause.data != NULL;
        has_steps |= entry->records[i].steps.len > 0;
    }
    entry->kind = has_cause ? KIND_TROUBLESHOOTING : has_steps ? KIND_HOWTO : KIND_CONCEPT;
}

const char *entry_kind_name(EntryKind kind)
{
    static const char *const names[] = {"troubleshooting", "howto", "concept"};
    return names[kind];
}

/* What the records of an entry say, for telling what of the answer they do not. */
typedef struct Said {
    const Entry *entry;
    StrMap *lines; /* all of their lines, trimmed */
    size_t looks;  /* how many bytes may still be searched for parts of lines */
} Said;

static void add_lines(Said *said, Str text)
{
    Str line, cell;
    while (str_next(&text, '\n', &line))
        while (str_next(&line, '\t', &cell)) str_map_set(said->lines, str_trim(cell), 1);
}

static bool is_part(Said *said, Str whole, Str text)
{
    size_t cost = whole.len + 16;
    said->looks -= cost < said->looks ? cost : said->looks;
    return str_has(whole, text);
}

/* A line may be a part of a record's line: its label is cut off. */
static bool is_said(Said *said, Str text)
{
    size_t found;
    if (str_map_get(said->lines, text, &found)) return true;
    for (size_t i = 0; i < said->entry->record_count && said->looks; i++) {
        const Record *record = &said->entry->records[i];
        if (is_part(said, record->solution, text) || is_part(said, record->cause, text) ||
            is_part(said, record->category, text))
            return true;
    }
    return false;
}

Str entry_context(Arena *arena, Arena *scratch, const Entry *entry)
{
    enum { LOOKS = 50 * 1000 * 1000 };
    bool is_whole = entry->record_count && str_equal(entry->records[0].solution, entry->answer_text);
    if (is_whole) return STR(""); /* which most entries are */
    Said said = {.entry = entry, .lines = str_map_new(scratch), .looks = LOOKS};
    for (size_t i = 0; i < entry->record_count; i++) {
        add_lines(&said, entry->records[i].solution);
        add_lines(&said, entry->records[i].cause);
        add_lines(&said, entry->records[i].category);
    }
    Buffer context = {0};
    Str lines = entry->answer_text, line, cell;
    while (str_next(&lines, '\n', &line))
        while (str_next(&line, '\t', &cell)) {
            cell = str_trim(cell);
            if (!cell.len || is_said(&said, cell)) continue;
            if (context.len) buffer_add_char(&context, '\n');
            buffer_add(&context, cell);
        }
    Str text = buffer_take(&context, arena);
    buffer_free(&context);
    return text;
}
