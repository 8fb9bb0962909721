/* meta.js: what there is one of. tN.js: a bucket of terms with their postings. lH.js: the postings of a term that many
 * entries have. dN.js: some entries. Each calls whyfix(NAME, VALUE). */
#include "client.h"

#include <stdlib.h>
#include <xxhash.h>

#include "packed.h"
#include "text/text.h"
#include "weight.h"

enum {
    BUCKET_BYTES = 1200,  /* of a file of terms, about */
    LIST_BYTES = 600,     /* a longer list has a file of its own */
    ENTRIES_BYTES = 3000, /* of a file of entries, about */
    TEXT_BYTES = 2400,    /* of an entry's records, and of what else it says */
    CONTEXT_BYTES = 600,
};

typedef struct Client {
    const ClientIndex *index;
    IndexWriteFile *write;
    void *context;
    Arena *arena, *scratch; /* the second: for one file */
    Buffer out, list;       /* a file, a list */
    double *weights;        /* of the entries' questions */
    size_t wording;         /* the one under way */
    XXH3_state_t *hash;     /* of all files: the version, by which browsers tell old ones */
} Client;

/* ---- files --------------------------------------------------------------------------------------------------------
 */

static Json start_file(Client *client, Str name)
{
    buffer_clear(&client->out);
    buffer_add_text(&client->out, "whyfix(");
    Json json = json_writer(&client->out);
    json_put_str(&json, name);
    buffer_add_char(&client->out, ',');
    return json_writer(&client->out);
}

static bool end_file(Client *client, Str name)
{
    buffer_add_text(&client->out, ");\n");
    XXH3_64bits_update(client->hash, client->out.data, client->out.len);
    bool done = client->write(client->context, str_format(client->scratch, "search/%.*s.js", STR_ARG(name)),
                              buffer_str(&client->out));
    arena_reset(client->scratch);
    return done;
}

