"""The command line: usage, exit codes, where output goes, what bad input does."""
import os
import resource
import signal
import subprocess
import tempfile

import harness
from harness import search, site, snapshot, whyfix

FAQ = "## 為什麼連不上? {#down}\n\n| 原因 | 解決方案 |\n|---|---|\n| 線斷了 | 接上線 |\n| 沒電 | 開機 |\n"


def test_usage_errors():
    for args in ([], ["nonsense"], ["-C"], ["build", "extra"], ["build", "--nonsense"], ["build", "-o"], ["export", "--format", "nonsense"],
                 ["import"], ["search"], ["search", "-n", "0", "x"], ["serve", "-p", "99999"], ["build", "--base-url", "kb.example.com"]):
        result = whyfix(*args, expect=2)
        assert "usage: whyfix" in result.err, (args, result)


def test_help_and_version():
    text = whyfix("help").out
    for name in ("build", "serve", "search", "eval", "export", "import", "version", "help"):
        assert f"  {name} " in text, name
        assert f"usage: whyfix [-C ROOT] {name}" in whyfix("help", name).out
        assert whyfix(name, "--help").out == whyfix("help", name).out if name not in ("version", "help") else True
    assert whyfix("--version").out.startswith("whyfix ")


def test_content_is_missing():
    with tempfile.TemporaryDirectory() as folder:
        result = whyfix("-C", folder, "build", expect=1)
        assert "-C ROOT" in result.err


def test_two_builds_give_the_same_bytes():
    with site({"a.md": FAQ, "b/c.md": FAQ.replace("down", "other"), "synonyms.txt": "斷了,中斷\n"}) as root:
        whyfix("-C", root, "build", "-o", root / "one")
        whyfix("-C", root, "build", "-o", root / "two")
        assert snapshot(root / "one") == snapshot(root / "two")
    whyfix("-C", harness.ROOT, "build", "-o", harness.ROOT / "build" / "test-one")
    whyfix("-C", harness.ROOT, "build", "-o", harness.ROOT / "build" / "test-two")
    assert subprocess.run(["diff", "-r", "test-one", "test-two"], cwd=harness.ROOT / "build").returncode == 0


def test_export_makes_folders_and_build_takes_a_base_url():
    with site({"a.md": FAQ, "site.yml": "base_url: https://kb.example.com/faq"}) as root:
        whyfix("-C", root, "export", "-o", root / "deep" / "er" / "r.jsonl")
        assert '"url":"https://kb.example.com/faq/down.html#record-1"' in (root / "deep" / "er" / "r.jsonl").read_text()
        whyfix("-C", root, "build", "--base-url", "https://other.example.com")
        assert search(root, "斷")["results"][0]["url"] == "https://other.example.com/down.html"


def test_full_stdout_is_a_failure():
    with site({"a.md": FAQ}) as root, open("/dev/full", "wb") as full:
        process = subprocess.run([harness.WHYFIX, "-C", root, "export"], stdout=full, stderr=subprocess.PIPE, env=harness.ENVIRONMENT)
        assert process.returncode == 3 and b"stdout" in process.stderr, process


# ---- a build that fails leaves what was published ----------------------------------------------------------------------


def check_untouched(root, code, says, **options):
    before = snapshot(root / "build" / "site")
    assert before
    result = whyfix("-C", root, "build", expect=code, **options)
    assert says in result.err, result
    assert snapshot(root / "build" / "site") == before
    assert set(os.listdir(root / "build")) <= {"site", ".site.cache"}, os.listdir(root / "build")


def test_unreadable_file():
    with site({"a.md": FAQ}, build=True) as root:
        (root / "content" / "b.md").symlink_to("/nonexistent/file")
        check_untouched(root, 3, "b.md")


def test_bad_site_yml():
    for text in ("title: [unclosed", "- a list", "lang: no language", "base_url: kb.example.com", "title:\n  nested: 1"):
        with site({"a.md": FAQ}, build=True) as root:
            (root / "content" / "site.yml").write_text(text)
            check_untouched(root, 1, "content/site.yml:")


def test_bad_template():
    with site({"a.md": FAQ}, build=True) as root:
        (root / "templates").mkdir()
        (root / "templates" / "entry.html").write_text("line\n  {{#open}}")
        check_untouched(root, 1, "templates/entry.html:2:3: error:")
        (root / "templates" / "entry.html").write_text("{{> entry.html}} {{> entry.html}}")
        check_untouched(root, 1, "templates/entry.html: error: {{entry.html}} is nested too deep")


def limit_file_size():
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))


