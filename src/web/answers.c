#include "answer.h"

#include <stdlib.h>

#include "mcp.h"
#include "site/site.h"

const char *const answer_types[] = {[AS_HTML] = "text/html; charset=utf-8",
                                    [AS_JSON] = "application/json; charset=utf-8",
                                    [AS_MARKDOWN] = "text/markdown; charset=utf-8"};

const char *answer_reason(int status)
{
    static const struct {
        int status;
        const char *reason;
    } reasons[] = {{200, "OK"},           {202, "Accepted"},           {204, "No Content"},
                   {304, "Not Modified"}, {400, "Bad Request"},        {403, "Forbidden"},
                   {404, "Not Found"},    {405, "Method Not Allowed"}, {413, "Content Too Large"},
                   {414, "URI Too Long"}, {503, "Service Unavailable"}};
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].status == status) return reasons[i].reason;
    return "Error";
}

void answer_finish(Answer *answer, int status, const char *type, Str body)
{
    WebResponse *response = answer->response;
    response->status = status;
    response->reason = answer_reason(status);
    response->body = body;
    response_header(answer->arena, response, "Content-Type", str_from(type));
}

void answer_finish_json(Answer *answer, int status, Buffer *out)
{
    buffer_add_char(out, '\n');
    answer_finish(answer, status, answer_types[AS_JSON], buffer_take(out, answer->arena));
    buffer_free(out);
}

void answer_fail(Answer *answer, int status, const char *message, const char *english)
{
    answer->response->headers.len = 0;
    if (answer->as == AS_JSON) {
        Buffer out = {0};
        Json json = json_writer(&out);
        json_put_object_start(&json);
        json_put_key(&json, "error"), json_put_str(&json, str_from(english));
        json_put_key(&json, "status"), json_put_int(&json, status);
        json_put_object_end(&json);
        answer_finish_json(answer, status, &out);
        return;
    }
    Str html;
    Diagnostics ignored;
    diagnostics_init(&ignored);
    if (!answer->index ||
        !page_render(answer->index, answer->arena, &answer->parameters, NULL, message, &html, &ignored))
        html = page_plain(answer->arena, status, answer_reason(status), english);
    diagnostics_free(&ignored);
    answer_finish(answer, status, "text/html; charset=utf-8", html);
}

void answer_fail_parameter(Answer *answer, const char *name)
{
    Str text = str_format(answer->arena,
                          "The parameter '%s' cannot be used: it wants UTF-8 text, or a value in its range.", name);
    answer_fail(answer, 400, "bad_request", text.data);
}

void answer_fail_unavailable(Answer *answer)
{
    answer_fail(answer, 503, "unavailable", "The search index is not available at the moment.");
    response_header(answer->arena, answer->response, "Retry-After", STR("10"));
}

/* The first page of a search; a log that cannot be written is told in the error log, and the reader is answered. */
static void log_search(Answer *answer, const LoggedSearch *search)
{
    const WebEndpoint *endpoint = answer->endpoint;
    if (!endpoint->log_path.len || !search->query.len || answer->parameters.page > 1) return;
    if (endpoint->log < 0 || !query_log_add(endpoint->log, search))
        answer->response->log =
            str_format(answer->arena, "whyfix.cgi: WHYFIX_LOG: cannot write to %.*s", STR_ARG(endpoint->log_path));
}

/* The questions found, each with its causes, as a list. */
static Str markdown_results(Arena *arena, const SearchResults *results)
{
    Buffer out = {0};
    buffer_printf(&out, "# %.*s\n\n", STR_ARG(results->query));
    for (size_t i = 0; i < results->hits.len; i++) {
        const SearchHit *hit = &results->hits.items[i];
        buffer_printf(&out, "%zu. [%.*s](%.*s)\n", (results->page - 1) * results->per_page + i + 1,
                      STR_ARG(hit->question), STR_ARG(hit->url));
        for (size_t r = 0; r < hit->records.len; r++) {
            Str cause = hit->records.items[r].cause, line;
            if (str_next(&cause, '\n', &line)) buffer_printf(&out, "   - %.*s\n", STR_ARG(line));
        }
    }
    Str taken = buffer_take(&out, arena);
    buffer_free(&out);
    return taken;
}

/* The answer to a search as JSON, Markdown or a page; false (reported) where it fails. */
static bool make_answer(Answer *answer, CachedAnswer *made)
{
    SearchRequest request = {.query = answer->parameters.q,
                             .category = answer->parameters.category,
                             .lang = answer->parameters.lang,
                             .page = answer->parameters.page,
                             .per_page = answer->parameters.n};
    SearchResults results;
    if (!search_run(answer->index, answer->arena, &request, &results, &answer->diagnostics)) return false;
    made->search = (LoggedSearch){.query = results.query,
                                  .top = results.hits.len ? results.hits.items[0].entry : STR_NONE,
                                  .total = results.total,
                                  .took_ms = results.took_ms};
    made->is_partial = results.is_partial;
    made->type = answer_types[answer->as];
    if (answer->as == AS_MARKDOWN) {
        made->body = markdown_results(answer->arena, &results);
        return true;
    }
    if (answer->as == AS_HTML)
        return page_render(answer->index, answer->arena, &answer->parameters, request.query.len ? &results : NULL, NULL,
                           &made->body, &answer->diagnostics);
    Buffer out = {0};
    Json json = json_writer(&out);
    search_write_json(&json, &results);
    buffer_add_char(&out, '\n');
    made->body = buffer_take(&out, answer->arena);
    buffer_free(&out);
    return true;
}

