#include "dictionary.h"

#include <stdlib.h>

#include "packed.h"
#include "sort.h"
#include "text/text.h"
#include "weight.h"

/* A run while it is merged, and its next term. */
typedef struct Head {
    const Term *term;
    uint64_t start; /* of its text: tells most apart, and is here */
    size_t run;
    size_t passed;   /* terms */
    size_t block;    /* the next one */
    const char *end; /* of the one that the term is in */
    Buffer bytes;    /* of that, where the run rests in a file */
} Head;

/* What is merged: runs of terms, and those of the index before, each in byte order. */
typedef struct Merge {
    Dictionary *dictionary;
    Arena *kept;
    Head *heads; /* of the runs that are not at their ends: a heap */
    size_t count;
    Before *before;
    BeforeTerm taken; /* the next one */
    bool has_taken;
    double *weights;
    const Content *content;
    Buffer text, list; /* of the term under way */
} Merge;

static void set_term(Head *head, const void *term)
{
    head->term = term;
    head->start = text_start(term_text(term));
}

static void next_block(const Merge *merge, Head *head)
{
    Str block = merge->dictionary->runs.items[head->run].blocks.items[head->block++];
    if (merge->content->store) {
        buffer_clear(&head->bytes);
        buffer_reserve(&head->bytes, block.len);
        arena_read(merge->content->store, block.data, block.len, head->bytes.data);
        block.data = head->bytes.data;
    }
    head->end = block.data + block.len;
    set_term(head, block.data);
}

/* By text, and then by run: so do its entries ascend. */
static bool is_before(const Head *a, const Head *b)
{
    if (a->start != b->start) return a->start < b->start;
    int order = str_compare(term_text(a->term), term_text(b->term));
    return order ? order < 0 : a->run < b->run;
}

/* Puts the head at the place, from the root of the heap on, that it belongs to (Williams 1964). */
static void sift_down(Head *heads, size_t count, size_t at)
{
    Head head = heads[at];
    for (size_t child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count && is_before(&heads[child + 1], &heads[child])) child++;
        if (!is_before(&heads[child], &head)) break;
        heads[at] = heads[child];
    }
    heads[at] = head;
}

/* The run of the first head has its next one there, or ends. */
static void pass_head(Merge *merge)
{
    Head *head = merge->heads;
    const char *next = (const char *)head->term + term_size(head->term->text_len, head->term->list_len);
    head->passed++;
    if (next < head->end) {
        set_term(head, next);
    } else if (head->block < merge->dictionary->runs.items[head->run].blocks.len) {
        next_block(merge, head);
    } else {
        buffer_free(&head->bytes);
        *head = merge->heads[--merge->count];
    }
    if (merge->count) sift_down(merge->heads, merge->count, 0);
}

static void start_heads(Merge *merge)
{
    for (size_t runs = merge->dictionary->runs.len; merge->count < runs; merge->count++) {
        merge->heads[merge->count].run = merge->count;
        next_block(merge, &merge->heads[merge->count]);
    }
    for (size_t i = merge->count / 2; i-- > 0;) sift_down(merge->heads, merge->count, i);
}

/* The first in byte order, copied; false where there is no more. */
static bool first_text(Merge *merge)
{
    if (!merge->count && !merge->has_taken) return false;
    Str first = merge->count ? term_text(merge->heads->term) : merge->taken.text;
    if (merge->has_taken && str_compare(merge->taken.text, first) < 0) first = merge->taken.text;
    buffer_clear(&merge->text);
    buffer_add(&merge->text, first);
    return true;
}

/* The list of a run behind those of runs before it, which end with the entry `last`. */
static void add_list(Buffer *out, uint32_t last, Str list)
{
    uint32_t first;
    if (!packed_next(&list, &first)) return;
    buffer_add_packed(out, first - last);
    buffer_add(out, list);
}

/* Takes what runs have of a text: its sum, and the list. Where it is one that has it, and in memory, that term is
 * returned, else NULL. */
static const Term *take_from_runs(Merge *merge, Str text, Term *sum)
{
    const Dictionary *dictionary = merge->dictionary;
    const Term *only = NULL;
    *sum = (Term){0};
    buffer_clear(&merge->list);
    while (merge->count && str_equal(term_text(merge->heads->term), text)) {
        const Head *head = merge->heads;
        dictionary->numbers[head->run][head->passed] = (uint32_t)dictionary->count;
        only = sum->entries || merge->content->store ? NULL : head->term;
        add_list(&merge->list, sum->last_entry, term_list(head->term));
        sum->entries += head->term->entries;
        if (head->term->list_len) sum->last_entry = head->term->last_entry;
        pass_head(merge);
    }
    return only;
}

static const Term *keep(const Merge *merge, Str text, uint32_t entries, Str list)
{
    Term *term = arena_take(merge->kept, term_size(text.len, list.len));
    memcpy(term_start(term, text, entries, list.len), list.data, list.len);
    return term;
}

/* What there is of the text; NULL where no entry has it any more. */
static const Term *take_term(Merge *merge)
{
    Dictionary *dictionary = merge->dictionary;
    Str text = buffer_str(&merge->text);
    bool is_taken = merge->has_taken && str_equal(merge->taken.text, text);
    Term sum;
    const Term *only = take_from_runs(merge, text, &sum);
    if (!is_taken) return only ? only : keep(merge, text, sum.entries, buffer_str(&merge->list));
    BeforeTerm *taken = &merge->taken;
    before_update(merge->before, taken, buffer_str(&merge->list));
    uint32_t entries = taken->entries + sum.entries;
    dictionary->taken[taken->number] = (uint32_t)dictionary->count;
    dictionary->is_same &= taken->number == dictionary->count;
    const Term *term = entries ? keep(merge, text, entries, taken->list) : NULL;
    merge->has_taken = before_next(merge->before, taken);
    return term;
}

