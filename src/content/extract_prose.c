#include "extract.h"
#include "sentence.h"

#include "text/text.h"

#include <string.h>

/* How a sentence says that what it speaks of comes below. Folded, as in vocabulary.c. */
static const char *const introductions[] = {"如下", "下表", "以下", "下列", "下面", "following", "below", "as follows"};

bool prose_is_introduction(Arena *arena, cmark_node *node)
{
    Str text = fold_text(arena, node_text_str(arena, node));
    if (str_ends(text, STR(":"))) return true;
    for (size_t i = 0; i < sizeof introductions / sizeof *introductions; i++)
        if (str_has(text, str_from(introductions[i]))) return true;
    return false;
}

/* A place in a paragraph: before byte `offset` of a text node, or before the node. */
typedef struct Place {
    cmark_node *node;
    size_t offset;
} Place;

typedef struct Sentence {
    Place start;
    Str text; /* plain */
} Sentence;
typedef VEC(Sentence) SentenceVec;

/* What the marks below begin with. */
static const char first_bytes[] = ".!?;,\xE3\xEF";

/* Bytes of a mark that ends a sentence, with the space behind it; `is_clause`: of a comma as well. */
static size_t sentence_end(Str rest, bool is_clause)
{
    static const char *const wide[] = {"。", "！", "？", "；"};
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (str_starts(rest, str_from(wide[i]))) return strlen(wide[i]);
    if (is_clause && str_starts(rest, STR("，"))) return strlen("，");
    bool is_narrow = rest.len > 1 && strchr(is_clause ? ".!?;," : ".!?;", rest.data[0]) && rest.data[1] == ' ';
    return is_narrow ? 2 : 0;
}

static void end_sentence(Arena *arena, SentenceVec *sentences, Place start, Buffer *text)
{
    Sentence sentence = {.start = start, .text = str_trim(buffer_take(text, arena))};
    if (sentence.text.len) VEC_PUSH(arena, sentences, sentence);
}

/* The sentences of a paragraph, and the clause behind a comma where it tells what to do (…导致，请 …). */
static SentenceVec sentences_of(Arena *arena, cmark_node *paragraph)
{
    SentenceVec sentences = {0};
    Buffer text = {0};
    Place start = {.node = cmark_node_first_child(paragraph)};
    for (cmark_node *node = start.node; node; node = cmark_node_next(node)) {
        if (cmark_node_get_type(node) != CMARK_NODE_TEXT) {
            node_text(&text, node);
            continue;
        }
        Str literal = node_literal(node);
        for (size_t i = 0; i < literal.len;) {
            size_t plain = strcspn(literal.data + i, first_bytes);
            buffer_add(&text, str_slice(literal, i, i + plain));
            i += plain;
            if (i == literal.len) break;
            Str rest = str_slice(literal, i, literal.len);
            size_t end = sentence_end(rest, false), clause = sentence_end(rest, true);
            if (!end && clause && sentence_is_remedy_clause(arena, str_slice(rest, clause, rest.len))) end = clause;
            buffer_add(&text, str_slice(rest, 0, end ? end : 1));
            i += end ? end : 1;
            if (!end) continue;
            end_sentence(arena, &sentences, start, &text);
            start = i < literal.len ? (Place){node, i} : (Place){cmark_node_next(node), 0};
        }
    }
    end_sentence(arena, &sentences, start, &text);
    buffer_free(&text);
    return sentences;
}

static Str without_comma(Str text)
{
    if (str_ends(text, STR("，"))) text.len -= strlen("，");
    if (str_ends(text, STR(", "))) text.len -= 2;
    return text;
}

/* Moves what stands before a place into a paragraph of its own, in front of the old one. */
static cmark_node *split_before(Arena *arena, cmark_node *paragraph, Place place)
{
    cmark_node *fresh = paragraph_split(arena, paragraph, place.node, place.offset);
    cmark_node *last = place.offset ? cmark_node_last_child(fresh) : NULL;
    if (last) cmark_node_set_literal(last, str_copy(arena, without_comma(node_literal(last))).data);
    return fresh;
}

