/* Formats of assistants that are JSON or YAML: OpenAI fine-tuning, Kendra, QnABot, Rasa. */
#include "adapters.h"

/* ---- OpenAI chat fine-tuning
 * ------------------------------------------------------------------------------------------------- */

static Str instruction(const Entry *entry)
{
    Str lang = str_from(entry->lang);
    if (str_is(lang, "zh-Hans") || str_is(lang, "zh-CN"))
        return STR("你是技术支持助理。说明可能的原因与对应的解决方案，只说你知道的。");
    if (str_starts(lang, STR("zh"))) return STR("你是技術支援助理。說明可能的原因與對應的解決方案，只說你知道的。");
    return STR("You are a technical support assistant. Name the possible causes with their solutions, and only what "
               "you know.");
}

static void put_message(Json *json, const char *role, Str content)
{
    json_put_object_start(json);
    pair(json, "role", str_from(role));
    pair(json, "content", content);
    json_put_object_end(json);
}

void openai_item(Buffer *out, const ExportItem *item)
{
    for (size_t i = 0; i <= item->entry->aliases.len; i++) {
        Json json = json_writer(out);
        json_put_object_start(&json);
        json_put_key(&json, "messages");
        json_put_array_start(&json);
        put_message(&json, "system", instruction(item->entry));
        put_message(&json, "user", i ? item->entry->aliases.items[i - 1] : item->entry->question);
        put_message(&json, "assistant", export_markdown(item));
        json_put_array_end(&json);
        json_put_object_end(&json);
        buffer_add_char(out, '\n');
    }
}

/* ---- Amazon Kendra, JSON
 * ------------------------------------------------------------------------------------------------------ */

void kendra_json_begin(Buffer *out, const Content *content)
{
    (void)content;
    buffer_add_text(out, "{\"SchemaVersion\":1,\"FaqDocuments\":[\n");
}

void kendra_json_item(Buffer *out, const ExportItem *item)
{
    const Entry *entry = item->entry;
    for (size_t i = 0; i <= entry->aliases.len; i++) {
        if (i) buffer_add_text(out, ",\n");
        Json json = json_writer(out);
        json_put_object_start(&json);
        pair(&json, "Question", i ? entry->aliases.items[i - 1] : entry->question);
        pair(&json, "Answer", export_text(item));
        json_put_key(&json, "Attributes");
        json_put_object_start(&json);
        pair(&json, "_source_uri", item->url);
        if (item->category.len || entry->section.len)
            pair(&json, "_category", item->category.len ? item->category : entry->section.items[0]);
        json_put_object_end(&json);
        json_put_object_end(&json);
    }
}

void kendra_json_end(Buffer *out, const Content *content)
{
    (void)content;
    buffer_add_text(out, "\n]}\n");
}

/* ---- QnABot: questions of at most 140 characters, ids without spaces
 * ------------------------------------------------------------ */

enum { QUESTION_MOST = 140 };

void qnabot_begin(Buffer *out, const Content *content)
{
    (void)content;
    buffer_add_text(out, "{\"qna\":[\n");
}

void qnabot_item(Buffer *out, const ExportItem *item)
{
    const Entry *entry = item->entry;
    Json json = json_writer(out);
    json_put_object_start(&json);
    pair(&json, "qid", item->id);
    json_put_key(&json, "q");
    json_put_array_start(&json);
    json_put_str(&json, utf8_first(entry->question, QUESTION_MOST));
    for (size_t i = 0; i < entry->aliases.len; i++)
        json_put_str(&json, utf8_first(entry->aliases.items[i], QUESTION_MOST));
    json_put_array_end(&json);
    Str text = export_text(item);
    pair(&json, "a", text.len ? text : entry->question);
    pair(&json, "type", STR("qna"));
    pair(&json, "t", entry->section.len ? entry->section.items[0] : STR(""));
    json_put_key(&json, "alt");
    json_put_object_start(&json);
    pair(&json, "markdown", export_markdown(item));
    pair(&json, "ssml", STR(""));
    json_put_object_end(&json);
    json_put_key(&json, "r");
    json_put_object_start(&json);
    pair(&json, "title", entry->question);
    pair(&json, "imageUrl", STR(""));
    json_put_key(&json, "buttons");
    json_put_array_start(&json);
    json_put_array_end(&json);
    json_put_object_end(&json);
    json_put_object_end(&json);
}

void qnabot_end(Buffer *out, const Content *content)
{
    (void)content;
    buffer_add_text(out, "\n]}\n");
}

/* ---- Rasa 3: retrieval intents
 * -------------------------------------------------------------------------------------------------- */

/* An intent's name: no /, which separates it from faq. */
static void put_intent(Buffer *out, Str id)
{
    for (size_t i = 0; i < id.len; i++) {
        char c = id.data[i];
        bool is_kept =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
        buffer_add_char(out, is_kept ? c : '_');
    }
}

/* A line of a block scalar: line ends are spaces. */
static void put_line(Buffer *out, Str text)
{
    for (size_t i = 0; i < text.len; i++)
        buffer_add_char(out, text.data[i] == '\n' || text.data[i] == '\t' || text.data[i] == '\r' ? ' ' : text.data[i]);
}

void rasa_nlu_begin(Buffer *out, const Content *content)
{
    (void)content;
    buffer_add_text(out, "version: \"3.1\"\nnlu:\n");
}

void rasa_nlu_item(Buffer *out, const ExportItem *item)
{
    buffer_add_text(out, "- intent: faq/");
    put_intent(out, item->id);
    buffer_add_text(out, "\n  examples: |\n");
    for (size_t i = 0; i <= item->entry->aliases.len; i++) {
        buffer_add_text(out, "    - ");
        put_line(out, i ? item->entry->aliases.items[i - 1] : item->entry->question);
        buffer_add_char(out, '\n');
    }
}

void rasa_domain_begin(Buffer *out, const Content *content)
{
    (void)content;
    buffer_add_text(out, "version: \"3.1\"\nintents:\n- faq\nresponses:\n");
}

/* A JSON string is a double-quoted scalar of YAML 1.2. */
void rasa_domain_item(Buffer *out, const ExportItem *item)
{
    buffer_add_text(out, "  utter_faq/");
    put_intent(out, item->id);
    buffer_add_text(out, ":\n  - text: ");
    Json json = json_writer(out);
    json_put_str(&json, export_markdown(item));
    buffer_add_char(out, '\n');
}

void rasa_domain_end(Buffer *out, const Content *content)
{
    (void)content;
    buffer_add_text(out, "session_config:\n  session_expiration_time: 60\n  carry_over_slots_to_new_session: true\n");
}

void rasa_rules_begin(Buffer *out, const Content *content)
{
    (void)content;
    buffer_add_text(
        out,
        "version: \"3.1\"\nrules:\n- rule: answer what is asked\n  steps:\n  - intent: faq\n  - action: utter_faq\n");
}

void rasa_config_begin(Buffer *out, const Content *content)
{
    buffer_printf(
        out,
        "recipe: default.v1\nlanguage: %.2s\npipeline:\n- name: WhitespaceTokenizer\n- name: CountVectorsFeaturizer\n"
        "  analyzer: char_wb\n  min_ngram: 1\n  max_ngram: 4\n- name: DIETClassifier\n  epochs: 100\n"
        "- name: ResponseSelector\n  retrieval_intent: faq\n  epochs: 100\npolicies:\n- name: RulePolicy\n",
        content->config.lang);
}
