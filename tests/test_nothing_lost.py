"""Nothing is lost: all visible text of a source stands on a page of its site.

The source is read here by other means than the tool's: its lines are cut where markup stands, what never shows (front
matter, comments, addresses, tags, ids) is taken out, and each piece that is left must be found in the text of the pages.
"""
import html
import html.parser
import re
import subprocess
import sys
import tempfile
import unicodedata

import harness

HIDDEN = [
    (re.compile(r"\A(---|\+\+\+)[ \t]*\n.*?\n(\1|\.\.\.)[ \t]*(\n|\Z)", re.S), ""),  # front matter
    (re.compile(r"<!--.*?-->", re.S), "\n"),
    (re.compile(r"^[ \t]*(`{3,}|~{3,}).*$", re.M), "\n"),  # fences and their languages; the code stays
    (re.compile(r"`{3,}\w*[ \t]*$", re.M), "\n"),  # one that opens in a table cell
    (re.compile(r"\{\{[<%].*?[>%]\}\}|\{%.*?%\}"), "\n"),  # template tags
    (re.compile(r"^[ \t]*(!!!|\?\?\?\+?)[ \t]*\w+", re.M), "\n"),  # the names of admonitions
    (re.compile(r"^[ \t]*:::+.*$", re.M), "\n"),
    (re.compile(r"\[![A-Za-z]+\][-+]?"), "\n"),
    (re.compile(r"\[!(UICONTROL|DNL|BADGE|VIDEO|INCLUDE) "), "\n"),
    (re.compile(r"\[\[[^\[\]|\n]+\|"), "[["),  # pages that links of wikis lead to
    (re.compile(r"[ \t]*\{[^{}\n]*#[^{}\n]*\}[ \t]*#*[ \t]*$", re.M), "\n"),  # {#id .class}
    (re.compile(r"[ \t]+\{[.:][^{}\n]*\}[ \t]*$", re.M), "\n"),
    (re.compile(r"\{:[ \t]*([#.]|[A-Za-z]{3})[^{}\n]*\}"), "\n"),
    (re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)"), "\n"),  # images: their texts are attributes
    (re.compile(r"\]\((<[^>\n]*>|[^()\n]*(\([^()\n]*\)[^()\n]*)*)\)"), "]\n"),  # addresses and titles of links
    (re.compile(r"^[ \t]*\[[^\]\n]+\]:.*$", re.M), "\n"),
    (re.compile(r"^[ \t>*#-]*((Q|A|Problem|Issue|Scenario|Case|案例|情境|提?[問问]|答|回[覆复]|[問问][題题]|Question|Answer)([ ]?#?[\d一二三]*[*]*[:：.、)]|(?<=[QA])\d+ (?!\d)|[ ]?[\d一二三]+ [—–-])|【[問问]題】)", re.M), "\n"),  # which are no words of the question or the answer
    (re.compile(r"^[ \t>*#-]*(\[[QA]\d*\]|[QA]\d+[｜|]|第\d+[題题問问][:：])", re.M), "\n"),
    (re.compile("^[\u2190-\u2bff\U0001f000-\U0001faff\ufe0f ]+\\*\\*(Q|A)[:：]", re.M), "\n"),
    (re.compile(r"</?[A-Za-z][^<>]*>"), "\n"),
]
NUMBER = re.compile(r"^[ \t>]*(#+|[-*+])?[ \t]*[(（]?\d{1,4}(\.\d+)*[.)）、．]?[ \t]+", re.M)  # of headings and list items
KEYCAPS = re.compile("^([ \\t]*#+[ \\t]*)(\\d\ufe0f?\u20e3)+", re.M)  # 1️⃣, numbers of headings
LIST_MARK = re.compile(r"^[ \t>]*(\d{1,2}([、．）]|[.)](?=[\u3000-\u9fff\uff00-\uffef]))|[（(]\d{1,2}[）)]|(步[驟骤] ?[\d一二三四五六七八九十]+|第[\d一二三四五六七八九十]+步|Step \d+)[、：，:]|[①-⑳•●◆■▪○◦‣·])[ \t]*", re.M)  # of lists that are none in markdown
HAN_NUMBER = re.compile(r"^([ \t]*#+[ \t]*)[(（]?[一二三四五六七八九十]+[)）、．](?![一二三四五六七八九十])", re.M)  # of headings
MARKUP = re.compile(r"[\s|*_`~#>\[\]\\<&;:：\"'=+\-–—.,!?。，？！()（）{}^$]+")


class Text(html.parser.HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.words, self.values = [], []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.values += [value for _, value in attributes if value]

    def handle_data(self, data):
        self.words.append(data)


def compact(text):
    return "".join(MARKUP.split(unicodedata.normalize("NFC", text)))


def pieces(source):
    source = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    for pattern, replacement in HIDDEN:
        source = pattern.sub(replacement, source)
    source = HAN_NUMBER.sub(r"\1", KEYCAPS.sub(r"\1", NUMBER.sub(" ", LIST_MARK.sub(" ", source))))
    for line in source.split("\n"):
        for piece in MARKUP.split(unicodedata.normalize("NFC", html.unescape(line))):
            if len(piece) > 1 or (piece and piece > "\u2e80"):
                yield piece


def lost(source, www):
    pages = [Text(page.read_text()) for page in sorted(www.rglob("*.html"))]
    shown = compact("\n".join("".join(page.words) + "\n" + "\n".join(page.values) for page in pages))
    return sorted({piece for piece in pieces(source) if piece not in shown})


def check(name, source):
    if isinstance(source, bytes):
        source = source.decode("utf-8", "replace")
    with harness.site({"input.md": source}, build=True) as root:
        missing = lost(source, root / "build" / "site" / "www")
    assert not missing, (name, missing[:20])


def test_of_golden_cases():
    for name, source in harness.golden_sources():
        if not name.startswith(("front-matter-broken", "markup-that-means-harm")):  # what is left out there was reported
            check(name, source)


def test_of_content():
    for path in sorted((harness.ROOT / "content").glob("*.md")):
        check(path.name, path.read_text())


def test_of_the_seed():
    check("seed", harness.need_shared("seed", "faq.md").read_text())


def test_of_real_pages():
    for path in sorted(harness.need_shared("pages").rglob("*.md")):
        if path.name != "README.md":
            check(str(path), path.read_text())


def test_of_the_generated_corpus():
    generator = harness.need_shared("bench", "gen_corpus.py")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, generator, "60", folder], check=True)
        for path in sorted(harness.pathlib.Path(folder).rglob("*.md")):
            check(path.name, path.read_text())
