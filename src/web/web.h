/* web: requests and responses: the search endpoint, as CGI, as FastCGI and inside of `serve`. FastCGI and the HTTP
 * server are used here and nowhere else. */
#ifndef WHYFIX_WEB_H
#define WHYFIX_WEB_H

#include "base/base.h"

/* ---- the endpoint (endpoint.c) ----------------------------------------------------------------------------------- */

enum { WEB_BODY_MOST = 4 * 1024 * 1024 }; /* a log of 1 MB in a form, where a character may take nine bytes */

typedef struct WebRequest {
    Str method;
    Str path;                       /* what follows the endpoint's name: "", "/suggest", "/records/ID", "/health" */
    Str query_string;               /* as it came, still encoded */
    Str accept, if_none_match;      /* headers; may be empty */
    Str origin, host, content_type; /* the same */
    Str mcp_version, mcp_method, mcp_name;
    Str body; /* of a POST; at most WEB_BODY_MOST bytes are read */
    bool is_body_cut;
} WebRequest;

typedef struct WebHeader {
    const char *name;
    Str value;
} WebHeader;

typedef struct WebResponse {
    int status;
    const char *reason;
    VEC(WebHeader) headers; /* Content-Type among them, without Content-Length */
    Str body;               /* empty for HEAD */
    size_t length;          /* of the body, for HEAD too */
    Str log;                /* what went wrong, for the server's error log; empty: nothing */
} WebResponse;

/* An index that stays open between requests, and is opened anew when another file has taken its place. */
typedef struct WebEndpoint WebEndpoint;
/* `log_path`: a file that gets a line for each search; empty: none. An endpoint for one request maps the index: a
 * SIGBUS may come where somebody cuts the file short. */
WebEndpoint *web_endpoint_new(Str index_path, Str log_path, bool is_one_request);
void web_endpoint_free(WebEndpoint *endpoint);

/* Answers a request. The response lives in the arena; every request gets one. */
void web_answer(WebEndpoint *endpoint, Arena *arena, const WebRequest *request, WebResponse *response);

/* Takes the right to write files and to start processes from this process for good, and unless `may_connect`, to talk
 * to others (sandbox.c); files that are open stay so. NULL, or what the kernel could not do, for the log. */
const char *sandbox_enter(bool may_connect);

/* ---- the loopback server of `serve` (server.c) --------------------------------------------------------------------
 */

typedef struct WebServer WebServer;

/* Serves the files below `folder` and the endpoint at 127.0.0.1:`port`, in a thread of its own. With `reload`, pages
 * ask whether the site was built anew, and then reload themselves. NULL (reported) where the port cannot be had. */
WebServer *web_server_start(Str folder, Str index_path, unsigned port, bool reload, Diagnostics *diagnostics);
void web_server_stop(WebServer *server); /* NULL is allowed */

#endif