/* ---- postings ------------------------------------------------------------------------------------------------------
 */

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
        for (uint32_t rest = (entry - before - 1) / LAST_BASE; rest; rest /= OTHER_BASE) len++;
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
static void put_list_of(Client *client, Json *json, const Term *term, size_t len)
{
    buffer_clear(&client->list);
    buffer_add_char(&client->list, '"');
    put_list(&client->list, postings_list(&term->postings, client->scratch), len);
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

typedef struct Listed {
    uint32_t hash, number; /* of the term */
    size_t len;            /* of its list as text */
} Listed;

static int by_hash(const void *a, const void *b)
{
    const Listed *x = a, *y = b;
    if (x->hash != y->hash) return x->hash < y->hash ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

static bool is_single_han(Str text)
{
    uint32_t c;
    return utf8_decode(text, &c) == text.len && char_class(c) == CHAR_HAN;
}

static Listed *list_terms(Client *client, size_t *count, size_t *bytes)
{
    size_t all = terms_count(client->index->terms);
    Listed *listed = ARENA_ARRAY(client->arena, Listed, all + 1);
    *count = *bytes = 0;
    for (size_t i = 0; i < all; i++) {
        const Term *term = terms_get(client->index->terms, (uint32_t)i);
        if (!term->postings.len && is_single_han(term->text)) continue; /* meta.js has what is to be known of it */
        size_t len = list_length(postings_list(&term->postings, client->scratch));
        arena_reset(client->scratch);
        listed[*count] = (Listed){hash_of(term->text), (uint32_t)i, len};
        *bytes += term->text.len + 12 + (len <= LIST_BYTES ? len : 0);
        ++*count;
    }
    return listed;
}

/* Long lists: a file for each hash, an object from terms to lists. */
static bool write_long_lists(Client *client, const Listed *listed, size_t count)
{
    for (size_t i = 0; i < count;) {
        size_t end = i;
        bool has_long = false;
        for (; end < count && listed[end].hash == listed[i].hash; end++) has_long |= listed[end].len > LIST_BYTES;
        if (has_long) {
            Str name = str_format(client->scratch, "l%x", listed[i].hash);
            Json json = start_file(client, name);
            json_put_object_start(&json);
            for (size_t k = i; k < end; k++) {
                if (listed[k].len <= LIST_BYTES) continue;
                const Term *term = terms_get(client->index->terms, listed[k].number);
                json_put_key(&json, term->text.data);
                put_list_of(client, &json, term, listed[k].len);
            }
            json_put_object_end(&json);
            if (!end_file(client, name)) return false;
        }
        i = end;
    }
    return true;
}

/* A bucket: an object from terms to how many entries have each, and their list where it is short. */
static bool write_bucket(Client *client, const Listed *listed, const size_t *members, size_t count, size_t number)
{
    Str name = str_format(client->scratch, "t%zu", number);
    Json json = start_file(client, name);
    json_put_object_start(&json);
    for (size_t i = 0; i < count; i++) {
        const Listed *each = &listed[members[i]];
        const Term *term = terms_get(client->index->terms, each->number);
        json_put_key(&json, term->text.data);
        json_put_array_start(&json);
        json_put_int(&json, term->entries);
        if (each->len > LIST_BYTES)
            json_put_int(&json, (int64_t)each->len);
        else
            put_list_of(client, &json, term, each->len);
        json_put_array_end(&json);
    }
    json_put_object_end(&json);
    return end_file(client, name);
}

static bool write_terms(Client *client, size_t *buckets)
{
    size_t count, bytes;
    Listed *listed = list_terms(client, &count, &bytes);
    qsort(listed, count, sizeof *listed, by_hash);
    *buckets = bytes / BUCKET_BYTES + 1;
    size_t *next = ARENA_ARRAY(client->arena, size_t, *buckets + 1);
    size_t *members = ARENA_ARRAY(client->arena, size_t, count + 1);
    for (size_t i = 0; i < count; i++) next[listed[i].hash % *buckets + 1]++;
    for (size_t b = 0; b < *buckets; b++) next[b + 1] += next[b];
    for (size_t i = 0; i < count; i++) members[next[listed[i].hash % *buckets]++] = i;
    for (size_t b = 0, from = 0; b < *buckets; from = next[b++]) /* next[b] is now the end of bucket b */
        if (next[b] > from && !write_bucket(client, listed, members + from, next[b] - from, b)) return false;
    return write_long_lists(client, listed, count);
}

/* ---- entries -------------------------------------------------------------------------------------------------------
 */

/* As much of a text as there is room for. */
static Str cut(Str text, size_t *room)
{
    text = utf8_cut(text, *room);
    *room -= text.len;
    return text;
}

static void put_wording(Client *client, Json *json, Str wording)
{
    double weight = client->index->weights[client->wording++];
    json_put_str(json, wording);
    json_put_real(json, (double)(int64_t)(weight * 100 + 0.5) / 100);
}

/* [id, [wording, weight …], topic, [[anchor, category, cause, solution] …], the rest] */
static void put_entry(Client *client, Json *json, size_t number)
{
    const Entry *entry = client->index->content->entries.items[number];
    size_t room = TEXT_BYTES, rest_room = CONTEXT_BYTES;
    json_put_array_start(json);
    json_put_str(json, entry->id);
    json_put_array_start(json);
    client->weights[number] = client->index->weights[client->wording];
    put_wording(client, json, entry->question);
    for (size_t i = 0; i < entry->aliases.len; i++) put_wording(client, json, entry->aliases.items[i]);
    json_put_array_end(json);
    json_put_str(json, entry->section.len ? entry_topic(entry) : STR(""));
    json_put_array_start(json);
    for (size_t i = 0; i < entry->record_count; i++) {
        const Record *record = &entry->records[i];
        json_put_array_start(json);
        json_put_str(json, record->anchor);
        json_put_str(json, record->category);
        json_put_str(json, cut(record->cause, &room));
        json_put_str(json, cut(record->solution, &room));
        json_put_array_end(json);
    }
    json_put_array_end(json);
    Buffer rest = {0};
    for (size_t i = 0; i < entry->tags.len; i++) buffer_printf(&rest, "%.*s\n", STR_ARG(entry->tags.items[i]));
    buffer_add(&rest, entry->environment);
    buffer_add_char(&rest, '\n');
    buffer_add(&rest, client->index->contexts[number]);
    json_put_str(json, cut(str_trim(buffer_str(&rest)), &rest_room));
    buffer_free(&rest);
    json_put_array_end(json);
}

/* Fills files until each has enough; `firsts` gets the number of the first entry of each. */
static bool write_entries(Client *client, Json *firsts)
{
    const Content *content = client->index->content;
    size_t number = 0;
    for (size_t e = 0; e < content->entries.len; number++) {
        Str name = str_format(client->scratch, "d%zu", number);
        Json json = start_file(client, name);
        json_put_int(firsts, (int64_t)e + 1);
        json_put_array_start(&json);
        do {
            content_rest(content, e);
            put_entry(client, &json, e++);
        } while (e < content->entries.len && client->out.len < ENTRIES_BYTES);
        json_put_array_end(&json);
        if (!end_file(client, name)) return false;
    }
    return true;
}

/* ---- what there is one of ------------------------------------------------------------------------------------------
 */

/* Single Han characters, one after the other, and how many entries have each. */
static void put_characters(Client *client, Json *json)
{
    Buffer characters = {0};
    json_put_key(json, "holders"), json_put_array_start(json);
    for (size_t i = 0; i < terms_count(client->index->terms); i++) {
        const Term *term = terms_get(client->index->terms, (uint32_t)i);
        if (!is_single_han(term->text)) continue;
        buffer_add(&characters, term->text);
        json_put_int(json, term->entries);
    }
    json_put_array_end(json);
    json_put_key(json, "characters"), json_put_str(json, buffer_str(&characters));
    buffer_free(&characters);
}

/* Characters of the other Chinese script that fold to one that an entry has: pairs. */
static void put_folding(Client *client, Json *json)
{
    enum { FIRST = 0x3400, LAST = 0x9FFF };
    StrMap *known = str_map_new(client->arena);
    for (size_t i = 0; i < terms_count(client->index->terms); i++) {
        Str text = terms_get(client->index->terms, (uint32_t)i)->text;
        if (is_single_han(text)) str_map_set(known, text, i);
    }
    Buffer pairs = {0};
    for (uint32_t c = FIRST; c <= LAST; c++) {
        uint32_t folded[FOLD_MAX];
        char bytes[4];
        size_t at;
        if (fold_char(c, folded) != 1 || folded[0] == c) continue;
        size_t len = utf8_put(bytes, folded[0]);
        if (!str_map_get(known, (Str){bytes, len}, &at)) continue;
        utf8_write(&pairs, c);
        utf8_write(&pairs, folded[0]);
    }
    json_put_key(json, "folding"), json_put_str(json, buffer_str(&pairs));
    buffer_free(&pairs);
}

/* What the words and characters of each question weigh, in halves, and how many tokens each entry has. */
static void put_sizes(Client *client, Json *json)
{
    const Content *content = client->index->content;
    json_put_key(json, "weights"), json_put_array_start(json);
    for (size_t e = 0; e < content->entries.len; e++) json_put_int(json, (int64_t)(2 * client->weights[e] + 0.5));
    json_put_array_end(json);
    const Buffer *lengths = client->index->lengths;
    json_put_key(json, "lengths"), json_put_array_start(json);
    for (size_t i = 0; i + 1 < lengths->len; i += 2)
        json_put_int(json, (unsigned char)lengths->data[i] | (unsigned char)lengths->data[i + 1] << 8);
    json_put_array_end(json);
}

static bool write_meta(Client *client, size_t buckets, Str firsts)
{
    size_t entries = client->index->content->entries.len;
    Str version = str_hex(client->arena, XXH3_64bits_digest(client->hash));
    Json json = start_file(client, STR("meta"));
    json_put_object_start(&json);
    json_put_key(&json, "version"), json_put_str(&json, version);
    json_put_key(&json, "entries"), json_put_int(&json, (int64_t)entries);
    json_put_key(&json, "average"), json_put_real(&json, entries ? (double)client->index->tokens / (double)entries : 1);
    json_put_key(&json, "buckets"), json_put_int(&json, (int64_t)buckets);
    json_put_key(&json, "firsts"), json_put_raw(&json, firsts);
    json_put_key(&json, "asking"), json_put_str(&json, term_asking(client->arena));
    json_put_key(&json, "synonyms"), json_put_str(&json, client->index->synonyms);
    put_characters(client, &json);
    put_folding(client, &json);
    put_sizes(client, &json);
    json_put_object_end(&json);
    return end_file(client, STR("meta"));
}

bool client_write(const ClientIndex *index, IndexWriteFile *write, void *context)
{
    Client client = {.index = index, .write = write, .context = context, .arena = arena_new(), .scratch = arena_new()};
    Buffer firsts = {0};
    Json json = json_writer(&firsts);
    size_t buckets;
    client.weights = ARENA_ARRAY(client.arena, double, index->content->entries.len + 1);
    client.hash = XXH3_createState();
    if (!client.hash) out_of_memory(sizeof(XXH64_hash_t));
    XXH3_64bits_reset(client.hash);
    json_put_array_start(&json);
    bool done = write_entries(&client, &json) && write_terms(&client, &buckets);
    json_put_array_end(&json);
    done = done && write_meta(&client, buckets, buffer_str(&firsts));
    XXH3_freeState(client.hash);
    buffer_free(&firsts);
    buffer_free(&client.out);
    buffer_free(&client.list);
    arena_free(client.scratch);
    arena_free(client.arena);
    return done;
}
