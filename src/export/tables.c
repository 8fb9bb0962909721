/* Formats that are tables: RFC 4180 and tab-separated text. The column names are those of the products' documentation.
 */
#include <string.h>

#include "adapters.h"

static Str joined(Arena *arena, StrVec list, const char *separator)
{
    Buffer text = {0};
    for (size_t i = 0; i < list.len; i++) buffer_printf(&text, "%s%.*s", i ? separator : "", STR_ARG(list.items[i]));
    Str taken = buffer_take(&text, arena);
    buffer_free(&text);
    return taken;
}

static void fields(Buffer *out, const Str *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i) buffer_add_char(out, ',');
        csv_field(out, values[i]);
    }
    csv_end(out);
}

static Str numbered(Arena *arena, size_t number)
{
    return str_format(arena, "%zu", number);
}

/* ---- csv: the canonical record, lists a line each in their cell
 * --------------------------------------------------------- */

void csv_begin(Buffer *out, const Content *content)
{
    (void)content;
    buffer_add_text(out, "id,entry,url,lang,question,aliases,section,tags,kind,environment,category,cause,solution,"
                         "solution_markdown,steps,commands,source_path,source_line,updated,hash\r\n");
}

void csv_item(Buffer *out, const ExportItem *item)
{
    const Entry *entry = item->entry;
    Arena *arena = item->arena;
    const Record *records = item->record ? item->record : entry->records;
    if (str_has(item->id, STR("~"))) return;
    for (size_t i = 0; i < (item->record ? 1 : entry->record_count); i++) {
        const Record *record = &records[i];
        Str url = str_format(arena, "%.*s%.*s.html#%.*s", STR_ARG(item->config->base_url), STR_ARG(entry->id),
                             STR_ARG(record->anchor));
        const Str values[] = {record->id,
                              entry->id,
                              url,
                              str_from(entry->lang),
                              entry->question,
                              joined(arena, entry->aliases, "\n"),
                              joined(arena, entry->section, " / "),
                              joined(arena, entry->tags, "\n"),
                              str_from(entry_kind_name(entry->kind)),
                              record->environment,
                              record->category,
                              record->cause,
                              record->solution,
                              record->solution_markdown,
                              joined(arena, record->steps, "\n"),
                              joined(arena, record->commands, "\n"),
                              entry->path,
                              numbered(arena, (size_t)record->line),
                              entry->updated,
                              record->hash};
        fields(out, values, sizeof values / sizeof *values);
    }
}

/* ---- Azure question answering: one row a way to ask, all of one answer with the same QnaId
 * -------------------------------- */

/* Text for a cell that has no quotes: line ends as \n, tabs as spaces. */
static void put_cell(Buffer *out, Str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] == '\n')
            buffer_add_text(out, "\\n");
        else if (text.data[i] == '\t')
            buffer_add_text(out, "    ");
        else if (text.data[i] != '\r')
            buffer_add_char(out, text.data[i]);
    }
}

void azure_begin(Buffer *out, const Content *content)
{
    (void)content;
    buffer_add_text(out, "Question\tAnswer\tSource\tMetadata\tSuggestedQuestions\tIsContextOnly\tPrompts\tQnaId\n");
}

static void azure_row(Buffer *out, const ExportItem *item, Str question)
{
    Buffer metadata = {0};
    Json json = json_writer(&metadata);
    json_put_array_start(&json);
    const struct {
        const char *name;
        Str value;
    } values[] = {{"id", item->id}, {"lang", str_from(item->entry->lang)}, {"category", item->category}};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        if (!values[i].value.len) continue;
        json_put_object_start(&json);
        pair(&json, "name", str_from(values[i].name));
        pair(&json, "value", values[i].value);
        json_put_object_end(&json);
    }
    json_put_array_end(&json);
    put_cell(out, question);
    buffer_add_char(out, '\t');
    put_cell(out, export_markdown(item));
    buffer_add_char(out, '\t');
    put_cell(out, item->url);
    buffer_add_char(out, '\t');
    put_cell(out, buffer_str(&metadata));
    buffer_printf(out, "\t[]\tFalse\t[]\t%zu\n", item->number + 1);
    buffer_free(&metadata);
}

