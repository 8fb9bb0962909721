/* tN.js: a bucket of terms with their postings. lH.js: the postings of a term that many entries have. */
#include <stdio.h>
#include <xxhash.h>

#include "client.h"
#include "client_file.h"
#include "packed.h"
#include "sort.h"
#include "text/text.h"
#include "weight.h"

enum {
    BUCKET_BYTES = 1200, /* of a file of terms, about */
    LIST_BYTES = 600,    /* a longer list has a file of its own */
    AT_ONCE = 1 << 17,   /* terms whose files are made at once, about */
};

typedef struct Listed {
    const Term *term;
    uint64_t signature;
    uint32_t size; /* of the term, bytes; 0: it is in memory */
    uint32_t hash; /* of its text */
    uint32_t len;  /* of its list as text; 0: the term is not listed */
} Listed;

struct ClientTerms {
    const Dictionary *dictionary;
    const Content *content;
    ClientFiles files;
    Arena *arena;
    Arena *listing; /* a large site's is in a file */
    Listed *listed; /* by number */
    Buffer list;    /* the one under way */
    size_t buckets;
    size_t copied; /* bytes of terms */
    bool done;
    Parallel *thread;
};

/* How often an entry has a term, in six steps: once in its solutions, its causes, its question, and more often. */
static unsigned step_of(unsigned often)
{
    return often <= 2 ? 0 : often <= 3 ? 1 : often <= 5 ? 2 : often <= 6 ? 3 : often <= 9 ? 4 : 5;
}

/* A list as text, most postings one character: the distance to the entry before, less one, of which the last digit is
 * to the base 12 and carries the step, those before it to the base 20. */
enum { LAST_BASE = 12, OTHER_BASE = 20, STEPS = 6 };

static size_t list_length(Str list)
{
    uint32_t entry = 0, before = 0;
    unsigned often;
    size_t len = 0;
    for (; posting_next(&list, &entry, &often); before = entry, len++)
        for (uint32_t rest = entry - before - 1, base = LAST_BASE; rest >= base; base = OTHER_BASE, len++) rest /= base;
    return len;
}

static void put_list(Buffer *out, Str list, size_t len)
{
    /* printable, and what JSON and HTML have no other use for: no quote, no backslash, no < */
    static const char digits[] =
        " !#$%&'()*+,-./0123456789:;=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~";
    _Static_assert(sizeof digits - 1 >= LAST_BASE * STEPS + OTHER_BASE, "a digit each");
    uint32_t entry = 0, before = 0;
    unsigned often;
    buffer_reserve(out, len);
    char *end = out->data + out->len;
    for (; posting_next(&list, &entry, &often); before = entry) {
        uint32_t distance = entry - before - 1;
        for (uint32_t rest = distance / LAST_BASE; rest; rest /= OTHER_BASE)
            *end++ = digits[LAST_BASE * STEPS + rest % OTHER_BASE];
        *end++ = digits[step_of(often) * LAST_BASE + distance % LAST_BASE];
    }
    out->len += len;
}

/* A term for who looks here and there, until the file is written. */
static const Term *open_term(ClientTerms *client, const Listed *listed)
{
    if (!listed->size) return listed->term;
    Term *term = arena_take(client->files.scratch, listed->size);
    arena_read(client->content->store, listed->term, listed->size, term); /* what the dictionary is in, too */
    return term;
}

/* Of those in a file, short ones are copied while all are walked through, as long as there is room: it is cheaper than
 * to read each. */
static void remember(ClientTerms *client, Listed *listed)
{
    enum { SHORT = 4 * LIST_BYTES, PART = 8 };
    const Content *content = client->content;
    if (content->store) {
        bool has_room = client->copied + listed->size <= content->memory_goal / PART;
        if (listed->size > SHORT || !has_room) return;
        listed->term = memcpy(arena_take(client->arena, listed->size), listed->term, listed->size);
        client->copied += listed->size;
    }
    listed->size = 0;
}

