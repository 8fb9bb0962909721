"""`whyfix check`: what is wrong with a built site, with file and line, whoever built it."""
import pathlib
import tempfile

import harness
from harness import site, whyfix

PAGE = "<!DOCTYPE html>\n<html lang=\"en\">\n<head><title>t</title></head>\n<body>\n{}\n</body>\n</html>\n"


def check(files, *options, expect=None):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = pathlib.Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        result = whyfix("check", *options, folder, expect=expect)
        result.found = [line.removeprefix(folder + "/") for line in result.err.splitlines()]
        return result


def test_built_sites_are_clean():
    for name, source in harness.golden_sources():
        with site({"a.md": source}, build=True) as root:
            result = whyfix("check", "--strict", root / "build" / "site" / "www", expect=None)
            assert result.code == 0 and result.err == "", (name, result.err)
    whyfix("-C", harness.ROOT, "build", "-o", harness.ROOT / "build" / "test-site")
    assert whyfix("check", "--strict", harness.ROOT / "build" / "test-site").err == ""


def test_links():
    files = {
        "index.html": PAGE.format('<a href="a.html">a</a> <a href="sub/">s</a> <a href="sub">s</a> <a href="/a.html?x=1#here">h</a>\n'
                                  '<a href="none.html">n</a>\n<a href="a.html#nowhere">w</a> <a href="#own">o</a>\n'
                                  '<a href="https://example.com/b">e</a> <a href="https://example.com/a">e</a> <a href="mailto:a@b.c">m</a>'),
        "a.html": PAGE.format('<p id="here">x</p><a name="old"></a>\n<img src="img/x.png" alt="x"><img src="y.png" alt="y">\n<a href="%E4%B8%AD.html#old">c</a>'),
        "中.html": PAGE.format('<a href="a.html#old">a</a> <p id="old"></p>'),
        "sub/index.html": PAGE.format('<a href="../a.html">a</a><a href="/cgi-bin/whyfix.cgi?q=a">s</a>'),
        "img/x.png": "1",
    }
    result = check(files, "--external", expect=1)
    assert result.found == [
        "a.html:6: error: y.png leads nowhere: there is no such file [missing-file]",
        "index.html:6: error: none.html leads nowhere: there is no such file [dead-link]",
        "index.html:7: error: a.html#nowhere: the page has no such id [missing-anchor]",
        "index.html:7: error: #own: the page has no such id [missing-anchor]"], result.err
    assert result.out.splitlines()[:2] == ["external https://example.com/a", "external https://example.com/b"]


def test_pages():
    files = {
        "index.html": PAGE.format('<p id="a">x</p>\n<p id="a">y</p>\n<a href="broken.html">b</a>'),
        "broken.html": PAGE.format("<p>x</b></p>\n<section><em>y</section>"),
        "orphan.html": PAGE.format('<a href="index.html">i</a>'),
        "moved.html": '<!DOCTYPE html><html><head><title>m</title><meta http-equiv="refresh" content="0; url=index.html"></head><body><a href="index.html">i</a></body></html>',
        "empty.html": "",
    }
    found = check(files, expect=1).found
    assert any(line.startswith("index.html:6: error: the id 'a'") and "[duplicate-id]" in line for line in found), found
    assert any(line.startswith("broken.html:5: error: malformed") and "[markup]" in line for line in found), found
    assert any(line.startswith("broken.html:6: error: malformed") for line in found), found
    assert any(line.startswith("empty.html:1: error: the page is empty") for line in found), found
    assert [line for line in found if "[orphan]" in line and "empty" not in line] == ["orphan.html: warning: no other page leads here [orphan]"], found


def test_usage_and_exit_codes():
    for words in (("check", "/nonexistent"), ("-C", "/nonexistent", "check"), ("check", "a", "b")):
        assert whyfix(*words, expect=2).err
    with site({"a.md": "# a\n"}, build=True) as root:
        assert whyfix("-C", root, "check").out == whyfix("check", root / "build" / "site").out
    good = {"index.html": PAGE.format("x"), "orphan.html": PAGE.format('<a href="index.html">i</a>')}
    assert check(good).code == 0 and check(good, "--strict").code == 1
