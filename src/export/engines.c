/* Search engines: OpenSearch and Elasticsearch, Sphinx and Manticore. Chinese goes in as it is found here: folded, in
 * bigrams, by the one tokenizer. */
#include <string.h>
#include <xxhash.h>

#include "adapters.h"
#include "text/text.h"

enum { ID_MOST = 512 /* bytes of an _id */ };

static int put_token(void *context, const Token *token)
{
    Buffer *out = context;
    for (size_t i = 0; i < token->text.len; i++) /* 192.168.1.0/24 whole is for us alone; its parts are there */
        if (strchr("./:@+#&\\-_", token->text.data[i]) && token->text.data[i]) return 0;
    if (out->len && out->data[out->len - 1] != ' ') buffer_add_char(out, ' ');
    buffer_add(out, token->text);
    return 0;
}

/* The tokens of a text, with spaces between. */
static Str folded(const ExportItem *item, Str text)
{
    Buffer out = {0};
    tokens_each(text, put_token, &out);
    Str taken = buffer_take(&out, item->arena);
    buffer_free(&out);
    return taken;
}

/* ---- OpenSearch
 * --------------------------------------------------------------------------------------------------------------- */

static void put_action(Buffer *out, const char *action, Str id)
{
    Json json = json_writer(out);
    json_put_object_start(&json);
    json_put_key(&json, action);
    json_put_object_start(&json);
    pair(&json, "_index", STR("faq"));
    pair(&json, "_id", str_slice(id, 0, ID_MOST));
    json_put_object_end(&json);
    json_put_object_end(&json);
    buffer_add_char(out, '\n');
}

void opensearch_item(Buffer *out, const ExportItem *item)
{
    const Entry *entry = item->entry;
    const Record *record = item->record;
    put_action(out, "index", item->id);
    Json json = json_writer(out);
    json_put_object_start(&json);
    pair(&json, "id", item->id);
    pair(&json, "entry", entry->id);
    pair(&json, "url", item->url);
    pair(&json, "lang", str_from(entry->lang));
    pair(&json, "question", entry->question);
    json_put_key(&json, "aliases"), json_put_strings(&json, entry->aliases);
    pair(&json, "answer", export_text(item));
    pair_or_null(&json, "cause", record ? record->cause : STR_NONE);
    pair_or_null(&json, "category", item->category);
    json_put_key(&json, "tags"), json_put_strings(&json, entry->tags);
    json_put_key(&json, "updated"), json_put_str_or_null(&json, entry->updated.len ? entry->updated : STR_NONE);
    Str all = str_format(item->arena, "%.*s\n%.*s", STR_ARG(entry->question), STR_ARG(export_text(item)));
    pair(&json, "folded", folded(item, all));
    json_put_object_end(&json);
    buffer_add_char(out, '\n');
}

void opensearch_tombstone(Buffer *out, Str id)
{
    put_action(out, "delete", id);
}

static void put_synonyms(Json *json, const Content *content)
{
    json_put_key(json, "synonyms");
    json_put_array_start(json);
    Arena *arena = arena_new();
    for (size_t g = 0; g < content->synonyms.len; g++) {
        Buffer line = {0};
        StrVec terms = content->synonyms.items[g].terms;
        for (size_t i = 0; i < terms.len; i++)
            buffer_printf(&line, "%s%.*s", i ? ", " : "", STR_ARG(fold_text(arena, terms.items[i])));
        json_put_str(json, buffer_str(&line));
        buffer_free(&line);
    }
    arena_free(arena);
    json_put_array_end(json);
}

