"""Several nodes with a copy of the site each, behind one nginx: one is killed and one gets a new index while readers search."""
import contextlib
import os
import pathlib
import shutil
import subprocess
import tempfile
import threading
import time

import harness
from harness import get, need_program, running, site, whyfix
from test_endpoint import FAQ, configuration, quote

NODES = 3


@contextlib.contextmanager
def nodes(root):
    program, spawn, port = need_program("nginx"), need_program("spawn-fcgi"), harness.free_port()
    with tempfile.TemporaryDirectory() as folder:
        started = []

        def start(number):
            path = pathlib.Path(folder) / f"node{number}.socket"
            path.unlink(missing_ok=True)
            env = {**harness.ENVIRONMENT, "WHYFIX_DB": str(pathlib.Path(folder) / f"node{number}" / "search.db")}
            process = subprocess.Popen([spawn, "-n", "-s", path, "--", harness.CGI], env=env)
            started.append(process)
            return process

        for number in range(1, NODES + 1):
            shutil.copytree(root / "build" / "site", pathlib.Path(folder) / f"node{number}")
            start(number)
        for number in range(1, NODES + 1):
            end = time.monotonic() + 20
            while not (pathlib.Path(folder) / f"node{number}.socket").exists() and time.monotonic() < end:
                time.sleep(0.05)
        with running([program, "-c", configuration("nginx-nodes.conf", root, folder, port), "-p", folder], port):
            try:
                yield f"http://127.0.0.1:{port}/cgi-bin/whyfix.cgi", pathlib.Path(folder), started, start
            finally:
                for process in started:
                    process.kill()
                    process.wait(10)


def test_a_node_is_killed_and_a_node_is_upgraded_under_load():
    with site({"faq.md": FAQ}, build=True) as root, nodes(root) as (base, folder, started, start):
        old = get(f"{base}/health").json()["build"]
        answers, failed, stop = [], [], threading.Event()

        def read(reader):
            turn = 0
            while not stop.is_set():
                turn += 1
                answer = get(f"{base}?q={quote('协商失败')}&format=json&n={1 + (reader * 1000 + turn) % 100}")
                if answer.status == 200:
                    found = answer.json()
                    answers.append((found["build"], found["results"][0]["entry"]))
                else:
                    failed.append(answer.status)

        readers = [threading.Thread(target=read, args=(i,)) for i in range(16)]
        [reader.start() for reader in readers]
        time.sleep(1)
        started[0].kill()
        time.sleep(1)
        (root / "content" / "faq.md").write_text(FAQ + "\n## 全新的問題是什麼? {#fresh}\n\n答案。\n")
        whyfix("-C", root, "build")
        for number in range(2, NODES + 1):  # what rsync does: a file beside, then a rename
            shutil.copy(root / "build" / "site" / "search.db", folder / f"node{number}" / "new.db")
            os.replace(folder / f"node{number}" / "new.db", folder / f"node{number}" / "search.db")
            time.sleep(0.5)
        after = len(answers)
        time.sleep(1)
        shutil.copy(root / "build" / "site" / "search.db", folder / "node1" / "search.db")
        start(1)  # the killed node comes back
        time.sleep(2.5)
        stop.set()
        [reader.join() for reader in readers]
        new = get(f"{base}/health").json()["build"]
        assert not failed, (len(failed), set(failed))
        assert len(answers) > 200 and new != old
        assert {build for build, _ in answers} == {old, new} and {entry for _, entry in answers} == {"phase-1"}
        assert all(build == new for build, _ in answers[after + 16:]), "an old answer after all had the new index"
