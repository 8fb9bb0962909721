/* whyfix.cgi: CGI/1.1 (RFC 3875), and FastCGI when a FastCGI server starts it. Finds the index through WHYFIX_DB. */
#include <fcgiapp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/auxv.h>
#include <unistd.h>

#include "web.h"

#define UNAVAILABLE "Status: 503 Service Unavailable\r\nContent-Type: text/plain\r\nRetry-After: 10\r\n\r\n"

_Noreturn void out_of_memory(size_t size)
{
    (void)size;
    static const char answer[] = UNAVAILABLE "out of memory\n";
    (void)!write(STDOUT_FILENO, answer, sizeof answer - 1);
    _exit(1);
}

/* Nothing has been written yet: an answer is written as a whole, at the end. */
static void index_was_cut(int signal_number)
{
    (void)signal_number;
    static const char answer[] = UNAVAILABLE "the search index is being replaced\n";
    (void)!write(STDOUT_FILENO, answer, sizeof answer - 1);
    _exit(0);
}

typedef const char *GetVariable(void *context, const char *name);

static WebRequest read_request(GetVariable *get, void *context)
{
    return (WebRequest){.method = str_from(get(context, "REQUEST_METHOD")),
                        .path = str_from(get(context, "PATH_INFO")),
                        .query_string = str_from(get(context, "QUERY_STRING")),
                        .accept = str_from(get(context, "HTTP_ACCEPT")),
                        .if_none_match = str_from(get(context, "HTTP_IF_NONE_MATCH")),
                        .origin = str_from(get(context, "HTTP_ORIGIN")),
                        .host = str_from(get(context, "HTTP_HOST")),
                        .content_type = str_from(get(context, "CONTENT_TYPE")),
                        .mcp_version = str_from(get(context, "HTTP_MCP_PROTOCOL_VERSION")),
                        .mcp_method = str_from(get(context, "HTTP_MCP_METHOD")),
                        .mcp_name = str_from(get(context, "HTTP_MCP_NAME"))};
}

/* Reads the body of a POST, as long as the server says it is. */
typedef size_t ReadBytes(void *context, char *into, size_t most);

static void read_body(Arena *arena, WebRequest *request, const char *length, ReadBytes *read_bytes, void *context)
{
    unsigned long long wanted = length && str_is(request->method, "POST") ? strtoull(length, NULL, 10) : 0;
    request->is_body_cut = wanted > WEB_BODY_MOST;
    if (!wanted || request->is_body_cut) return;
    char *body = arena_alloc(arena, (size_t)wanted + 1);
    size_t len = 0, got;
    while (len < wanted && (got = read_bytes(context, body + len, (size_t)wanted - len)) > 0) len += got;
    request->body = (Str){body, len};
}

static size_t read_stdin(void *context, char *into, size_t most)
{
    (void)context;
    return fread(into, 1, most, stdin);
}

static size_t read_stream(void *context, char *into, size_t most)
{
    int got = FCGX_GetStr(into, (int)most, context);
    return got > 0 ? (size_t)got : 0;
}

static Str write_response(Arena *arena, const WebResponse *response)
{
    Buffer out = {0};
    buffer_printf(&out, "Status: %d %s\r\n", response->status, response->reason);
    for (size_t i = 0; i < response->headers.len; i++)
        buffer_printf(&out, "%s: %.*s\r\n", response->headers.items[i].name, STR_ARG(response->headers.items[i].value));
    if (response->status != 304 && response->status != 202 && response->status != 204)
        buffer_printf(&out, "Content-Length: %zu\r\n", response->length);
    buffer_add_text(&out, "\r\n");
    buffer_add(&out, response->body);
    Str text = buffer_take(&out, arena);
    buffer_free(&out);
    return text;
}

static const char *from_environment(void *context, const char *name)
{
    (void)context;
    return getenv(name);
}

static int run_cgi(WebEndpoint *endpoint, Arena *arena)
{
    WebResponse response;
    WebRequest request = read_request(from_environment, NULL);
    if (!request.method.data) request.method = STR("GET");
    read_body(arena, &request, getenv("CONTENT_LENGTH"), read_stdin, NULL);
    web_answer(endpoint, arena, &request, &response);
    if (response.log.len) fprintf(stderr, "%.*s\n", STR_ARG(response.log));
    Str text = write_response(arena, &response);
    return fwrite(text.data, 1, text.len, stdout) == text.len && fflush(stdout) == 0 ? 0 : 1;
}

static const char *from_parameters(void *context, const char *name)
{
    return FCGX_GetParam(name, context);
}

static int run_fastcgi(WebEndpoint *endpoint, Arena *arena)
{
    FCGX_Request stream;
    if (FCGX_Init() != 0 || FCGX_InitRequest(&stream, 0, 0) != 0) return 1;
    while (FCGX_Accept_r(&stream) == 0) {
        WebResponse response;
        WebRequest request = read_request(from_parameters, stream.envp);
        read_body(arena, &request, FCGX_GetParam("CONTENT_LENGTH", stream.envp), read_stream, stream.in);
        web_answer(endpoint, arena, &request, &response);
        if (response.log.len) FCGX_FPrintF(stream.err, "%s\n", str_copy(arena, response.log).data);
        Str text = write_response(arena, &response);
        FCGX_PutStr(text.data, (int)text.len, stream.out);
        FCGX_Finish_r(&stream);
        arena_reset(arena);
    }
    return 0;
}

/* This program is linked statically, to start quickly, and can load no library; a search backend needs one, and has the
 * same program linked otherwise, beside this one. */
static void hand_over(Arena *arena)
{
    char own[4096];
    ssize_t length = readlink("/proc/self/exe", own, sizeof own);
    if (getauxval(AT_BASE) != 0 || length <= 0 || length == sizeof own) return; /* it has a loader: it is the other */
    Str folder = path_folder((Str){own, (size_t)length});
    const char *other = path_join(arena, folder, STR("whyfix-backend.cgi")).data;
    execl(other, other, (char *)NULL);
    fprintf(stderr, "whyfix.cgi: WHYFIX_BACKEND needs %s, which cannot be started\n", other);
}

int main(void)
{
    signal(SIGPIPE, SIG_IGN); /* a reader who went away is no reason to die */
    Arena *arena = arena_new();
    bool has_backend = getenv("WHYFIX_BACKEND") != NULL;
    if (has_backend) hand_over(arena);
    bool is_cgi = FCGX_IsCGI();
    WebEndpoint *endpoint = web_endpoint_new(str_from(getenv("WHYFIX_DB")), str_from(getenv("WHYFIX_LOG")), is_cgi);
    if (is_cgi) signal(SIGBUS, index_was_cut);
    const char *weakness = sandbox_enter(has_backend);
    if (weakness) fprintf(stderr, "whyfix.cgi: %s\n", weakness);
    int code = is_cgi ? run_cgi(endpoint, arena) : run_fastcgi(endpoint, arena);
    web_endpoint_free(endpoint);
    arena_free(arena);
    return code;
}
