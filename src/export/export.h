/* export: records → the formats of chatbots and other engines. One adapter a format, each a pure function of the item:
 * same records, same bytes. Items are written one after the other, so that the size of an export is not its memory. */
#ifndef WHYFIX_EXPORT_H
#define WHYFIX_EXPORT_H

#include "content/content.h"

/* What an item of an export is: a question with all its causes, or one record. */
typedef enum Granularity { GRANULARITY_DEFAULT, GRANULARITY_ENTRY, GRANULARITY_RECORD } Granularity;

typedef struct ExportOptions {
    Granularity granularity; /* the format's own where it is GRANULARITY_DEFAULT */
    Str lang;                /* only entries of this language (the primary subtag counts); data NULL: all */
    size_t max_chars;        /* of an item's markdown; longer ones come in parts; 0: no limit */
} ExportOptions;

/* What an adapter is handed; all lives until the next item. */
typedef struct ExportItem {
    Arena *arena;
    const Config *config;
    const Entry *entry;
    const Record *record;  /* NULL: the whole entry */
    const Entry *previous; /* of the item before; NULL: this is the first */
    Str id;                /* ENTRY, ENTRY#2; with ~2 behind it where it is a part */
    Str url;
    Str part;      /* of the answer's markdown, where it comes in parts; data NULL: the item has all of it */
    Str category;  /* data NULL: none */
    size_t number; /* of the item, from 0 */
} ExportItem;

/* The item of an entry, or of one of its records, whole. */
ExportItem export_item(Arena *arena, const Config *config, const Entry *entry, const Record *record);
/* The answer: cause and solution, under their names where there is a cause; or the part of it that the item is. */
Str export_text(const ExportItem *item);
Str export_markdown(const ExportItem *item);

/* One file of a format. */
typedef struct ExportPart {
    const char *file;                                   /* its usual name */
    void (*begin)(Buffer *out, const Content *content); /* NULL: nothing */
    void (*item)(Buffer *out, const ExportItem *item);  /* NULL: items are not in this file */
    void (*end)(Buffer *out, const Content *content);
    const char *separator;                  /* between items; NULL: none */
    void (*tombstone)(Buffer *out, Str id); /* an item that is gone; NULL: the format knows no deletes */
} ExportPart;

enum { EXPORT_PARTS_MOST = 4 };
/* Files of one item, for formats that have some an item. */
typedef struct ExportFile {
    Str name, contents;
} ExportFile;
enum { EXPORT_ITEM_FILES = 2 };

typedef struct ExportFormat {
    const char *name, *media_type, *summary;
    Granularity granularity;
    ExportPart parts[EXPORT_PARTS_MOST];                                          /* up to the first without a file */
    size_t (*files)(const ExportItem *item, ExportFile files[EXPORT_ITEM_FILES]); /* NULL: none */
} ExportFormat;

/* NULL where there is no format of that name. */
const ExportFormat *export_find(Str name);
/* All formats, in the order of the help text. */
const ExportFormat *export_formats(size_t *count);
/* Whether the format is a folder of files. */
bool export_is_folder(const ExportFormat *format);

/* Takes what is written: `file` is a part's name, or an item's file. More of the same file may follow, unless `is_end`.
 * False ends the export. */
typedef bool ExportWrite(void *context, Str file, Str contents, bool is_end);

/* What was exported before: item ids and the hashes of what was written. */
typedef struct Manifest Manifest;
Manifest *manifest_new(Arena *arena);
/* Reads a manifest; a file that is not there is an empty one. False (reported) where it is none. */
bool manifest_read(Arena *arena, Str path, Manifest **manifest, Diagnostics *diagnostics);
Str manifest_text(Arena *arena, const Manifest *manifest);

typedef struct ExportReport {
    size_t written, removed;
} ExportReport;

/* Writes an export. With `since`, only items that are new or changed, and tombstones for those that are gone.
 * `manifest`, if not NULL, gets all items. False where `write` said so. */
bool export_run(const Content *content, const ExportFormat *format, const ExportOptions *options, const Manifest *since,
                Manifest *manifest, ExportWrite *write, void *context, ExportReport *report);

/* The record of the contract, as a JSON object (jsonl.c); record.schema.json describes it. */
void export_record(Json *json, const Config *config, const Entry *entry, const Record *record);

#endif
