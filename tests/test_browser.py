"""The site of content/ in a real browser, and its pages by html-validate: each line that a script prints is a test."""
import re
import shutil
import subprocess
import tempfile
import pathlib

import harness
from harness import Skip, free_port, running, whyfix

BROWSER = harness.ROOT / "tests" / "browser"


def lines(script, *arguments, timeout=900):
    process = subprocess.run(["node", BROWSER / script, *map(str, arguments)], capture_output=True, text=True, timeout=timeout, cwd=harness.ROOT)
    found = re.findall(r"^(ok|FAIL) ([^\n:]+)(?:: (.*))?$", process.stdout, re.M)
    assert process.returncode == 0 and found, (process.stdout[-2000:], process.stderr[-4000:])
    return found


def result(outcome, why):
    assert outcome == "ok", why


def cases():
    missing = next((what for what, is_there in (("node", shutil.which("node")), ("Chromium", shutil.which("chromium")),
                                                ("node_modules (npm ci)", (harness.ROOT / "node_modules").exists())) if not is_there), None)

    def skip():
        raise Skip(f"{missing} is not installed")

    if missing:
        yield "site", skip
        return
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        shutil.copytree(harness.ROOT / "content", root / "content")
        whyfix("-C", root, "build")
        www, port = root / "build" / "site" / "www", free_port()
        with running([harness.WHYFIX, "-C", root, "serve", "--no-watch", "-p", port], port):
            found = lines("site.mjs", f"http://127.0.0.1:{port}/", www)
        found += lines("validate.mjs", www)
    for outcome, name, why in found:
        yield name, lambda outcome=outcome, why=why: result(outcome, why)
