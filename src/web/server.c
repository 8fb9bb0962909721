#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "web.h"

/* The functions of libmicrohttpd, by their names; loaded by the first server, since all other commands would wait for
 * it.
 */
static struct {
    __typeof__(MHD_start_daemon) *MHD_start_daemon;
    __typeof__(MHD_stop_daemon) *MHD_stop_daemon;
    __typeof__(MHD_create_response_from_buffer) *MHD_create_response_from_buffer;
    __typeof__(MHD_add_response_header) *MHD_add_response_header;
    __typeof__(MHD_queue_response) *MHD_queue_response;
    __typeof__(MHD_destroy_response) *MHD_destroy_response;
    __typeof__(MHD_lookup_connection_value) *MHD_lookup_connection_value;
} mhd;

static bool load(Diagnostics *diagnostics)
{
    const LibraryFunction functions[] = {
        LIBRARY_FUNCTION(mhd, MHD_start_daemon),
        LIBRARY_FUNCTION(mhd, MHD_stop_daemon),
        LIBRARY_FUNCTION(mhd, MHD_create_response_from_buffer),
        LIBRARY_FUNCTION(mhd, MHD_add_response_header),
        LIBRARY_FUNCTION(mhd, MHD_queue_response),
        LIBRARY_FUNCTION(mhd, MHD_destroy_response),
        LIBRARY_FUNCTION(mhd, MHD_lookup_connection_value),
    };
    return library_load("libmicrohttpd.so.12", functions, sizeof functions / sizeof *functions) ||
           diagnostics_fail(diagnostics, STR(""),
                            "libmicrohttpd cannot be loaded: install the package libmicrohttpd12");
}

struct WebServer {
    Arena *arena;   /* lives as long as the server */
    Arena *request; /* the server has one thread, so there is one request at a time */
    Str folder;
    WebEndpoint *endpoint;
    bool reload;
    struct MHD_Daemon *daemon;
};

static const char endpoint_name[] = "/whyfix.cgi";
static const char build_path[] = "/.build";
static const char reload_script[] =
    "<script>(()=>{let now;setInterval(async()=>{try{const b=await(await fetch('/.build')).text();"
    "if(now&&b!==now)location.reload();now=b}catch{}},1000)})()</script>";

static const char *type_of(Str path)
{
    static const struct {
        const char *end, *type;
    } types[] = {{".html", "text/html; charset=utf-8"},
                 {".css", "text/css; charset=utf-8"},
                 {".js", "text/javascript; charset=utf-8"},
                 {".svg", "image/svg+xml"},
                 {".png", "image/png"},
                 {".jpg", "image/jpeg"},
                 {".jpeg", "image/jpeg"},
                 {".gif", "image/gif"},
                 {".webp", "image/webp"},
                 {".json", "application/json"},
                 {".xml", "application/xml"},
                 {".txt", "text/plain; charset=utf-8"},
                 {".md", "text/markdown; charset=utf-8"},
                 {".pdf", "application/pdf"},
                 {".woff2", "font/woff2"}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (str_ends(path, str_from(types[i].end))) return types[i].type;
    return "application/octet-stream";
}

static enum MHD_Result send_text(struct MHD_Connection *connection, unsigned status, const char *type, Str text)
{
    struct MHD_Response *response =
        mhd.MHD_create_response_from_buffer(text.len, (void *)(uintptr_t)text.data, MHD_RESPMEM_MUST_COPY);
    if (!response) return MHD_NO;
    mhd.MHD_add_response_header(response, "Content-Type", type);
    mhd.MHD_add_response_header(response, "Cache-Control", "no-store");
    enum MHD_Result result = mhd.MHD_queue_response(connection, status, response);
    mhd.MHD_destroy_response(response);
    return result;
}

/* Names that begin with a dot are not public, and .. would lead out of the folder. */
static bool is_public(Str path)
{
    return !str_has(path, STR("/.")) && !memchr(path.data, '\0', path.len);
}

/* The page with the script put in before its end. */
static Str with_reload(const WebServer *server, Str html)
{
    ptrdiff_t end = str_find(html, STR("</body>"));
    if (!server->reload || end < 0) return html;
    return str_format(server->request, "%.*s%s%.*s", (int)end, html.data, reload_script, (int)(html.len - (size_t)end),
                      html.data + end);
}

static enum MHD_Result send_file(WebServer *server, struct MHD_Connection *connection, Str path)
{
    Str name = str_ends(path, STR("/")) ? str_format(server->request, "%.*sindex.html", STR_ARG(path)) : path, contents;
    Diagnostics diagnostics;
    diagnostics_init(&diagnostics);
    bool found =
        is_public(name) &&
        file_read(server->request, str_format(server->request, "%.*s%.*s", STR_ARG(server->folder), STR_ARG(name)),
                  &contents, &diagnostics);
    diagnostics_free(&diagnostics);
    if (!found)
        return send_text(connection, MHD_HTTP_NOT_FOUND, "text/plain; charset=utf-8",
                         STR("404: there is no such page\n"));
    const char *type = type_of(name);
    return send_text(connection, MHD_HTTP_OK, type,
                     str_starts(str_from(type), STR("text/html")) ? with_reload(server, contents) : contents);
}

static enum MHD_Result send_build(WebServer *server, struct MHD_Connection *connection)
{
    WebRequest request = {.method = STR("GET"), .path = STR("/health")};
    WebResponse response;
    web_answer(server->endpoint, server->request, &request, &response);
    return send_text(connection, (unsigned)response.status, "application/json", response.body);
}

/* A request as it came: the library would hand out decoded parts only, and the endpoint decodes for itself. */
typedef struct Pending {
    bool is_seen; /* the headers have come; the answer waits for the end of the request */
    Buffer uri, body;
    bool is_body_cut;
} Pending;

static void *begin_request(void *context, const char *uri, struct MHD_Connection *connection)
{
    (void)context, (void)connection;
    Pending *pending = memory_alloc(sizeof *pending);
    *pending = (Pending){0};
    buffer_add_text(&pending->uri, uri);
    return pending;
}

static void end_request(void *context, struct MHD_Connection *connection, void **state,
                        enum MHD_RequestTerminationCode code)
{
    (void)context, (void)connection, (void)code;
    Pending *pending = *state;
    if (pending) buffer_free(&pending->uri), buffer_free(&pending->body);
    free(pending);
    *state = NULL;
}

static Str query_of(const Pending *pending)
{
    Str uri = buffer_str(&pending->uri);
    ptrdiff_t mark = str_find(uri, STR("?"));
    return mark < 0 ? STR("") : str_slice(uri, (size_t)mark + 1, uri.len);
}

static Str header_of(struct MHD_Connection *connection, const char *name)
{
    return str_from(mhd.MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name));
}

