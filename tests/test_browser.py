"""The site of content/ in a real browser, and its pages by html-validate: each line that a script prints is a test."""
import pathlib
import shutil
import tempfile

import harness
from harness import free_port, node_lines, running, whyfix

CASES_BY_RUNNING = True
BROWSER = harness.ROOT / "tests" / "browser"


def run(_):
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        shutil.copytree(harness.ROOT / "content", root / "content")
        whyfix("-C", root, "build")
        www, port = root / "build" / "site" / "www", free_port()
        with running([harness.WHYFIX, "-C", root, "serve", "--no-watch", "-p", port], port):
            return node_lines(BROWSER / "site.mjs", f"http://127.0.0.1:{port}/", www) + node_lines(BROWSER / "validate.mjs", www)


def cases():
    yield from harness.node_cases("site", run, ("node", "chromium"))
