/* content: files → records. It reads site.yml and the markdown below content/, and knows nothing of pages, indexes or
 * exports. cmark-gfm and libyaml are used here and nowhere else. */
#ifndef WHYFIX_CONTENT_H
#define WHYFIX_CONTENT_H

#include "base/base.h"
#include "record.h"

/* site.yml. Every key has a default, so that a folder of markdown alone is a site. */
typedef struct Config {
    Str title, description;
    Str base_url; /* ends with '/', or empty: addresses stay relative */
    const char *lang;
    Str search; /* the endpoint's address, from the web root; or absolute */
} Config;

/* What was read of a site. Everything lives in the arena it was read into. */
typedef struct Content {
    Config config;
    VEC(Document) documents; /* in byte order of their paths */
    VEC(Entry *) entries;    /* of all documents, in order; ids are unique */
    FileInfoVec assets;      /* other files below content/, to be published as they are */
    VEC(StrVec) synonyms;    /* a group of equal terms each, from synonyms.txt */
} Content;

/* Once, before the first document is read and before threads start. */
void content_start(void);

/* Reads ROOT/content/site.yml. False (with an error that names file and line) where it is no usable YAML. */
bool content_read_config(Arena *arena, Str root, Config *config, Diagnostics *diagnostics);

/* Reads a whole site. False where nothing can be built from it: no content folder, a bad site.yml, an unreadable file.
 * What is merely wrong in a document is reported (paths below ROOT) and read as well as it can be. `root` must outlive
 * the diagnostics. */
bool content_read(Arena *arena, Str root, Content *content, Diagnostics *diagnostics);

/* Reads one document from its bytes. `path` is reported and stored; `modified` (seconds since 1970) dates entries that
 * carry no date of their own. Never fails: everything is some document. */
void document_read(Arena *arena, Str path, Str bytes, int64_t modified, const Config *config, Document *document,
                   Diagnostics *diagnostics);

/* A raw FAQ → canonical FAQ markdown: marked questions with permanent ids, pipe tables, fenced code, labels.
 * Canonical text comes out as it went in. `name` is the file's, for messages and as a title where there is none. */
Str content_import(Arena *arena, Str name, Str bytes, Diagnostics *diagnostics);

/* A permanent id for a question (ids.c): its Latin words, and a hash of all of it where it has others. ASCII, no
 * spaces. */
Str id_from_question(Arena *arena, Str question);
/* An author's id made fit for a file name and an anchor: [A-Za-z0-9._-]; empty where nothing is left. */
Str id_clean(Arena *arena, Str id);
bool id_is_reserved(Str id); /* the name of a page that every site has */

#endif
