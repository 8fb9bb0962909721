"""What is published stays whole whatever fails: each allocation, each call for a file, each of SQLite's, one after the other,
and 200 times `kill -9`. Here a spread of the calls; WHYFIX_FAULTS=all tries every one.
"""
import json
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time

import harness

RELEASE = harness.ROOT / "build" / "release" / "whyfix-dynamic"  # whose calls of libraries can be caught
SPREAD = 40  # calls of a kind that are made to fail
KILLS = 200
LAST = 150  # calls of a build that is killed there
ENV = {**harness.ENVIRONMENT, "WHYFIX_JOBS": "1"}


def library():
    target = harness.ROOT / "build" / "fault.so"
    source = harness.ROOT / "tests" / "fault" / "fault.c"
    if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-fno-builtin", "-o", target, source, "-ldl"], check=True, capture_output=True)
    return target


def write_content(root, version, entries=3, variants=True, changed=None):
    """`changed`: how many of the entries are of that version, the others of the first; None: all."""
    (root / "content").mkdir(exist_ok=True)
    for i in range(entries):
        if i == changed:
            version = 1
        (root / "content" / f"f{i}.md").write_text(
            f"## 協商失敗{i}怎麼辦? {{#e{i}}}\n\n| 分類 | 原因 | 解決方案 |\n|---|---|---|\n| 設定 | 算法{i}不同 | 第 {version} 版的辦法 |\n| 網路 | 端口 {i} 沒有放行 | 放行 |\n")
    (root / "content" / "site.yml").write_text(f"title: FAQ\ncompress: [gz]\n{'variants: [zh-Hans]' if variants else ''}\n")


def state(site):
    """What a reader gets: the pages, and the index by its build and its words."""
    if not (site / "search.db").exists():
        return None
    with sqlite3.connect(f"file:{site / 'search.db'}?immutable=1", uri=True) as db:
        index = (db.execute("pragma integrity_check").fetchone()[0], db.execute("select value from meta where key = 'build'").fetchone()[0],
                 db.execute("select group_concat(hex(data)) from entry").fetchone()[0])
    db.close()
    return harness.snapshot(site / "www"), index


class Place:
    """A site that is published in one version while the content is another."""

    def __init__(self, folder, entries=3, variants=True, changed=None):
        self.root, self.site, self.entries = pathlib.Path(folder), pathlib.Path(folder) / "out" / "site", entries
        self.states = []
        for version in (1, 2):
            write_content(self.root, version, entries, variants, changed)
            self.make("--full")
            self.states.append(state(self.site))
            if version == 1:
                shutil.copytree(self.root / "out", self.root / "kept")
        assert self.states[0] != self.states[1] and all(s[1][0] == "ok" for s in self.states)
        self.reset()

    def make(self, *options):
        subprocess.run([RELEASE, "-C", self.root, "build", *options, "-o", self.site], check=True, env=ENV, capture_output=True)

    def reset(self):
        shutil.rmtree(self.root / "out")
        shutil.copytree(self.root / "kept", self.root / "out")

    def check(self, what):
        found = state(self.site)
        assert found in self.states, f"{what}: what is published is neither the old site nor the new one"
        return self.states.index(found) + 1

    def leftovers(self):
        caches = ("inputs", "documents", "documents.changed", "documents.bodies", "pages", "index", "plan", "llms", "published")
        return [p.name for p in self.site.parent.iterdir() if p.name not in ("site", ".site.cache")] + \
               [p.name for p in (self.site.parent / ".site.cache").iterdir() if p.name not in caches]

    def command(self, full=True):
        return [RELEASE, "-C", self.root, "build", *(["--full"] if full else []), "-o", self.site]

    def build(self, full=True, **options):
        return subprocess.run(self.command(full), env={**ENV, **options}, capture_output=True, timeout=60)


def count_calls(command, kind, folder, **options):
    report = pathlib.Path(folder) / "calls"
    subprocess.run(command, env={**ENV, **options, "LD_PRELOAD": str(library()), "FAULT_KIND": kind, "FAULT_REPORT": str(report)}, check=True, capture_output=True)
    return int(report.read_text())


