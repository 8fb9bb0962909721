/* What the web reads: schema.org, llms.txt (llmstxt.org), DITA 1.3 troubleshooting topics. */
#include "adapters.h"

/* ---- JSON-LD
 * --------------------------------------------------------------------------------------------------------------------
 */

void jsonld_begin(Buffer *out, const Content *content)
{
    buffer_printf(out,
                  "{\"@context\":\"https://schema.org\",\"@type\":\"FAQPage\",\"inLanguage\":\"%s\",\"mainEntity\":[\n",
                  content->config.lang);
}

void jsonld_item(Buffer *out, const ExportItem *item)
{
    Json json = json_writer(out);
    json_put_object_start(&json);
    pair(&json, "@type", STR("Question"));
    pair(&json, "@id", item->url);
    pair(&json, "name", item->entry->question);
    if (item->entry->aliases.len) json_put_key(&json, "alternateName"), json_put_strings(&json, item->entry->aliases);
    pair(&json, "inLanguage", str_from(item->entry->lang));
    json_put_key(&json, "acceptedAnswer");
    json_put_object_start(&json);
    pair(&json, "@type", STR("Answer"));
    pair(&json, "text", export_text(item));
    pair(&json, "url", item->url);
    json_put_object_end(&json);
    json_put_object_end(&json);
}

void jsonld_end(Buffer *out, const Content *content)
{
    (void)content;
    buffer_add_text(out, "\n]}\n");
}

/* ---- llms.txt
 * --------------------------------------------------------------------------------------------------------------------
 */

static void put_line(Buffer *out, Str text)
{
    for (size_t i = 0; i < text.len; i++) buffer_add_char(out, text.data[i] == '\n' ? ' ' : text.data[i]);
}

void llms_begin(Buffer *out, const Content *content)
{
    buffer_printf(out, "# %.*s\n", STR_ARG(content->config.title));
    if (content->config.description.len) buffer_printf(out, "\n> %.*s\n", STR_ARG(content->config.description));
}

/* Sections begin where an entry's differs from the one before it. */
static void put_section(Buffer *out, const ExportItem *item)
{
    const Entry *entry = item->entry, *before = item->previous;
    Str name = entry->section.len ? entry->section.items[0] : STR("FAQ");
    bool is_same = before && str_equal(before->section.len ? before->section.items[0] : STR("FAQ"), name);
    if (!is_same) {
        buffer_add_text(out, "\n## ");
        put_line(out, name);
        buffer_add_text(out, "\n\n");
    }
}

void llms_item(Buffer *out, const ExportItem *item)
{
    put_section(out, item);
    buffer_add_text(out, "- [");
    for (size_t i = 0; i < item->entry->question.len; i++) {
        char c = item->entry->question.data[i];
        if (c == '[' || c == ']' || c == '\\') buffer_add_char(out, '\\');
        buffer_add_char(out, c == '\n' ? ' ' : c);
    }
    Str page = item->url;
    ptrdiff_t hash = str_find(page, STR("#"));
    if (hash >= 0) page = str_slice(page, 0, (size_t)hash);
    buffer_printf(out, "](%.*s.md)", (int)(page.len - 5), page.data); /* the twin of ID.html */
    if (item->entry->aliases.len) {
        buffer_add_text(out, ": ");
        put_line(out, item->entry->aliases.items[0]);
    }
    buffer_add_char(out, '\n');
}

void llms_full_item(Buffer *out, const ExportItem *item)
{
    put_section(out, item);
    buffer_add_text(out, "### ");
    put_line(out, item->entry->question);
    buffer_printf(out, "\n\n%.*s\n\n%.*s\n\n", STR_ARG(item->url), STR_ARG(export_markdown(item)));
}

/* ---- DITA
 * ---------------------------------------------------------------------------------------------------------------------------
 */

static void put_xml(Buffer *out, const char *name, Str text)
{
    buffer_printf(out, "<%s>", name);
    html_escape(out, text);
    buffer_printf(out, "</%s>\n", name);
}

/* An XML name: it begins with a letter. */
static Str topic_id(const ExportItem *item)
{
    return str_format(item->arena, "faq-%.*s", STR_ARG(item->entry->id));
}

static void put_paragraphs(Buffer *out, Str text)
{
    Str line;
    while (str_next(&text, '\n', &line))
        if (str_trim(line).len) put_xml(out, "p", line);
}

