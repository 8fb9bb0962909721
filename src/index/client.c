/* meta.js: what there is one of. dN.js: some entries. Terms are client_terms.c's. */
#include "client.h"

#include <stdio.h>
#include <xxhash.h>

#include "client_file.h"
#include "rows.h"
#include "text/text.h"
#include "weight.h"

enum {
    ENTRIES_BYTES = 3000, /* of a file of entries, about */
    TEXT_BYTES = 2400,    /* of an entry's records, and of what else it says */
    CONTEXT_BYTES = 600,
    /* of what stands between them */
    ENTRY_BYTES = 24,
    WORDING_BYTES = 8,
    RECORD_BYTES = 20,
};

typedef struct Client {
    ClientIndex *index;
    ClientFiles files;
    Arena *arena;
    EntryReader reader;
    double *weights; /* of the entries' questions */
    size_t wording;  /* the one under way */
} Client;

/* ---- entries -------------------------------------------------------------------------------------------------------
 */

/* As much of a text as there is room for. */
static Str cut(Str text, size_t *room)
{
    text = utf8_cut(text, *room);
    *room -= text.len;
    return text;
}

/* A weight as browsers get it. */
static int64_t hundredths(double weight)
{
    return (int64_t)(weight * 100 + 0.5);
}

static void put_wording(Client *client, Json *json, Str wording)
{
    double weight = client->index->weights[client->wording++];
    json_put_str(json, wording);
    json_put_real(json, (double)hundredths(weight) / 100);
}

/* [id, [wording, weight …], topic, [[anchor, category, cause, solution] …], the rest] */
static void put_entry(Client *client, Json *json, const Entry *entry)
{
    size_t room = TEXT_BYTES, rest_room = CONTEXT_BYTES;
    json_put_array_start(json);
    json_put_str(json, entry->id);
    json_put_array_start(json);
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
    buffer_add(&rest, utf8_cut(str_or_empty(entry->context), CONTEXT_BYTES));
    json_put_str(json, cut(str_trim(buffer_str(&rest)), &rest_room));
    buffer_free(&rest);
    json_put_array_end(json);
}

static size_t at_most(size_t size, size_t most)
{
    return size < most ? size : most;
}

/* Of an entry in a file, about: where a file ends must not depend on weights, which all entries share in. */
static size_t size_of(const Entry *entry)
{
    size_t size = ENTRY_BYTES + entry->id.len + entry->question.len + entry_topic(entry).len;
    size_t texts = entry->solutions_len, rest = 0;
    size += WORDING_BYTES * (1 + entry->aliases.len) + RECORD_BYTES * entry->record_count;
    for (size_t i = 0; i < entry->aliases.len; i++) size += entry->aliases.items[i].len;
    for (size_t i = 0; i < entry->record_count; i++) {
        Cause cause = entry_cause(entry, i);
        size += cause.category.len;
        texts += cause.text.len;
    }
    for (size_t i = 0; i < entry->tags.len; i++) rest += entry->tags.items[i].len;
    rest += entry->environment.len + entry->context_len;
    return size + at_most(texts, TEXT_BYTES) + at_most(rest, CONTEXT_BYTES);
}

/* Where a file that begins with this entry ends. */
static size_t end_of_file(const Content *content, size_t first)
{
    size_t e = first;
    for (size_t size = 0; e < content->entries.len && size < ENTRIES_BYTES; e++) {
        content_rest(content, e);
        size += size_of(content->entries.items[e]);
    }
    return e;
}

/* The signature of a file of entries: they, and the weights of their ways to ask, the first of which is `wording`.
 * Returns the first of the next. */
static size_t sign(Client *client, size_t first, size_t end, size_t wording)
{
    const ClientIndex *index = client->index;
    for (size_t e = first; e < end; e++) {
        const Entry *entry = index->content->entries.items[e];
        client->weights[e] = index->weights[wording];
        buffer_add_word(&client->files.parts, entry->hash);
        for (size_t i = 0; i <= entry->aliases.len; i++)
            buffer_add_word(&client->files.parts, (uint64_t)hundredths(index->weights[wording++]));
    }
    return wording;
}

