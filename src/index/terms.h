/* The terms of entries while they are counted: which entries have them, and how often. Private to index/. */
#ifndef WHYFIX_TERMS_H
#define WHYFIX_TERMS_H

#include "text/text.h"

/* A term with all that the index has of it, in one piece. */
typedef struct Term {
    uint32_t entries;    /* how many have it */
    uint32_t last_entry; /* of its list, while it is in a run; 0 where that is empty */
    uint32_t text_len, list_len;
    char bytes[]; /* the text, NUL-terminated, and behind it the posting list */
} Term;
/* Of all of it; terms may stand one behind the other. */
static inline size_t term_size(size_t text_len, size_t list_len)
{
    size_t size = offsetof(Term, bytes) + text_len + 1 + list_len;
    return (size + _Alignof(Term) - 1) / _Alignof(Term) * _Alignof(Term);
}
static inline Str term_text(const Term *term)
{
    return (Str){term->bytes, term->text_len};
}
static inline Str term_list(const Term *term)
{
    return (Str){term->bytes + term->text_len + 1, term->list_len};
}
/* Where its list is to be filled in; the rest is. */
char *term_start(Term *term, Str text, uint32_t entries, size_t list_len);

/* The terms of entries that follow each other, in byte order of their texts. Where there are more than memory has room
 * for they are counted in several runs, which are merged then (dictionary.c): Heinz and Zobel, "Efficient single-pass
 * index construction for text databases", 2003. */
typedef struct TermRun {
    StrVec blocks;          /* of whole terms */
    const uint32_t *places; /* of each: what lists of terms have */
    size_t count;
    uint32_t last_entry;
} TermRun;
typedef VEC(TermRun) TermRuns;

typedef struct Terms Terms;

/* `kept` gets the runs, each of what takes `run_size` bytes of memory to count, about. */
Terms *terms_new(Arena *kept, size_t run_size);
void terms_free(Terms *terms); /* NULL is allowed */

/* Counts the text of a column of the entry under way; `weight` is the column's, in halves. Returns the number of its
 * tokens. */
size_t terms_add(Terms *terms, Str text, unsigned weight);
/* The same for a way to ask, of which terms_wordings() has the places. */
size_t terms_add_wording(Terms *terms, Str text, unsigned weight);
/* The ways to ask of the entry under way: of each a list of the places, in the run, of its words and single characters.
 */
Str terms_wordings(const Terms *terms);
/* Ends the entry (numbers ascend from 1). Returns such a list of all its words and single characters, in `kept`. */
Str terms_end_entry(Terms *terms, uint32_t entry);

/* What is weighed of a token: words, and the single characters of Han runs. */
Str term_weighed(const Token *token);

/* Ends counting, and frees; the runs are in `kept`. */
TermRuns terms_end(Terms *terms);

#endif
