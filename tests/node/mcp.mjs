// The MCP server as the official SDK sees it. Arguments: the tool, the index, the endpoint's address.
import { spawnSync } from "node:child_process";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { ListResourcesResultSchema } from "@modelcontextprotocol/sdk/types.js";
import { check, holds, same } from "../check.mjs";

const [tool, index, endpoint] = process.argv.slice(2);
const transports = {
  stdio: () => new StdioClientTransport({ command: tool, args: ["mcp", "--db", index] }),
  http: () => new StreamableHTTPClientTransport(new URL(endpoint)),
};

async function connected(transport, run) {
  const client = new Client({ name: "whyfix-tests", version: "1.0.0" });
  await client.connect(transports[transport]());
  try {
    return await run(client);
  } finally {
    await client.close();
  }
}

for (const transport of Object.keys(transports)) {
  await check(`${transport}/lists read-only tools with schemas`, () =>
    connected(transport, async (client) => {
      const { tools } = await client.listTools();
      same(tools.map((t) => t.name), ["search", "fetch", "diagnose"], "tools");
      holds(tools.every((t) => t.annotations.readOnlyHint && t.outputSchema && t.inputSchema), "read-only, with schemas");
      same(client.getServerVersion().name, "whyfix", "the server's name");
    }));

  for (const [language, query] of [["Chinese", "协商失败"], ["English", "phase 1 negotiation failed"]])
    await check(`${transport}/search and fetch in ${language}`, () =>
      connected(transport, async (client) => {
        await client.listTools(); // so that the SDK validates structured content by the schemas
        const found = await client.callTool({ name: "search", arguments: { query } });
        same(found.structuredContent, JSON.parse(found.content[0].text), "the same in both forms");
        const [first] = found.structuredContent.results;
        same(Object.keys(first), ["id", "title", "url"], "keys of a result");
        same(first.id, "phase-1-failed", "the first result");
        const { structuredContent: entry } = await client.callTool({ name: "fetch", arguments: { id: first.id } });
        holds(entry.text.includes("UDP 500") && entry.title === first.title && entry.url === first.url, "the whole answer");
      }));

  await check(`${transport}/diagnose quotes the lines that tell`, () =>
    connected(transport, async (client) => {
      await client.listTools();
      const line = "09:12:01 gw charon: 12[IKE] received NO_PROPOSAL_CHOSEN notify error";
      const log = `09:12:00 gw systemd[1]: Started Session 42 of user root.\n${line}\n09:12:02 gw cron[99]: pam_unix(cron:session): session opened\n`.repeat(300);
      const { structuredContent } = await client.callTool({ name: "diagnose", arguments: { symptom: "VPN 起不來", log } });
      same(structuredContent.causes[0].entry, "no-proposal-chosen", "the first cause");
      holds(structuredContent.causes[0].lines.includes(line), "the line");
      holds(structuredContent.causes.every((c) => c.solution && c.url.includes("#")), "solutions with addresses");
      const { structuredContent: alone } = await client.callTool({ name: "diagnose", arguments: { symptom: "単向不通" } });
      holds(alone.causes.length > 0, "without a log");
    }));

  await check(`${transport}/wrong calls`, () =>
    connected(transport, async (client) => {
      for (const [name, args] of [["search", {}], ["search", { query: "" }], ["search", { query: 7 }], ["fetch", { id: "nothing-of-the-kind" }], ["diagnose", {}]]) {
        const result = await client.callTool({ name, arguments: args });
        holds(result.isError && result.content[0].text, `${name} ${JSON.stringify(args)} is an error that says why`);
      }
      for (const wrong of [() => client.callTool({ name: "delete_everything", arguments: {} }), () => client.request({ method: "resources/list" }, ListResourcesResultSchema)]) {
        let failed = false;
        await wrong().catch((error) => (failed = [-32602, -32601, 404].includes(error.code) || console.error(error)));
        holds(failed, "refused");
      }
      same((await client.callTool({ name: "search", arguments: { query: "協商" } })).isError, false, "and goes on");
    }));

  await check(`${transport}/two clients at once`, async () => {
    const answers = await Promise.all([1, 2].map(() => connected(transport, async (client) => {
      const calls = await Promise.all(["協商失敗", "UDP500", "單向"].map((query) => client.callTool({ name: "search", arguments: { query } })));
      return calls.map((c) => c.structuredContent.results[0].id);
    })));
    same(answers[0], answers[1], "both get the same");
  });
}

