/* The model: what a document says, as typed records. The words are those of the field: KCS articles (issue,
 * environment, cause, resolution) and DITA troubleshooting topics (condition, cause, remedy). */
#ifndef WHYFIX_RECORD_H
#define WHYFIX_RECORD_H

#include "base/base.h"

typedef enum EntryKind { KIND_TROUBLESHOOTING, KIND_HOWTO, KIND_CONCEPT } EntryKind;

/* One cause with its solution, or a whole answer where none is named. Strings without a value have data == NULL. */
typedef struct Record {
    Str id;       /* record_id(): ENTRY, or ENTRY#N where the entry has several */
    Str anchor;   /* record_anchor() */
    Str category; /* the class of cause, or the row's own symptom */
    Str environment;
    Str check;           /* what tells the cause from the others, as the author puts it */
    Str cause, solution; /* plain text: blocks and list items one a line */
    Str solution_markdown;
    Html cause_html, solution_html;
    StrVec steps, commands;
    const char *rule;   /* the extraction rule that made it */
    int line, line_end; /* in the source file */
    Str hash;           /* of the text of the record */
    uint64_t cause_key; /* a hash of the cause's letters and digits alone, folded; 0: it has none */
} Record;

/* What a record says of its cause, for who looks at those of all entries. */
typedef struct Cause {
    Str category, text; /* Record.category, Record.cause */
    uint64_t key;       /* Record.cause_key */
} Cause;

/* Where in a spool what an entry or a document says in full is packed (document_pack.h); a length of 0: nowhere. */
typedef struct Body {
    uint64_t at;
    size_t len;
} Body;

/* One question with its answer. It may be at rest: without its records, its answer and its context, which entry_open()
 * gives. */
typedef struct Entry Entry;
struct Entry {
    Str id; /* permanent, from the heading's {#id} or the front matter; else made from the question */
    bool is_pinned;
    EntryKind kind;
    const char *lang; /* BCP 47 */
    Str question;
    size_t record_count; /* up to here: what a link shows, together in memory */
    StrVec aliases, section, tags, redirects;
    Str environment, updated, review; /* dates are ISO 8601 */
    Str path;                         /* of the source file, from the site's root, parts joined by '/' */
    int line, line_end;
    Html answer;     /* as written */
    Str answer_text; /* the same as plain text */
    Str context;     /* its lines and cells that stand in none of the records; may be empty */
    Record *records;
    Cause *causes;                     /* of the records, where the entry was packed */
    size_t context_len, solutions_len; /* bytes of the context and of all solutions, where it was */
    uint64_t said;                     /* a hash of all of this, as its file says it (document_pack.c) */
    bool has_links;                    /* to places in documents, which links_finish() finds */
    bool is_renamed;                   /* its id is not what its file says */
    const Entry *original;             /* whose translation it is; NULL: it is none */
    uint64_t hash; /* of all of this as it is now, where the content was read with a cache (entry_hash.c) */
    Body body;     /* where an entry at rest has all that is not here (entry_rest.c); nowhere: it is whole */
};

/* A heading or folder that groups entries, with the text that stands under it before its first entry. */
typedef struct Section {
    StrVec path; /* outermost first */
    Html intro;
    Str intro_text;
} Section;

/* A name by which a place in a document can be linked to. */
typedef struct Anchor {
    Str name;
    size_t entry; /* index into the document's entries that it belongs to, or SIZE_MAX */
} Anchor;

typedef struct Document {
    Str path;       /* of the source file, from the site's root */
    Str title;      /* from the front matter or a first heading; may be empty */
    bool has_links; /* the sections' texts, to places in documents */
    VEC(Entry) entries;
    VEC(Section) sections;
    VEC(Anchor) anchors; /* ids of headings, and the names that other generators give them */
} Document;

/* What the `number`th record of an entry, from 1, is called where it is one of `count`; and the id of its element on
 * the entry's page. */
Str record_id(Arena *arena, Str entry, size_t number, size_t count);
Str record_anchor(Arena *arena, size_t number);

/* What a cause and a solution are called in a language (BCP 47). */
typedef struct AnswerWords {
    const char *cause, *solution;
} AnswerWords;
AnswerWords answer_words(Str lang);
/* A record's answer, or with NULL for it, the entry's with all its causes (answer.c). */
Str answer_text(Arena *arena, const Entry *entry, const Record *record);
Str answer_markdown(Arena *arena, const Entry *entry, const Record *record);

/* Of a record, whether the entry rests or not. */
static inline Cause entry_cause(const Entry *entry, size_t record)
{
    if (!entry->records) return entry->causes[record];
    const Record *whole = &entry->records[record];
    return (Cause){whole->category, whole->cause, whole->cause_key};
}

static inline bool entry_is_at_rest(const Entry *entry)
{
    return entry->body.len > 0;
}

/* The last of its section: its category where its records name none; STR_NONE where it is in none. */
static inline Str entry_topic(const Entry *entry)
{
    return entry->section.len ? entry->section.items[entry->section.len - 1] : STR_NONE;
}

const char *entry_kind_name(EntryKind kind);
/* What a rule of extraction says, in a sentence; for authors (extract_rules.c). */
const char *record_rule_text(const char *rule);

#endif