/* Made where it is written, since all of them together are as large as the index. */
static void put_list_of(ClientTerms *client, Json *json, const Term *term, size_t len)
{
    buffer_clear(&client->list);
    buffer_add_char(&client->list, '"');
    put_list(&client->list, term_list(term), len);
    buffer_add_char(&client->list, '"');
    json_put_raw(json, buffer_str(&client->list));
}

/* FNV-1a over code points, as the script computes it. */
static uint32_t hash_of(Str text)
{
    uint32_t hash = UINT32_C(2166136261), c;
    for (size_t len; text.len; text = str_slice(text, len, text.len)) {
        len = utf8_decode(text, &c);
        if (!len) len = 1, c = 0xFFFD;
        hash = (hash ^ c) * UINT32_C(16777619);
    }
    return hash;
}

static uint64_t signature_of(const Term *term)
{
    return XXH3_64bits_withSeed(term->bytes + term->text_len + 1, term->list_len,
                                XXH3_64bits_withSeed(term->bytes, term->text_len, term->entries));
}

/* Lets go of the listing now and then, for who walks through it. */
static void rest(const ClientTerms *client, size_t step)
{
    enum { OFTEN = 1 << 16 };
    if (step % OFTEN == OFTEN - 1) arena_rest(client->listing);
}

/* Lists the terms; returns how many bytes their files have, about. */
static size_t list_terms(ClientTerms *client)
{
    const Dictionary *dictionary = client->dictionary;
    size_t bytes = 0;
    client->listed = arena_take(client->listing, dictionary->count * sizeof *client->listed);
    for (size_t i = 0; i < dictionary->count; i++) {
        const Term *term = dictionary->terms[i];
        Listed *listed = &client->listed[i];
        rest(client, i);
        content_rest(client->content, i);
        *listed = (Listed){.term = term};
        if (!term->list_len && term_is_character(term_text(term))) continue; /* meta.js has what is to be known of it */
        listed->signature = signature_of(term);
        listed->size = (uint32_t)term_size(term->text_len, term->list_len);
        listed->hash = hash_of(term_text(term));
        listed->len = (uint32_t)list_length(term_list(term));
        remember(client, listed);
        bytes += term->text_len + 12 + (listed->len <= LIST_BYTES ? listed->len : 0);
    }
    return bytes;
}

/* The long lists of terms that have the same hash: an object from terms to lists. */
static bool write_long_list(ClientTerms *client, const Listed *longs, const Keyed *same, size_t count)
{
    for (size_t i = 0; i < count; i++) buffer_add_word(&client->files.parts, longs[same[i].number].signature);
    char room[24];
    Str name = {room, (size_t)snprintf(room, sizeof room, "l%x", (unsigned)same->key)};
    if (client_file_keep(&client->files, name)) return true;
    Json json = client_file_start(&client->files, name);
    json_put_object_start(&json);
    for (size_t i = 0; i < count; i++) {
        const Listed *listed = &longs[same[i].number];
        const Term *term = open_term(client, listed);
        json_put_key(&json, term->bytes);
        put_list_of(client, &json, term, listed->len);
    }
    json_put_object_end(&json);
    return client_file_end(&client->files, name);
}

/* Copied from the listing, which is walked through once: in the order of hashes all of it would be in memory. */
static bool write_long_lists(ClientTerms *client)
{
    VEC(Listed) longs = {0};
    VEC(Keyed) order = {0};
    bool done = true;
    for (size_t i = 0; i < client->dictionary->count; i++) {
        const Listed *listed = &client->listed[i];
        rest(client, i);
        if (listed->len <= LIST_BYTES) continue;
        VEC_PUSH(client->arena, &order, ((Keyed){listed->hash, (uint32_t)longs.len}));
        VEC_PUSH(client->arena, &longs, *listed);
    }
    arena_rest(client->listing);
    sort_keyed(order.items, order.len);
    for (size_t i = 0, end; i < order.len && done; i = end) {
        for (end = i + 1; end < order.len && order.items[end].key == order.items[i].key;) end++;
        done = write_long_list(client, longs.items, order.items + i, end - i);
    }
    return done;
}