static enum MHD_Result send_answer(WebServer *server, struct MHD_Connection *connection, const char *method, Str path,
                                   const Pending *pending)
{
    WebRequest request = {.method = str_from(method),
                          .path = path,
                          .query_string = query_of(pending),
                          .accept = header_of(connection, "Accept"),
                          .if_none_match = header_of(connection, "If-None-Match"),
                          .origin = header_of(connection, "Origin"),
                          .host = header_of(connection, "Host"),
                          .content_type = header_of(connection, "Content-Type"),
                          .mcp_version = header_of(connection, "MCP-Protocol-Version"),
                          .mcp_method = header_of(connection, "Mcp-Method"),
                          .mcp_name = header_of(connection, "Mcp-Name"),
                          .body = buffer_str(&pending->body),
                          .is_body_cut = pending->is_body_cut};
    WebResponse answer;
    web_answer(server->endpoint, server->request, &request, &answer);
    if (answer.log.len) fprintf(stderr, "%.*s\n", STR_ARG(answer.log));
    struct MHD_Response *response = mhd.MHD_create_response_from_buffer(
        answer.body.len, (void *)(uintptr_t)answer.body.data, MHD_RESPMEM_MUST_COPY);
    if (!response) return MHD_NO;
    for (size_t i = 0; i < answer.headers.len; i++)
        mhd.MHD_add_response_header(response, answer.headers.items[i].name,
                                    str_copy(server->request, answer.headers.items[i].value).data);
    enum MHD_Result result = mhd.MHD_queue_response(connection, (unsigned)answer.status, response);
    mhd.MHD_destroy_response(response);
    return result;
}

static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *upload, size_t *upload_size, void **state)
{
    WebServer *server = context;
    (void)version;
    Pending *pending = *state;
    if (!pending->is_seen) {
        pending->is_seen = true;
        return MHD_YES;
    }
    if (*upload_size) { /* a part of the body; the request goes on */
        pending->is_body_cut |= pending->body.len + *upload_size > WEB_BODY_MOST;
        if (!pending->is_body_cut) buffer_add(&pending->body, (Str){upload, *upload_size});
        *upload_size = 0;
        return MHD_YES;
    }
    arena_reset(server->request);
    const char *name = strstr(url, endpoint_name), *after = name ? name + sizeof endpoint_name - 1 : NULL;
    if (after && (*after == '\0' || *after == '/'))
        return send_answer(server, connection, method, str_from(after), pending);
    if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
        return send_text(connection, MHD_HTTP_METHOD_NOT_ALLOWED, "text/plain; charset=utf-8",
                         STR("405: only GET and HEAD\n"));
    if (server->reload && strcmp(url, build_path) == 0) return send_build(server, connection);
    return send_file(server, connection, str_from(url));
}

WebServer *web_server_start(Str folder, Str index_path, unsigned port, bool reload, Diagnostics *diagnostics)
{
    if (!load(diagnostics)) return NULL;
    Arena *arena = arena_new();
    WebServer *server = ARENA_NEW(arena, WebServer);
    *server = (WebServer){.arena = arena,
                          .request = arena_new(),
                          .folder = str_copy(arena, folder),
                          .endpoint = web_endpoint_new(index_path, str_from(getenv("WHYFIX_LOG")), false),
                          .reload = reload};
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    errno = 0;
    server->daemon = mhd.MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD, (uint16_t)port, NULL, NULL, handle, server,
                                          MHD_OPTION_SOCK_ADDR, &address, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
                                          (size_t)512 * 1024, MHD_OPTION_URI_LOG_CALLBACK, begin_request, NULL,
                                          MHD_OPTION_NOTIFY_COMPLETED, end_request, NULL, MHD_OPTION_END);
    if (server->daemon) return server;
    diagnostics_fail(diagnostics, STR(""), "cannot listen at 127.0.0.1:%u: %s; choose another port with -p", port,
                     strerror(errno ? errno : EADDRINUSE));
    web_server_stop(server);
    return NULL;
}

void web_server_stop(WebServer *server)
{
    if (!server) return;
    if (server->daemon) mhd.MHD_stop_daemon(server->daemon);
    web_endpoint_free(server->endpoint);
    arena_free(server->request);
    arena_free(server->arena);
}