enum { CAUSE_MOST = 3, LEAD_MOST = 1, BLOCKS_MOST = 2 }; /* sentences of a cause, and before it; blocks up to the fix */

/* Whether what follows the paragraph tells what to do. */
static bool fix_follows(Arena *arena, const NodeVec *nodes)
{
    for (size_t i = 1; i < nodes->len && i <= BLOCKS_MOST; i++) {
        cmark_node *node = nodes->items[i];
        if (cmark_node_get_type(node) == CMARK_NODE_LIST && cmark_node_first_child(node))
            node = cmark_node_first_child(cmark_node_first_child(node));
        if (!node || cmark_node_get_type(node) != CMARK_NODE_PARAGRAPH) continue;
        SentenceVec sentences = sentences_of(arena, node);
        for (size_t s = 0; s < sentences.len; s++)
            if (sentence_is_remedy(arena, sentences.items[s].text)) return true;
    }
    return false;
}

/* The rule "prose-cause": the first paragraph names a cause and a fix comes after it, in the same paragraph or below.
 * The sentences from the one that names the cause up to the fix are the cause. */
static bool split_cause(Arena *arena, Draft *draft)
{
    cmark_node *paragraph = draft->solution.items[0];
    if (cmark_node_get_type(paragraph) != CMARK_NODE_PARAGRAPH) return false;
    SentenceVec sentences = sentences_of(arena, paragraph);
    size_t naming = 0, fix = 0;
    while (naming < sentences.len && !sentence_names_cause(arena, sentences.items[naming].text)) {
        if (sentence_is_remedy(arena, sentences.items[naming].text)) return false; /* the fix first: it explains that */
        naming++;
    }
    if (naming == sentences.len || naming > LEAD_MOST) return false;
    for (fix = naming + 1; fix < sentences.len; fix++)
        if (sentence_is_remedy(arena, sentences.items[fix].text)) break;
    if (fix == sentences.len && !fix_follows(arena, &draft->solution)) return false;
    Str last = sentences.items[fix - 1].text;
    if (fix - naming > CAUSE_MOST || str_ends(last, STR(":")) || str_ends(last, STR("："))) return false;
    NodeVec solution = {0};
    cmark_node *cause = paragraph;
    Place lead_end = sentences.items[naming].start;
    if (naming) split_before(arena, paragraph, lead_end); /* what leads up to it is context */
    if (fix < sentences.len) {
        Place start = sentences.items[fix].start;
        if (naming && start.node == lead_end.node) start.offset -= lead_end.offset; /* the text begins there now */
        cause = split_before(arena, paragraph, start);
        VEC_PUSH(arena, &solution, paragraph);
    }
    VEC_PUSH(arena, &draft->cause, cause);
    for (size_t i = 1; i < draft->solution.len; i++) VEC_PUSH(arena, &solution, draft->solution.items[i]);
    draft->solution = solution;
    draft->rule = "prose-cause";
    return true;
}

void prose_extract(Arena *arena, const BlockVec *blocks, Str question, DraftVec *drafts)
{
    Draft draft = {.rule = "prose"};
    bool is_aside = false;
    for (size_t i = 0; i < blocks->len; i++) {
        const Block *block = &blocks->items[i];
        if (block->label != ROLE_NONE) is_aside = block->label == ROLE_ASIDE;
        if (!block->node || is_aside) continue;
        VEC_PUSH(arena, &draft.solution, block->node);
        if (!draft.line) draft.line = block->line;
        draft.line_end = block->line_end;
    }
    if (!draft.solution.len) return;
    if (sentence_asks_why(arena, question)) split_cause(arena, &draft);
    VEC_PUSH(arena, drafts, draft);
}