def test_full_disk():
    """A write that the system refuses: the limit on file sizes acts like a disk that is full."""
    with site({"a.md": FAQ + "文字 " * 20000}, build=False) as root:
        (root / "content" / "a.md").write_text(FAQ)
        whyfix("-C", root, "build")
        (root / "content" / "a.md").write_text(FAQ + "文字 " * 20000)
        check_untouched(root, 3, "cannot write", preexec_fn=limit_file_size)


def test_full_disk_of_its_own():
    with tempfile.TemporaryDirectory() as disk:
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", disk], capture_output=True).returncode:
            raise harness.Skip("a small file system cannot be mounted here")
        try:
            with site({"a.md": FAQ}) as root:
                whyfix("-C", root, "build", "-o", f"{disk}/out")
                before = snapshot(f"{disk}/out")
                (root / "content" / "a.md").write_text(FAQ + "文字 " * 200000)
                result = whyfix("-C", root, "build", "-o", f"{disk}/out", expect=3)
                assert "No space left" in result.err or "full" in result.err, result
                assert snapshot(f"{disk}/out") == before and set(os.listdir(disk)) <= {"out", ".out.cache"}
        finally:
            subprocess.run(["umount", disk], check=True)


def test_strict_publishes_nothing():
    with site({"a.md": FAQ}, build=True) as root:
        (root / "content" / "b.md").write_text(FAQ)
        check_untouched_strict = snapshot(root / "build" / "site")
        result = whyfix("-C", root, "build", "--strict", expect=1)
        assert "[duplicate-id]" in result.err
        assert snapshot(root / "build" / "site") == check_untouched_strict


def test_a_build_names_a_hundred_of_a_kind_and_counts_the_others():
    with site({f"f{n:03}.md": "## 同一個問題?\n\n答案。\n\n## 同一個問題?\n\n答案。\n" for n in range(70)}) as root:
        def said(err):
            return [line for line in err.splitlines() if "[duplicate-question]" in line]
        first = whyfix("-C", root, "build").err
        warnings = said(first)
        assert len(warnings) == 101 and warnings[:100] == sorted(warnings[:100]), warnings
        assert warnings[0].split(": ")[0].endswith("f000.md:5") and "there are 39 more" in warnings[100] and "whyfix lint" in warnings[100]
        assert whyfix("-C", root, "build").err == first, "again, though nothing has changed"
        strict = whyfix("-C", root, "build", "--strict", expect=1).err
        assert said(strict) == warnings and strict.count("more warnings") == 1
        lint = whyfix("-C", root, "lint", expect=None)
        assert len(said(lint.out + lint.err)) == 139


def test_foreign_folder_is_not_replaced():
    with site({"a.md": FAQ}) as root:
        (root / "home").mkdir()
        (root / "home" / "letter.txt").write_text("dear")
        result = whyfix("-C", root, "build", "-o", root / "home", expect=1)
        assert "other things" in result.err
        assert snapshot(root / "home") == {"letter.txt": b"dear"}


def test_other_files_beside_a_site_stay():
    with site({"a.md": FAQ}, build=True) as root:
        (root / "build" / "site" / "queries.log").write_text("kept")
        (root / "content" / "a.md").write_text(FAQ.replace("接上線", "換一條線"))
        whyfix("-C", root, "build")
        assert (root / "build" / "site" / "queries.log").read_text() == "kept"
        assert search(root, "換一條線")["total"] == 1
        assert sorted(os.listdir(root / "build" / "site")) == ["queries.log", "search.db", "www"]


def test_leftovers_of_a_killed_build_go():
    with site({"a.md": FAQ}, build=True) as root:
        (root / "build" / ".site.new" / "www").mkdir(parents=True)
        whyfix("-C", root, "build")
        assert set(os.listdir(root / "build")) <= {"site", ".site.cache"}
        (root / "build" / "site").rename(root / "build" / ".site.old")
        whyfix("-C", root, "build")
        assert set(os.listdir(root / "build")) <= {"site", ".site.cache"}


# ---- bad input ---------------------------------------------------------------------------------------------------------


def build(files, expect_err=None):
    with site(files) as root:
        result = whyfix("-C", root, "build")
        if expect_err:
            assert expect_err in result.err, result
        return harness.records(root), snapshot(root / "build" / "site" / "www")


def test_empty_file():
    found, _ = build({"empty.md": "", "a.md": FAQ}, "content/empty.md:1: warning: the file is empty")
    assert len(found) == 2


def test_no_files_at_all():
    found, pages = build({})
    assert found == [] and "index.html" in pages


def test_file_of_2_mb():
    found, _ = build({"big.md": "".join(FAQ.replace("down", f"down-{i}").replace("連不上", f"連不上{i}") for i in range(16000))})
    assert len(found) == 32000


