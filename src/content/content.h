/* content: files → records. It reads site.yml and the markdown below content/, and knows nothing of pages, indexes or
 * exports. cmark-gfm and libyaml are used here and nowhere else. */
#ifndef WHYFIX_CONTENT_H
#define WHYFIX_CONTENT_H

#include "base/base.h"
#include "record.h"

/* How an author switches a rule of `whyfix lint`, in site.yml. */
typedef struct LintSetting {
    Str rule, value; /* off, warning, error, or a rule's own number */
    int line;
} LintSetting;

/* site.yml. Every key has a default, so that a folder of markdown alone is a site. */
typedef struct Config {
    Str title, description;
    Str base_url; /* ends with '/', or empty: addresses stay relative */
    const char *lang;
    Str search; /* the endpoint's address, from the web root; or absolute */
    VEC(LintSetting) lint;
    StrVec variants;      /* languages that the same site is also published in, converted: zh-Hans, zh-TW */
    StrVec compress;      /* gz, br: beside each text file */
    Str source;           /* where a reader can see or mend a file; {path} and {line} are put in; empty: nowhere */
    double shared_causes; /* how alike two causes are that count as one, in percent of their words */
    bool has_feedback;    /* pages ask whether the answer helped */
    bool has_beacon;      /* pages tell the endpoint which result a reader opened */
} Config;

/* Terms that mean the same, from a line of synonyms.txt. */
typedef struct SynonymGroup {
    StrVec terms;  /* the first is the one to write */
    bool is_loose; /* ~ in front: equal for look-up only, each has its place in a text */
    int line;
} SynonymGroup;

/* What goes into the cache of documents (document_cache.h); nothing where it has it all. */
typedef struct DocumentsForCache {
    const struct Cached *cached;
    size_t count;
    CacheFile file;
} DocumentsForCache;

/* What of an entry is needed to open one of its records. */
typedef struct RestingEntry {
    Body body; /* nowhere: it is whole */
    uint32_t record_count;
    bool has_links;
} RestingEntry;

/* What was read of a site. Everything lives in the arena it was read into. */
typedef struct Content {
    Config config;
    VEC(Document) documents; /* in byte order of their paths */
    VEC(Entry *) entries;    /* of all documents, in order; ids are unique */
    FileInfoVec assets;      /* other files below content/, to be published as they are */
    VEC(SynonymGroup) synonyms;
    struct EntryIds *ids;  /* of the entries: content_find_entry() */
    StrMap *asset_by_path; /* indexes into the above */
    Arena *store;          /* of what a large site says, in a file; NULL: all is in memory */
    size_t memory_goal;    /* with a store: from how many bytes of memory on it is let go of */
    DocumentsForCache for_cache;
    bool has_translations; /* some entries are others' */
    /* What the bodies of documents are packed in: of a build, and of a large site for who opens entries; else NULL.
     * There rest all of a large site, but some, and of others those that are as the last build read them: entry_open().
     */
    Spool *bodies;
    const RestingEntry *resting; /* by entry; NULL: all are whole */
} Content;

/* The place of the entry of this id. */
bool content_find_entry(const Content *content, Str id, size_t *at);

/* For each step of a walk over all entries or documents, from any thread: now and then lets go of what they say until
 * it is read again, so that a walk over a large site needs a small part of it at a time. */
void content_rest(const Content *content, size_t step);
/* The same where each step looks at a place of its own. */
void content_rest_often(const Content *content, size_t step);
/* The entry with all that it says, in the arena where it is at rest; itself where it is whole. From any thread. */
const Entry *entry_open(const Content *content, const Entry *entry, Arena *arena);
/* The same for one thread that opens entries one after the other, mostly in their order: some are read at once, and
 * each is there until the next. */
typedef struct EntryReader {
    const Content *content;
    SpoolReader bodies;
    Arena *arena;  /* for one entry */
    bool has_html; /* else its HTML is of no use: links in it may lead nowhere */
} EntryReader;
EntryReader entry_reader(const Content *content, bool has_html);
const Entry *entry_open_next(EntryReader *reader, const Entry *entry);
void entry_reader_free(EntryReader *reader);
/* One of its records, for who looks here and there: where the entry is at rest, nothing else that is known of it is
 * looked at, and the record has no names and says nothing of its cause. */
const Record *record_open(const Content *content, size_t entry, size_t record, Arena *arena);
/* An arena for what grows with the content, and rests with it where it is stored; it goes with `arena`, or with the
 * content's. Not while another thread walks. */
Arena *content_arena(Arena *arena, const Content *content);

/* Once, before the first document is read and before threads start. */
void content_start(void);

