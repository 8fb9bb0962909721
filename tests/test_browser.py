"""The site of content/ in a real browser, and its pages by html-validate: each line that a script prints is a test."""
import json
import pathlib
import shutil
import tempfile

import harness
from harness import free_port, node_lines, running, whyfix

CASES_BY_RUNNING = True
BROWSER = harness.ROOT / "tests" / "browser"


def map_pages(root):
    """Sites with labels of 1 to 120 characters, Han and Latin, in narrow and wide letters."""
    rows = []
    for number, letters in enumerate(("協", "W", "i", "mail.", "對 IKE ", "。，「")):
        text = "".join(f"| {(letters * 120)[:n]}{number}{n} | {(letters * 120)[:n]}原因{number} | {(letters * 120)[:n]}解決 |\n" for n in (1, 2, 7, 20, 45, 90, 120))
        table = f"\n\n| 分類 | 原因 | 解決方案 |\n|---|---|---|\n{text}\n"
        rows += [f"## {(letters * 120)[:110]}問題{i}怎麼辦? {{#e{number}{i}}}{table}" for i in range(2)]
    folder = root / "maps"
    (folder / "content").mkdir(parents=True)
    (folder / "content" / "faq.md").write_text("".join(rows))
    whyfix("-C", folder, "build")
    www = folder / "build" / "site" / "www"
    return [www / name for name in ("e00.html", "e10.html", "e20.html", "e30.html", "e40.html", "e50.html", "map.html")]


def static_host(root, www):
    """The same site from a server that knows files alone: what the box finds there, and what it transfers."""
    queries = [json.loads(line)["q"] for line in (harness.ROOT / "content" / "queries.jsonl").read_text().splitlines()]
    found = whyfix("-C", root, "search", "--json", "-n", 3, "-", stdin="\n".join(queries).encode() + b"\n").out
    firsts = [next((r["entry"] for r in json.loads(line)["results"]), None) for line in found.splitlines()]
    (root / "wanted.json").write_text(json.dumps(list(zip(queries, firsts, strict=True))))
    return node_lines(BROWSER / "static.mjs", www, root / "wanted.json")


def run(_):
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        shutil.copytree(harness.ROOT / "content", root / "content")
        whyfix("-C", root, "build")
        www, port = root / "build" / "site" / "www", free_port()
        env = {**harness.ENVIRONMENT, "WHYFIX_LOG": str(root / "log.jsonl")}
        with running([harness.WHYFIX, "-C", root, "serve", "--no-watch", "-p", port], port, env=env):
            found = node_lines(BROWSER / "site.mjs", f"http://127.0.0.1:{port}/", www, env={"WHYFIX_LOG": env["WHYFIX_LOG"]})
        return found + node_lines(BROWSER / "validate.mjs", www) + node_lines(BROWSER / "maps.mjs", *map_pages(root)) + static_host(root, www)


def cases():
    yield from harness.node_cases("site", run, ("node", "chromium"))
