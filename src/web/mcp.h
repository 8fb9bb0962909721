/* The Model Context Protocol (modelcontextprotocol.io), as a program's standard input and output and as HTTP. */
#ifndef WHYFIX_MCP_H
#define WHYFIX_MCP_H

#include "search/search.h"

enum { MCP_MESSAGE_MOST = 1024 * 1024 /* bytes; a larger one is refused */ };

/* What HTTP says beside the message; all may be empty. */
typedef struct McpHeaders {
    Str version, method, name; /* MCP-Protocol-Version, Mcp-Method, Mcp-Name */
} McpHeaders;

/* Answers one message. The answer is JSON without a line end, in the arena; empty where none is due (a notification).
 * Returns the HTTP status that goes with it. `headers` is NULL where there are none. */
int mcp_answer(SearchIndex *index, Arena *arena, Str message, const McpHeaders *headers, Str *answer,
               Diagnostics *diagnostics);

/* The answer to a message that was too large to be read. */
Str mcp_too_large(Arena *arena);

#endif