static void put_mapping(Buffer *out, const Content *content, bool has_plugins)
{
    Json json = json_writer(out);
    json_put_object_start(&json);
    json_put_key(&json, "settings");
    json_put_object_start(&json);
    json_put_key(&json, "analysis");
    json_put_object_start(&json);
    if (has_plugins)
        json_put_key(&json, "char_filter"),
            json_put_raw(&json, STR("{\"t2s\":{\"type\":\"stconvert\",\"convert_type\":\"t2s\"}}"));
    json_put_key(&json, "filter");
    json_put_object_start(&json);
    json_put_key(&json, "site_synonyms");
    json_put_object_start(&json);
    pair(&json, "type", STR("synonym_graph"));
    json_put_key(&json, "lenient"), json_put_bool(&json, true);
    put_synonyms(&json, content);
    json_put_object_end(&json);
    json_put_object_end(&json);
    json_put_key(&json, "analyzer");
    json_put_raw(
        &json, has_plugins
                   ? STR("{\"zh_bigram\":{\"type\":\"custom\",\"char_filter\":[\"t2s\"],\"tokenizer\":\"standard\","
                         "\"filter\":[\"cjk_width\",\"lowercase\",\"cjk_bigram\"]},"
                         "\"zh_search\":{\"type\":\"custom\",\"char_filter\":[\"t2s\"],\"tokenizer\":\"standard\","
                         "\"filter\":[\"cjk_width\",\"lowercase\",\"site_synonyms\",\"cjk_bigram\"]}}")
                   : STR("{\"zh_bigram\":{\"type\":\"custom\",\"tokenizer\":\"standard\",\"filter\":[\"cjk_width\","
                         "\"lowercase\",\"cjk_bigram\"]},"
                         "\"zh_search\":{\"type\":\"custom\",\"tokenizer\":\"standard\",\"filter\":[\"cjk_width\","
                         "\"lowercase\",\"site_synonyms\",\"cjk_bigram\"]},"
                         "\"folded\":{\"type\":\"custom\",\"tokenizer\":\"whitespace\",\"filter\":[\"lowercase\"]}}"));
    json_put_object_end(&json);
    json_put_object_end(&json);
    json_put_key(&json, "mappings");
    json_put_raw(
        &json,
        has_plugins
            ? STR("{\"properties\":{\"id\":{\"type\":\"keyword\"},\"entry\":{\"type\":\"keyword\"},\"url\":{\"type\":"
                  "\"keyword\"},\"lang\":{\"type\":\"keyword\"},"
                  "\"question\":{\"type\":\"text\",\"analyzer\":\"zh_bigram\",\"search_analyzer\":\"zh_search\","
                  "\"fields\":{\"icu\":{\"type\":\"text\",\"analyzer\":\"icu_analyzer\"}}},"
                  "\"aliases\":{\"type\":\"text\",\"analyzer\":\"zh_bigram\",\"search_analyzer\":\"zh_search\"},"
                  "\"answer\":{\"type\":\"text\",\"analyzer\":\"zh_bigram\",\"search_analyzer\":\"zh_search\"},"
                  "\"cause\":{\"type\":\"text\",\"analyzer\":\"zh_bigram\",\"search_analyzer\":\"zh_search\"},"
                  "\"category\":{\"type\":\"keyword\"},\"tags\":{\"type\":\"keyword\"},\"updated\":{\"type\":\"date\"},"
                  "\"folded\":{\"type\":\"text\",\"index\":false}}}")
            : STR("{\"properties\":{\"id\":{\"type\":\"keyword\"},\"entry\":{\"type\":\"keyword\"},\"url\":{\"type\":"
                  "\"keyword\"},\"lang\":{\"type\":\"keyword\"},"
                  "\"question\":{\"type\":\"text\",\"analyzer\":\"zh_bigram\",\"search_analyzer\":\"zh_search\"},"
                  "\"aliases\":{\"type\":\"text\",\"analyzer\":\"zh_bigram\",\"search_analyzer\":\"zh_search\"},"
                  "\"answer\":{\"type\":\"text\",\"analyzer\":\"zh_bigram\",\"search_analyzer\":\"zh_search\"},"
                  "\"cause\":{\"type\":\"text\",\"analyzer\":\"zh_bigram\",\"search_analyzer\":\"zh_search\"},"
                  "\"category\":{\"type\":\"keyword\"},\"tags\":{\"type\":\"keyword\"},\"updated\":{\"type\":\"date\"},"
                  "\"folded\":{\"type\":\"text\",\"analyzer\":\"folded\"}}}"));
    json_put_object_end(&json);
    buffer_add_char(out, '\n');
}

void opensearch_mapping(Buffer *out, const Content *content)
{
    put_mapping(out, content, false);
}

void opensearch_mapping_plugins(Buffer *out, const Content *content)
{
    put_mapping(out, content, true);
}

/* ---- Sphinx, Manticore: xmlpipe2
 * ------------------------------------------------------------------------------------------------ */

/* A document's number, the same in every export, and above 0. */
static unsigned long long document_number(Str id)
{
    return (XXH3_64bits(id.data, id.len) & 0x7FFFFFFFFFFFFFFFULL) | 1;
}

