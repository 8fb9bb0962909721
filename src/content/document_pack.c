/* One walk through a document for both ways: what it puts on a tape in one it takes off in the other, in the same
 * order, so that the two cannot differ. */
#include "document_pack.h"

#include <string.h>
#include <xxhash.h>

#include "link.h"

typedef struct Tape {
    Buffer *out;          /* NULL: it is read */
    Str rest;             /* of what is read */
    Arena *arena, *front; /* the second: for what is looked at from elsewhere */
    Arena *records;       /* for them */
    SharedNames *shared;  /* for what is read */
    bool is_bad;          /* what is read is no document */
} Tape;

/* A text that is on the tape already. What records say stands in their entry's answer, mostly in the same order: it is
 * kept there, and once. */
typedef struct Said {
    Str text;
    size_t at; /* where what was found last ends */
} Said;

/* ---- numbers: in base-128 digits, least digit first, the high bit set on all but the last -------------------------
 */

static size_t take_number(Tape *tape)
{
    size_t number = 0;
    for (unsigned shift = 0; tape->rest.len && shift < 64; shift += 7) {
        unsigned char digit = (unsigned char)*tape->rest.data++;
        tape->rest.len--;
        number |= (size_t)(digit & 0x7F) << shift;
        if (!(digit & 0x80)) return number;
    }
    tape->is_bad = true;
    tape->rest.len = 0;
    return 0;
}

static void size(Tape *tape, size_t *number)
{
    if (tape->out)
        buffer_add_packed(tape->out, *number);
    else
        *number = take_number(tape);
}

static void integer(Tape *tape, int *number) /* lines, which are none of them negative */
{
    size_t whole = (size_t)*number;
    size(tape, &whole);
    *number = (int)whole;
}

static void hash(Tape *tape, uint64_t *hash)
{
    if (tape->out)
        buffer_add_word(tape->out, *hash);
    else if (!str_take(&tape->rest, hash, sizeof *hash))
        tape->is_bad = true;
}

static void boolean(Tape *tape, bool *value)
{
    size_t whole = *value;
    size(tape, &whole);
    *value = whole != 0;
}

/* How many there are of what follows, each of which takes a byte at least. */
static size_t count(Tape *tape, size_t number)
{
    size(tape, &number);
    if (!tape->out && number > tape->rest.len) {
        tape->is_bad = true;
        return 0;
    }
    return number;
}

/* ---- strings: what they are and their length in a number; then their bytes and a NUL, or their place --------------
 */

enum { STRING_NONE, STRING_HERE, STRING_SAID, STRING_KINDS };

enum { SHORTEST = 24 /* bytes: telling the place of less gains nothing */, LOOK = 2048, TRIES = 4 };

/* Where the string is in what is said, from where the last one ended; -1: not near. By its beginning, which is found
 * more quickly than all of it. */
static ptrdiff_t find_said(const Said *said, Str string)
{
    Str near = str_slice(said->text, said->at, said->at + string.len + LOOK), start = str_slice(string, 0, SHORTEST);
    for (size_t from = 0, tries = 0; tries < TRIES; tries++) {
        ptrdiff_t found = str_find(str_slice(near, from, near.len), start);
        if (found < 0) return -1;
        from += (size_t)found;
        if (str_starts(str_slice(near, from, near.len), string)) return (ptrdiff_t)from;
        from++;
    }
    return -1;
}

static void put_string(Tape *tape, Str string, Said *said)
{
    ptrdiff_t found = said && string.len >= SHORTEST ? find_said(said, string) : -1;
    int kind = !string.data ? STRING_NONE : found >= 0 ? STRING_SAID : STRING_HERE;
    buffer_add_packed(tape->out, string.len * STRING_KINDS + (size_t)kind);
    if (kind == STRING_SAID) {
        buffer_add_packed(tape->out, said->at + (size_t)found);
        said->at += (size_t)found + string.len;
    } else if (kind == STRING_HERE) {
        buffer_add(tape->out, string);
        buffer_add_char(tape->out, '\0');
    }
}