/* Fills files until each has enough; `firsts` gets the number of the first entry of each. */
static bool write_entries(Client *client, Json *firsts)
{
    const Content *content = client->index->content;
    bool done = true;
    size_t next = 0; /* way to ask, of the file that follows */
    for (size_t first = 0, end, number = 0; first < content->entries.len && done; first = end, number++) {
        char room[24];
        Str name = {room, (size_t)snprintf(room, sizeof room, "d%zu", number)};
        end = end_of_file(content, first);
        client->wording = next;
        next = sign(client, first, end, next);
        json_put_int(firsts, (int64_t)first + 1);
        if (client_file_keep(&client->files, name)) continue;
        Json json = client_file_start(&client->files, name);
        json_put_array_start(&json);
        for (size_t e = first; e < end; e++)
            put_entry(client, &json, entry_open_next(&client->reader, content->entries.items[e]));
        json_put_array_end(&json);
        done = client_file_end(&client->files, name);
    }
    return done;
}

/* ---- what there is one of ------------------------------------------------------------------------------------------
 */

/* Single Han characters, one after the other, and how many entries have each. */
static void put_characters(Client *client, Json *json)
{
    Buffer characters = {0};
    json_put_key(json, "holders"), json_put_array_start(json);
    const Dictionary *dictionary = client->index->dictionary;
    for (size_t i = 0; i < dictionary->characters.len; i++) {
        HanCharacter character = dictionary->characters.items[i];
        utf8_write(&characters, character.character);
        json_put_int(json, character.entries);
    }
    json_put_array_end(json);
    json_put_key(json, "characters"), json_put_str(json, buffer_str(&characters));
    buffer_free(&characters);
}

static Str bytes_of(const uint32_t *character)
{
    return (Str){(const char *)character, sizeof *character};
}

/* Characters of the other Chinese script that fold to one that an entry has: pairs. */
static void put_folding(Client *client, Json *json)
{
    enum { FIRST = 0x3400, LAST = 0x9FFF };
    const Dictionary *dictionary = client->index->dictionary;
    StrMap *known = str_map_new(client->arena);
    for (size_t i = 0; i < dictionary->characters.len; i++)
        str_map_set(known, bytes_of(&dictionary->characters.items[i].character), i);
    Buffer pairs = {0};
    for (uint32_t c = FIRST; c <= LAST; c++) {
        uint32_t folded[FOLD_MAX];
        size_t at;
        if (fold_char(c, folded) != 1 || folded[0] == c) continue;
        if (!str_map_get(known, bytes_of(&folded[0]), &at)) continue;
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

static uint64_t hash_of(const Signatures *signatures, uint64_t hash)
{
    size_t size = signatures->len * sizeof *signatures->items;
    return XXH3_64bits_withSeed(size ? (const void *)signatures->items : "", size, hash);
}

/* By which browsers tell old files: of all but meta.js. */
static Str version_of(const Client *client)
{
    return str_hex(client->arena, hash_of(&client->index->files->signatures, hash_of(&client->files.signatures, 0)));
}

static bool write_meta(Client *client, Str firsts)
{
    const ClientIndex *index = client->index;
    size_t entries = index->content->entries.len;
    Json json = client_file_start(&client->files, STR("meta"));
    json_put_object_start(&json);
    json_put_key(&json, "version"), json_put_str(&json, version_of(client));
    json_put_key(&json, "entries"), json_put_int(&json, (int64_t)entries);
    json_put_key(&json, "average"), json_put_real(&json, entries ? (double)index->tokens / (double)entries : 1);
    json_put_key(&json, "buckets"), json_put_int(&json, (int64_t)index->buckets);
    json_put_key(&json, "firsts"), json_put_raw(&json, firsts);
    json_put_key(&json, "asking"), json_put_str(&json, term_asking(client->arena));
    json_put_key(&json, "synonyms"), json_put_str(&json, index->synonyms);
    put_characters(client, &json);
    put_folding(client, &json);
    put_sizes(client, &json);
    json_put_object_end(&json);
    return client_file_end(&client->files, STR("meta"));
}

bool client_write(ClientIndex *index, ClientTerms *terms)
{
    Client client = {.index = index,
                     .files = client_files(index->files, index->before),
                     .arena = arena_new(),
                     .reader = entry_reader(index->content, false)};
    Buffer firsts = {0};
    Json json = json_writer(&firsts);
    client.weights = ARENA_ARRAY(client.arena, double, index->content->entries.len + 1);
    json_put_array_start(&json);
    bool done = write_entries(&client, &json);
    json_put_array_end(&json);
    done = client_terms_end(terms, index) && done;
    done = done && write_meta(&client, buffer_str(&firsts));
    client_files_end(&client.files, &index->files->signatures, index->arena);
    buffer_free(&firsts);
    entry_reader_free(&client.reader);
    arena_free(client.arena);
    return done;
}