void azure_item(Buffer *out, const ExportItem *item)
{
    azure_row(out, item, item->entry->question);
    for (size_t i = 0; i < item->entry->aliases.len; i++) azure_row(out, item, item->entry->aliases.items[i]);
}

/* ---- Amazon Kendra
 * ----------------------------------------------------------------------------------------------------------- */

void kendra_csv_begin(Buffer *out, const Content *content)
{
    (void)content;
    buffer_add_text(out, "_question,_answer,_source_uri,_category,_last_updated_at\r\n");
}

void kendra_csv_item(Buffer *out, const ExportItem *item)
{
    const Entry *entry = item->entry;
    Str category = item->category.data ? item->category : entry->section.len ? entry->section.items[0] : STR("");
    Str updated =
        entry->updated.len ? str_format(item->arena, "%.*sT00:00:00+00:00", STR_ARG(entry->updated)) : STR("");
    for (size_t i = 0; i <= entry->aliases.len; i++) {
        const Str values[] = {i ? entry->aliases.items[i - 1] : entry->question, export_text(item), item->url, category,
                              updated};
        fields(out, values, sizeof values / sizeof *values);
    }
}

/* ---- question and answer
 * ------------------------------------------------------------------------------------------------------ */

void dialogflow_item(Buffer *out, const ExportItem *item)
{
    for (size_t i = 0; i <= item->entry->aliases.len; i++) {
        const Str values[] = {i ? item->entry->aliases.items[i - 1] : item->entry->question, export_text(item)};
        fields(out, values, 2);
    }
}

void ragflow_item(Buffer *out, const ExportItem *item)
{
    put_cell(out, item->entry->question);
    buffer_add_char(out, '\t');
    put_cell(out, export_markdown(item));
    buffer_add_char(out, '\n');
}

void fastgpt_begin(Buffer *out, const Content *content)
{
    (void)content;
    buffer_add_text(out, "q,a,indexes\r\n");
}

/* Each further way to ask is an index of its own, in a further column. */
void fastgpt_item(Buffer *out, const ExportItem *item)
{
    csv_field(out, item->entry->question);
    buffer_add_char(out, ',');
    csv_field(out, export_markdown(item));
    for (size_t i = 0; i < item->entry->aliases.len; i++) {
        buffer_add_char(out, ',');
        csv_field(out, item->entry->aliases.items[i]);
    }
    if (!item->entry->aliases.len) buffer_add_char(out, ',');
    csv_end(out);
}

void dify_begin(Buffer *out, const Content *content)
{
    (void)content;
    buffer_add_text(out, "\xEF\xBB\xBFquestion,answer\r\n");
}

void dify_item(Buffer *out, const ExportItem *item)
{
    const Str values[] = {item->entry->question, export_markdown(item)};
    fields(out, values, 2);
}

/* The columns are found by these words, or by their order. */
void maxkb_begin(Buffer *out, const Content *content)
{
    (void)content;
    buffer_add_text(out, "分段标题,分段内容,问题\r\n");
}

void maxkb_item(Buffer *out, const ExportItem *item)
{
    Buffer questions = {0};
    buffer_add(&questions, item->entry->question);
    for (size_t i = 0; i < item->entry->aliases.len; i++)
        buffer_printf(&questions, "\n%.*s", STR_ARG(item->entry->aliases.items[i]));
    const Str values[] = {item->entry->question, export_markdown(item), buffer_str(&questions)};
    fields(out, values, 3);
    buffer_free(&questions);
}

/* category id, question, answer, keywords, language, author, email, active, sticky */
void phpmyfaq_item(Buffer *out, const ExportItem *item)
{
    Str lang = str_is(str_from(item->entry->lang), "zh-Hant")       ? STR("tw")
               : str_starts(str_from(item->entry->lang), STR("zh")) ? STR("zh")
                                                                    : str_from(item->entry->lang);
    const Str values[] = {
        STR("1"), item->entry->question, export_text(item), joined(item->arena, item->entry->tags, ","), lang, STR(""),
        STR(""),  STR("true"),           STR("false")};
    fields(out, values, sizeof values / sizeof *values);
}
