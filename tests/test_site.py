"""The pages: well-formed, linked, anchored, in the right language, and complete."""
import html.parser
import posixpath
import re
import urllib.parse

import harness
from harness import records, site, snapshot, whyfix

VOID = {"meta", "link", "input", "br", "img", "hr", "wbr", "col"}


class Page(html.parser.HTMLParser):
    """Checks that elements close in order, and gathers ids, links and text."""

    def __init__(self, text):
        super().__init__()
        self.open, self.ids, self.links, self.langs, self.words = [], [], [], [], []
        self.feed(text)
        self.close()
        assert not self.open, self.open

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag not in VOID:
            self.open.append(tag)
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if "lang" in attributes:
            self.langs.append((tag, attributes["lang"]))
        for name in ("href", "src", "action"):
            if name in attributes:
                self.links.append(attributes[name])

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, (tag, self.open, self.getpos())
        self.open.pop()

    def handle_data(self, data):
        self.words.append(data)


def check_site(root):
    www = root / "build" / "site" / "www"
    pages = {name: Page(text.decode()) for name, text in snapshot(www).items() if name.endswith(".html")}
    assert "index.html" in pages
    for name, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), (name, page.ids)
        for link in page.links:
            parts = urllib.parse.urlsplit(link)
            if parts.scheme or "whyfix.cgi" in link:
                continue
            assert not link.startswith("/"), (name, link)
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), urllib.parse.unquote(parts.path))) if parts.path else name
            assert (www / target).is_file(), (name, link)
            if parts.fragment and target.endswith(".html"):
                assert urllib.parse.unquote(parts.fragment) in pages[target].ids, (name, link)
    for record in records(root):
        page, anchor = record["url"].split("#")
        assert anchor in pages[page].ids, record["id"]
    return pages


def test_sections_whose_names_differ_in_case_alone_have_a_page_each():
    with site({"a.md": "# Disk\n\n## Why full?\n\nLogs.\n", "b.md": "# disk\n\n## Why slow?\n\nAge.\n",
               "c.md": "# Disk 2\n\n## Why loud?\n\nDust.\n"}, build=True) as root:
        www = root / "build" / "site" / "www"
        titles = {path.name: path.read_text().split("<h1>")[1].split("</h1>")[0] for path in www.glob("section.*.html")}
        assert sorted(titles.values()) == ["Disk", "Disk 2", "disk"] and titles["section.disk.html"] == "Disk", titles
        assert "Why slow?" in (www / next(name for name, title in titles.items() if title == "disk")).read_text()
        whyfix("check", www)


def test_a_question_named_like_a_page_of_every_site_has_its_own():
    names = ["404", "all", "tags", "guide", "index", "map", "diagnose", "search", "Tag.invalid"]
    with site({"a.md": "# Errors\n\n" + "\n".join(f"## {name}\n\nWhat {name} means.\n" for name in names)}, build=True) as root:
        www = root / "build" / "site" / "www"
        pages = [re.sub("<[^>]*>", "", path.read_text()) for path in www.glob("*.html") if '<article class="entry"' in path.read_text()]
        assert len(pages) == len(names)
        for name in names:
            assert sum(f"What {name} means." in page for page in pages) == 1, name
        assert '<article class="entry"' not in (www / "404.html").read_text()
        whyfix("check", www)


def test_tags_whose_names_make_the_same_address_have_a_page_each():
    def page(title, tag):
        return f"---\ntags: [{tag}]\n---\n# {title}\n\n## Why {title}?\n\nFor a reason.\n"

    def tags_of(www):
        files = {}
        for path in www.glob("tag.*.html"):
            name = path.read_text().split("<h1>")[1].split("</h1>")[0]
            files[name] = path.name
        return files

    with site({"b.md": page("slow", "C++"), "c.md": page("dark", "'C#'")}, build=True) as root:
        www = root / "build" / "site" / "www"
        assert tags_of(www) == {"C++": "tag.c.html", "C#": "tag.c-2.html"}, tags_of(www)
        assert 'href="tag.c-2.html"' in (www / "why-dark.html").read_text()
        (root / "content" / "a.md").write_text(page("loud", "C"))
        whyfix("-C", root, "build")
        assert tags_of(www) == {"C": "tag.c.html", "C++": "tag.c-2.html", "C#": "tag.c-3.html"}, tags_of(www)
        for name, file in (("loud", "tag.c.html"), ("slow", "tag.c-2.html"), ("dark", "tag.c-3.html")):
            assert f'href="{file}"' in (www / f"why-{name}.html").read_text(), name
            assert f"Why {name}?" in (www / file).read_text(), name
        whyfix("check", www)