/* A bucket: an object from terms to how many entries have each, and their list where it is short. */
static bool write_bucket(ClientTerms *client, const Listed *listed, size_t count, size_t number)
{
    char room[24];
    Str name = {room, (size_t)snprintf(room, sizeof room, "t%zu", number)};
    for (size_t i = 0; i < count; i++) buffer_add_word(&client->files.parts, listed[i].signature);
    if (client_file_keep(&client->files, name)) return true;
    Json json = client_file_start(&client->files, name);
    json_put_object_start(&json);
    for (size_t i = 0; i < count; i++) {
        const Term *term = open_term(client, &listed[i]);
        json_put_key(&json, term->bytes);
        json_put_array_start(&json);
        json_put_int(&json, term->entries);
        if (listed[i].len > LIST_BYTES)
            json_put_int(&json, (int64_t)listed[i].len);
        else
            put_list_of(client, &json, term, listed[i].len);
        json_put_array_end(&json);
    }
    json_put_object_end(&json);
    return client_file_end(&client->files, name);
}

/* Those from `first` on, before `end`, in the scratch arena. */
static bool write_buckets(ClientTerms *client, size_t first, size_t end, Arena *scratch)
{
    size_t count = client->dictionary->count, buckets = end - first;
    size_t *next = ARENA_ARRAY(scratch, size_t, buckets + 1);
    for (size_t i = 0; i < count; i++) {
        size_t bucket = client->listed[i].hash % client->buckets - first;
        rest(client, i);
        if (bucket < buckets && client->listed[i].len) next[bucket + 1]++;
    }
    for (size_t b = 0; b < buckets; b++) next[b + 1] += next[b];
    Listed *members = arena_take(scratch, next[buckets] * sizeof *members);
    for (size_t i = 0; i < count; i++) {
        size_t bucket = client->listed[i].hash % client->buckets - first;
        rest(client, i);
        if (bucket < buckets && client->listed[i].len) members[next[bucket]++] = client->listed[i];
    }
    bool done = true;
    for (size_t b = 0, from = 0; b < buckets && done; from = next[b++]) /* next[b] is now the end of bucket b */
        done = next[b] == from || write_bucket(client, members + from, next[b] - from, first + b);
    return done;
}

static bool write_terms(ClientTerms *client)
{
    client->buckets = list_terms(client) / BUCKET_BYTES + 1;
    size_t at_once = client->buckets / (client->dictionary->count / AT_ONCE + 1) + 1;
    Arena *scratch = arena_new();
    bool done = true;
    for (size_t first = 0, end; first < client->buckets && done; first = end) {
        end = first + at_once < client->buckets ? first + at_once : client->buckets;
        done = write_buckets(client, first, end, scratch);
        arena_reset(scratch);
    }
    arena_free(scratch);
    return done && write_long_lists(client);
}

static void write_all(void *context)
{
    ClientTerms *client = context;
    client->done = write_terms(client);
    buffer_free(&client->list);
}

ClientTerms *client_terms_start(const ClientIndex *index)
{
    Arena *arena = arena_new();
    ClientTerms *client = ARENA_NEW(arena, ClientTerms);
    *client = (ClientTerms){.dictionary = index->dictionary,
                            .content = index->content,
                            .files = client_files(index->files, index->before),
                            .arena = arena,
                            .listing = index->content->store ? arena_new_stored() : arena_new()};
    client->thread = parallel_start(arena, write_all, client);
    return client;
}

bool client_terms_end(ClientTerms *client, ClientIndex *index)
{
    parallel_wait(client->thread);
    index->buckets = client->buckets;
    client_files_end(&client->files, &index->files->signatures, index->arena);
    bool done = client->done;
    arena_free(client->listing);
    arena_free(client->arena);
    return done;
}
