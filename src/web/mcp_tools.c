#include "mcp_tools.h"

#include <string.h>

#include "mcp_tools.inc" /* tools.json as bytes; made when the program is built */

enum { RESULTS_MOST = 10, CAUSES_MOST = 8 };

Str mcp_tools_json(Arena *arena)
{
    Buffer out = {0};
    Str rest = str_from(tools_files[0].data), line;
    while (str_next(&rest, '\n', &line)) buffer_add(&out, str_trim(line));
    Str taken = buffer_take(&out, arena);
    buffer_free(&out);
    return taken;
}

const char *mcp_instructions(void)
{
    return "A support team's knowledge base of symptoms, causes and solutions. Use diagnose for a symptom or a log; "
           "use "
           "search and then fetch for a question. Quote causes and solutions as they are, with their url.";
}

static McpOutcome wrong(Arena *arena, McpResult *result, const char *what)
{
    result->text = str_copy(arena, str_from(what));
    return MCP_WRONG;
}

/* A text argument; data NULL where it is not there, or no text. */
static Str argument(const json_t *arguments, const char *name)
{
    const json_t *value = json_object_get(arguments, name);
    return json_is_string(value) ? (Str){json_string_value(value), json_string_length(value)} : STR_NONE;
}

static void take(Arena *arena, Buffer *out, McpResult *result)
{
    result->text = buffer_take(out, arena);
    buffer_free(out);
}

static McpOutcome search(SearchIndex *index, Arena *arena, const json_t *arguments, McpResult *result,
                         Diagnostics *diagnostics)
{
    Str query = argument(arguments, "query");
    if (!query.data || !str_trim(query).len)
        return wrong(arena, result, "search wants query, a text that is not empty");
    SearchRequest request = {.query = query, .page = 1, .per_page = RESULTS_MOST};
    SearchResults results;
    if (!search_run(index, arena, &request, &results, diagnostics)) return MCP_FAILED;
    Buffer out = {0};
    Json json = json_writer(&out);
    json_put_object_start(&json);
    json_put_key(&json, "results");
    json_put_array_start(&json);
    for (size_t i = 0; i < results.hits.len; i++) {
        json_put_object_start(&json);
        json_put_key(&json, "id"), json_put_str(&json, results.hits.items[i].entry);
        json_put_key(&json, "title"), json_put_str(&json, results.hits.items[i].question);
        json_put_key(&json, "url"), json_put_str(&json, results.hits.items[i].url);
        json_put_object_end(&json);
    }
    json_put_array_end(&json);
    json_put_object_end(&json);
    take(arena, &out, result);
    return MCP_DONE;
}

static McpOutcome fetch(SearchIndex *index, Arena *arena, const json_t *arguments, McpResult *result,
                        Diagnostics *diagnostics)
{
    Str id = argument(arguments, "id");
    if (!id.data || !id.len) return wrong(arena, result, "fetch wants id, one that search or diagnose returned");
    ptrdiff_t hash = str_find(id, STR("#")); /* a record's id: its entry has it */
    SearchEntry entry;
    if (!search_read_entry(index, arena, hash >= 0 ? str_slice(id, 0, (size_t)hash) : id, &entry, diagnostics))
        return diagnostics->count[SEVERITY_FAILURE]
                   ? MCP_FAILED
                   : wrong(arena, result, "there is no entry of this id: search for one");
    Buffer out = {0};
    Json json = json_writer(&out);
    json_put_object_start(&json);
    json_put_key(&json, "id"), json_put_str(&json, entry.id);
    json_put_key(&json, "title"), json_put_str(&json, entry.question);
    json_put_key(&json, "text"), json_put_str(&json, search_entry_markdown(arena, &entry));
    json_put_key(&json, "url"), json_put_str(&json, entry.url);
    json_put_key(&json, "metadata");
    json_put_object_start(&json);
    json_put_key(&json, "lang"), json_put_str(&json, entry.lang);
    json_put_key(&json, "kind"), json_put_str(&json, entry.kind);
    json_put_key(&json, "updated"), json_put_str(&json, entry.updated);
    if (entry.environment.len) json_put_key(&json, "environment"), json_put_str(&json, entry.environment);
    json_put_object_end(&json);
    json_put_object_end(&json);
    take(arena, &out, result);
    return MCP_DONE;
}

static McpOutcome diagnose(SearchIndex *index, Arena *arena, const json_t *arguments, McpResult *result,
                           Diagnostics *diagnostics)
{
    Str symptom = argument(arguments, "symptom"), log = argument(arguments, "log");
    if (!symptom.data || (!str_trim(symptom).len && !log.len))
        return wrong(arena, result, "diagnose wants symptom, a text that is not empty");
    if (json_object_get(arguments, "log") && !log.data) return wrong(arena, result, "diagnose wants log to be a text");
    DiagnosisVec diagnoses;
    if (!search_diagnose(index, arena, symptom, str_or_empty(log), CAUSES_MOST, &diagnoses, diagnostics))
        return MCP_FAILED;
    Buffer out = {0};
    Json json = json_writer(&out);
    json_put_object_start(&json);
    json_put_key(&json, "causes"), search_write_causes(&json, &diagnoses);
    json_put_object_end(&json);
    take(arena, &out, result);
    return MCP_DONE;
}

static const struct {
    const char *name;
    McpOutcome (*run)(SearchIndex *index, Arena *arena, const json_t *arguments, McpResult *result,
                      Diagnostics *diagnostics);
} tools[] = {{"search", search}, {"fetch", fetch}, {"diagnose", diagnose}};

McpOutcome mcp_tool_call(SearchIndex *index, Arena *arena, const char *name, const json_t *arguments, McpResult *result,
                         Diagnostics *diagnostics)
{
    for (size_t i = 0; i < sizeof tools / sizeof *tools; i++)
        if (strcmp(name, tools[i].name) == 0) return tools[i].run(index, arena, arguments, result, diagnostics);
    return MCP_NO_TOOL;
}
