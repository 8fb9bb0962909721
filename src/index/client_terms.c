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
};

struct ClientTerms {
    const Terms *terms;
    ClientFiles files;
    Arena *arena;
    Buffer list;          /* the one under way */
    uint64_t *signatures; /* by the terms' numbers */
    size_t buckets;
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

/* Made where it is written, since all of them together are as large as the index. */
static void put_list_of(ClientTerms *client, Json *json, const Term *term, size_t len)
{
    buffer_clear(&client->list);
    buffer_add_char(&client->list, '"');
    put_list(&client->list, terms_list(client->terms, term, client->files.scratch), len);
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

static uint64_t signature_of(const Term *term, Str list)
{
    return XXH3_64bits_withSeed(list.data, list.len,
                                XXH3_64bits_withSeed(term->text.data, term->text.len, term->entries));
}

/* The terms by their hashes; `size` is that of a term's list as text. */
static Keyed *list_terms(ClientTerms *client, size_t *count, size_t *bytes)
{
    size_t all = terms_count(client->terms);
    Keyed *listed = ARENA_ARRAY(client->arena, Keyed, all + 1);
    *count = *bytes = 0;
    for (size_t i = 0; i < all; i++) {
        const Term *term = terms_get(client->terms, (uint32_t)i);
        if (!term->postings.len && term_is_character(term->text)) continue; /* meta.js has what is to be known of it */
        Str list = terms_list(client->terms, term, client->files.scratch);
        size_t len = list_length(list);
        client->signatures[i] = signature_of(term, list);
        arena_reset(client->files.scratch);
        listed[*count] = (Keyed){hash_of(term->text), (uint32_t)i, (uint32_t)len};
        *bytes += term->text.len + 12 + (len <= LIST_BYTES ? len : 0);
        ++*count;
    }
    sort_keyed(listed, *count);
    return listed;
}

/* The long lists of terms that have the same hash: an object from terms to lists. */
static bool write_long_lists(ClientTerms *client, const Keyed *listed, size_t count)
{
    Buffer *parts = &client->files.parts;
    for (size_t i = 0; i < count; i++)
        if (listed[i].size > LIST_BYTES) buffer_add_word(parts, client->signatures[listed[i].number]);
    if (!parts->len) return true;
    char room[24];
    Str name = {room, (size_t)snprintf(room, sizeof room, "l%x", (unsigned)listed->key)};
    if (client_file_keep(&client->files, name)) return true;
    Json json = client_file_start(&client->files, name);
    json_put_object_start(&json);
    for (size_t i = 0; i < count; i++) {
        if (listed[i].size <= LIST_BYTES) continue;
        const Term *term = terms_get(client->terms, listed[i].number);
        json_put_key(&json, term->text.data);
        put_list_of(client, &json, term, listed[i].size);
    }
    json_put_object_end(&json);
    return client_file_end(&client->files, name);
}

/* A bucket: an object from terms to how many entries have each, and their list where it is short. */
static bool write_bucket(ClientTerms *client, const Keyed *listed, const size_t *members, size_t count, size_t number)
{
    char room[24];
    Str name = {room, (size_t)snprintf(room, sizeof room, "t%zu", number)};
    for (size_t i = 0; i < count; i++)
        buffer_add_word(&client->files.parts, client->signatures[listed[members[i]].number]);
    if (client_file_keep(&client->files, name)) return true;
    Json json = client_file_start(&client->files, name);
    json_put_object_start(&json);
    for (size_t i = 0; i < count; i++) {
        const Keyed *each = &listed[members[i]];
        const Term *term = terms_get(client->terms, each->number);
        json_put_key(&json, term->text.data);
        json_put_array_start(&json);
        json_put_int(&json, term->entries);
        if (each->size > LIST_BYTES)
            json_put_int(&json, (int64_t)each->size);
        else
            put_list_of(client, &json, term, each->size);
        json_put_array_end(&json);
    }
    json_put_object_end(&json);
    return client_file_end(&client->files, name);
}

static bool write_terms(ClientTerms *client)
{
    size_t count, bytes;
    client->signatures = ARENA_ARRAY(client->arena, uint64_t, terms_count(client->terms) + 1);
    Keyed *listed = list_terms(client, &count, &bytes);
    client->buckets = bytes / BUCKET_BYTES + 1;
    size_t *next = ARENA_ARRAY(client->arena, size_t, client->buckets + 1);
    size_t *members = ARENA_ARRAY(client->arena, size_t, count + 1);
    for (size_t i = 0; i < count; i++) next[listed[i].key % client->buckets + 1]++;
    for (size_t b = 0; b < client->buckets; b++) next[b + 1] += next[b];
    for (size_t i = 0; i < count; i++) members[next[listed[i].key % client->buckets]++] = i;
    for (size_t b = 0, from = 0; b < client->buckets; from = next[b++]) /* next[b] is now the end of bucket b */
        if (next[b] > from && !write_bucket(client, listed, members + from, next[b] - from, b)) return false;
    bool done = true;
    for (size_t i = 0, end; i < count && done; i = end) {
        for (end = i + 1; end < count && listed[end].key == listed[i].key;) end++;
        done = write_long_lists(client, listed + i, end - i);
    }
    return done;
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
    *client = (ClientTerms){.terms = index->terms, .files = client_files(index->files, index->before), .arena = arena};
    client->thread = parallel_start(arena, write_all, client);
    return client;
}

bool client_terms_end(ClientTerms *client, ClientIndex *index)
{
    parallel_wait(client->thread);
    index->buckets = client->buckets;
    client_files_end(&client->files, &index->files->signatures, index->arena);
    bool done = client->done;
    arena_free(client->arena);
    return done;
}
