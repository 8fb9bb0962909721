"""Many readers at once while the index is replaced again and again: no failed request, no answer of an old index, no growth."""
import os
import pathlib
import re
import shutil
import subprocess
import time

from harness import get, need_program, site, whyfix
from test_endpoint import FAQ, SERVERS, quote

SECONDS = int(os.environ.get("WHYFIX_LOAD_SECONDS", "6"))


def memory(pids):
    """Resident KiB of processes, as the kernel counts them."""
    return sum(int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text())[1]) for pid in pids)


def endpoints(folder):
    """The processes of whyfix.cgi that serve from a folder's socket."""
    found = []
    for path in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if b"whyfix.cgi" in (path / "cmdline").read_bytes() and folder.encode() in (path / "environ").read_bytes():
                found.append(int(path.name))
        except OSError:
            pass
    return found


def test_replaced_every_second_under_load():
    wrk = need_program("wrk")
    with site({"faq.md": FAQ}, build=True) as root:
        database = root / "build" / "site" / "search.db"
        (root / "a.db").write_bytes(database.read_bytes())
        (root / "content" / "faq.md").write_text(FAQ + "\n## 另一個協商的問題? {#second}\n\n答案。\n")
        whyfix("-C", root, "build")
        (root / "b.db").write_bytes(database.read_bytes())
        with SERVERS["nginx-fastcgi"](root) as base:
            url = f"{base}/cgi-bin/whyfix.cgi?format=json&q={quote('協商')}"
            load = subprocess.Popen([wrk, "-t", "1", "-c", "64", "-d", f"{SECONDS}s", url], stdout=subprocess.PIPE, text=True)
            builds, sizes = {}, []
            end, turn = time.monotonic() + SECONDS - 1, 0
            while time.monotonic() < end:
                shutil.copyfile(root / ("a.db" if turn % 2 else "b.db"), root / "next.db")
                os.replace(root / "next.db", database)
                for _ in range(3):
                    answer = get(url)
                    assert answer.status == 200, answer.status
                    builds.setdefault(turn % 2, set()).add(answer.json()["build"])
                turn += 1
                sizes.append(memory(endpoints(str(root))))
                time.sleep(0.8)
            out = load.communicate(timeout=60)[0]
        assert "Non-2xx" not in out and "Socket errors" not in out, out
        assert [len(b) for b in builds.values()] == [1, 1] and builds[0] != builds[1], builds
        assert sizes[-1] < sizes[len(sizes) // 3] * 1.3 + 20_000, sizes
