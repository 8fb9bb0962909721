#include "tape.h"

/* ---- numbers: in base-128 digits, least digit first, the high bit set on all but the last -------------------------
 */

static size_t take_number(Tape *tape)
{
    size_t number = 0;
    for (unsigned shift = 0; tape->rest.len && shift < 64; shift += 7) {
        unsigned char digit = (unsigned char)*tape->rest.data++;
        tape->rest.len--;
        number |= (size_t)(digit & 0x7F) << shift;
        if (!(digit & 0x80)) return number;
    }
    tape->is_bad = true;
    tape->rest.len = 0;
    return 0;
}

void tape_size(Tape *tape, size_t *number)
{
    if (tape->out)
        buffer_add_packed(tape->out, *number);
    else
        *number = take_number(tape);
}

void tape_integer(Tape *tape, int *number) /* lines, which are none of them negative */
{
    size_t whole = (size_t)*number;
    tape_size(tape, &whole);
    *number = (int)whole;
}

void tape_hash(Tape *tape, uint64_t *hash)
{
    if (tape->out)
        buffer_add_word(tape->out, *hash);
    else if (!str_take(&tape->rest, hash, sizeof *hash))
        tape->is_bad = true;
}

void tape_boolean(Tape *tape, bool *value)
{
    size_t whole = *value;
    tape_size(tape, &whole);
    *value = whole != 0;
}

/* How many there are of what follows, each of which takes a byte at least. */
size_t tape_count(Tape *tape, size_t number)
{
    tape_size(tape, &number);
    if (!tape->out && number > tape->rest.len) {
        tape->is_bad = true;
        return 0;
    }
    return number;
}

/* ---- strings: what they are and their length in a number; then their bytes and a NUL, or their place --------------
 */

enum { STRING_NONE, STRING_HERE, STRING_SAID, STRING_KINDS };

enum { SHORTEST = 24 /* bytes: telling the place of less gains nothing */, LOOK = 2048, TRIES = 4 };

/* Where the string is in what is said, from where the last one ended; -1: not near. By its beginning, which is found
 * more quickly than all of it. */
static ptrdiff_t find_said(const Said *said, Str string)
{
    Str near = str_slice(said->text, said->at, said->at + string.len + LOOK), start = str_slice(string, 0, SHORTEST);
    for (size_t from = 0, tries = 0; tries < TRIES; tries++) {
        ptrdiff_t found = str_find(str_slice(near, from, near.len), start);
        if (found < 0) return -1;
        from += (size_t)found;
        if (str_starts(str_slice(near, from, near.len), string)) return (ptrdiff_t)from;
        from++;
    }
    return -1;
}

static void put_string(Tape *tape, Str string, Said *said)
{
    ptrdiff_t found = said && string.len >= SHORTEST ? find_said(said, string) : -1;
    int kind = !string.data ? STRING_NONE : found >= 0 ? STRING_SAID : STRING_HERE;
    buffer_add_packed(tape->out, string.len * STRING_KINDS + (size_t)kind);
    if (kind == STRING_SAID) {
        buffer_add_packed(tape->out, said->at + (size_t)found);
        said->at += (size_t)found + string.len;
    } else if (kind == STRING_HERE) {
        buffer_add(tape->out, string);
        buffer_add_char(tape->out, '\0');
    }
}

static Str take_string(Tape *tape, const Said *said)
{
    size_t number = take_number(tape), len = number / STRING_KINDS, at = 0;
    Str from = tape->rest;
    if (number % STRING_KINDS == STRING_NONE) return STR_NONE;
    if (number % STRING_KINDS == STRING_SAID) {
        at = take_number(tape);
        from = said ? said->text : STR_NONE;
    }
    bool is_here = number % STRING_KINDS == STRING_HERE;
    if (at > from.len || len > from.len - at || (is_here && (len == from.len || from.data[len]))) {
        tape->is_bad = true;
        return STR("");
    }
    if (is_here) tape->rest = (Str){from.data + len + 1, from.len - len - 1};
    return (Str){from.data + at, len};
}

void tape_said_string(Tape *tape, Str *string, Said *said)
{
    if (tape->out)
        put_string(tape, *string, said);
    else
        *string = take_string(tape, said);
}

void tape_string(Tape *tape, Str *string)
{
    tape_said_string(tape, string, NULL);
}

void tape_c_string(Tape *tape, const char **text)
{
    Str whole = str_from(*text);
    tape_string(tape, &whole);
    *text = whole.data;
}

void tape_said_strings(Tape *tape, StrVec *strings, Str text)
{
    Said said = {text, 0};
    size_t number = tape_count(tape, strings->len);
    if (!tape->out) {
        *strings = (StrVec){number ? ARENA_ARRAY(tape->arena, Str, number) : NULL, number, number};
        if (!number) *strings = (StrVec){0};
    }
    for (size_t i = 0; i < number; i++) tape_said_string(tape, &strings->items[i], &said);
}

void tape_strings(Tape *tape, StrVec *strings)
{
    tape_said_strings(tape, strings, STR_NONE);
}