def test_one_paragraph_of_2_mb():
    found, pages = build({"big.md": "## 為什麼? {#why}\n\n" + "很長的一段文字 " * 100000})
    assert len(found) == 1 and len(pages["why.html"]) > 2_000_000


def test_invalid_utf8():
    found, pages = build({"a.md": "## 為什麼? {#why}\n\n好\xff\xfe壞".encode("utf-8", "surrogateescape") + b"\xff\xc0 end\n"}, "content/a.md:3")
    assert "\ufffd" in found[0]["solution"] and "end" in found[0]["solution"]
    assert "\ufffd" in pages["why.html"].decode()


def test_crlf_and_bom_are_as_if_they_were_not_there():
    plain, _ = build({"a.md": FAQ})
    assert build({"a.md": FAQ.replace("\n", "\r\n")})[0] == plain
    assert build({"a.md": b"\xef\xbb\xbf" + FAQ.encode()})[0] == plain
    assert build({"a.md": FAQ.replace("\n", "\r")})[0] == plain


def test_two_equal_ids():
    found, pages = build({"a.md": FAQ, "b.md": FAQ.replace("接上線", "再接上線")}, "content/b.md:1: warning: id 'down' is taken by content/a.md:1")
    assert sorted({r["entry"] for r in found}) == ["down", "down-2"]
    assert "再接上線" in pages["down-2.html"].decode()


def test_front_matter_without_end():
    found, pages = build({"a.md": "---\ntitle: 標題\n" + FAQ}, "content/a.md:1")
    assert [r["cause"] for r in found] == ["線斷了", "沒電"]


def test_bad_front_matter():
    found, _ = build({"a.md": "---\ntitle: [unclosed\n---\n" + FAQ}, "content/a.md:")
    assert len(found) == 2


def test_scripts_are_escaped():
    evil = ('## 為什麼 <script>alert(1)</script> & "引號"? {#evil}\n\n**原因：** <img src=x onerror=alert(2)> [連結](javascript:alert(3))\n\n'
            "**解決方案：**\n\n<script>alert(4)</script>\n<iframe src='//x'></iframe>\n<a href=\"JaVaScRiPt:alert(5)\">x</a>\n")
    _, pages = build({"a.md": evil, "site.yml": "title: <b>標題</b>"})
    for name in ("evil.html", "index.html"):
        page = pages[name].decode()
        page = harness.without_own_scripts(page)
        assert "<script" not in page and "onerror=" not in page and "<iframe" not in page and "<b>標題" not in page, page
        assert 'href="javascript:' not in page.lower(), page
    assert "&lt;script&gt;" in pages["evil.html"].decode() or "alert(1)" in pages["evil.html"].decode()


def test_queries_that_mean_harm():
    queries = ['"', "'", '"" OR ""', "question:原因", "原因*", "NEAR(a b, 3)", "a AND NOT b", "^原因", "-原因 +線", "{question}: x", "(((", "\\", "%_",
               "'; DROP TABLE entry; --", "<script>alert(1)</script>", "\u202e原因\u202c", "\u0000", "a" * 5000, "原因 " * 2000, "🙂", "．"]
    with site({"a.md": FAQ}, build=True) as root:
        text = whyfix("-C", root, "search", "--json", "-", stdin="\n".join(q.replace("\0", "") for q in queries).encode() + b"\n").out
        assert len(text.splitlines()) == len(queries)
        for query, line in zip(queries, text.splitlines()):
            assert "<script" not in line.split('"results"')[1], query
        assert search(root, "原因*線斷了")["results"][0]["entry"] == "down"


def test_query_of_100_kb():
    with site({"a.md": FAQ}, build=True) as root:
        text = whyfix("-C", root, "search", "--json", "-", stdin=("線斷了怎麼辦 log line 10.0.0.1 " * 3000).encode() + b"\n").out
        assert '"entry":"down"' in text


