/* search: a reader's words → ranked entries with their best records. The index is opened read-only. */
#ifndef WHYFIX_SEARCH_H
#define WHYFIX_SEARCH_H

#include "base/base.h"

typedef struct SearchIndex SearchIndex;

/* Opens search.db. NULL (reported as a failure) where there is none or it is damaged. search_close() when done.
 * For one request the file is mapped, which is quickest, and a SIGBUS may come where somebody cuts it short meanwhile.
 * For many it is read into a cache. */
typedef enum SearchUse { SEARCH_ONE_REQUEST, SEARCH_MANY_REQUESTS } SearchUse;
SearchIndex *search_open(Str path, SearchUse use, Diagnostics *diagnostics);
void search_close(SearchIndex *index); /* NULL is allowed */
/* A value of the table meta, in the arena; STR_NONE where there is none. */
Str search_meta(SearchIndex *index, Arena *arena, const char *key);

enum { SEARCH_MS_MOST = 2000 /* a request that takes longer fails */ };
/* A request begins: its time counts from now, and no longer that of the one before. */
void search_begin(SearchIndex *index);
enum { SEARCH_PER_PAGE = 10, SEARCH_PER_PAGE_MOST = 100, SEARCH_LAST_PAGE = 100 };

typedef struct SearchRequest {
    Str query;             /* as typed */
    Str category;          /* only entries of this facet; data NULL: all */
    Str lang;              /* only entries of this language (the primary subtag counts); data NULL: all */
    size_t page, per_page; /* from 1 */
} SearchRequest;

typedef struct SearchRecord {
    Str id, anchor, category, cause, solution;
    Str check; /* what tells the cause from the others, as a log does */
    double score;
    size_t order; /* among its entry's */
} SearchRecord;
typedef VEC(SearchRecord) SearchRecordVec;

typedef struct SearchHit {
    Str entry, question, category, url;
    double score;
    Html snippet;            /* text with <mark> and no other markup */
    Html question_html;      /* the question, marked the same way */
    SearchRecordVec records; /* the best first, three at most */
} SearchHit;
typedef VEC(SearchHit) SearchHitVec;

typedef struct SearchFacet {
    Str value;
    size_t count;
} SearchFacet;

typedef struct SearchSection {
    Str name, file; /* from the web root */
    Str url;
} SearchSection;

typedef struct SearchResults {
    Str query; /* as typed */
    Str build;
    size_t total; /* of all pages */
    size_t page, per_page;
    double took_ms;
    SearchHitVec hits; /* of this page */
    VEC(SearchFacet) facets;
    VEC(SearchSection) sections; /* where to browse, where nothing was found as it was asked for */
    Str did_you_mean;            /* data NULL: the words are all known */
    bool is_partial;             /* a part of the entries could not be asked: a node of the backend is away */
    bool is_loosened;            /* nothing has the words as they are: these have parts of them */
} SearchResults;

/* Everything in `results` lives in the arena. False (reported) where SQLite fails. */
bool search_run(SearchIndex *index, Arena *arena, const SearchRequest *request, SearchResults *results,
                Diagnostics *diagnostics);
/* The search JSON of the contract. */
void search_write_json(Json *json, const SearchResults *results);

/* Ways to ask that the typed text begins, or is part of: the entries' questions and aliases, ten at most. */
typedef struct Suggestion {
    Str text, entry, url;
} Suggestion;
typedef VEC(Suggestion) SuggestionVec;
bool search_suggest(SearchIndex *index, Arena *arena, Str typed, SuggestionVec *suggestions, Diagnostics *diagnostics);

/* One entry with its records, whole; strings without a value have data NULL. */
typedef struct EntryRecord {
    Str id, anchor, category, environment, cause, check, solution, markdown;
} EntryRecord;
typedef struct SearchEntry {
    Str id, url, lang, kind, environment, updated, question, build;
    Str topic;         /* the last of its section */
    Str context;       /* the answer's text that is in none of its records */
    Str section, tags; /* JSON */
    size_t size;       /* bytes of all this */
    StrVec aliases;
    VEC(EntryRecord) records;
} SearchEntry;
/* False where there is no entry of that id, or (reported) where SQLite fails. */
bool search_read_entry(SearchIndex *index, Arena *arena, Str id, SearchEntry *entry, Diagnostics *diagnostics);
void search_write_entry(Json *json, const SearchEntry *entry); /* as JSON */
Str search_entry_markdown(Arena *arena, const SearchEntry *entry);

/* ---- what may be wrong (diagnose.c) ---------------------------------------------------------------------------------
 */

/* A cause that a symptom or a line of a log points to. */
typedef struct Diagnosis {
    Str entry, question, record, anchor, category, cause, solution, url; /* url: with the anchor */
    double score;
    StrVec lines; /* of the log, that match it; at most three */
} Diagnosis;
typedef VEC(Diagnosis) DiagnosisVec;

/* The most likely causes, the best first, `most` of them. `symptom` or `log` may be empty. Of a long log, the lines
 * that tell most count: those whose words few entries have. Bounded in time whatever the length. */
bool search_diagnose(SearchIndex *index, Arena *arena, Str symptom, Str log, size_t most, DiagnosisVec *diagnoses,
                     Diagnostics *diagnostics);
void search_write_causes(Json *json, const DiagnosisVec *causes); /* an array */
/* The same with what was asked, as an object. */
void search_write_diagnosis(Json *json, const SearchIndex *index, Str symptom, const DiagnosisVec *causes);

#endif
