"""What the tests share: the programs under test, sites in temporary folders, servers that stop by themselves."""
import contextlib
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "golden"
SHARED = ROOT.parent / "shared"
BIN = ROOT / "build" / os.environ.get("WHYFIX_VARIANT", "asan")
WHYFIX = BIN / "whyfix"
CGI = BIN / "whyfix.cgi"
ENVIRONMENT = {
    **{k: v for k, v in os.environ.items() if not k.startswith("WHYFIX_")},
    # A small quarantine, so that the memory of a server that runs for long shows what whyfix holds.
    "ASAN_OPTIONS": "detect_leaks=1:abort_on_error=0:exitcode=99:quarantine_size_mb=8",
    "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1:exitcode=99",
    "SOURCE_DATE_EPOCH": "1700000000",
    "LC_ALL": "C.UTF-8",
}


class Skip(Exception):
    """Raised by a test that cannot run here; says why."""


def need_shared(*parts):
    path = SHARED.joinpath(*parts)
    if not path.exists():
        raise Skip(f"{path.relative_to(ROOT.parent)} is not beside the checkout")
    return path


class Result:
    def __init__(self, process):
        self.code, self.raw = process.returncode, process.stdout
        self.out = process.stdout.decode("utf-8", "replace")
        self.err = process.stderr.decode("utf-8", "replace")

    def __str__(self):
        return f"exit {self.code}\nstdout: {self.out[:2000]}\nstderr: {self.err[:4000]}"


def whyfix(*args, cwd=None, stdin=b"", expect=0, env=None, timeout=120, **options):
    """Runs the tool; fails the test if the exit code is not the expected one (None: any), or a sanitizer spoke."""
    process = subprocess.run([WHYFIX, *map(str, args)], cwd=cwd, input=stdin, capture_output=True, timeout=timeout,
                             env={**ENVIRONMENT, **(env or {})}, **options)
    result = Result(process)
    assert "Sanitizer" not in result.err and "runtime error" not in result.err, result
    assert result.code in (0, 1, 2, 3), result
    assert expect is None or result.code == expect, result
    return result


def golden_markdown(folder):
    """A golden case's source as bytes of markdown; an HTML page's is what `import` makes of it."""
    page = folder / "input.html"
    return whyfix("import", page).raw if page.exists() else (folder / "input.md").read_bytes()


def golden_sources():
    """The golden cases, as (name, markdown)."""
    for folder in sorted(GOLDEN.iterdir()):
        yield folder.name, golden_markdown(folder)


@contextlib.contextmanager
def site(files=None, build=False):
    """A folder with content/: {"faq.md": "text"}; other paths than content/ begin with "/"."""
    with tempfile.TemporaryDirectory(prefix="whyfix-test-") as folder:
        root = pathlib.Path(folder)
        (root / "content").mkdir()
        for name, text in (files or {}).items():
            path = root / name[1:] if name.startswith("/") else root / "content" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        if build:
            whyfix("-C", root, "build")
        yield root


def without_own_scripts(page):
    """A page without the two scripts that every page of ours has: what is left should have none."""
    return re.sub(r'<script (?:defer src="[\w./-]+"></script>|type="application/ld\+json">[^<]*</script>)', "", page)


def records(root, **options):
    return [json.loads(line) for line in whyfix("-C", root, "export", **options).out.splitlines()]


def search(root, query, *args, **options):
    text = whyfix("-C", root, "search", "--json", *args, query, **options).out
    return json.loads(text)


def snapshot(folder):
    """Every file below a folder with its bytes."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(pathlib.Path(folder).rglob("*")) if p.is_file()}


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for_port(port, process=None, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket() as s:
            s.settimeout(0.5)
            if s.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert process is None or process.poll() is None, "the server ended at once"
        time.sleep(0.05)
    raise AssertionError(f"nothing listens on port {port}")


@contextlib.contextmanager
def running(command, port, **options):
    """A server process, stopped at the end. Its log is shown when the test fails."""
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(list(map(str, command)), stdout=log, stderr=log, env=options.pop("env", ENVIRONMENT), **options)
        try:
            wait_for_port(port, process)
            yield process
        except BaseException:
            log.seek(0)
            print(log.read().decode("utf-8", "replace")[-4000:])
            raise
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


class Response:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body
        self.text = body.decode("utf-8", "replace")

    def json(self):
        return json.loads(self.text)


def get(url, method="GET", headers=None, body=None):
    """`body`: bytes, or a dictionary that is sent as a form."""
    data = urllib.parse.urlencode(body).encode() if isinstance(body, dict) else body
    request = urllib.request.Request(url, method=method, headers=headers or {}, data=data)
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=30) as answer:
            return Response(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as error:
        return Response(error.code, error.headers, error.read())


def node_lines(script, *arguments, timeout=900, env=None):
    """What a script of tests/ says: (outcome, name, why), a line a check."""
    process = subprocess.run(["node", script, *map(str, arguments)], capture_output=True, text=True, timeout=timeout, cwd=ROOT, env={**ENVIRONMENT, **(env or {})})
    found = re.findall(r"^(ok|FAIL) ([^\n:]+)(?:: (.*))?$", process.stdout, re.M)
    assert process.returncode == 0 and found, (process.stdout[-2000:], process.stderr[-4000:])
    return found


def node_cases(name, run, programs=("node",)):
    """The checks that `run` gives as (outcome, name, why), as cases for the runner; one that is skipped where something is
    not installed, or that fails where the script does."""
    missing = next((p for p in programs if not shutil.which(p)), None if (ROOT / "node_modules").exists() else "node_modules (npm ci)")

    def skip():
        raise Skip(f"{missing} is not installed")

    def result(outcome, why):
        assert outcome == "ok", why

    if missing:
        yield name, skip
        return
    try:
        found = run(name)
    except Exception as error:  # the script itself is broken: that is a failure too
        found = [("FAIL", name, repr(error)[-3000:])]
    for outcome, check, why in found:
        yield check, lambda outcome=outcome, why=why: result(outcome, why)


def need_program(name):
    path = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin:/usr/local/sbin")
    if not path:
        raise Skip(f"{name} is not installed")
    return path
