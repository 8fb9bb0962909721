/* JSON-RPC 2.0 and the protocol's own messages: revision 2026-07-28, stateless, and `initialize` for clients of the
 * revisions before. What the tools do: mcp_tools.c. */
#include "mcp.h"

#include <string.h>

#include "mcp_tools.h"

enum {
    ERROR_PARSE = -32700,
    ERROR_REQUEST = -32600,
    ERROR_METHOD = -32601,
    ERROR_PARAMS = -32602,
    ERROR_INTERNAL = -32603,
    ERROR_HEADERS = -32020,
    ERROR_VERSION = -32022,
};

enum { CACHE_MS = 60 * 1000 };

/* The newest first. */
static const char *const versions[] = {"2026-07-28", "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"};
enum { VERSIONS = sizeof versions / sizeof *versions };

typedef struct Call {
    SearchIndex *index;
    Arena *arena;
    json_t *id, *params; /* of the message */
    const char *method;
    Buffer out;
    Diagnostics *diagnostics;
} Call;

static void put_id(Json *json, const json_t *id)
{
    json_put_key(json, "id");
    if (json_is_string(id))
        json_put_str(json, (Str){json_string_value(id), json_string_length(id)});
    else if (json_is_integer(id))
        json_put_int(json, json_integer_value(id));
    else
        json_put_null(json);
}

static Json start(Call *call)
{
    buffer_clear(&call->out);
    Json json = json_writer(&call->out);
    json_put_object_start(&json);
    json_put_key(&json, "jsonrpc"), json_put_str(&json, STR("2.0"));
    put_id(&json, call->id);
    return json;
}

static void put_versions(Json *json, const char *key)
{
    json_put_key(json, key);
    json_put_array_start(json);
    for (size_t i = 0; i < VERSIONS; i++) json_put_str(json, str_from(versions[i]));
    json_put_array_end(json);
}

static int fail(Call *call, int status, int code, const char *message)
{
    Json json = start(call);
    json_put_key(&json, "error");
    json_put_object_start(&json);
    json_put_key(&json, "code"), json_put_int(&json, code);
    json_put_key(&json, "message"), json_put_str(&json, str_from(message));
    if (code == ERROR_VERSION) {
        json_put_key(&json, "data");
        json_put_object_start(&json);
        put_versions(&json, "supported");
        json_put_object_end(&json);
    }
    json_put_object_end(&json);
    json_put_object_end(&json);
    return status;
}

static Json start_result(Call *call)
{
    Json json = start(call);
    json_put_key(&json, "result");
    json_put_object_start(&json);
    return json;
}

static int end_result(Json *json)
{
    json_put_object_end(json);
    json_put_object_end(json);
    return 200;
}

/* ---- methods
 * ------------------------------------------------------------------------------------------------------------ */

static void put_server(Json *json, const char *key)
{
    json_put_key(json, key);
    json_put_object_start(json);
    json_put_key(json, "name"), json_put_str(json, STR("whyfix"));
    json_put_key(json, "title"), json_put_str(json, STR("whyfix knowledge base"));
    json_put_key(json, "version"), json_put_str(json, STR(WHYFIX_VERSION));
    json_put_object_end(json);
}

static void put_abilities(Json *json)
{
    json_put_key(json, "capabilities"), json_put_raw(json, STR("{\"tools\":{}}"));
    json_put_key(json, "instructions"), json_put_str(json, str_from(mcp_instructions()));
}

static int discover(Call *call)
{
    Json json = start_result(call);
    json_put_key(&json, "resultType"), json_put_str(&json, STR("complete"));
    put_versions(&json, "supportedVersions");
    put_abilities(&json);
    json_put_key(&json, "ttlMs"), json_put_int(&json, CACHE_MS);
    json_put_key(&json, "cacheScope"), json_put_str(&json, STR("public"));
    json_put_key(&json, "_meta");
    json_put_object_start(&json);
    put_server(&json, "io.modelcontextprotocol/serverInfo");
    json_put_object_end(&json);
    return end_result(&json);
}

/* Revisions up to 2025-11-25: the client's version where it is one of ours, else the newest that has this message. */
static int initialize(Call *call)
{
    const char *wanted = json_string_value(json_object_get(call->params, "protocolVersion"));
    if (!wanted) return fail(call, 200, ERROR_PARAMS, "initialize wants params.protocolVersion");
    const char *version = versions[1];
    for (size_t i = 1; i < VERSIONS; i++)
        if (strcmp(wanted, versions[i]) == 0) version = versions[i];
    Json json = start_result(call);
    json_put_key(&json, "protocolVersion"), json_put_str(&json, str_from(version));
    put_abilities(&json);
    put_server(&json, "serverInfo");
    return end_result(&json);
}

static int ping(Call *call)
{
    Json json = start_result(call);
    return end_result(&json);
}

static int list_tools(Call *call)
{
    Json json = start_result(call);
    json_put_key(&json, "resultType"), json_put_str(&json, STR("complete"));
    json_put_key(&json, "tools"), json_put_raw(&json, mcp_tools_json(call->arena));
    json_put_key(&json, "ttlMs"), json_put_int(&json, CACHE_MS);
    json_put_key(&json, "cacheScope"), json_put_str(&json, STR("public"));
    return end_result(&json);
}