static void put_remedy(Buffer *out, const Record *record)
{
    buffer_add_text(out, "<remedy>\n");
    bool is_list = record->steps.len > 0 && !record->commands.len;
    size_t length = 0;
    for (size_t i = 0; i < record->steps.len; i++) length += record->steps.items[i].len + 1;
    if (is_list && length >= record->solution.len) { /* the steps are all that it says */
        buffer_add_text(out, "<steps>\n");
        for (size_t i = 0; i < record->steps.len; i++) {
            buffer_add_text(out, "<step>");
            put_xml(out, "cmd", record->steps.items[i]);
            buffer_add_text(out, "</step>\n");
        }
        buffer_add_text(out, "</steps>\n");
    } else {
        buffer_add_text(out, "<steps-informal>\n");
        put_paragraphs(out, record->solution);
        buffer_add_text(out, "</steps-informal>\n");
    }
    buffer_add_text(out, "</remedy>\n");
}

static void put_troubleshooting(Buffer *out, const ExportItem *item)
{
    const Entry *entry = item->entry;
    const Record *records = item->record ? item->record : entry->records;
    buffer_add_text(
        out, "<!DOCTYPE troubleshooting PUBLIC \"-//OASIS//DTD DITA Troubleshooting//EN\" \"troubleshooting.dtd\">\n");
    buffer_printf(out, "<troubleshooting id=\"%.*s\" xml:lang=\"%s\">\n", STR_ARG(topic_id(item)), entry->lang);
    put_xml(out, "title", entry->question);
    put_xml(out, "shortdesc", entry->aliases.len ? entry->aliases.items[0] : entry->question);
    buffer_add_text(out, "<troublebody>\n<condition>\n");
    put_xml(out, "p", entry->question);
    for (size_t i = 0; i < entry->aliases.len; i++) put_xml(out, "p", entry->aliases.items[i]);
    buffer_add_text(out, "</condition>\n");
    for (size_t i = 0; i < (item->record ? 1 : entry->record_count); i++) {
        buffer_add_text(out, "<troubleSolution>\n");
        if (records[i].cause.data) {
            buffer_add_text(out, "<cause>\n");
            if (records[i].category.data) put_xml(out, "p", records[i].category);
            put_paragraphs(out, records[i].cause);
            buffer_add_text(out, "</cause>\n");
        }
        put_remedy(out, &records[i]);
        buffer_add_text(out, "</troubleSolution>\n");
    }
    buffer_add_text(out, "</troublebody>\n</troubleshooting>\n");
}

static void put_topic(Buffer *out, const ExportItem *item)
{
    buffer_add_text(out, "<!DOCTYPE topic PUBLIC \"-//OASIS//DTD DITA Topic//EN\" \"topic.dtd\">\n");
    buffer_printf(out, "<topic id=\"%.*s\" xml:lang=\"%s\">\n", STR_ARG(topic_id(item)), item->entry->lang);
    put_xml(out, "title", item->entry->question);
    buffer_add_text(out, "<body>\n");
    put_paragraphs(out, export_text(item));
    buffer_add_text(out, "</body>\n</topic>\n");
}

size_t dita_files(const ExportItem *item, ExportFile files[EXPORT_ITEM_FILES])
{
    Buffer out = {0};
    if (str_has(item->id, STR("~"))) return 0; /* a topic is whole */
    buffer_add_text(&out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    if (item->entry->kind == KIND_TROUBLESHOOTING)
        put_troubleshooting(&out, item);
    else
        put_topic(&out, item);
    files[0] =
        (ExportFile){str_format(item->arena, "%.*s.dita", STR_ARG(item->entry->id)), buffer_take(&out, item->arena)};
    buffer_free(&out);
    return 1;
}

void ditamap_begin(Buffer *out, const Content *content)
{
    buffer_add_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE map PUBLIC \"-//OASIS//DTD DITA "
                         "Map//EN\" \"map.dtd\">\n<map>\n");
    put_xml(out, "title", content->config.title);
}

void ditamap_item(Buffer *out, const ExportItem *item)
{
    if (str_has(item->id, STR("~"))) return;
    buffer_printf(out, "<topicref href=\"%.*s.dita\"/>\n", STR_ARG(item->entry->id));
}

void ditamap_end(Buffer *out, const Content *content)
{
    (void)content;
    buffer_add_text(out, "</map>\n");
}