const post = async (body, headers = {}) => {
  const answer = await fetch(endpoint, { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body), headers: { "Content-Type": "application/json", Accept: "application/json, text/event-stream", ...headers } });
  const text = await answer.text();
  return { status: answer.status, body: text && JSON.parse(text) };
};
const call = (method, params, id = 1) => ({ jsonrpc: "2.0", id, method, params });
const NEWEST = "2026-07-28";

await check("http/revision 2026-07-28 without a session", async () => {
  const { body } = await post(call("server/discover"), { "MCP-Protocol-Version": NEWEST, "Mcp-Method": "server/discover" });
  holds(body.result.resultType === "complete" && body.result.supportedVersions[0] === NEWEST && body.result.ttlMs > 0 && body.result.cacheScope === "public", "discover");
  same(body.result._meta["io.modelcontextprotocol/serverInfo"].name, "whyfix", "server info");
  const found = await post(call("tools/call", { name: "search", arguments: { query: "協商" } }), { "MCP-Protocol-Version": NEWEST, "Mcp-Method": "tools/call", "Mcp-Name": "search" });
  holds(found.status === 200 && found.body.result.structuredContent.results.length > 0, "a call");
});

await check("http/headers, versions, methods and messages that do not fit", async () => {
  const cases = [
    [call("ping"), { "Mcp-Method": "tools/list" }, 400, -32020],
    [call("tools/call", { name: "search", arguments: { query: "a" } }), { "Mcp-Name": "fetch" }, 400, -32020],
    [call("tools/list"), { "MCP-Protocol-Version": NEWEST }, 400, -32020],
    [call("ping"), { "MCP-Protocol-Version": "1999-01-01" }, 400, -32022],
    [call("no/such"), {}, 404, -32601],
    ["{not json", {}, 400, -32700],
    ["[]", {}, 400, -32600],
    ['{"jsonrpc":"1.0","id":1,"method":"ping"}', {}, 400, -32600],
    ['{"jsonrpc":"2.0","id":{},"method":"ping"}', {}, 400, -32600],
  ];
  for (const [body, headers, status, code] of cases) {
    const answer = await post(body, headers);
    same([answer.status, answer.body?.error?.code], [status, code], JSON.stringify([body, headers]));
  }
  holds((await post(call("ping"), { "MCP-Protocol-Version": "1999-01-01" })).body.error.data.supported.includes(NEWEST), "lists the versions");
  same((await post({ jsonrpc: "2.0", method: "notifications/initialized" })).status, 202, "a notification");
  same((await fetch(endpoint)).status, 405, "GET");
  same((await post(call("tools/call", { name: "search", arguments: { query: "x".repeat(1_200_000) } }))).status, 413, "an oversized message");
});

await check("http/origins", async () => {
  same((await post(call("ping"), { Origin: "https://evil.example" })).status, 403, "another site");
  same((await post(call("ping"), { Origin: new URL(endpoint).origin })).status, 200, "the endpoint's own");
});

await check("stdio/an oversized line and broken lines", () => {
  const lines = [`{"jsonrpc":"2.0","id":1,"method":"ping","params":{"x":"${"y".repeat(1_500_000)}"}}`, "{", "", '{"jsonrpc":"2.0","id":2,"method":"ping"}'];
  const out = spawnSync(tool, ["mcp", "--db", index], { input: lines.join("\n") + "\n", encoding: "utf8" });
  const answers = out.stdout.trim().split("\n").map((line) => JSON.parse(line));
  same(answers.map((a) => a.error?.code ?? a.id), [-32600, -32700, 2], "each answered");
  same(out.status, 0, "the exit code");
});

await check("the inspector's command line lists and calls", () => {
  const run = (...args) => {
    const out = spawnSync("npx", ["--no-install", "mcp-inspector", "--cli", tool, "mcp", "--db", index, ...args], { encoding: "utf8", timeout: 120_000 });
    holds(out.status === 0, out.stderr || out.stdout);
    return JSON.parse(out.stdout);
  };
  same(run("--method", "tools/list").tools.length, 3, "tools");
  const found = run("--method", "tools/call", "--tool-name", "search", "--tool-arg", "query=協商失敗");
  same(found.structuredContent.results[0].id, "phase-1-failed", "the first result");
});
process.exit(0);