def numbers(count):
    if os.environ.get("WHYFIX_FAULTS") == "all" or count <= SPREAD:
        return range(1, count + 1)
    return sorted({1 + i * (count - 1) // (SPREAD - 1) for i in range(SPREAD)})


def said_why(result, kind, variants=False):
    """It ended by itself, with the code for the machine's fault and a word about it. Where memory ends, cmark-gfm aborts with one;
    and OpenCC, which converts variants, may crash, or the loader ends the program, which has its threads' data to make."""
    error = result.stderr.decode("utf-8", "replace")
    if kind == "memory" and result.returncode == -signal.SIGABRT:
        return bool(error)
    if kind == "memory" and variants and result.returncode == -signal.SIGSEGV:
        return True
    if kind == "memory" and variants and result.returncode == 127:
        return "thread-local data" in error or error == "out of memory\n"
    return result.returncode in (0, 3) and (result.returncode == 0 or bool(error.strip()))


def check_build(kind, stays, variants, full=True, entries=3, changed=None, **options):
    with tempfile.TemporaryDirectory(prefix="whyfix-fault-") as folder:
        place = Place(folder, entries, variants, changed)
        count = count_calls(place.command(full), kind, folder, **options)
        place.reset()
        more = {"FAULT_STAYS": "1"} if stays else {}
        failed = 0
        for number in numbers(count):
            result = place.build(full, LD_PRELOAD=str(library()), FAULT_KIND=kind, FAULT_AT=str(number), **more, **options)
            version = place.check(f"{kind} {number} of {count}")
            assert said_why(result, kind, variants), (kind, number, result.returncode, result.stderr[-500:])
            assert result.returncode or version == 2, (kind, number, "exit 0, and the old site", result.stderr[-500:])
            failed += result.returncode != 0
            if version == 2:
                place.reset()
        assert failed > (0 if changed else 5), "no fault had an effect"
        assert place.build(full).returncode == 0 and place.check("the next build") == 2
        assert place.leftovers() == []


def check_kills(full, entries, changed):
    """Killed right before one of its calls, each of the last ones in turn: these put what was made in place."""
    with tempfile.TemporaryDirectory(prefix="whyfix-fault-") as folder:
        place = Place(folder, entries, False, changed)
        count, found = count_calls(place.command(full), "file", folder), set()
        for number in sorted({*numbers(count), *range(max(1, count - LAST), count + 1)}):
            place.reset()
            result = place.build(full, LD_PRELOAD=str(library()), FAULT_KIND="file", FAULT_AT=str(number), FAULT_KILLS="1")
            assert result.returncode == -signal.SIGKILL
            version = place.check(f"killed at call {number} of {count}")
            found.add((version, any(p.is_symlink() for p in place.site.rglob("*"))))
            if number % 7 == 0:  # the next one is killed too, somewhere
                place.build(full, LD_PRELOAD=str(library()), FAULT_KIND="file", FAULT_AT=str(number % 97), FAULT_KILLS="1")
                assert place.check("killed twice") >= version
            assert place.build(full).returncode == 0 and place.check(f"the build after {number}") == 2
            assert place.leftovers() == [] and not any(p.is_symlink() for p in place.site.rglob("*"))
        assert {version for version, _ in found} == {1, 2}
        assert {version for version, has_links in found if has_links} == (set() if full else {1, 2}), "files were not put in place one by one"


def check_command(name, kind):
    """Other commands end with an answer or with exit 3, and a file that they write is whole or not there."""
    with tempfile.TemporaryDirectory(prefix="whyfix-fault-") as folder:
        place = Place(folder)
        output = place.root / "records.jsonl"
        command = {"export": [RELEASE, "-C", place.root, "export", "-o", output], "search": [RELEASE, "search", "--json", "--db", place.site / "search.db", "協商失敗 algorithm 放行"]}[name]
        right = subprocess.run(command, env=ENV, check=True, capture_output=True).stdout
        whole, failed = output.read_bytes() if output.exists() else None, 0
        for number in numbers(count_calls(command, kind, folder)):
            result = subprocess.run(command, env={**ENV, "LD_PRELOAD": str(library()), "FAULT_KIND": kind, "FAULT_AT": str(number)}, capture_output=True, timeout=60)
            assert said_why(result, kind), (name, kind, number, result.returncode, result.stderr[-500:])
            assert whole is None or output.read_bytes() == whole, (kind, number)
            if result.returncode == 0 and name == "search":
                assert json.loads(result.stdout)["results"] == json.loads(right)["results"], (kind, number)
            failed += result.returncode != 0
        assert failed, "no fault had an effect"


def test_a_library_that_is_missing_is_named():
    """Some are loaded with their first use; the others must not miss them."""
    with tempfile.TemporaryDirectory(prefix="whyfix-fault-") as folder:
        place = Place(folder)
        page = place.root / "page.html"
        page.write_text("<!doctype html><title>FAQ</title><h2>Why?</h2><p>So.")
        env = {**ENV, "LD_PRELOAD": str(library()), "FAULT_KIND": "library", "FAULT_AT": "1"}
        def check_named(package, *command):
            result = subprocess.run([RELEASE, "-C", place.root, *command], env=env, capture_output=True, timeout=60)
            assert result.returncode == 3 and f"install the package {package}" in result.stderr.decode(), (command, result)

        check_named("libxml2", "import", page)
        check_named("libopencc1.1", "build", "--full", "-o", place.site)
        assert place.check("a build without OpenCC") == 1
        write_content(place.root, 2, variants=False)
        assert place.build(**env).returncode == 0
        check_named("libmicrohttpd12", "serve", "--no-watch", "-p", str(harness.free_port()))


def cases():
    for kind in ("memory", "file", "sqlite"):
        for stays in (False, True):
            yield f"build/{kind}{'/from then on' if stays else ''}", lambda kind=kind, stays=stays: check_build(kind, stays, kind != "memory")
    yield "build/memory/with a variant", lambda: check_build("memory", False, True)
    yield "build/memory/with two workers", lambda: check_build("memory", False, False, WHYFIX_JOBS="2")
    for kind in ("memory", "file", "sqlite"):
        yield f"build/{kind}/of what has changed", lambda kind=kind: check_build(kind, False, False, full=False)
    for kind in ("memory", "file"):  # of SQLite's calls most are for the index before, without which a build goes on
        yield f"build/{kind}/of one of many", lambda kind=kind: check_build(kind, False, False, full=False, entries=20, changed=1)
        yield f"build/{kind}/of a large site", lambda kind=kind: check_build(kind, False, False, WHYFIX_MEMORY="0")
    yield "build/killed/all is new", lambda: check_kills(True, 3, None)
    yield "build/killed/one of many has changed", lambda: check_kills(False, 20, 1)
    for name, kind in (("export", "memory"), ("export", "file"), ("search", "memory"), ("search", "file"), ("search", "sqlite")):
        yield f"{name}/{kind}", lambda name=name, kind=kind: check_command(name, kind)


def test_two_hundred_kills():
    choose = random.Random(20261125)
    with tempfile.TemporaryDirectory(prefix="whyfix-kill-") as folder:
        place = Place(folder, entries=25)
        start = time.monotonic()
        place.build()
        duration = time.monotonic() - start
        killed = 0
        for turn in range(KILLS):
            write_content(place.root, 1 + turn % 2, place.entries)
            process = subprocess.Popen(place.command(full=turn % 4 < 2), env=harness.ENVIRONMENT, stderr=subprocess.DEVNULL)
            time.sleep(choose.uniform(0, duration * 1.1))
            process.kill()
            was_killed = process.wait() == -signal.SIGKILL
            killed += was_killed
            duration *= 1 if was_killed else 0.97  # it took less time than the first
            place.check(f"kill {turn}")
            if turn % 20 == 0:
                harness.whyfix("check", place.site / "www")
        assert killed > KILLS / 4, killed
        assert place.build().returncode == 0
        assert place.leftovers() == []


def test_a_disk_that_fails_while_more_is_written():
    """What was not synced then is not published, though the last sync has nothing to say of it."""
    with tempfile.TemporaryDirectory(prefix="whyfix-fault-") as folder:
        place = Place(folder, entries=1500, variants=False)
        beside = {"WHYFIX_JOBS": "2"}  # with one worker there is no thread that syncs beside it
        assert count_calls(place.command(), "sync", folder, **beside) > 1, "the site was made before"
        place.reset()
        result = place.build(LD_PRELOAD=str(library()), FAULT_KIND="sync", FAULT_AT="1", **beside)
        assert result.returncode == 3 and b"cannot sync" in result.stderr, result
        assert place.check("a sync that failed") == 1 and place.leftovers() == []
        assert place.build().returncode == 0 and place.check("the next build") == 2


def test_a_folder_that_cannot_be_written():
    if os.getuid() == 0:
        raise harness.Skip("root may write anywhere")
    with tempfile.TemporaryDirectory() as folder:
        place = Place(folder)
        place.site.parent.chmod(0o555)
        try:
            result = place.build()
        finally:
            place.site.parent.chmod(0o755)
        assert result.returncode == 3 and b"out" in result.stderr and place.check("read-only") == 1


def test_a_disk_that_is_full():
    """A file system of 2 MB of its own, where this may be mounted."""
    with tempfile.TemporaryDirectory() as folder:
        mount = pathlib.Path(folder) / "disk"
        mount.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", mount], capture_output=True).returncode:
            raise harness.Skip("no file system can be mounted here")
        try:
            root = pathlib.Path(folder) / "site"
            root.mkdir()
            write_content(root, 1)
            command = [RELEASE, "-C", root, "build", "--full", "-o", mount / "out" / "site"]
            subprocess.run(command, check=True, env=ENV, capture_output=True)
            before = state(mount / "out" / "site")
            write_content(root, 2, 400)
            result = subprocess.run(command, env=ENV, capture_output=True)
            assert result.returncode == 3 and b"No space left" in result.stderr and b"unchanged" in result.stderr, result
            assert state(mount / "out" / "site") == before
        finally:
            subprocess.run(["umount", mount], check=True)
