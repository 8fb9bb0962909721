#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

#include "answer.h"
#include "site/site.h"

enum { QUERY_STRING_MOST = 256 * 1024 /* bytes; servers stop much earlier */ };

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
        answer_fail_unavailable(answer);
    else if (!path.len || str_is(path, "/"))
        answer_search(answer);
    else if (str_is(path, "/suggest"))
        answer_suggest(answer);
    else if (str_is(path, "/health"))
        answer_health(answer);
    else if (str_starts(path, STR("/records/")))
        answer_record(answer, str_slice(path, 9, path.len));
    else
        answer_fail(answer, 404, "not_found", "There is no such address.");
}

/* What is asked for may be kept as long as the index is the same: the tag is made of the build and the request. */
static Str entity_tag(const Answer *answer)
{
    Buffer key = {0};
    buffer_printf(&key, "%.*s?%.*s %d", STR_ARG(answer->request->path), STR_ARG(answer->request->query_string),
                  answer->as);
    XXH64_hash_t hash = XXH3_64bits(key.data, key.len);
    buffer_free(&key);
    Str build = search_meta(answer->index, answer->arena, INDEX_META_BUILD);
    return str_format(answer->arena, "W/\"%.*s-%016llx\"", STR_ARG(build), (unsigned long long)hash);
}

static void add_caching(Answer *answer)
{
    Str tag = entity_tag(answer);
    if (answer->is_partial) {
        response_header(answer->arena, answer->response, "Cache-Control", STR("no-store"));
        return;
    }
    bool is_health = str_is(answer->request->path, "/health");
    response_header(answer->arena, answer->response, "Cache-Control",
                    is_health ? STR("no-store") : STR("public, max-age=60"));
    if (is_health) return;
    response_header(answer->arena, answer->response, "ETag", tag);
    if (!answer->request->if_none_match.len || !str_has(answer->request->if_none_match, tag)) return;
    answer->response->status = 304;
    answer->response->reason = answer_reason(304);
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

/* The addresses that read a body, and answer for the method themselves. */
static void (*form_of(Str path))(Answer *)
{
    static const struct {
        const char *path;
        void (*answer)(Answer *);
    } forms[] = {
        {"/mcp", answer_mcp}, {"/diagnose", answer_diagnose}, {"/feedback", answer_feedback}, {"/click", answer_click}};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (str_is(path, forms[i].path)) return forms[i].answer;
    return NULL;
}

/* How many folders below the endpoint an address is. */
static size_t depth_of(Str path)
{
    size_t depth = 0;
    for (size_t i = 0; i < path.len; i++) depth += path.data[i] == '/';
    return depth;
}

static void answer_request(Answer *answer)
{
    const WebRequest *request = answer->request;
    const char *wrong = NULL;
    bool is_read = str_is(request->method, "GET") || str_is(request->method, "HEAD");
    answer->as = str_has(request->accept, STR("application/json")) ? AS_JSON
                 : str_has(request->accept, STR("text/markdown"))  ? AS_MARKDOWN
                                                                   : AS_HTML;
    bool is_too_long = request->query_string.len > QUERY_STRING_MOST;
    bool is_right = is_too_long || parameters_read(answer->arena, request->query_string, &answer->parameters, &wrong);
    if (str_is(answer->parameters.format, "json")) answer->as = AS_JSON;
    if (str_is(answer->parameters.format, "html")) answer->as = AS_HTML;
    if (str_is(answer->parameters.format, "markdown")) answer->as = AS_MARKDOWN;
    answer->index = current_index(answer->endpoint, &answer->diagnostics);
    if (answer->index) search_begin(answer->index);
    void (*form)(Answer *) = form_of(request->path);
    if (form && is_right && !is_too_long) {
        form(answer);
        if (answer->response->status < 400)
            response_header(answer->arena, answer->response, "Cache-Control", STR("no-store"));
    } else if (!is_read) {
        answer_fail(answer, 405, "bad_request", "Only GET and HEAD are answered here.");
        response_header(answer->arena, answer->response, "Allow", STR("GET, HEAD"));
    } else if (is_too_long) {
        answer_fail(answer, 414, "bad_request", "The query is too long.");
    } else if (!is_right) {
        answer_fail_parameter(answer, wrong);
    } else if (!answer->index) {
        answer_fail_unavailable(answer);
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
                     .parameters = {.q = STR(""), .page = 1, .n = SEARCH_PER_PAGE, .depth = depth_of(request->path)}};
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