def test_damaged_index():
    with site({"a.md": FAQ}, build=True) as root:
        path = root / "build" / "site" / "search.db"
        whole = path.read_bytes()
        for damaged in (b"", b"no database at all", whole[: len(whole) // 2], whole[:100] + b"\xff" * 2000 + whole[2100:]):
            path.write_bytes(damaged)
            result = whyfix("-C", root, "search", "線", expect=None)
            assert result.code == 3 and "search.db" in result.err, result
        path.unlink()
        assert "build the site" in whyfix("-C", root, "search", "線", expect=3).err


def test_import_survives_pages_that_mean_harm():
    pages = {
        "deep.html": b"<div>" * 20000 + b"Why?" + b"</div>" * 20000,
        "lists.html": b"<ul><li>" * 3000 + b"text",
        "wide.html": b"<table><tr><td colspan=99999999 rowspan=99999999>a<td>b<tr><td>c</table>",
        "empty.html": b"", "zeros.html": b"<p>a\0b</p>", "latin.html": b'<meta charset="iso-8859-1"><p>caf\xe9</p>',
        "broken.html": b"<table><tr><td><table><h1></td><pre><![CDATA[x", "not-utf8.html": b"<p>\xff\xfe</p>",
    }
    with harness.site(pages) as root:
        for name in pages:
            result = harness.whyfix("import", root / "content" / name)
            assert result.code == 0, result
        assert "café" in harness.whyfix("import", root / "content" / "latin.html").raw.decode()


def test_export_explains_which_rule_made_a_record():
    text = "## Why?\n\n**Cause:** a\n\n**Solution:** b\n\n## How?\n\nSo.\n\n## And?\n"
    with harness.site({"a.md": text}) as root:
        lines = harness.whyfix("-C", root, "export", "--explain").out.splitlines()
        rules = {r["id"] for r in harness.records(root)}
    assert lines[0].startswith("content/a.md:3-5: why [labels]: "), lines
    assert "[prose]: nothing names a cause" in lines[1] and lines[1].startswith("content/a.md:9: how"), lines
    assert lines[2].endswith("no record: the question has no answer") and len(rules) == 2, lines


def test_a_build_without_a_change_does_nothing():
    with site({"a.md": "## 為何? {#a}\n\n<!--\nupdated: 2026-01-01\n-->\n\n答案。\n"}, build=True) as root:
        page, database = root / "build" / "site" / "www" / "a.html", root / "build" / "site" / "search.db"

        def built():
            before = database.stat().st_ino
            whyfix("-C", root, "build")
            return database.stat().st_ino != before

        assert not built() and not built()
        whyfix("-C", root, "build", "--full")
        (root / "content" / "a.md").write_text("## 為何? {#a}\n\n別的答案。\n")
        assert built() and "別的答案" in page.read_text() and not built()
        (root / "templates").mkdir()
        (root / "templates" / "guide.html").write_text("另一頁")
        assert built() and not built()
        (root / "content" / "a.md").touch()
        assert built()
        page.unlink()  # a hole that nobody noticed is mended by --full
        whyfix("-C", root, "build", "--full")
        assert page.exists()
        database.write_bytes(b"damaged")
        assert built()


def test_what_a_build_has_to_say_is_said_again():
    """Also more of it than is printed, and without a build."""
    question = "## 為何? {#a}\n\n答案。\n\n"
    with site({"a.md": question * 130, "b.md": "# b\n\n[壞的](none.md)\n\n" + question}) as root:
        first = whyfix("-C", root, "build").err
        database, kept = root / "build" / "site" / "search.db", root / "build" / ".site.cache" / "inputs"
        assert first.count("[duplicate-id]") == 101 and "there are 30 more warnings like these" in first, first
        before = database.stat().st_ino
        assert whyfix("-C", root, "build").err == first and database.stat().st_ino == before
        strict = whyfix("-C", root, "build", "--strict", expect=1).err
        assert strict == first + "whyfix: the site was not published; what was published before is unchanged\n"
        for damaged in (kept.read_bytes()[:-1], b"", None):
            kept.write_bytes(damaged) if damaged is not None else kept.unlink()
            before = database.stat().st_ino
            assert whyfix("-C", root, "build").err == first and database.stat().st_ino != before
        (root / "content" / "a.md").write_text(question)
        assert whyfix("-C", root, "build").err.count("[duplicate-id]") == 1


def test_what_is_said_of_very_many_documents_is_said_by_each_build():
    """The first of them are named, the others counted, by however many threads and whatever is kept of the last build."""
    with site({f"f{n:03}.md": f"---\ntags: {{x\n---\n## 為何 {n}? {{#a{n}}}\n\n答案。\n" for n in range(230)}) as root:
        first = whyfix("-C", root, "build", env={"WHYFIX_JOBS": "1"}).err
        named = [line for line in first.splitlines() if "f0" in line or "f1" in line]
        assert len(named) == 100 and "f000.md" in named[0] and "f099.md" in named[-1], first
        assert "there are 130 more warnings like these" in first, first
        for options, jobs in (((), "1"), (("--full",), "7"), ((), "7")):
            (root / "content" / "new.md").write_text(f"## 新 {options} {jobs}? {{#new}}\n\n答案。\n")
            assert whyfix("-C", root, "build", *options, env={"WHYFIX_JOBS": jobs}).err == first, (options, jobs)