static int call_tool(Call *call)
{
    const char *name = json_string_value(json_object_get(call->params, "name"));
    json_t *arguments = json_object_get(call->params, "arguments");
    if (!name || (arguments && !json_is_object(arguments)))
        return fail(call, 200, ERROR_PARAMS, "tools/call wants params.name, a text, and params.arguments, an object");
    McpResult result = {0};
    McpOutcome outcome = mcp_tool_call(call->index, call->arena, name, arguments, &result, call->diagnostics);
    if (outcome == MCP_NO_TOOL)
        return fail(call, 200, ERROR_PARAMS, "there is no tool of this name: tools/list tells them");
    if (outcome == MCP_FAILED)
        return fail(call, 503, ERROR_INTERNAL, "the search index is not available at the moment");
    Json json = start_result(call);
    json_put_key(&json, "resultType"), json_put_str(&json, STR("complete"));
    json_put_key(&json, "content");
    json_put_array_start(&json);
    json_put_object_start(&json);
    json_put_key(&json, "type"), json_put_str(&json, STR("text"));
    json_put_key(&json, "text"), json_put_str(&json, result.text);
    json_put_object_end(&json);
    json_put_array_end(&json);
    if (outcome == MCP_DONE) json_put_key(&json, "structuredContent"), json_put_raw(&json, result.text);
    json_put_key(&json, "isError"), json_put_bool(&json, outcome != MCP_DONE);
    return end_result(&json);
}

static const struct {
    const char *name;
    int (*run)(Call *call);
} methods[] = {{"server/discover", discover},
               {"initialize", initialize},
               {"ping", ping},
               {"tools/list", list_tools},
               {"tools/call", call_tool}};

/* ---- messages
 * -------------------------------------------------------------------------------------------------------------- */

static bool is_version(Str text)
{
    for (size_t i = 0; i < VERSIONS; i++)
        if (str_is(text, versions[i])) return true;
    return false;
}

/* The headers of a request must say what its body says. NULL: they do. */
static const char *check_headers(const Call *call, const McpHeaders *headers)
{
    const char *name = json_string_value(json_object_get(call->params, "name"));
    const json_t *meta = json_object_get(call->params, "_meta");
    const char *version = json_string_value(json_object_get(meta, "io.modelcontextprotocol/protocolVersion"));
    bool is_newest = str_is(headers->version, versions[0]);
    if (is_newest && !headers->method.len) return "the header Mcp-Method is missing";
    if (headers->method.len && !str_is(headers->method, call->method)) return "Mcp-Method is not the body's method";
    if (is_newest && strcmp(call->method, "tools/call") == 0 && !headers->name.len)
        return "the header Mcp-Name is missing";
    if (headers->name.len && !str_is(headers->name, name ? name : "")) return "Mcp-Name is not the body's params.name";
    if (version && headers->version.len && !str_is(headers->version, version))
        return "MCP-Protocol-Version is not the body's";
    return NULL;
}

static int dispatch(Call *call, const McpHeaders *headers)
{
    if (headers) {
        const char *mismatch = check_headers(call, headers);
        if (mismatch) return fail(call, 400, ERROR_HEADERS, mismatch);
        if (headers->version.len && !is_version(headers->version))
            return fail(call, 400, ERROR_VERSION, "this version of the protocol is not spoken here");
    }
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (strcmp(call->method, methods[i].name) == 0) return methods[i].run(call);
    return fail(call, 404, ERROR_METHOD, "there is no such method");
}

static int answer_object(Call *call, json_t *message, const McpHeaders *headers)
{
    json_t *id = json_object_get(message, "id"), *params = json_object_get(message, "params");
    const char *version = json_string_value(json_object_get(message, "jsonrpc"));
    bool is_id = !id || json_is_string(id) || json_is_integer(id);
    call->id = is_id ? id : NULL;
    call->params = params;
    call->method = json_string_value(json_object_get(message, "method"));
    if (!version || strcmp(version, "2.0") != 0 || !call->method || !is_id || (params && !json_is_object(params)))
        return fail(call, 400, ERROR_REQUEST, "this is no request of JSON-RPC 2.0");
    if (!id) return 202; /* a notification: nothing to say */
    return dispatch(call, headers);
}

int mcp_answer(SearchIndex *index, Arena *arena, Str message, const McpHeaders *headers, Str *answer,
               Diagnostics *diagnostics)
{
    Call call = {.index = index, .arena = arena, .diagnostics = diagnostics};
    json_error_t error;
    json_t *root = json_loadb(message.data ? message.data : "", message.len, JSON_REJECT_DUPLICATES, &error);
    int status;
    if (!root)
        status = fail(&call, 400, ERROR_PARSE, "this is no JSON");
    else if (!json_is_object(root))
        status = fail(&call, 400, ERROR_REQUEST, "one message at a time, an object");
    else
        status = answer_object(&call, root, headers);
    json_decref(root);
    *answer = buffer_take(&call.out, arena);
    if (!answer->data) *answer = STR("");
    buffer_free(&call.out);
    return status;
}

Str mcp_too_large(Arena *arena)
{
    Call call = {.arena = arena};
    fail(&call, 413, ERROR_REQUEST, "the message is too large");
    Str answer = buffer_take(&call.out, arena);
    buffer_free(&call.out);
    return answer;
}
