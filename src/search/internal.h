/* Shared by the files of search/ alone. */
#ifndef WHYFIX_SEARCH_INTERNAL_H
#define WHYFIX_SEARCH_INTERNAL_H

#include <sqlite3.h>

#include "index/index.h"
#include "index/packed.h"
#include "search.h"

/* ---- the open index (open.c) --------------------------------------------------------------------------------------
 */

typedef enum Statement {
    STATEMENT_META,
    STATEMENT_WHOLE,
    STATEMENT_TERM,
    STATEMENT_TERMS_FROM,
    STATEMENT_WORDS,
    STATEMENT_RANKING,
    STATEMENT_ENTRY,
    STATEMENT_ENTRY_ID,
    STATEMENT_FACETS,
    STATEMENT_FACET,
    STATEMENTS
} Statement;

typedef struct Facet {
    Str name, value;
} Facet;

typedef struct Backend Backend; /* backend.h */
typedef struct Kept Kept;       /* kept.c */

struct SearchIndex {
    Arena *arena; /* lives as long as the connection */
    Str path;
    sqlite3 *db;
    sqlite3_stmt *statements[STATEMENTS]; /* prepared when first used */
    size_t entries;
    double average;               /* length of an entry, in tokens */
    const unsigned char *lengths; /* of all entries: two bytes each, the lower first; read when first used */
    Str wordings;                 /* all questions and aliases, folded to their letters, a line each; the same way */
    VEC(Facet) facets;            /* by number; the same way */
    Str base_url, build, synonyms;
    Kept *kept;       /* rows that were read; NULL: none are kept */
    Backend *backend; /* whom candidates are asked of; NULL: the posting lists here */
    bool is_partial;  /* it could not ask all of its nodes for the request under way */
    double deadline;  /* of the request under way, in ms of the monotonic clock; 0: none */
};

/* A statement ready to be bound; NULL (reported) where it cannot be prepared. statement_done() when read. */
sqlite3_stmt *statement_get(SearchIndex *index, Statement which, Diagnostics *diagnostics);
/* Resets the statement. False (reported) where its last step was neither a row nor the end. */
bool statement_done(SearchIndex *index, sqlite3_stmt *statement, int result, Diagnostics *diagnostics);
void statement_bind(sqlite3_stmt *statement, int column, Str text);
Str statement_text(sqlite3_stmt *statement, int column, Arena *arena); /* STR_NONE for NULL */
Str statement_view(sqlite3_stmt *statement, int column); /* of a blob or text; valid until the next step */
/* Of a row of several entries (index/schema.sql), at which the statement is, what it has of one; STR_NONE: nothing. A
 * view, too. */
Str statement_item(sqlite3_stmt *statement, uint32_t entry);

/* What is read when first used; false (reported) where it cannot be. */
bool index_load_lengths(SearchIndex *index, Diagnostics *diagnostics);
bool index_load_wordings(SearchIndex *index, Diagnostics *diagnostics);
bool index_load_facets(SearchIndex *index, Diagnostics *diagnostics);

/* ---- the query (query.c) ------------------------------------------------------------------------------------------
 */

enum { NO_TERM = UINT32_MAX };

/* What is weighed: a word, or a single Han character. */
typedef struct QueryTerm {
    Str text;
    uint32_t number; /* in the index; NO_TERM: in no entry */
    double weight;
} QueryTerm;

/* What is looked up: a word, an identifier, a pair of Han characters, or one that stands alone. */
typedef struct QueryToken {
    Str text;
    double weight;
    double part;  /* of the weight that counts for a candidate, as in the first variant that has it */
    StrVec lists; /* packed postings; of a lone character, of all pairs that begin with it */
} QueryToken;

/* The order of a text's letters (sequence.c). */
typedef struct Sequence Sequence;
Sequence *sequence_new(Arena *arena, Str text);
/* How much of the two is in the same order: from 0 to 1. */
double sequence_share(const Sequence *sequence, Str text);

/* What a variant has of the query's terms or tokens. */
typedef struct Part {
    uint32_t place; /* in the query's */
    double weight;  /* in this variant: what is put in weighs no more than what it stands for, however long it is */
} Part;
typedef VEC(Part) PartVec;

/* One way to say the query: as typed, or with a term replaced by its synonym or a word by its correction. */
typedef struct Variant {
    PartVec terms, tokens;
    Sequence *sequence;
    double term_weight, token_weight; /* the sums */
    double full_weight;               /* of the terms, each by its own weight */
    double part;                      /* of a match that counts: less where the words are not the reader's */
} Variant;

typedef struct MatchTable MatchTable;

typedef struct Query {
    VEC(QueryTerm) terms;
    VEC(QueryToken) tokens;
    VEC(Variant) variants;   /* the typed one first */
    VEC(uint32_t) by_number; /* the terms that the index has, by their numbers */
    uint64_t *has_number;    /* a bit for each number below `numbers`: whether it is one of theirs */
    uint32_t numbers;
    MatchTable *table; /* of match.c */
    Str did_you_mean;
    bool is_loosened; /* nothing has its words and pairs: it is looked for by parts of them */
} Query;

