/* One walk through a document for both ways: what it puts on a tape in one it takes off in the other, in the same
 * order, so that the two cannot differ. There are two tapes: for what is known of an entry at rest, and for what is
 * only read when it is opened. */
#include "document_pack.h"

#include <xxhash.h>

#include "link.h"
#include "tape.h"

typedef struct Tapes {
    Tape front, body;
    SharedNames *shared; /* for what is read */
    bool is_resting;     /* bodies are passed over */
    Str bodies;          /* of the document's entries, one behind the other */
    size_t passed;       /* bytes of them */
    uint64_t at;         /* where they are in the spool */
} Tapes;

/* Mostly the same as those of the entry before. */
static void shared_strings(Tapes *tapes, StrVec *list, StrVec *last)
{
    tape_strings(&tapes->front, list);
    if (tapes->is_resting) *list = shared_list(tapes->shared, last, *list);
}

/* ---- documents -----------------------------------------------------------------------------------------------------
 */

static void record_cause(Tape *tape, Cause *cause)
{
    tape_string(tape, &cause->category);
    tape_string(tape, &cause->text);
    tape_hash(tape, &cause->key);
}

static void entry_causes(Tapes *tapes, Entry *entry)
{
    Tape *tape = &tapes->front;
    entry->record_count = tape_count(tape, entry->record_count);
    if (!tape->out) entry->causes = ARENA_ARRAY(tape->arena, Cause, entry->record_count);
    for (size_t i = 0; i < entry->record_count && !tape->is_bad; i++) {
        Cause said = tape->out ? entry_cause(entry, i) : (Cause){0};
        record_cause(tape, &said);
        if (!tape->out) entry->causes[i] = said;
    }
}

/* `said` and `html` are the entry's answer, as text and as HTML. */
static void record(Tape *tape, Record *record, Said *said, Said *html)
{
    tape_string(tape, &record->environment);
    tape_string(tape, &record->check);
    tape_said_string(tape, &record->solution, said);
    Said solution = {record->solution, 0}; /* mostly the same */
    tape_said_string(tape, &record->solution_markdown, &solution);
    tape_said_string(tape, &record->cause_html.markup, html);
    tape_said_string(tape, &record->solution_html.markup, html);
    tape_said_strings(tape, &record->steps, record->solution);
    tape_strings(tape, &record->commands);
    tape_c_string(tape, &record->rule);
    tape_integer(tape, &record->line);
    tape_integer(tape, &record->line_end);
    tape_string(tape, &record->hash);
}

static void entry_body(Tape *tape, Entry *entry)
{
    tape_string(tape, &entry->answer.markup);
    tape_string(tape, &entry->answer_text);
    tape_string(tape, &entry->context);
    if (!tape->out) entry->records = ARENA_ARRAY(tape->arena, Record, entry->record_count);
    Said said = {entry->answer_text, 0}, html = {entry->answer.markup, 0};
    for (size_t i = 0; i < entry->record_count && !tape->is_bad; i++) {
        Record *item = &entry->records[i];
        if (!tape->out && entry->causes) {
            item->category = entry->causes[i].category;
            item->cause = entry->causes[i].text;
            item->cause_key = entry->causes[i].key;
        }
        record(tape, item, &said, &html);
    }
}

static bool has_links(const Entry *entry)
{
    bool has = link_is_marked(entry->answer);
    for (size_t i = 0; i < entry->record_count && !has; i++)
        has = link_is_marked(entry->records[i].cause_html) || link_is_marked(entry->records[i].solution_html);
    return has;
}

/* What is known of an entry once all of it is on the tapes. */
static void seal(Tapes *tapes, Entry *entry, size_t front, size_t *body_len)
{
    Tape *tape = &tapes->front;
    Entry sealed = *entry;
    if (tape->out) {
        Buffer *packed = tapes->body.out;
        const char *body = packed->data + packed->len - *body_len;
        sealed.has_links = has_links(entry);
        sealed.context_len = entry->context.len;
        sealed.solutions_len = 0;
        for (size_t i = 0; i < entry->record_count; i++) sealed.solutions_len += entry->records[i].solution.len;
        sealed.said =
            XXH3_64bits_withSeed(body, *body_len, XXH3_64bits(tape->out->data + front, tape->out->len - front));
    }
    tape_boolean(tape, &sealed.has_links);
    tape_size(tape, &sealed.context_len);
    tape_size(tape, &sealed.solutions_len);
    tape_hash(tape, &sealed.said);
    tape_size(tape, body_len);
    if (!tape->out) *entry = sealed;
}