static Str take_string(Tape *tape, const Said *said)
{
    size_t number = take_number(tape), len = number / STRING_KINDS, at = 0;
    Str from = tape->rest;
    if (number % STRING_KINDS == STRING_NONE) return STR_NONE;
    if (number % STRING_KINDS == STRING_SAID) {
        at = take_number(tape);
        from = said ? said->text : STR_NONE;
    }
    bool is_here = number % STRING_KINDS == STRING_HERE;
    if (at > from.len || len > from.len - at || (is_here && (len == from.len || from.data[len]))) {
        tape->is_bad = true;
        return STR("");
    }
    if (is_here) tape->rest = (Str){from.data + len + 1, from.len - len - 1};
    return (Str){from.data + at, len};
}

static void said_string(Tape *tape, Str *string, Said *said)
{
    if (tape->out)
        put_string(tape, *string, said);
    else
        *string = take_string(tape, said);
}

static void string(Tape *tape, Str *string)
{
    said_string(tape, string, NULL);
}

static void front_string(Tape *tape, Str *text)
{
    string(tape, text);
    if (tape->front != tape->arena) *text = str_copy(tape->front, *text);
}

static void c_string(Tape *tape, const char **text)
{
    Str whole = str_from(*text);
    string(tape, &whole);
    *text = whole.data;
}

static void said_strings(Tape *tape, StrVec *strings, Str text)
{
    Said said = {text, 0};
    size_t number = count(tape, strings->len);
    if (!tape->out) {
        *strings = (StrVec){number ? ARENA_ARRAY(tape->arena, Str, number) : NULL, number, number};
        if (!number) *strings = (StrVec){0};
    }
    for (size_t i = 0; i < number; i++) said_string(tape, &strings->items[i], &said);
}

static void strings(Tape *tape, StrVec *strings)
{
    said_strings(tape, strings, STR_NONE);
}

static void front_strings(Tape *tape, StrVec *list, StrVec *last)
{
    strings(tape, list);
    if (tape->front != tape->arena) *list = shared_list(tape->shared, last, *list);
}

/* ---- documents -----------------------------------------------------------------------------------------------------
 */

/* `said` and `html` are the entry's answer, as text and as HTML. */
static void record(Tape *tape, Record *record, Said *said, Said *html)
{
    string(tape, &record->category);
    string(tape, &record->environment);
    string(tape, &record->check);
    said_string(tape, &record->cause, said);
    said_string(tape, &record->solution, said);
    Said solution = {record->solution, 0}; /* mostly the same */
    said_string(tape, &record->solution_markdown, &solution);
    said_string(tape, &record->cause_html.markup, html);
    said_string(tape, &record->solution_html.markup, html);
    said_strings(tape, &record->steps, record->solution);
    strings(tape, &record->commands);
    c_string(tape, &record->rule);
    integer(tape, &record->line);
    integer(tape, &record->line_end);
    string(tape, &record->hash);
    hash(tape, &record->cause_key);
}

static bool has_links(const Entry *entry)
{
    bool has = link_is_marked(entry->answer);
    for (size_t i = 0; i < entry->record_count && !has; i++)
        has = link_is_marked(entry->records[i].cause_html) || link_is_marked(entry->records[i].solution_html);
    return has;
}

/* What is known of an entry once all of it is on the tape. */
static void seal(Tape *tape, Entry *entry, size_t start)
{
    bool is_linked = tape->out && has_links(entry);
    boolean(tape, tape->out ? &is_linked : &entry->has_links);
    uint64_t said = tape->out ? XXH3_64bits(tape->out->data + start, tape->out->len - start) : 0;
    hash(tape, tape->out ? &said : &entry->said);
}

