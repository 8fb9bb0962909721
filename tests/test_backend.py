"""Candidates from Sphinx: two searchd with a half of the entries each under one distributed index (WHYFIX_BACKEND)."""
import contextlib
import json
import pathlib
import re
import subprocess
import tempfile
import threading
import time

import harness
from harness import need_program, running, wait_for_port, whyfix
from test_endpoint import get, quote

HEAD = re.compile(r"\A.*?</sphinx:schema>\n", re.S)
DOCUMENT = re.compile(r"<sphinx:document .*?</sphinx:document>\n", re.S)


class Cluster:
    """Nodes 0 and 1 hold the entries of even and odd places; the master, `base`, asks both."""

    def __init__(self, folder, root):
        self.folder, self.programs = folder, (need_program("indexer"), need_program("searchd"))
        self.ports = [harness.free_port() for _ in range(3)]
        self.processes = [None, None, None]
        whyfix("-C", root, "export", "--format", "sphinx", "-o", folder / "all.xml")
        whyfix("-C", root, "export", "--format", "sphinx-conf", "-o", folder / "all.conf")
        text, conf = (folder / "all.xml").read_text(), (folder / "all.conf").read_text()
        documents = DOCUMENT.findall(text)
        for node in range(2):
            place = folder / f"node{node}"
            place.mkdir()
            (place / "sphinx.xml").write_text(HEAD.match(text)[0] + "".join(documents[node::2]) + "</sphinx:docset>\n")
            (place / "sphinx.conf").write_text(re.sub(r"  listen = 127\.0\.0\.1:9312\n  listen = [^\n]*", f"  listen = 127.0.0.1:{self.ports[node]}", conf))
            out = subprocess.run([self.programs[0], "--config", "sphinx.conf", "faq"], cwd=place, capture_output=True, text=True)
            assert out.returncode == 0 and "ERROR" not in out.stdout, out.stdout
        master = folder / "node2"
        master.mkdir()
        agents = "".join(f"  agent = 127.0.0.1:{port}:faq\n" for port in self.ports[:2])
        (master / "sphinx.conf").write_text(
            f"index faq\n{{\n  type = distributed\n{agents}  agent_connect_timeout = 300\n}}\nsearchd\n{{\n  listen = 127.0.0.1:{self.ports[2]}:mysql41\n"
            "  pid_file = searchd.pid\n  log = searchd.log\n  binlog_path =\n  workers = threads\n  max_children = 0\n}\n")
        for node in range(3):
            self.start(node)

    @property
    def address(self):
        return f"sphinx://127.0.0.1:{self.ports[2]}/faq"

    def start(self, node):
        self.processes[node] = subprocess.Popen([self.programs[1], "--config", "sphinx.conf", "--nodetach"], cwd=self.folder / f"node{node}",
                                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for_port(self.ports[node], self.processes[node])

    def stop(self, node):
        self.processes[node].kill()
        self.processes[node].wait(10)


@contextlib.contextmanager
def cluster():
    with tempfile.TemporaryDirectory() as folder:
        site = harness.ROOT / "build" / "test-site"
        whyfix("-C", harness.ROOT, "build", "-o", site)
        nodes = Cluster(pathlib.Path(folder), harness.ROOT)
        try:
            yield nodes, site
        finally:
            for node in range(3):
                nodes.stop(node)


def firsts(site, queries, **env):
    text = whyfix("search", "--db", site / "search.db", "--json", "-", stdin="\n".join(queries).encode() + b"\n", env=env).out
    found = [json.loads(line) for line in text.splitlines()]
    return [f["results"][0]["entry"] if f["results"] else None for f in found], [f.get("partial", False) for f in found]


def test_the_same_first_result_a_node_away_and_back():
    queries = [json.loads(line)["q"] for line in (harness.ROOT / "content" / "queries.jsonl").read_text().splitlines()]
    with cluster() as (nodes, site):
        backend = {"WHYFIX_BACKEND": nodes.address}
        wanted, _ = firsts(site, queries)
        found, partial = firsts(site, queries, **backend)
        same = sum(a == b for a, b in zip(wanted, found, strict=True))
        assert same >= 0.95 * len(queries), (same, [(q, a, b) for q, a, b in zip(queries, wanted, found) if a != b])
        assert not any(partial)
        nodes.stop(0)
        found, partial = firsts(site, queries, **backend)
        assert all(partial) and any(found), partial
        nodes.start(0)
        found, partial = firsts(site, queries, **backend)
        assert not any(partial) and sum(a == b for a, b in zip(wanted, found, strict=True)) >= 0.95 * len(queries)
        nodes.stop(2)
        gone = whyfix("search", "--db", site / "search.db", "協商", env=backend, expect=3)
        assert "does not answer" in gone.err and nodes.address in gone.err
        nodes.start(2)
    for wrong in ("sphinx://", "mysql://a:1/b", "sphinx://a:0/b", "sphinx://a:1/b;drop", "sphinx://a:99999/b"):
        assert "sphinx://HOST:PORT/INDEX" in whyfix("search", "--db", site / "search.db", "x", env={"WHYFIX_BACKEND": wrong}, expect=3).err, wrong


def endpoint(folder, site, nodes, program):
    spawn, nginx, port = need_program("spawn-fcgi"), need_program("nginx"), harness.free_port()
    text = (harness.ROOT / "tests" / "e2e" / "nginx-fastcgi.conf").read_text()
    for key, value in {"SITE": site, "PORT": port, "FOLDER": folder, "USER": "user root;"}.items():
        text = text.replace(f"@{key}@", str(value))
    (folder / "nginx.conf").write_text(text)
    env = {**harness.ENVIRONMENT, "WHYFIX_DB": str(site / "search.db"), "WHYFIX_BACKEND": nodes.address}
    fastcgi = subprocess.Popen([spawn, "-n", "-s", f"{folder}/whyfix.socket", "-F", "1", "--", program], env=env)
    return fastcgi, [nginx, "-c", folder / "nginx.conf", "-p", folder], port


def check_endpoint(program):
    with cluster() as (nodes, site):
        fastcgi, command, port = endpoint(nodes.folder, site, nodes, program)
        try:
            with running(command, port):
                base = f"http://127.0.0.1:{port}/cgi-bin/whyfix.cgi"
                end = time.monotonic() + 20
                while get(f"{base}/health").status != 200 and time.monotonic() < end:
                    time.sleep(0.1)
                whole = get(f"{base}?q={quote('协商失败')}&format=json")
                assert whole.status == 200 and whole.json()["results"] and "partial" not in whole.json()
                failed, turns = [], 25

                def read(reader):
                    for turn in range(turns):
                        answer = get(f"{base}?q={quote('協商失敗')}&format=json&n={1 + (reader * turns + turn) % 100}")
                        if answer.status != 200:
                            failed.append(answer.status)

                readers = [threading.Thread(target=read, args=(i,)) for i in range(64)]
                [reader.start() for reader in readers]
                [reader.join() for reader in readers]
                assert not failed, failed[:5]
                nodes.stop(1)
                part = get(f"{base}?q={quote('隧道')}&format=json")
                assert part.status == 200 and part.json()["partial"] is True and part.headers["Cache-Control"] == "no-store"
                assert "message" in get(f"{base}?q={quote('隧道')}").text
                nodes.start(1)
                assert "partial" not in get(f"{base}?q={quote('隧道')}&format=json").json()
                nodes.stop(2)
                assert get(f"{base}?q={quote('密鑰')}").status == 503
                nodes.start(2)
                assert get(f"{base}?q={quote('密鑰')}").status == 200
        finally:
            fastcgi.terminate()
            fastcgi.wait(10)


def cases():
    yield "endpoint", lambda: check_endpoint(harness.CGI)
    yield "static endpoint hands over", lambda: check_endpoint(harness.ROOT / "build" / "whyfix.cgi")
