"""What a user gets who is handed the program: a new knowledge base, manual pages, completions, an installed tree, a package."""
import os
import pathlib
import re
import socket
import subprocess
import tempfile

import harness
from harness import site, whyfix


def commands():
    return re.findall(r"^  (\w+) ", whyfix("help").out, re.M)


def test_a_new_knowledge_base():
    for lang in ("zh-Hant", "zh-Hans", "en"):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder) / "kb"
            said = whyfix("init", "--lang", lang, "--title", 'Ours: "one"', root).out
            assert f"-C {root} serve" in said
            assert not whyfix("-C", root, "lint").err and not whyfix("-C", root, "build", "--strict").err
            assert 'Ours: &quot;one&quot;' in (root / "build" / "site" / "www" / "index.html").read_text()
            assert "MRR@10 1.000" in whyfix("-C", root, "eval", root / "content" / "queries.jsonl").out
            assert {r["kind"] for r in harness.records(root)} == {"troubleshooting", "howto"}
            before = harness.snapshot(root)
            assert "content folder already" in whyfix("init", root, expect=2).err and harness.snapshot(root) == before
    assert "zh-Hant, zh-Hans or en" in whyfix("init", "--lang", "fr", "/nonexistent/x", expect=2).err
    assert whyfix("init", expect=2).err and whyfix("init", "/proc/x", expect=3).err


def test_manual_pages():
    groff = harness.need_program("groff")
    package = harness.ROOT / "src" / "package"
    pages = {"whyfix.1": whyfix("help", "--man").raw, "whyfix.cgi.8": (package / "whyfix.cgi.8").read_bytes(), "whyfix-site.5": (package / "whyfix-site.5").read_bytes()}
    for name, page in pages.items():
        shown = subprocess.run([groff, "-man", "-ww", "-Tutf8", "-k"], input=page, capture_output=True, check=True)
        assert not shown.stderr, (name, shown.stderr)
    for command in commands():
        assert f'.SS "{command} ' in pages["whyfix.1"].decode(), command
    keys = re.search(r"known_keys\[\] = \{(.*?)\}", (harness.ROOT / "src" / "content" / "config.c").read_text(), re.S)[1]
    for key in re.findall(r'"(\w+)"', keys):
        assert re.search(rf"\b{key}\b", pages["whyfix-site.5"].decode()), f"whyfix-site.5 lacks {key}"
        assert f"`{key}`" in (harness.ROOT / "README.md").read_text(), f"README.md lacks {key}"
    for name in ("WHYFIX_DB", "WHYFIX_LOG", "WHYFIX_MAX_LOAD", "WHYFIX_ORIGINS"):
        assert name in pages["whyfix.cgi.8"].decode(), name


def complete(words):
    script = whyfix("help", "--completion=bash").out
    program = f"{script}\nCOMP_WORDS=({' '.join(words)}); COMP_CWORD={len(words) - 1}; _whyfix; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    return subprocess.run(["bash", "-c", program], capture_output=True, text=True, check=True).stdout.split()


def test_completions():
    assert complete(["whyfix", "bu"]) == ["build"] and set(commands()) <= set(complete(["whyfix", "''"]))
    assert complete(["whyfix", "-C", "x", "build", "--fu"]) == ["--full"] and "--log" in complete(["whyfix", "search", "--"])
    for shell in ("zsh", "fish"):
        text = whyfix("help", f"--completion={shell}").out
        assert all(command in text for command in commands()) and "--full" in text
    assert whyfix("help", "--completion=tcsh", expect=2).err


def test_a_socket_for_standard_input_is_fastcgi():
    """As systemd starts it (src/package/whyfix.socket), without spawn-fcgi."""
    with site({"faq.md": "## 協商失敗怎麼辦? {#a}\n\n請檢查。\n"}, build=True) as root, socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(root / "s"))
        listener.listen()
        env = {**harness.ENVIRONMENT, "WHYFIX_DB": str(root / "build" / "site" / "search.db")}
        process = subprocess.Popen([harness.CGI], stdin=listener, env=env)
        try:
            def record(kind, body):
                return bytes([1, kind, 0, 1]) + len(body).to_bytes(2, "big") + b"\0\0" + body
            pairs = {"REQUEST_METHOD": "GET", "PATH_INFO": "/health", "QUERY_STRING": ""}
            encoded = b"".join(bytes([len(k), len(v)]) + k.encode() + v.encode() for k, v in pairs.items())
            with socket.socket(socket.AF_UNIX) as client:
                client.connect(str(root / "s"))
                client.settimeout(20)
                client.sendall(record(1, b"\0\1\0\0\0\0\0\0") + record(4, encoded) + record(4, b"") + record(5, b""))
                answer = b""
                while b'"status":"ok"' not in answer:
                    got = client.recv(4096)
                    assert got, answer
                    answer += got
        finally:
            process.terminate()
            process.wait(10)
    for unit in ("whyfix.service", "whyfix.socket"):
        text = (harness.ROOT / "src" / "package" / unit).read_text()
        assert "StandardInput=socket" in text or "ListenStream=" in text


def test_the_package():
    harness.need_program("lintian")
    result = subprocess.run(["make", "-s", "deb"], cwd=harness.ROOT, capture_output=True, text=True, env=harness.ENVIRONMENT)
    assert result.returncode == 0, result.stdout + result.stderr
    package, = (harness.ROOT / "build").glob("whyfix_*.deb")
    first = package.read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["dpkg-deb", "-x", package, folder], check=True)
        program = pathlib.Path(folder) / "usr" / "bin" / "whyfix"
        assert subprocess.run([program, "version"], capture_output=True, check=True).stdout.startswith(b"whyfix ")
        for name in ("lib/cgi-bin/whyfix.cgi", "share/man/man1/whyfix.1.gz", "share/man/man5/whyfix-site.5.gz", "share/man/man8/whyfix.cgi.8.gz",
                     "lib/systemd/system/whyfix.service", "share/bash-completion/completions/whyfix", "share/doc/whyfix/examples/nginx-fastcgi.conf"):
            assert (pathlib.Path(folder) / "usr" / name).exists(), name
        for file in (program, pathlib.Path(folder) / "usr" / "lib" / "cgi-bin" / "whyfix.cgi"):
            hardened(file)
    version = whyfix("version").out.split()[1]
    subprocess.run([harness.ROOT / "src" / "package" / "deb.sh", version], cwd=harness.ROOT, capture_output=True, env=harness.ENVIRONMENT, check=True)
    assert package.read_bytes() == first, "the package is not reproducible"


def hardened(program):
    """Position-independent, relocations read-only and bound at start, no executable stack, stack protector, fortified calls."""
    def say(*options):
        return subprocess.run(["readelf", "-W", *options, program], capture_output=True, text=True, check=True, env={**os.environ, "LC_ALL": "C"}).stdout
    header, segments, dynamic = say("-h"), say("-l"), say("-d")
    assert "DYN" in header, program
    assert "GNU_RELRO" in segments and re.search(r"GNU_STACK.* RW ", segments), program
    if "INTERP" in segments:  # the endpoint is static: its calls are bound already, and its symbols stripped
        assert set(re.findall(r"NEEDED.*\[(\w+)", dynamic)) <= {"libc", "ld"}, "what it loads at its start makes each start slower"
        assert "BIND_NOW" in dynamic or "NOW" in dynamic
        assert re.search(r"__stack_chk_fail", say("--dyn-syms")) and re.search(r"__\w+_chk\b", say("--dyn-syms")), program