static void entry(Tape *tape, Entry *entry, Str path)
{
    size_t start = tape->out ? tape->out->len : 0;
    size_t kind = (size_t)entry->kind;
    const char *from = tape->rest.data;
    front_string(tape, &entry->id);
    boolean(tape, &entry->is_pinned);
    size(tape, &kind);
    c_string(tape, &entry->lang);
    if (!tape->out && entry->lang) entry->lang = shared_language(tape->shared, entry->lang);
    front_string(tape, &entry->question);
    strings(tape, &entry->aliases);
    front_strings(tape, &entry->section, &tape->shared->section);
    front_strings(tape, &entry->tags, &tape->shared->tags);
    strings(tape, &entry->redirects);
    string(tape, &entry->environment);
    front_string(tape, &entry->updated);
    string(tape, &entry->review);
    integer(tape, &entry->line);
    integer(tape, &entry->line_end);
    string(tape, &entry->answer.markup);
    string(tape, &entry->answer_text);
    string(tape, &entry->context);
    entry->kind = (EntryKind)kind;
    entry->path = path;
    entry->record_count = count(tape, entry->record_count);
    Arena *arena = tape->arena;
    tape->arena = tape->records;
    if (!tape->out) entry->records = ARENA_ARRAY(tape->arena, Record, entry->record_count + 1);
    Said said = {entry->answer_text, 0}, html = {entry->answer.markup, 0};
    for (size_t i = 0; i < entry->record_count && !tape->is_bad; i++) record(tape, &entry->records[i], &said, &html);
    if (!tape->out) entry_name_records(tape->shared, tape->arena, entry);
    tape->arena = arena;
    seal(tape, entry, start);
    if (tape->records != arena) entry->packed = (Str){from, (size_t)(tape->rest.data - from)};
}

static bool any_section_links(const Document *document)
{
    bool has = false;
    for (size_t i = 0; i < document->sections.len; i++) has |= link_is_marked(document->sections.items[i].intro);
    return has;
}

static void section(Tape *tape, Section *section)
{
    strings(tape, &section->path);
    string(tape, &section->intro.markup);
    string(tape, &section->intro_text);
}

static void anchor(Tape *tape, Anchor *anchor)
{
    string(tape, &anchor->name);
    anchor->entry++; /* SIZE_MAX, for none, becomes 0 */
    size(tape, &anchor->entry);
    anchor->entry--;
}

/* Room for as many items as are on the tape; in the other direction the vector is as it is. */
#define ITEMS(tape, arena, vec, Type)                                                                                  \
    do {                                                                                                               \
        (vec)->len = count((tape), (vec)->len);                                                                        \
        if (!(tape)->out) (vec)->items = ARENA_ARRAY((arena), Type, (vec)->len + 1), (vec)->cap = (vec)->len;          \
    } while (0)

static void document(Tape *tape, Document *document)
{
    front_string(tape, &document->path);
    string(tape, &document->title);
    ITEMS(tape, tape->front, &document->entries, Entry);
    for (size_t i = 0; i < document->entries.len && !tape->is_bad; i++)
        entry(tape, &document->entries.items[i], document->path);
    ITEMS(tape, tape->arena, &document->sections, Section);
    for (size_t i = 0; i < document->sections.len && !tape->is_bad; i++) section(tape, &document->sections.items[i]);
    if (tape->out) document->has_links = any_section_links(document);
    boolean(tape, &document->has_links);
    ITEMS(tape, tape->arena, &document->anchors, Anchor);
    for (size_t i = 0; i < document->anchors.len && !tape->is_bad; i++) anchor(tape, &document->anchors.items[i]);
}

void document_pack(Buffer *out, const Document *source)
{
    SharedNames none = {0};
    Tape tape = {.out = out, .shared = &none};
    Document same = *source; /* which the walk in this direction leaves as it is */
    document(&tape, &same);
}

bool document_unpack(Arena *arena, Arena *front, Arena *records, SharedNames *shared, Str packed, Document *result)
{
    Tape tape = {.rest = packed, .arena = arena, .front = front, .records = records, .shared = shared};
    *result = (Document){0};
    document(&tape, result);
    return !tape.is_bad && !tape.rest.len;
}

void entry_unpack(Arena *arena, Str packed, Str path, Entry *result)
{
    SharedNames shared = {.arena = arena};
    Tape tape = {.rest = packed, .arena = arena, .front = arena, .records = arena, .shared = &shared};
    *result = (Entry){0};
    entry(&tape, result, path);
}