static void put_element(Buffer *out, const char *name, Str text)
{
    buffer_printf(out, "<%s>", name);
    html_escape(out, text);
    buffer_printf(out, "</%s>\n", name);
}

void sphinx_begin(Buffer *out, const Content *content)
{
    (void)content;
    buffer_add_text(
        out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<sphinx:docset "
             "xmlns:sphinx=\"http://sphinxsearch.com/\">\n<sphinx:schema>\n"
             "<sphinx:field name=\"question\"/>\n<sphinx:field name=\"aliases\"/>\n<sphinx:field name=\"cause\"/>\n"
             "<sphinx:field name=\"solution\"/>\n<sphinx:attr name=\"entry\" type=\"string\"/>\n"
             "<sphinx:attr name=\"lang\" type=\"string\"/>\n<sphinx:attr name=\"url\" type=\"string\"/>\n"
             "<sphinx:attr name=\"title\" type=\"string\"/>\n</sphinx:schema>\n");
}

void sphinx_item(Buffer *out, const ExportItem *item)
{
    const Entry *entry = item->entry;
    Buffer aliases = {0}, causes = {0}, solutions = {0};
    for (size_t i = 0; i < entry->aliases.len; i++) buffer_printf(&aliases, "%.*s\n", STR_ARG(entry->aliases.items[i]));
    for (size_t i = 0; i < entry->tags.len; i++) buffer_printf(&aliases, "%.*s\n", STR_ARG(entry->tags.items[i]));
    const Record *records = item->record ? item->record : entry->records;
    for (size_t i = 0; i < (item->record ? 1 : entry->record_count); i++) {
        buffer_printf(&causes, "%.*s\n%.*s\n", STR_ARG(records[i].category), STR_ARG(records[i].cause));
        buffer_printf(&solutions, "%.*s\n", STR_ARG(records[i].solution));
    }
    buffer_printf(out, "<sphinx:document id=\"%llu\">\n", document_number(item->id));
    put_element(out, "question", folded(item, entry->question));
    put_element(out, "aliases", folded(item, buffer_str(&aliases)));
    put_element(out, "cause", folded(item, buffer_str(&causes)));
    put_element(out, "solution", folded(item, buffer_str(&solutions)));
    put_element(out, "entry", item->id);
    put_element(out, "lang", str_from(entry->lang));
    put_element(out, "url", item->url);
    put_element(out, "title", entry->question);
    buffer_add_text(out, "</sphinx:document>\n");
    buffer_free(&aliases);
    buffer_free(&causes);
    buffer_free(&solutions);
}

void sphinx_tombstone(Buffer *out, Str id)
{
    buffer_printf(out, "<sphinx:killlist><id>%llu</id></sphinx:killlist>\n", document_number(id));
}

void sphinx_end(Buffer *out, const Content *content)
{
    (void)content;
    buffer_add_text(out, "</sphinx:docset>\n");
}

void sphinx_conf(Buffer *out, const Content *content)
{
    (void)content;
    buffer_add_text(
        out, "# indexer --config sphinx.conf faq; searchd --config sphinx.conf\n"
             "# Queries go in as the documents did: folded, in bigrams. Paths start where the programs are started.\n"
             "source faq\n{\n  type = xmlpipe2\n  xmlpipe_command = cat sphinx.xml\n}\n\n"
             "index faq\n{\n  type = plain\n  source = faq\n  path = faq\n  min_word_len = 1\n"
             "  charset_table = 0..9, a..z, A..Z->a..z, U+C0..U+24F, U+370..U+52F, U+E00..U+E7F, U+3040..U+30FF, "
             "U+3105..U+312F, "
             "U+3400..U+4DBF, U+4E00..U+9FFF, U+AC00..U+D7A3, U+F900..U+FAFF, U+20000..U+2FA1F\n}\n\n"
             "# Two nodes with a half of the entries each answer as one:\n"
             "#   index all { type = distributed  agent = HOST1:9312:faq  agent = HOST2:9312:faq }\n\n"
             "indexer\n{\n  mem_limit = 128M\n}\n\n"
             "searchd\n{\n  listen = 127.0.0.1:9312\n  listen = 127.0.0.1:9306:mysql41\n  pid_file = searchd.pid\n  "
             "log = searchd.log\n"
             "  binlog_path =\n}\n");
}
