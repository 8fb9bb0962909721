/* Numbers and strings one behind the other, as bytes: what puts them on a tape takes them off it. Private to content/.
 */
#ifndef WHYFIX_TAPE_H
#define WHYFIX_TAPE_H

#include "base/base.h"

typedef struct Tape {
    Buffer *out; /* NULL: it is read */
    Str rest;    /* of what is read */
    Arena *arena;
    bool is_bad; /* what is read is no document */
} Tape;

/* A text that is on the tape already. What records say stands in their entry's answer, mostly in the same order: it is
 * kept there, and once. */
typedef struct Said {
    Str text;
    size_t at; /* where what was found last ends */
} Said;

/* Each puts its value on the tape, or sets it to what is there. What is no such thing makes the tape a bad one, and the
 * value 0 or empty. */
void tape_size(Tape *tape, size_t *number);
void tape_integer(Tape *tape, int *number); /* not negative */
void tape_hash(Tape *tape, uint64_t *hash);
void tape_boolean(Tape *tape, bool *value);
/* How many there are of what follows, each of which takes a byte at least. */
size_t tape_count(Tape *tape, size_t number);
/* Strings that are taken are views of the tape; lists of them are in its arena. One that stands in `said` is told by
 * its place there; NULL: there is nothing. */
void tape_string(Tape *tape, Str *string);
void tape_said_string(Tape *tape, Str *string, Said *said);
void tape_c_string(Tape *tape, const char **text);
void tape_strings(Tape *tape, StrVec *strings);
void tape_said_strings(Tape *tape, StrVec *strings, Str text);

#endif
