/* Shared by the files of search/ alone. */
#ifndef WHYFIX_SEARCH_INTERNAL_H
#define WHYFIX_SEARCH_INTERNAL_H

#include "index/index.h"
#include "search.h"

typedef enum Statement {
    STATEMENT_META,
    STATEMENT_TERM,
    STATEMENT_WORDS,
    STATEMENT_MATCH,
    STATEMENT_MATCH_IN_FACET,
    STATEMENT_ENTRY_TERMS,
    STATEMENT_ENTRY,
    STATEMENT_WORDINGS,
    STATEMENT_RECORDS,
    STATEMENT_FACETS,
    STATEMENT_ENTRY_BY_ID,
    STATEMENT_SUGGEST,
    STATEMENTS
} Statement;

struct SearchIndex {
    Arena *arena; /* lives as long as the connection */
    Str path;
    sqlite3 *db;
    sqlite3_stmt *statements[STATEMENTS]; /* prepared when first used */
    size_t entries;
    Str base_url, build, synonyms;
    double deadline; /* of the request under way, in ms of the monotonic clock; 0: none */
};

/* A request that takes longer than SEARCH_MS_MOST is broken off, and fails (open.c). */
void search_begin(SearchIndex *index);
double search_now_ms(void);

/* A statement ready to be bound (open.c); NULL (reported) where it cannot be prepared. statement_done() when read. */
sqlite3_stmt *statement_get(SearchIndex *index, Statement which, Diagnostics *diagnostics);
/* Resets the statement. False (reported) where its last step was neither a row nor the end. */
bool statement_done(SearchIndex *index, sqlite3_stmt *statement, int result, Diagnostics *diagnostics);
void statement_bind(sqlite3_stmt *statement, int column, Str text);
Str statement_text(sqlite3_stmt *statement, int column, Arena *arena); /* STR_NONE for NULL */
Str statement_view(sqlite3_stmt *statement, int column); /* of a blob or text; valid until the next step */

/* A term of the query, and how telling it is. */
typedef struct QueryTerm {
    Str text;
    uint32_t number; /* UINT32_MAX: in no entry */
    double weight;
} QueryTerm;
typedef VEC(QueryTerm) QueryTermVec;

/* One way to say the query: as typed, or with a term replaced by its synonym or a word by its correction. */
typedef struct Variant {
    QueryTermVec terms; /* distinct, by number */
    double weight;      /* the sum of theirs */
} Variant;

typedef struct Query {
    VEC(Variant) variants; /* the typed one first */
    Str match;             /* the FTS5 expression; empty: nothing that any entry has */
    StrMap *tokens;        /* what snippets mark: the tokens of all variants */
    StrMap *lone;          /* single Han characters, to be found inside of bigrams */
    Str did_you_mean;
} Query;

/* Splits, corrects and widens what was typed (query.c). */
bool query_parse(SearchIndex *index, Arena *arena, Str typed, Query *query, Diagnostics *diagnostics);

/* The wordings of a folded query with synonyms put in (synonym.c): the query itself first, VARIANTS_MOST in all. */
enum { VARIANTS_MOST = 12 };
StrVec synonym_variants(Arena *arena, Str synonyms, Str folded);

/* The known word that is nearest to an unknown one (typo.c): edit distance 1, or 2 from eight letters; STR_NONE. */
bool typo_correct(SearchIndex *index, Arena *arena, Str word, Str *nearest, Diagnostics *diagnostics);

typedef struct Candidate {
    int64_t number;
    double bm25; /* the larger the better */
    double score;
} Candidate;
typedef VEC(Candidate) CandidateVec;

enum { CANDIDATES_MOST = 100 };
/* The first CANDIDATES_MOST entries by bm25 (candidates.c), then re-ranked (rank.c), the best first. */
bool candidates_find(SearchIndex *index, Arena *arena, const Query *query, const SearchRequest *request,
                     CandidateVec *candidates, Diagnostics *diagnostics);
bool candidates_rank(SearchIndex *index, Arena *arena, const Query *query, CandidateVec *candidates,
                     Diagnostics *diagnostics);

/* How much of the query a text has: the weight of the terms it shares, from 0 to 1; the best variant counts (rank.c).
 */
double rank_coverage(Arena *arena, const Query *query, Str text);

/* Text as HTML with the query's tokens in <mark> (snippet.c): the whole of it, or its most telling part. */
Html snippet_whole(Arena *arena, const Query *query, Str text);
Html snippet_best(Arena *arena, const Query *query, Str text);

#endif