static void add_character(Dictionary *dictionary, const Term *term)
{
    HanCharacter character = {.entries = term->entries};
    if (!term_is_character(term_text(term))) return;
    utf8_decode(term_text(term), &character.character);
    VEC_PUSH(dictionary->arena, &dictionary->characters, character);
}

static void merge_terms(Merge *merge)
{
    Dictionary *dictionary = merge->dictionary;
    while (first_text(merge)) {
        const Term *term = take_term(merge);
        content_rest(merge->content, dictionary->count);
        if (!term) continue;
        add_character(dictionary, term);
        merge->weights[dictionary->count] = term_weight(term_text(term), term->entries, merge->content->entries.len);
        dictionary->terms[dictionary->count++] = term;
    }
}

bool dictionary_make(Dictionary *dictionary, Arena *arena, Arena *kept, TermRuns runs, Before *before,
                     const Content *content)
{
    *dictionary = (Dictionary){.runs = runs, .is_same = true, .arena = arena};
    if (before && !before_terms(before, &dictionary->taken_count)) return false;
    size_t most = dictionary->taken_count;
    dictionary->numbers = ARENA_ARRAY(arena, uint32_t *, runs.len + 1);
    for (size_t r = 0; r < runs.len; r++) {
        most += runs.items[r].count;
        dictionary->numbers[r] = arena_take(kept, runs.items[r].count * sizeof **dictionary->numbers);
    }
    Merge merge = {.dictionary = dictionary,
                   .kept = kept,
                   .heads = ARENA_ARRAY(arena, Head, runs.len + 1),
                   .before = before,
                   .weights = arena_take(kept, most * sizeof *merge.weights),
                   .content = content};
    dictionary->terms = arena_take(kept, most * sizeof(const Term *));
    dictionary->taken = arena_take(arena, dictionary->taken_count * sizeof *dictionary->taken);
    start_heads(&merge);
    merge.has_taken = before && before_next(before, &merge.taken);
    merge_terms(&merge);
    /* each set looks here and there in them: so they are in memory */
    size_t size = dictionary->count * sizeof *merge.weights;
    dictionary->weights = content->store ? arena_copy(arena, merge.weights, size) : merge.weights;
    buffer_free(&merge.text);
    buffer_free(&merge.list);
    return !before || before_is_read(before);
}

/* ---- sets of terms --------------------------------------------------------------------------------------------------
 */

static void take_run(Dictionary *dictionary, size_t number)
{
    const TermRun *run = &dictionary->runs.items[number];
    const uint32_t *numbers = dictionary->numbers[number];
    while (dictionary->by_place.len < run->count) VEC_PUSH(dictionary->arena, &dictionary->by_place, 0);
    for (size_t i = 0; i < run->count; i++) dictionary->by_place.items[run->places[i]] = numbers[i];
}

/* The numbers of the run that the entry is in; without any it is in none. */
static const uint32_t *numbers_of(Dictionary *dictionary, uint32_t entry)
{
    const TermRuns *runs = &dictionary->runs;
    while (dictionary->run < runs->len && (!dictionary->run || runs->items[dictionary->run - 1].last_entry < entry))
        take_run(dictionary, dictionary->run++);
    return dictionary->by_place.items;
}

void dictionary_put_set(Dictionary *dictionary, Buffer *out, Str *lists, uint32_t entry)
{
    const uint32_t *numbers = numbers_of(dictionary, entry);
    Str list = packed_next_set(lists);
    dictionary->members.len = 0;
    for (uint32_t place; packed_next(&list, &place);) VEC_PUSH(dictionary->arena, &dictionary->members, numbers[place]);
    packed_put_set(out, dictionary->members.items, dictionary->members.len);
}

void dictionary_put_taken_set(Dictionary *dictionary, Buffer *out, Str *sets)
{
    Str set = packed_next_set(sets);
    if (dictionary->is_same) {
        buffer_add_packed(out, set.len);
        buffer_add(out, set);
        return;
    }
    dictionary->members.len = 0;
    for (uint32_t number = 0, distance; packed_next(&set, &distance);) {
        number += distance;
        if (number < dictionary->taken_count)
            VEC_PUSH(dictionary->arena, &dictionary->members, dictionary->taken[number]);
    }
    packed_put_sorted(out, dictionary->members.items, dictionary->members.len); /* in the order of texts, as before */
}

double dictionary_weigh(const Dictionary *dictionary, Str set)
{
    double weight = 0;
    Str numbers = packed_next_set(&set);
    for (uint32_t number = 0, distance; packed_next(&numbers, &distance);) {
        number += distance;
        if (number >= dictionary->count) break; /* of an index before that was damaged */
        weight += dictionary->weights[number];
    }
    return weight;
}

/* ---- texts ----------------------------------------------------------------------------------------------------------
 */

static int by_text(const void *key, const void *item)
{
    const Str *text = key;
    return str_compare(*text, term_text(*(const Term *const *)item));
}

static int check(void *context, const Token *token)
{
    const Dictionary *dictionary = context;
    Str text = term_weighed(token);
    if (token->is_whole) return 0;
    return !bsearch(&text, dictionary->terms, dictionary->count, sizeof *dictionary->terms, by_text);
}

bool dictionary_knows(const Dictionary *dictionary, Str text)
{
    return tokens_each(text, check, (void *)dictionary) == 0;
}