def test_long_lists_are_in_parts():
    """A page lists a thousand questions; what a part shows of others does not change with them."""
    def questions(name, numbers, version=1):
        return "".join(f"## Why {name} {n}, version {version}? {{#{name}{n}}}\n\nFor a reason.\n\n" for n in numbers)

    files = {"long.md": "---\ntags: [many]\n---\n# Long\n\n" + questions("l", range(2010)),
             "short.md": "".join(f"# Short {n}\n\n" + questions("s", [n]) for n in range(1010)),
             "top.md": questions("t", range(1010))}
    with site(files, build=True) as root:
        www = root / "build" / "site" / "www"

        def listed(name):
            return [link[:-5] for link in Page((www / name).read_text()).links if link[:1] in "lst" and link[1:-5].isdigit()]

        for stem in ("section.long", "tag.many"):
            parts = [listed(f"{stem}{part}.html") for part in ("", ".2", ".3")]
            assert sum(parts, []) == [f"l{n}" for n in range(2010)] and len(parts[0]) == 1000, stem
            assert not (www / f"{stem}.4.html").exists()
            links = Page((www / f"{stem}.2.html").read_text()).links
            assert f"{stem}.html" in links and f"{stem}.3.html" in links, stem
        start = listed("index.html")
        assert [link for link in start if link[0] == "t"] == [f"t{n}" for n in range(1000)]
        assert len([link for link in start if link[0] in "ls"]) == 1000
        assert Page((www / "index.html").read_text()).links.count("all.html") == 3
        whyfix("check", www)
        before = {name: (www / name).stat().st_mtime_ns for name in ("section.long.html", "section.long.2.html", "tag.many.html")}
        (root / "content" / "long.md").write_text(files["long.md"].replace("l 1500, version 1", "l 1500, version 2"))
        whyfix("-C", root, "build")
        whyfix("-C", root, "build", "--full", "-o", root / "whole")
        assert snapshot(www) == snapshot(root / "whole" / "www")
        changed = {name for name, time in before.items() if (www / name).stat().st_mtime_ns != time}
        assert changed == {"section.long.2.html"}, changed


def test_own_content():
    output = harness.ROOT / "build" / "test-site"
    harness.whyfix("-C", harness.ROOT, "build", "-o", output)
    with site() as root:
        (root / "build").mkdir()
        (root / "build" / "site").symlink_to(output)
        (root / "content").rmdir()
        (root / "content").symlink_to(harness.ROOT / "content")
        pages = check_site(root)
    assert len([n for n in pages if n.startswith("section.")]) == 5
    assert ("html", "zh-Hant") in pages["phase-1-failed.html"].langs


def test_sections_assets_languages_and_redirects():
    files = {
        "guide/faq.md": "# 進階\n\n## 為什麼? {#why}\n<!--\nredirects: [old-name]\n-->\n\n看圖 ![示意](img/a%20b.png) 與[另一題](other.md#how)。\n",
        "guide/other.md": "## How do I do it? {#how}\n\nSee [why](faq.md#why) or <https://example.com/>.\n\n![no alt](img/a%20b.png)\n",
        "guide/img/a b.png": b"\x89PNG",
        "hans.md": "---\ntitle: 简体\n---\n\n## 为什么连接失败? {#hans}\n\n因为设备异常，请检查设备。\n",
        "/static/extra.js": "1",
        "/static/style.css": "body{}",
        "/templates/breadcrumbs.html": "<p>own crumbs</p>\n",
    }
    with site(files, build=True) as root:
        pages = check_site(root)
        www = root / "build" / "site" / "www"
        assert (www / "guide" / "img" / "a b.png").read_bytes() == b"\x89PNG"
        assert ("html", "en") in pages["how.html"].langs and ("html", "zh-Hans") in pages["hans.html"].langs
        assert "url=why.html" in (www / "old-name.html").read_text()
        assert (www / "static" / "extra.js").read_text() == "1" and (www / "static" / "style.css").read_text() == "body{}"
        assert "own crumbs" in (www / "why.html").read_text()