static void entry_front(Tapes *tapes, Entry *entry)
{
    Tape *tape = &tapes->front;
    size_t kind = (size_t)entry->kind;
    tape_string(tape, &entry->id);
    tape_boolean(tape, &entry->is_pinned);
    tape_size(tape, &kind);
    tape_c_string(tape, &entry->lang);
    if (!tape->out && entry->lang) entry->lang = shared_language(tapes->shared, entry->lang);
    tape_string(tape, &entry->question);
    tape_strings(tape, &entry->aliases);
    shared_strings(tapes, &entry->section, &tapes->shared->section);
    shared_strings(tapes, &entry->tags, &tapes->shared->tags);
    tape_strings(tape, &entry->redirects);
    tape_string(tape, &entry->environment);
    tape_string(tape, &entry->updated);
    tape_string(tape, &entry->review);
    tape_integer(tape, &entry->line);
    tape_integer(tape, &entry->line_end);
    entry->kind = (EntryKind)kind;
    entry_causes(tapes, entry);
}

/* Takes what is on the tape of bodies, or passes over it. */
static void take_body(Tapes *tapes, Entry *entry, size_t len)
{
    Tape *tape = &tapes->body;
    tape->is_bad |= len > tapes->bodies.len - tapes->passed;
    if (tape->is_bad) return;
    if (tapes->is_resting) {
        entry->body = (Body){tapes->at + tapes->passed, len};
    } else {
        tape->rest = (Str){tapes->bodies.data + tapes->passed, len};
        entry_body(tape, entry);
        tape->is_bad |= tape->rest.len > 0;
    }
    tapes->passed += len;
}

static void entry(Tapes *tapes, Entry *entry, Str path)
{
    Tape *tape = &tapes->front;
    size_t start = tape->out ? tape->out->len : 0, body_start = tape->out ? tapes->body.out->len : 0, body_len = 0;
    entry_front(tapes, entry);
    if (tape->out) {
        entry_body(&tapes->body, entry);
        body_len = tapes->body.out->len - body_start;
    }
    seal(tapes, entry, start, &body_len);
    entry->path = path;
    if (tape->out || tape->is_bad) return;
    take_body(tapes, entry, body_len);
    if (entry->records) entry_name_records(tapes->shared, tapes->body.arena, entry);
}

static bool any_section_links(const Document *document)
{
    bool has = false;
    for (size_t i = 0; i < document->sections.len; i++) has |= link_is_marked(document->sections.items[i].intro);
    return has;
}

static void section(Tape *tape, Section *section)
{
    tape_strings(tape, &section->path);
    tape_string(tape, &section->intro.markup);
    tape_string(tape, &section->intro_text);
}

static void anchor(Tape *tape, Anchor *anchor)
{
    tape_string(tape, &anchor->name);
    anchor->entry++; /* SIZE_MAX, for none, becomes 0 */
    tape_size(tape, &anchor->entry);
    anchor->entry--;
}

/* Room for as many items as are on the tape; in the other direction the vector is as it is. */
#define ITEMS(tape, vec, Type)                                                                                         \
    do {                                                                                                               \
        (vec)->len = tape_count((tape), (vec)->len);                                                                   \
        if (!(tape)->out) (vec)->items = ARENA_ARRAY((tape)->arena, Type, (vec)->len), (vec)->cap = (vec)->len;        \
    } while (0)

static void document(Tapes *tapes, Document *document)
{
    Tape *tape = &tapes->front;
    tape_string(tape, &document->path);
    tape_string(tape, &document->title);
    ITEMS(tape, &document->entries, Entry);
    for (size_t i = 0; i < document->entries.len && !tape->is_bad && !tapes->body.is_bad; i++)
        entry(tapes, &document->entries.items[i], document->path);
    ITEMS(tape, &document->sections, Section);
    for (size_t i = 0; i < document->sections.len && !tape->is_bad; i++) section(tape, &document->sections.items[i]);
    if (tape->out) document->has_links = any_section_links(document);
    tape_boolean(tape, &document->has_links);
    ITEMS(tape, &document->anchors, Anchor);
    for (size_t i = 0; i < document->anchors.len && !tape->is_bad; i++) anchor(tape, &document->anchors.items[i]);
}

void document_pack(Buffer *front, Buffer *body, const Document *source)
{
    SharedNames none = {0};
    Tapes tapes = {.front = {.out = front}, .body = {.out = body}, .shared = &none};
    Document same = *source; /* which the walk in this direction leaves as it is */
    document(&tapes, &same);
}

static bool is_at_end(const Tapes *tapes)
{
    return !tapes->front.is_bad && !tapes->body.is_bad && !tapes->front.rest.len && tapes->passed == tapes->bodies.len;
}

bool document_unpack(Arena *arena, SharedNames *shared, Packed packed, bool is_resting, Document *result)
{
    Tapes tapes = {.front = {.rest = packed.front, .arena = arena},
                   .body = {.arena = arena},
                   .shared = shared,
                   .is_resting = is_resting,
                   .bodies = packed.body,
                   .at = packed.at};
    *result = (Document){0};
    document(&tapes, result);
    return is_at_end(&tapes);
}

void entry_unpack(Arena *arena, Str body, Entry *entry)
{
    Tape tape = {.rest = body, .arena = arena};
    entry_body(&tape, entry);
    entry->body = (Body){0};
}
