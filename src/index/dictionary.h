/* All terms of an index with their postings, numbered in byte order of their texts. Private to index/. */
#ifndef WHYFIX_DICTIONARY_H
#define WHYFIX_DICTIONARY_H

#include "before.h"
#include "terms.h"

/* A term that is a single Han character. */
typedef struct HanCharacter {
    uint32_t character, entries; /* the second: how many have it */
} HanCharacter;

typedef struct Dictionary {
    const Term **terms; /* by their numbers, from 0 */
    size_t count;
    VEC(HanCharacter) characters; /* in byte order of their texts */
    /* for who writes the index */
    const double *weights; /* by number */
    TermRuns runs;
    uint32_t **numbers;     /* of each run, in order: those of its terms */
    size_t run;             /* that the last entry was in, from 1 */
    VEC(uint32_t) by_place; /* the numbers of that run, by the places of its terms */
    uint32_t *taken;        /* by the numbers that the index before gave them */
    size_t taken_count;
    bool is_same; /* whether those that were taken have the numbers that they had */
    VEC(uint32_t) members;
    Arena *arena;
} Dictionary;

/* Merges runs with what the index before (NULL: none) has of the content's entries. What grows with the terms is in
 * `kept`, the rest in the arena. False where the index before cannot be read. */
bool dictionary_make(Dictionary *dictionary, Arena *arena, Arena *kept, TermRuns runs, Before *before,
                     const Content *content);

/* Adds the packed set of the numbers of terms: those of a list of terms_end_entry() or terms_wordings(), which it takes
 * off the front of *lists; entries ascend. */
void dictionary_put_set(Dictionary *dictionary, Buffer *out, Str *lists, uint32_t entry);
/* The same for a packed set of the index before. */
void dictionary_put_taken_set(Dictionary *dictionary, Buffer *out, Str *sets);
/* The sum of the weights of the terms of such a set. */
double dictionary_weigh(const Dictionary *dictionary, Str set);
/* Whether all words and characters of a text are in it. */
bool dictionary_knows(const Dictionary *dictionary, Str text);

#endif
