"""The rules of the house (src/README.md): which way the arrows run, one library a room, files of a readable size."""
import re

import harness

SRC = harness.ROOT / "src"
BELOW = {  # a room, and those it may use
    "base": [], "text": ["base"], "content": ["text", "base"], "index": ["content", "text", "base"],
    "search": ["index", "content", "text", "base"], "export": ["content", "text", "base"],
    "lint": ["content", "text", "base"],
    "site": ["index", "content", "text", "base"], "web": ["search", "site", "index", "content", "text", "base"],
    "report": ["search", "site", "lint", "index", "content", "text", "base"],
    "cmd": ["web", "report", "site", "export", "lint", "search", "index", "content", "text", "base"],
}
LIBRARIES = {  # a library's header, and the rooms that may include it
    r"cmark-gfm|cmark": ["content"], r"yaml\.h": ["content"], r"sqlite3\.h": ["index", "search"], r"mysql\.h": ["search"], r"fcgiapp\.h": ["web"],
    r"microhttpd\.h|linux/(landlock|seccomp)": ["web"], r"jansson\.h": ["cmd", "export", "report", "web"], r"utf8proc": ["text"], r"opencc": ["text", "site"], r"zlib|brotli": ["site"], r"libxml": ["content", "site"],
}


def sources():
    for path in sorted(SRC.rglob("*.[ch]")):
        if not path.name.startswith("generate_"):  # programs of their own, run when the tool is built
            yield path, path.read_text()


def test_arrows_never_run_up():
    for path, text in sources():
        if path.parent == SRC:
            continue
        room = path.parent.name
        for other in re.findall(r'#include "(\w+)/', text):
            assert other == room or other in BELOW[room], f"{path.name} of {room} includes {other}"


def test_a_room_is_entered_by_its_public_headers():
    public = {"base": ["base.h", "block.h"], "text": ["text.h"], "content": ["content.h", "record.h", "survey.h", "xml.h"], "lint": ["lint.h"], "report": ["report.h"], "index": ["index.h", "packed.h", "weight.h"], "search": ["search.h"],
              "export": ["export.h"], "site": ["site.h", "check.h"], "web": ["web.h", "mcp.h"], "cmd": ["cmd.h"]}
    for path, text in sources():
        for room, header in re.findall(r'#include "(\w+)/(\w+\.h)"', text):
            assert header in public[room] or path.parent.name == room, f"{path}: {room}/{header} is private"


def test_one_room_one_library():
    for path, text in sources():
        for header in re.findall(r"#include <([^>]+)>", text):
            for pattern, rooms in LIBRARIES.items():
                if re.match(pattern, header):
                    assert path.parent.name in rooms, f"{path}: {header}"


def test_files_are_of_a_readable_size():
    for path, text in sources():
        assert text.count("\n") <= 400, f"{path}: {text.count(chr(10))} lines"


def test_no_unsafe_string_functions_and_no_exit_below_cmd():
    for path, text in sources():
        assert not re.search(r"\b(strcpy|strcat|sprintf|strtok|gets)\(", text), path
        if path.parent.name not in ("cmd", "src"):
            assert not re.search(r"(?<![_\w])exit\(", text), path


def test_top_level_is_what_it_should_be():
    allowed = {"content", "src", "templates", "static", "tests", "Makefile", "README.md", "LICENSE", "package.json", "package-lock.json", "CHANGELOG.md"}
    made = {"build", "node_modules"}
    assert {p.name for p in harness.ROOT.iterdir() if not p.name.startswith(".")} <= allowed | made