def test_answers_are_whole():
    """All text of a question's source is on its page."""
    for name, source in harness.golden_sources():
        with site({"input.md": source}, build=True) as root:
            pages = check_site(root)
            for record in records(root):
                text = "".join("".join(pages[record["entry"] + ".html"].words).split())
                for field in ("cause", "solution", "category"):
                    for line in (record[field] or "").replace("\t", "\n").splitlines():
                        assert "".join(line.split()) in text, (name, record["id"], line)


def test_works_without_scripts_and_from_a_disk():
    with site({"a.md": "## 為什麼? {#why}\n\n原因：壞了。\n\n解決方案：修理。\n"}, build=True) as root:
        for name, text in snapshot(root / "build" / "site" / "www").items():
            if name.endswith(".html"):
                text = harness.without_own_scripts(text.decode()).encode()
                assert b"<script" not in text and b'href="/' not in text and b"http://" not in text


def test_an_old_address_leads_on():
    entry = "## {}? {{#{}}}\n<!--\nredirects: {}\n-->\n\nSo.\n\n"
    text = entry.format("Why", "why", "[faq/why/, faq.html#q1]") + entry.format("How", "how", "[faq.html#q2, why, index]")
    with site({"a.md": text}) as root:
        result = harness.whyfix("-C", root, "build")
        www = root / "build" / "site" / "www"
        check_site(root)
        assert 'url=../../why.html"' in (www / "faq" / "why" / "index.html").read_text()
        page = (www / "faq.html").read_text()
        assert "http-equiv" not in page and '<p id="q1"><a href="why.html">' in page and '<p id="q2"><a href="how.html">' in page
        assert result.err.count("[redirect]") == 2 and "'why'" in result.err and "'index'" in result.err


def test_links_between_documents_lead_to_pages():
    files = {
        "a.md": "## Why? {#why}\n\n[b](b.md) [how](b.md#how) [slug](b.md#how-do-i) [top](b.md#part) [self](#why) [dead](c.md) [none](b.md#x) [file](d.txt)\n\n"
                '<p><a href="b.md#how">raw</a> &amp; ![](#why)</p>\n',
        "b.md": "# Part\n\n## How do I? {#how}\n\nSo.\n", "d.txt": "1",
    }
    with site(files, build=True) as root:
        check_site(root)
        page = (root / "build" / "site" / "www" / "why.html").read_text()
    assert '<a href="how.html">b</a> <a href="how.html">how</a> <a href="how.html">slug</a> <a href="index.html">top</a>' in page
    assert '<a href="why.html">self</a> <a>dead</a> <a>none</a> <a href="d.txt">file</a>' in page and '<a href="how.html">raw</a>' in page
    assert "\x01" not in page


def test_a_question_that_is_gone_is_reported():
    with site({"a.md": "## Why? {#why}\n\nSo.\n\n## How? {#how}\n\nSo.\n"}, build=True) as root:
        (root / "content" / "a.md").write_text("## Why? {#why-not}\n<!--\nredirects: why\n-->\n\nSo.\n")
        strict = harness.whyfix("-C", root, "build", "--strict", expect=1)
        assert strict.err.count("[dropped-id]") == 1 and "'how'" in strict.err
        assert (root / "build" / "site" / "www" / "how.html").exists()
        assert "[dropped-id]" in harness.whyfix("-C", root, "build").err
        assert harness.whyfix("-C", root, "build").err == ""


def test_many_readers_read_what_one_reads():
    links = "\n".join(f"* 見 https://example.com/{i} 與 ~~舊的~~ www.example.com/{i}" for i in range(40))
    with site({f"f{n}.md": f"## 問題 {n} 怎麼辦?\n\n{links}\n" for n in range(150)}) as root:
        one = whyfix("-C", root, "export", env={"WHYFIX_JOBS": "1"}).raw
        assert one.count(b"](https://example.com/7)") >= 150, one[:2000].decode()
        for turn in range(3):
            assert whyfix("-C", root, "export", env={"WHYFIX_JOBS": "8"}).raw == one, turn