/* What an answer depends on beside the index: the parameters that there are, whatever else stands in the address. */
static Str key_of(const Answer *answer)
{
    const Parameters *parameters = &answer->parameters;
    const Str texts[] = {parameters->q,    parameters->category, parameters->lang,
                         parameters->site, parameters->format,   parameters->log};
    const size_t numbers[] = {answer->as, parameters->page, parameters->n, parameters->depth};
    char room[BUFFER_ROOM];
    Buffer key = BUFFER_IN(room);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) buffer_add_measured(&key, texts[i]);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) buffer_add_word(&key, numbers[i]);
    Str taken = buffer_take(&key, answer->arena);
    buffer_free(&key);
    return taken;
}

void answer_search(Answer *answer)
{
    AnswerCache *cache = answer->endpoint->cache;
    Str key = key_of(answer);
    const CachedAnswer *kept = answer_cache_get(cache, key);
    CachedAnswer made;
    if (!kept && !make_answer(answer, &made)) {
        answer_fail_unavailable(answer);
        return;
    }
    log_search(answer, kept ? &kept->search : &made.search);
    answer_finish(answer, 200, kept ? kept->type : made.type, kept ? kept->body : made.body);
    if (!kept && !made.is_partial) answer_cache_put(cache, key, &made);
    if (!kept) answer->is_partial = made.is_partial;
}

/* OpenSearch Suggestions 1.0: the typed text, completions, descriptions, addresses. */
void answer_suggest(Answer *answer)
{
    SuggestionVec suggestions;
    if (!search_suggest(answer->index, answer->arena, answer->parameters.q, &suggestions, &answer->diagnostics)) {
        answer_fail_unavailable(answer);
        return;
    }
    Buffer out = {0};
    Json json = json_writer(&out);
    json_put_array_start(&json);
    json_put_str(&json, answer->parameters.q);
    for (int part = 0; part < 3; part++) {
        json_put_array_start(&json);
        for (size_t i = 0; i < suggestions.len; i++)
            json_put_str(&json, part == 0 ? suggestions.items[i].text : part == 1 ? STR("") : suggestions.items[i].url);
        json_put_array_end(&json);
    }
    json_put_array_end(&json);
    buffer_add_char(&out, '\n');
    answer_finish(answer, 200, "application/x-suggestions+json; charset=utf-8", buffer_take(&out, answer->arena));
    buffer_free(&out);
}

void answer_record(Answer *answer, Str id)
{
    Str name = url_decode(answer->arena, id, false);
    ptrdiff_t hash = str_find(name, STR("#")); /* ENTRY#N: the entry has the record */
    if (hash >= 0) name = str_slice(name, 0, (size_t)hash);
    SearchEntry entry;
    bool is_markdown = answer->as == AS_MARKDOWN;
    if (!is_markdown) answer->as = AS_JSON;
    if (!search_read_entry(answer->index, answer->arena, name, &entry, &answer->diagnostics)) {
        if (answer->diagnostics.count[SEVERITY_FAILURE])
            answer_fail_unavailable(answer);
        else
            answer_fail(answer, 404, "not_found", "There is no entry of this id.");
        return;
    }
    if (is_markdown) {
        answer_finish(answer, 200, answer_types[AS_MARKDOWN], search_entry_markdown(answer->arena, &entry));
        return;
    }
    Buffer out = {0};
    Json json = json_writer(&out);
    search_write_entry(&json, &entry);
    answer_finish_json(answer, 200, &out);
}

void answer_health(Answer *answer)
{
    Buffer out = {0};
    Json json = json_writer(&out);
    json_put_object_start(&json);
    json_put_key(&json, "status"), json_put_str(&json, STR("ok"));
    json_put_key(&json, "build"), json_put_str(&json, search_meta(answer->index, answer->arena, INDEX_META_BUILD));
    json_put_object_end(&json);
    answer_finish_json(answer, 200, &out);
}

bool answer_is_origin_allowed(const WebRequest *request)
{
    Str origin = request->origin, allowed = str_from(getenv("WHYFIX_ORIGINS")), one;
    if (!origin.len) return true;
    while (str_next(&allowed, ' ', &one))
        if (one.len && str_equal_nocase(one, origin)) return true;
    Str scheme = url_scheme(origin);
    Str host = str_slice(origin, scheme.len + 3, origin.len); /* https://HOST */
    return scheme.len && request->host.len && str_equal_nocase(host, request->host);
}

void answer_mcp(Answer *answer)
{
    const WebRequest *request = answer->request;
    answer->as = AS_JSON;
    if (!answer_is_origin_allowed(request)) {
        answer_fail(answer, 403, "bad_request",
                    "Pages of this origin may not ask here; WHYFIX_ORIGINS lists those that may.");
    } else if (!str_is(request->method, "POST")) {
        answer_fail(answer, 405, "bad_request", "Only POST is answered here.");
        response_header(answer->arena, answer->response, "Allow", STR("POST"));
    } else if (request->is_body_cut || request->body.len > MCP_MESSAGE_MOST) {
        answer_finish(answer, 413, answer_types[AS_JSON], mcp_too_large(answer->arena));
    } else if (!answer->index) {
        answer_fail_unavailable(answer);
    } else {
        McpHeaders headers = {request->mcp_version, request->mcp_method, request->mcp_name};
        Str body;
        int status = mcp_answer(answer->index, answer->arena, request->body, &headers, &body, &answer->diagnostics);
        answer_finish(answer, status, answer_types[AS_JSON], body);
    }
}
