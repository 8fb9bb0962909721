/* The tools that language models call: private to web/. */
#ifndef WHYFIX_MCP_TOOLS_H
#define WHYFIX_MCP_TOOLS_H

#include <jansson.h>

#include "search/search.h"

typedef enum McpOutcome {
    MCP_DONE,
    MCP_WRONG, /* the arguments: the text says what is wrong, for the model to mend */
    MCP_NO_TOOL,
    MCP_FAILED /* reported: SQLite */
} McpOutcome;

typedef struct McpResult {
    Str text; /* JSON that the tool's output schema describes, or what is wrong */
} McpResult;

Str mcp_tools_json(Arena *arena); /* the list, in a fixed order, on one line */
const char *mcp_instructions(void);
McpOutcome mcp_tool_call(SearchIndex *index, Arena *arena, const char *name, const json_t *arguments, McpResult *result,
                         Diagnostics *diagnostics);

#endif
