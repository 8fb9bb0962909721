"""The Model Context Protocol server, driven by the official SDK and the inspector, on stdio and behind a server."""
import harness
from harness import free_port, node_lines, running, whyfix

CASES_BY_RUNNING = True


def run(_):
    files = {p.relative_to(harness.ROOT / "content").as_posix(): p.read_bytes() for p in (harness.ROOT / "content").rglob("*") if p.is_file()}
    with harness.site(files, build=True) as root:
        port = free_port()
        with running([harness.WHYFIX, "-C", root, "serve", "--no-watch", "-p", port], port):
            return node_lines(harness.ROOT / "tests" / "node" / "mcp.mjs", harness.WHYFIX, root / "build" / "site" / "search.db", f"http://127.0.0.1:{port}/cgi-bin/whyfix.cgi/mcp")


def cases():
    yield from harness.node_cases("mcp", run)


def test_behind_cgi():
    """The body of a POST comes on standard input."""
    import json
    import subprocess
    with harness.site({"a.md": "## 為何斷線? {#a}\n\n原因：逾時。\n\n解決方案：重連。\n"}, build=True) as root:
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "search", "arguments": {"query": "断线"}}}).encode()
        env = {**harness.ENVIRONMENT, "REQUEST_METHOD": "POST", "PATH_INFO": "/mcp", "CONTENT_LENGTH": str(len(body)), "WHYFIX_DB": str(root / "build" / "site" / "search.db")}
        out = subprocess.run([harness.CGI], env=env, input=body, capture_output=True).stdout
        head, _, text = out.partition(b"\r\n\r\n")
        assert head.startswith(b"Status: 200") and json.loads(text)["result"]["structuredContent"]["results"][0]["id"] == "a", out
        env["HTTP_ORIGIN"] = "https://evil.example"
        assert subprocess.run([harness.CGI], env=env, input=body, capture_output=True).stdout.startswith(b"Status: 403")
        env["WHYFIX_ORIGINS"] = "https://kb.example https://evil.example"
        assert subprocess.run([harness.CGI], env=env, input=body, capture_output=True).stdout.startswith(b"Status: 200")


def test_no_index():
    assert "search index" in whyfix("mcp", "--db", "/nonexistent/search.db", expect=3).err