/* Reads ROOT/content/site.yml; with STR_NONE for a root, the defaults. False (with an error that names file and line)
 * where it is no usable YAML. */
bool content_read_config(Arena *arena, Str root, Config *config, Diagnostics *diagnostics);

/* Sets the address of the site; it gets a / at its end. */
void content_set_base_url(Arena *arena, Config *config, Str base_url);

/* Reads a whole site. False where nothing can be built from it: no content folder, a bad site.yml, an unreadable file.
 * What is merely wrong in a document is reported (paths below ROOT) and read as well as it can be. `root` must outlive
 * the diagnostics. */
bool content_read(Arena *arena, Str root, Content *content, Diagnostics *diagnostics);
/* The same for who opens entries: a large site's are at rest. content_close() when done, or where it failed. */
bool content_read_resting(Arena *arena, Str root, Content *content, Diagnostics *diagnostics);
/* The same in two steps, for those who need the list themselves: the files below ROOT/content, then what they say.
 * `cache`, owned by the program and the site, is where documents that have not changed are taken from; it may be NULL.
 */
bool content_list(Arena *arena, Str root, FileInfoVec *files, Diagnostics *diagnostics);
bool content_read_listed(Arena *arena, Str root, const FileInfoVec *files, const CacheFile *cache, Content *content,
                         Diagnostics *diagnostics);
/* Writes the cache, where there is news for it; where that fails, nothing is lost but time. */
void content_write_cache(const Content *content);
/* Once entries at rest are needed no more. What has none of them is allowed, too. */
void content_close(Content *content);

/* Reads files that belong to no site: `paths` are files as named, from the current folder. Settings are the defaults.
 */
bool content_read_files(Arena *arena, const StrVec *paths, Content *content, Diagnostics *diagnostics);

/* Reads one document from its bytes. `path` is reported and stored; `modified` (seconds since 1970) dates entries that
 * carry no date of their own. Never fails: everything is some document. */
void document_read(Arena *arena, Str path, Str bytes, int64_t modified, const Config *config, Document *document,
                   Diagnostics *diagnostics);

/* A raw FAQ → canonical FAQ markdown: marked questions with permanent ids, pipe tables, fenced code, labels.
 * Canonical text comes out as it went in. `name` is the file's, for messages and as a title where there is none. */
Str content_import(Arena *arena, Str name, Str bytes, Diagnostics *diagnostics);

/* Markdown that is no FAQ, such as a guide, as HTML. Headings become <h2> and lower. */
Html content_render(Arena *arena, Str markdown);

/* A cause that records of one or more entries say, in almost the same words (causes.c). */
typedef struct CauseRecord {
    uint64_t hash;          /* of the entry, which would else have to be looked up far away */
    uint32_t entry, record; /* places in content->entries and in its records */
} CauseRecord;
typedef struct CauseGroup {
    Str cause, category; /* as the first says it */
    VEC(CauseRecord) records;
    size_t entries; /* different ones */
    size_t order;   /* of its first record */
} CauseGroup;
typedef VEC(CauseGroup *) CauseGroupVec;

/* What comparing all with all has found, with a hash of what was compared (0: nothing): while that is the same, so is
 * what is found. */
typedef struct Compared {
    uint64_t hash;
    const uint32_t *numbers;
    size_t count;
} Compared;

/* All causes, those that most entries share first. How alike they are: config.shared_causes. `kept` is what was found
 * the last time, and becomes what is found now; NULL: nothing is. */
CauseGroupVec content_group_causes(Arena *arena, const Content *content, Compared *kept);

/* Where an internal link of a document leads. */
typedef enum LinkTarget {
    LINK_FOUND,
    LINK_ELSEWHERE /* another site, or a scheme */,
    LINK_NO_FILE,
    LINK_NO_ANCHOR
} LinkTarget;

/* `path` is the document's, from the site's root; `url` as it stands there. *entry is the entry that it leads to, or
 * NULL (link_target.c). */
LinkTarget content_find_link(Arena *arena, const Content *content, Str path, Str url, const Entry **entry);

/* The anchor that GitHub and other generators give a heading: its words, lower case, with - for spaces. */
Str content_heading_slug(Arena *arena, Str heading);

/* A permanent id for a question (ids.c): its Latin words, and a hash of all of it where it has others. ASCII, no
 * spaces. */
Str id_from_question(Arena *arena, Str question);
/* An author's id made fit for a file name and an anchor: [A-Za-z0-9._-]; empty where nothing is left. */
Str id_clean(Arena *arena, Str id);
bool id_is_reserved(Str id);               /* the name of a page that every site has */
Str id_beside_pages(Arena *arena, Str id); /* another one, where it is */

#endif
