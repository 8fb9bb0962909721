"""A second build: what says the same stays the same file, and what is published is never written to."""
import os

from harness import site, snapshot, whyfix

LONG_AGO = 1_000_000_000
ENTRY = "## 問題 {n} 怎麼辦? {{#e{n}}}\n\n| 原因 | 解決方案 |\n|---|---|\n| 算法 {n} 不同 | 第 {version} 版的辦法 |\n"


def content(changed=None):
    return {"/content/site.yml": "title: FAQ\ncompress: [gz, br]\n",
            **{f"f{n}.md": ENTRY.format(n=n, version=2 if n == changed else 1) for n in range(12)}}


def times(www):
    return {p.relative_to(www).as_posix(): p.stat().st_mtime for p in www.rglob("*") if p.is_file()}


def test_files_that_say_the_same_keep_their_times():
    with site(content(), build=True) as root:
        www = root / "build" / "site" / "www"
        for path in www.rglob("*"):
            if path.is_file():
                os.utime(path, (LONG_AGO, LONG_AGO))
        before = {p: (www / p).read_bytes() for p in times(www)}
        with open(www / "e3.html", "rb") as old:
            (root / "content" / "f3.md").write_text(content(changed=3)["f3.md"])
            whyfix("-C", root, "build")
            assert old.read() == before["e3.html"], "a published file was written to"
        after = times(www)
        kept = {p for p in after if after[p] == LONG_AGO}
        same = {p for p in after if before.get(p) == (www / p).read_bytes()}
        assert kept == same - {"llms.txt", "llms-full.txt"}, kept ^ same
        assert {"e1.html", "e1.html.gz", "e1.html.br", "e1.md"} <= kept and "e3.html" not in kept and "e3.html.gz" not in kept
        incremental = snapshot(www)
        whyfix("-C", root, "build", "--full")
        assert snapshot(www) == incremental
        assert LONG_AGO not in times(www).values(), "--full writes all"


def test_a_published_file_that_somebody_wrote_to_is_made_anew():
    with site(content(), build=True) as root:
        page = root / "build" / "site" / "www" / "e1.html"
        right = page.read_bytes()
        page.write_bytes(right.replace(b"FAQ", b"QAF"))
        (root / "content" / "f3.md").write_text(content(changed=3)["f3.md"])
        whyfix("-C", root, "build")
        assert page.read_bytes() == right


def test_names_of_other_files_are_taken():
    with site({**content(), "llms.txt": "mine"}) as root:
        assert "content/llms.txt" in whyfix("-C", root, "build").err
        assert "問題 1" in (root / "build" / "site" / "www" / "llms.txt").read_text()
