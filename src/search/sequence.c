/* Whether a question says the query's words in the query's order: 雲主機連不到機房 is not 機房連不到雲主機. */
#include "internal.h"
#include "text/text.h"

enum { LETTERS_MOST = 64 /* a bit each; what follows is not compared */, SLOTS = 128 };

struct Sequence {
    size_t count;
    struct {
        uint32_t letter; /* 0: free */
        uint64_t places; /* a bit for each place that has it */
    } slots[SLOTS];      /* open addressing */
};

static size_t slot_of(const Sequence *sequence, uint32_t letter)
{
    size_t at = (letter * UINT32_C(0x9E3779B1)) >> 25;
    while (sequence->slots[at].letter && sequence->slots[at].letter != letter) at = (at + 1) % SLOTS;
    return at;
}

typedef void LetterFunction(void *context, uint32_t letter);

/* The first folded letters of a text; returns how many. */
static size_t letters_each(Str text, LetterFunction *function, void *context)
{
    size_t count = 0;
    while (text.len && count < LETTERS_MOST) {
        uint32_t c, folded[FOLD_MAX];
        size_t len = utf8_decode(text, &c);
        text = str_slice(text, len ? len : 1, text.len);
        unsigned folds = len ? fold_char(c, folded) : 0;
        for (unsigned i = 0; i < folds && count < LETTERS_MOST; i++) {
            if (char_class(folded[i]) == CHAR_OTHER) continue;
            function(context, folded[i]);
            count++;
        }
    }
    return count;
}

static void put_letter(void *context, uint32_t letter)
{
    Sequence *sequence = context;
    size_t at = slot_of(sequence, letter);
    sequence->slots[at].letter = letter;
    sequence->slots[at].places |= UINT64_C(1) << sequence->count++;
}

Sequence *sequence_new(Arena *arena, Str text)
{
    Sequence *sequence = ARENA_NEW(arena, Sequence);
    letters_each(text, put_letter, sequence);
    return sequence;
}

typedef struct Comparison {
    const Sequence *sequence;
    uint64_t left; /* a bit is 0 where a letter of the sequence is in the longest common subsequence so far */
} Comparison;

/* One step of the longest common subsequence (Hyyrö 2004, "Bit-parallel LCS-length computation revisited"). */
static void meet_letter(void *context, uint32_t letter)
{
    Comparison *comparison = context;
    uint64_t met = comparison->left & comparison->sequence->slots[slot_of(comparison->sequence, letter)].places;
    comparison->left = (comparison->left + met) | (comparison->left - met);
}

double sequence_share(const Sequence *sequence, Str text)
{
    Comparison comparison = {sequence, ~UINT64_C(0)};
    size_t count = letters_each(text, meet_letter, &comparison);
    uint64_t used = sequence->count < LETTERS_MOST ? (UINT64_C(1) << sequence->count) - 1 : ~UINT64_C(0);
    int common = __builtin_popcountll(~comparison.left & used);
    return count + sequence->count ? 2.0 * common / (double)(count + sequence->count) : 0;
}
