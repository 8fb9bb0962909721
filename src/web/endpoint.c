#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include "internal.h"
#include "site/site.h"

enum { QUERY_STRING_MOST = 256 * 1024 /* bytes; servers stop much earlier */ };

struct WebEndpoint {
    Arena *arena;
    Str path;
    SearchUse use;
    SearchIndex *index;
    AnswerCache *cache; /* NULL where one request is answered */
    Str log_path;
    int log;            /* of searches; -1: none */
    double max_load;    /* above which searches are turned away; 0: never */
    struct stat opened; /* what the path led to when it was opened */
};

WebEndpoint *web_endpoint_new(Str index_path, Str log_path, bool is_one_request)
{
    Arena *arena = arena_new();
    WebEndpoint *endpoint = ARENA_NEW(arena, WebEndpoint);
    endpoint->arena = arena;
    endpoint->path = str_copy(arena, index_path);
    endpoint->use = is_one_request ? SEARCH_ONE_REQUEST : SEARCH_MANY_REQUESTS;
    endpoint->cache = is_one_request ? NULL : answer_cache_new(arena);
    endpoint->log_path = str_copy(arena, log_path);
    const char *max_load = getenv("WHYFIX_MAX_LOAD");
    endpoint->max_load = max_load ? strtod(max_load, NULL) : 0;
    endpoint->log = query_log_open(endpoint->log_path);
    return endpoint;
}

void web_endpoint_free(WebEndpoint *endpoint)
{
    if (!endpoint) return;
    search_close(endpoint->index);
    answer_cache_free(endpoint->cache);
    if (endpoint->log >= 0) close(endpoint->log);
    arena_free(endpoint->arena);
}

static void close_index(WebEndpoint *endpoint)
{
    search_close(endpoint->index);
    answer_cache_clear(endpoint->cache);
    endpoint->index = NULL;
}

static SearchIndex *current_index(WebEndpoint *endpoint, Diagnostics *diagnostics)
{
    struct stat now;
    bool exists = endpoint->path.len && stat(endpoint->path.data, &now) == 0;
    bool is_same = exists && endpoint->index && now.st_ino == endpoint->opened.st_ino &&
                   now.st_dev == endpoint->opened.st_dev && now.st_mtim.tv_sec == endpoint->opened.st_mtim.tv_sec &&
                   now.st_mtim.tv_nsec == endpoint->opened.st_mtim.tv_nsec;
    if (is_same) return endpoint->index;
    close_index(endpoint);
    if (!endpoint->path.len)
        diagnostics_fail(diagnostics, STR(""), "WHYFIX_DB is not set: name the index that `whyfix build` wrote");
    else if (!exists)
        diagnostics_fail(diagnostics, endpoint->path, "no such index: build the site, or set WHYFIX_DB");
    else
        endpoint->index = search_open(endpoint->path, endpoint->use, diagnostics);
    endpoint->opened = now;
    return endpoint->index;
}

void response_header(Arena *arena, WebResponse *response, const char *name, Str value)
{
    VEC_PUSH(arena, &response->headers, ((WebHeader){name, value}));
}

/* ---- one request ------------------------------------------------------------------------------------------------- */

typedef struct Answer {
    WebEndpoint *endpoint;
    SearchIndex *index;
    Arena *arena;
    const WebRequest *request;
    WebResponse *response;
    Parameters parameters;
    bool as_json;
    Diagnostics diagnostics;
} Answer;

static const char *reason_of(int status)
{
    static const struct {
        int status;
        const char *reason;
    } reasons[] = {{200, "OK"},
                   {304, "Not Modified"},
                   {400, "Bad Request"},
                   {404, "Not Found"},
                   {405, "Method Not Allowed"},
                   {414, "URI Too Long"},
                   {503, "Service Unavailable"}};
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].status == status) return reasons[i].reason;
    return "Error";
}

static void finish(Answer *answer, int status, const char *type, Str body)
{
    WebResponse *response = answer->response;
    response->status = status;
    response->reason = reason_of(status);
    response->body = body;
    response_header(answer->arena, response, "Content-Type", str_from(type));
}

static void finish_json(Answer *answer, int status, Buffer *out)
{
    buffer_add_char(out, '\n');
    finish(answer, status, "application/json; charset=utf-8", buffer_take(out, answer->arena));
    buffer_free(out);
}

