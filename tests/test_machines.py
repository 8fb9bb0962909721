"""What machines read of a site, and the site in other languages: feeds, structured data, variants, translations, twins."""
import gzip
import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as xml

import harness
from harness import site, snapshot, whyfix

FAQ = """# 連線 {#s}

說明文字。

## 連線顯示「第一階段協商失敗」，怎麼辦？ {#phase-1}
<!--
tags: [IKE]
updated: 2026-01-02
-->

| 原因 | 解決方案 |
|---|---|
| 沒有放行 UDP500 端口 `閘道` | 放行端口，看 ![圖](img/a.svg) |
| 算法不同 <!-- x --> | 兩端相同 |

## 密鑰在哪裡？ {#key}
<!--
updated: 2026-03-04
-->

在管理介面。

```
設定 密鑰
```
"""
FILES = {"faq.md": FAQ, "img/a.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>", "site.yml": "title: 知識庫\ndescription: 說明\nbase_url: https://kb.example.com/faq\n"}
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def pages(files):
    with site(files, build=True) as root:
        whyfix("check", root / "build" / "site" / "www")
        return snapshot(root / "build" / "site" / "www")


def structured(page):
    found = re.search(rb'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    return {item["@type"]: item for item in json.loads(found[1])["@graph"]}


def test_structured_data():
    made = pages(FILES)
    article = structured(made["phase-1.html"])
    assert article["TechArticle"]["headline"] == "連線顯示「第一階段協商失敗」，怎麼辦？" and article["TechArticle"]["dateModified"] == "2026-01-02"
    assert article["TechArticle"]["url"] == "https://kb.example.com/faq/phase-1.html" and "FAQPage" not in article
    assert [c["name"] for c in article["BreadcrumbList"]["itemListElement"]] == ["知識庫", "連線"]
    section = next(text for name, text in made.items() if name.startswith("section."))
    questions = structured(section)["FAQPage"]["mainEntity"]
    assert [q["name"] for q in questions] == ["連線顯示「第一階段協商失敗」，怎麼辦？", "密鑰在哪裡？"]
    for question in questions:  # what is marked up must be there to be read
        for line in question["acceptedAnswer"]["text"].split():
            assert line in section.decode(), line
    page = made["phase-1.html"].decode()
    assert '<link rel="canonical" href="https://kb.example.com/faq/phase-1.html">' in page
    assert '<meta property="og:title" content="連線顯示' in page and '<meta name="description"' in page


def test_sitemap_feed_robots_and_opensearch():
    made = pages({**FILES, "site.yml": FILES["site.yml"] + "variants: [zh-Hans]\n"})
    urls = {u.find(f"{SITEMAP}loc").text: u.find(f"{SITEMAP}lastmod") for u in xml.fromstring(made["sitemap.xml"])}
    assert urls["https://kb.example.com/faq/phase-1.html"].text == "2026-01-02" and "https://kb.example.com/faq/" in urls
    assert "https://kb.example.com/faq/zh-Hans/phase-1.html" in urls and not any("404" in u for u in urls)
    for url in urls:
        name = url.removeprefix("https://kb.example.com/faq/")
        assert (name + "index.html" if not name or name.endswith("/") else name) in made, url
    feed = xml.fromstring(made["feed.xml"])
    assert [e.find(f"{ATOM}title").text for e in feed.findall(f"{ATOM}entry")] == ["密鑰在哪裡？", "連線顯示「第一階段協商失敗」，怎麼辦？"]
    assert feed.find(f"{ATOM}updated").text == "2026-03-04T00:00:00Z" and feed.find(f"{ATOM}author/{ATOM}name").text
    assert made["robots.txt"].decode() == "User-agent: *\nDisallow: /cgi-bin/whyfix.cgi\nSitemap: https://kb.example.com/faq/sitemap.xml\n"
    description = xml.fromstring(made["opensearch.xml"])
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert len(description.find(f"{space}ShortName").text) <= 16
    templates = {u.get("type"): u.get("template") for u in description.findall(f"{space}Url")}
    assert templates["text/html"] == "https://kb.example.com/faq/cgi-bin/whyfix.cgi?q={searchTerms}"
    assert templates["application/x-suggestions+json"].endswith("/suggest?q={searchTerms}")


def test_a_site_without_an_address_has_no_feeds():
    made = pages({**FILES, "site.yml": "title: x\n"})
    assert "robots.txt" in made and not {"sitemap.xml", "feed.xml", "opensearch.xml"} & made.keys()
    assert b"canonical" not in made["index.html"]


def test_variants():
    made = pages({**FILES, "site.yml": FILES["site.yml"] + "variants: [zh-Hans, zh-TW]\n", "variants.txt": "# 例外\n密鑰\nzh-TW: 端口 = 連接埠\n"})
    here, there, taiwan = (made[f"{folder}phase-1.html"].decode() for folder in ("", "zh-Hans/", "zh-TW/"))
    assert '<html lang="zh-Hans">' in there and "连线显示「第一阶段协商失败」，怎么办？" in there and "連線" not in re.sub(r"translate=\"no\".*", "", there)
    assert "<code>閘道</code>" in there and 'id="record-1"' in there and 'href="../zh-Hans/phase-1.html"' in there
    assert 'src="../img/a.svg"' in there and "img/a.svg" in made
    assert '<h1 id="question">密鑰在哪里' in made["zh-Hans/key.html"].decode() and "設定 密鑰" in made["zh-Hans/key.html"].decode()
    assert "放行連接埠" in taiwan and "放行端口" not in taiwan
    for page in (here, there, taiwan):
        assert set(re.findall(r'rel="alternate" hreflang="([^"]+)"', page)) == {"zh-Hant", "zh-Hans", "zh-TW"}
    assert "协商失败" in structured(there.encode())["TechArticle"]["headline"]
    assert 'name="site" value="zh-Hans"' in there and 'name="site"' not in here
    with site({**FILES, "site.yml": "variants: [ja]\n"}) as root:
        assert "no conversion" in whyfix("-C", root, "build", expect=1).err


def test_a_site_in_simplified_for_taiwan():
    made = pages({"a.md": "## 网络软件的服务器连不上怎么办？ {#a}\n\n检查网络。\n", "site.yml": "lang: zh-Hans\nvariants: [zh-TW]\n"})
    assert "網路軟體的伺服器" in made["zh-TW/a.html"].decode()


def test_translations():
    english = "# Connections\n\n## Phase 1 negotiation failed {#phase-1}\n\nAllow UDP 500.\n\n## Where is the key? {#key}\n\nIn the console.\n"
    made = pages({**FILES, "faq.en.md": english})
    original, translation = made["phase-1.html"].decode(), made["phase-1.en.html"].decode()
    assert '<html lang="en">' in translation and 'href="phase-1.html" lang="zh-Hant" hreflang="zh-Hant"' in translation
    assert 'href="phase-1.en.html" lang="en" hreflang="en"' in original and "其他語言" in original
    links = dict(re.findall(r'<a href="([^"]*)\.html"([^>]*)>', made["all.html"].decode()))
    assert links["phase-1"] == "" and links["phase-1.en"] == ' lang="en"', "a link says its language where it is another than the page's"


def test_names_of_static_files_change_with_their_contents():
    made = pages({**FILES, "/static/style.css": "body { color: red }", "/static/extra.js": "1"})
    styles = [name for name in made if re.fullmatch(r"static/style\.[0-9a-f]{8}\.css", name)]
    assert len(styles) == 1 and made[styles[0]] == made["static/style.css"] == b"body { color: red }"
    assert styles[0].encode() in made["index.html"] and "static/extra.js" in made


def test_compressed_twins():
    made = pages({**FILES, "site.yml": "compress: [gz, br]\n"})
    assert gzip.decompress(made["phase-1.html.gz"]) == made["phase-1.html"] and "robots.txt.br" in made
    if shutil.which("brotli"):
        out = subprocess.run(["brotli", "-dc"], input=made["phase-1.html.br"], capture_output=True, check=True).stdout
        assert out == made["phase-1.html"]
    with site({**FILES, "site.yml": "compress: [zip]\n"}) as root:
        assert "compress" in whyfix("-C", root, "build", expect=1).err


def test_causes_tags_related_and_sources():
    more = "## 隧道為何協商失敗？ {#tunnel}\n<!--\ntags: [ike]\n-->\n\n**原因：** 算法不同\n\n**解決方案：** 統一算法\n"
    made = pages({**FILES, "more.md": more, "site.yml": "source: 'https://git.example.com/{path}#L{line}'\n"})
    causes = made["causes.html"].decode()
    shared = causes[causes.index("多個症狀共有的原因"):causes.index("其他原因")]
    assert "算法不同" in shared and "phase-1.html#record-2" in shared and "tunnel.html#record-1" in shared
    assert made["tag.ike.html"].count(b"<li><a href=") == 4 and b"tag.ike.html" in made["phase-1.html"]
    assert b'href="tunnel.html"' in made["phase-1.html"][made["phase-1.html"].index(b'id="related"'):]
    assert b"https://git.example.com/content/more.md#L1" in made["tunnel.html"]
    assert b"UDP500" in made["all.html"] and "沒有這一頁".encode() in made["404.html"]