/* Splits, corrects and widens what was typed. */
bool query_parse(SearchIndex *index, Arena *arena, Str typed, Query *query, Diagnostics *diagnostics);
/* Replaces the tokens by what is less: the single characters of pairs, and words that begin like the query's. */
bool query_loosen(SearchIndex *index, Arena *arena, Query *query, Diagnostics *diagnostics);

/* The wordings of a folded query with synonyms put in (synonym.c): the query itself first, VARIANTS_MOST in all. */
enum { VARIANTS_MOST = 12 };
StrVec synonym_variants(Arena *arena, Str synonyms, Str folded);

/* The known word that is nearest to an unknown one (typo.c): edit distance 1, or 2 from eight letters; STR_NONE. */
bool typo_correct(SearchIndex *index, Arena *arena, Str word, Str *nearest, Diagnostics *diagnostics);

/* ---- where the query is in a text (match.c) ------------------------------------------------------------------------
 */

typedef struct Match {
    size_t start, end;    /* bytes of the text */
    uint32_t term, token; /* places in the query's, or NO_TERM */
} Match;

typedef void MatchFunction(void *context, const Match *match);
/* Calls the function for each term and token of the query that the text has, in order. The same tokens as
 * tokens_each() gives, at a fraction of its cost. */
void match_each(const Query *query, Str text, MatchFunction *function, void *context);

MatchTable *match_table_new(Arena *arena, const Query *query);

/* ---- candidates (candidates.c) and their order (rank.c)
 * -------------------------------------------------------------- */

typedef struct Candidate {
    uint32_t entry;
    double bm25; /* the larger the better */
    double score;
} Candidate;
typedef VEC(Candidate) CandidateVec;

/* Sorts tokens, the most telling first; returns how many of them are worth asking for. */
size_t tokens_most_telling(const QueryToken **tokens, size_t count);

enum { CANDIDATES_MOST = 100 };
/* The first CANDIDATES_MOST entries by bm25, the best first. */
bool candidates_find(SearchIndex *index, Arena *arena, const Query *query, const SearchRequest *request,
                     CandidateVec *candidates, Diagnostics *diagnostics);

/* What the index has of an entry (entry.c); without an id where that is nothing. */
bool entry_read(SearchIndex *index, Arena *arena, uint32_t number, SearchEntry *entry, Diagnostics *diagnostics);
/* The number of an entry; 0: there is none of this id. */
bool entry_number(SearchIndex *index, Str id, uint32_t *number, Diagnostics *diagnostics);

/* The text of an entry (texts.c), read once for its rank, its snippet and its records. */
typedef struct EntryTexts {
    Str id, question, topic, context;
    size_t size;             /* bytes that it takes */
    SearchRecordVec records; /* in the order of the entry */
} EntryTexts;
bool texts_fetch(SearchIndex *index, Arena *arena, uint32_t entry, EntryTexts *texts, Diagnostics *diagnostics);

/* ---- rows, kept where the program answers many requests (kept.c) ----------------------------------------------------
 */

typedef struct TermRow {
    uint32_t number; /* NO_TERM: the index has no such term */
    size_t holders;  /* entries that have it */
    Str list;        /* its postings */
} TermRow;
Kept *kept_new(Arena *arena, size_t entries);
/* What they read lives as long as `arena` at least. */
bool term_read(SearchIndex *index, Arena *arena, Str text, TermRow *row, Diagnostics *diagnostics);
bool ranking_read(SearchIndex *index, Arena *arena, uint32_t entry, Str *packed, Diagnostics *diagnostics);
bool texts_read(SearchIndex *index, Arena *arena, uint32_t entry, EntryTexts *texts, Diagnostics *diagnostics);

enum { TEXTS_MOST = 12 /* candidates whose text is looked at */ };
typedef struct Ranking {
    CandidateVec candidates;      /* the best first */
    EntryTexts texts[TEXTS_MOST]; /* of the first `texts_len` of them */
    size_t texts_len;
    size_t *facet_counts; /* by number of the facet */
} Ranking;
bool candidates_rank(SearchIndex *index, Arena *arena, const Query *query, CandidateVec *candidates, Ranking *ranking,
                     Diagnostics *diagnostics);

/* How much of the query each of the texts has, and all of them together: the weight of the terms they share, from 0 to
 * 1; the best variant counts. `each` has as many places as `texts`. */
double rank_coverage(Arena *arena, const Query *query, const Str *texts, double *each, size_t count);

/* ---- snippets (snippet.c) -------------------------------------------------------------------------------------------
 */

/* Text as HTML with the query's tokens in <mark>: the whole of it, or its most telling part. */
Html snippet_whole(Arena *arena, const Query *query, Str text);
Html snippet_best(Arena *arena, const Query *query, Str text);

#endif