static void fail(Answer *answer, int status, const char *message, const char *english)
{
    answer->response->headers.len = 0;
    if (answer->as_json) {
        Buffer out = {0};
        Json json = json_writer(&out);
        json_put_object_start(&json);
        json_put_key(&json, "error"), json_put_str(&json, str_from(english));
        json_put_key(&json, "status"), json_put_int(&json, status);
        json_put_object_end(&json);
        finish_json(answer, status, &out);
        return;
    }
    Str html;
    Diagnostics ignored;
    diagnostics_init(&ignored);
    if (!answer->index ||
        !page_render(answer->index, answer->arena, &answer->parameters, NULL, message, &html, &ignored))
        html = page_plain(answer->arena, status, reason_of(status), english);
    diagnostics_free(&ignored);
    finish(answer, status, "text/html; charset=utf-8", html);
}

static void fail_unavailable(Answer *answer)
{
    fail(answer, 503, "unavailable", "The search index is not available at the moment.");
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

/* The answer to a search as JSON or as a page; false (reported) where it fails. */
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
    made->type = answer->as_json ? "application/json; charset=utf-8" : "text/html; charset=utf-8";
    if (!answer->as_json)
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

static void answer_search(Answer *answer)
{
    AnswerCache *cache = answer->endpoint->cache;
    Str key = str_format(answer->arena, "%d%.*s", answer->as_json, STR_ARG(answer->request->query_string));
    const CachedAnswer *kept = answer_cache_get(cache, key);
    CachedAnswer made;
    if (!kept && !make_answer(answer, &made)) {
        fail_unavailable(answer);
        return;
    }
    log_search(answer, kept ? &kept->search : &made.search);
    finish(answer, 200, kept ? kept->type : made.type, kept ? kept->body : made.body);
    if (!kept) answer_cache_put(cache, key, &made);
}

/* OpenSearch Suggestions 1.0: the typed text, completions, descriptions, addresses. */
static void answer_suggest(Answer *answer)
{
    SuggestionVec suggestions;
    if (!search_suggest(answer->index, answer->arena, answer->parameters.q, &suggestions, &answer->diagnostics)) {
        fail_unavailable(answer);
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
    finish(answer, 200, "application/x-suggestions+json; charset=utf-8", buffer_take(&out, answer->arena));
    buffer_free(&out);
}

static void answer_record(Answer *answer, Str id)
{
    Buffer out = {0};
    Json json = json_writer(&out);
    answer->as_json = true;
    Str name = url_decode(answer->arena, id, false);
    ptrdiff_t hash = str_find(name, STR("#")); /* ENTRY#N: the entry has the record */
    if (hash >= 0) name = str_slice(name, 0, (size_t)hash);
    if (search_write_entry(answer->index, answer->arena, name, &json, &answer->diagnostics)) {
        finish_json(answer, 200, &out);
        return;
    }
    buffer_free(&out);
    if (answer->diagnostics.count[SEVERITY_FAILURE])
        fail_unavailable(answer);
    else
        fail(answer, 404, "not_found", "There is no entry of this id.");
}

static void answer_health(Answer *answer)
{
    Buffer out = {0};
    Json json = json_writer(&out);
    json_put_object_start(&json);
    json_put_key(&json, "status"), json_put_str(&json, STR("ok"));
    json_put_key(&json, "build"), json_put_str(&json, search_meta(answer->index, answer->arena, INDEX_META_BUILD));
    json_put_object_end(&json);
    finish_json(answer, 200, &out);
}

/* Whether the machine has more to do than WHYFIX_MAX_LOAD allows (getloadavg(3), one minute); searches wait then. */
static bool is_overloaded(const WebEndpoint *endpoint)
{
    double load;
    return endpoint->max_load > 0 && getloadavg(&load, 1) == 1 && load > endpoint->max_load;
}

static void route(Answer *answer)
{
    Str path = answer->request->path;
    if (!str_is(path, "/health") && is_overloaded(answer->endpoint))
        fail_unavailable(answer);
    else if (!path.len || str_is(path, "/"))
        answer_search(answer);
    else if (str_is(path, "/suggest"))
        answer_suggest(answer);
    else if (str_is(path, "/health"))
        answer_health(answer);
    else if (str_starts(path, STR("/records/")))
        answer_record(answer, str_slice(path, 9, path.len));
    else
        fail(answer, 404, "not_found", "There is no such address.");
}

/* What is asked for may be kept as long as the index is the same: the tag is made of the build and the request. */
static Str entity_tag(const Answer *answer)
{
    Buffer key = {0};
    buffer_printf(&key, "%.*s?%.*s %d", STR_ARG(answer->request->path), STR_ARG(answer->request->query_string),
                  answer->as_json);
    XXH64_hash_t hash = XXH3_64bits(key.data, key.len);
    buffer_free(&key);
    return str_format(answer->arena, "W/\"%.*s-%016llx\"",
                      STR_ARG(search_meta(answer->index, answer->arena, INDEX_META_BUILD)), (unsigned long long)hash);
}

static void add_caching(Answer *answer)
{
    Str tag = entity_tag(answer);
    bool is_health = str_is(answer->request->path, "/health");
    response_header(answer->arena, answer->response, "Cache-Control",
                    is_health ? STR("no-store") : STR("public, max-age=60"));
    if (is_health) return;
    response_header(answer->arena, answer->response, "ETag", tag);
    if (!answer->request->if_none_match.len || !str_has(answer->request->if_none_match, tag)) return;
    answer->response->status = 304;
    answer->response->reason = reason_of(304);
    answer->response->body = STR("");
}

/* The page needs its style sheet and its form, and nothing else. */
static void add_security(Answer *answer)
{
    Str root = answer->index ? search_meta(answer->index, answer->arena, SITE_META_ROOT) : STR_NONE;
    bool is_elsewhere = str_has(root, STR("://"));
    Str policy = str_format(
        answer->arena,
        "default-src 'none'; style-src 'self' %.*s; img-src 'self' %.*s; script-src 'self' %.*s; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        (int)(is_elsewhere ? root.len : 0), root.data, (int)(is_elsewhere ? root.len : 0), root.data,
        (int)(is_elsewhere ? root.len : 0), root.data);
    response_header(answer->arena, answer->response, "Content-Security-Policy", policy);
    response_header(answer->arena, answer->response, "X-Content-Type-Options", STR("nosniff"));
    response_header(answer->arena, answer->response, "Referrer-Policy", STR("same-origin"));
    response_header(answer->arena, answer->response, "Vary", STR("Accept"));
}

static void answer_request(Answer *answer)
{
    const WebRequest *request = answer->request;
    const char *wrong = NULL;
    bool is_read = str_is(request->method, "GET") || str_is(request->method, "HEAD");
    answer->as_json = str_has(request->accept, STR("application/json"));
    bool is_too_long = request->query_string.len > QUERY_STRING_MOST;
    bool is_right = is_too_long || parameters_read(answer->arena, request->query_string, &answer->parameters, &wrong);
    if (answer->parameters.format.len) answer->as_json = str_is(answer->parameters.format, "json");
    answer->index = current_index(answer->endpoint, &answer->diagnostics);
    if (!is_read) {
        fail(answer, 405, "bad_request", "Only GET and HEAD are answered here.");
        response_header(answer->arena, answer->response, "Allow", STR("GET, HEAD"));
    } else if (is_too_long) {
        fail(answer, 414, "bad_request", "The query is too long.");
    } else if (!is_right) {
        Str text = str_format(
            answer->arena, "The parameter '%s' cannot be used: it wants UTF-8 text, or a number in its range.", wrong);
        fail(answer, 400, "bad_request", text.data);
    } else if (!answer->index) {
        fail_unavailable(answer);
    } else {
        route(answer);
        if (answer->response->status == 200) add_caching(answer);
    }
}

void web_answer(WebEndpoint *endpoint, Arena *arena, const WebRequest *request, WebResponse *response)
{
    *response = (WebResponse){0};
    Answer answer = {.endpoint = endpoint,
                     .arena = arena,
                     .request = request,
                     .response = response,
                     .parameters = {.q = STR(""), .page = 1, .n = SEARCH_PER_PAGE}};
    diagnostics_init(&answer.diagnostics);
    answer_request(&answer);
    if (response->status >= 400) response_header(arena, response, "Cache-Control", STR("no-store"));
    add_security(&answer);
    response->length = response->body.len;
    if (str_is(request->method, "HEAD")) response->body = STR("");
    if (answer.diagnostics.list.len) {
        const Diagnostic *first = &answer.diagnostics.list.items[0];
        response->log = str_format(arena, "whyfix.cgi: %.*s: %.*s", STR_ARG(first->path), STR_ARG(first->message));
        close_index(endpoint); /* a damaged index may have been replaced by the next request */
    }
    diagnostics_free(&answer.diagnostics);
}
