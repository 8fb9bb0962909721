"""whyfix.cgi under real servers: lighttpd (CGI and FastCGI), nginx with spawn-fcgi, and `whyfix serve`."""
import contextlib
import json
import os
import pathlib
import subprocess
import tempfile
import urllib.parse

import harness
from harness import Skip, free_port, get, need_program, running, site, whyfix
from test_site import Page

FAQ = """# 連線 {#s}

## 連線狀態顯示「第一階段協商失敗」，怎麼辦？ {#phase-1}

| 分類 | 原因 | 解決方案 |
|---|---|---|
| 防火牆 | 沒有放行 UDP500 端口 | 放行端口 |
| 設定 | 算法不同 | 兩端相同 |

## 問題 <script>alert(1)</script> 協商? {#evil}

答案 <script>alert(2)</script> & 協商。
"""


def configuration(name, root, folder, port):
    text = (harness.ROOT / "tests" / "e2e" / name).read_text()
    modules = "/usr/lib/apache2/modules"
    values = {"MODULES": modules, "SITE": root / "build" / "site", "PORT": port, "FOLDER": folder, "CGI": harness.CGI,
              "USER": "" if os.getuid() else "User root\nGroup root" if "apache" in name else "user root;"}
    for key, value in values.items():
        text = text.replace(f"@{key}@", str(value))
    path = pathlib.Path(folder) / name
    path.write_text(text)
    return path


@contextlib.contextmanager
def lighttpd(root, name):
    program, port = need_program("lighttpd"), free_port()
    with tempfile.TemporaryDirectory() as folder:
        path = configuration(name, root, folder, port)
        with running([program, "-D", "-f", path], port):
            yield f"http://127.0.0.1:{port}"


@contextlib.contextmanager
def nginx(root, name):
    program, spawn, port = need_program("nginx"), need_program("spawn-fcgi"), free_port()
    with tempfile.TemporaryDirectory() as folder:
        path = configuration(name, root, folder, port)
        env = {**harness.ENVIRONMENT, "WHYFIX_DB": str(root / "build" / "site" / "search.db")}
        fastcgi = subprocess.Popen([spawn, "-n", "-s", f"{folder}/whyfix.socket", "--", harness.CGI], env=env)
        try:
            with running([program, "-c", path, "-p", folder], port):
                yield f"http://127.0.0.1:{port}"
        finally:
            fastcgi.terminate()
            fastcgi.wait(10)


@contextlib.contextmanager
def apache(root, name):
    program, port = need_program("apache2"), free_port()
    with tempfile.TemporaryDirectory() as folder:
        text = configuration(name, root, folder, port).read_text()
        if os.getuid() == 0:  # Apache answers as nobody else than its own user, and not as root
            text = text.replace("User root\nGroup root", "User www-data\nGroup www-data")
            for path in (folder, root, *root.rglob("*")):
                os.chmod(path, 0o755)
        path = pathlib.Path(folder) / name
        path.write_text(text)
        with running([program, "-X", "-f", path], port):
            yield f"http://127.0.0.1:{port}"


@contextlib.contextmanager
def serve(root, *options):
    port = free_port()
    with running([harness.WHYFIX, "-C", root, "serve", "-p", port, *options], port):
        yield f"http://127.0.0.1:{port}"


SERVERS = {
    "lighttpd-cgi": lambda root: lighttpd(root, "lighttpd-cgi.conf"),
    "lighttpd-fastcgi": lambda root: lighttpd(root, "lighttpd-fastcgi.conf"),
    "nginx-fastcgi": lambda root: nginx(root, "nginx-fastcgi.conf"),
    "apache-cgi": lambda root: apache(root, "apache-cgi.conf"),
    "serve": lambda root: serve(root, "--no-watch"),
}


def quote(text):
    return urllib.parse.quote(text)


def check_json(base, root):
    found = get(f"{base}/cgi-bin/whyfix.cgi?q={quote('协商失败')}&format=json")
    assert found.status == 200 and found.headers["Content-Type"].startswith("application/json")
    body = found.json()
    assert body["results"][0]["entry"] == "phase-1" and body["query"] == "协商失败"
    assert "<mark>" in body["results"][0]["snippet"] or body["results"][0]["records"]
    same = get(f"{base}/cgi-bin/whyfix.cgi?q={quote('协商失败')}", headers={"Accept": "application/json"}).json()
    assert same["results"] == body["results"]
    only = get(f"{base}/cgi-bin/whyfix.cgi?q={quote('協商')}&category={quote('防火牆')}&n=5&page=1&format=json").json()
    assert [r["entry"] for r in only["results"]] == ["phase-1"]
    assert {f["value"] for f in only["facets"]["category"]} == {"防火牆", "設定", "連線"}


def check_pages(base, root):
    page = get(f"{base}/cgi-bin/whyfix.cgi?q={quote('協商')}")
    assert page.status == 200 and page.headers["Content-Type"] == "text/html; charset=utf-8"
    parsed = Page(page.text)
    assert "<script" not in harness.without_own_scripts(page.text) and "&lt;script&gt;" in page.text
    for link in parsed.links:
        if not link.startswith("?") and "whyfix.cgi" not in link:
            assert get(urllib.parse.urljoin(f"{base}/cgi-bin/whyfix.cgi", link)).status == 200, link
    for query in ('<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "'", '" OR "', "a" * 3000, "\u202e", "%", "%00x"[:1]):
        answer = get(f"{base}/cgi-bin/whyfix.cgi?q={quote(query)}")
        assert answer.status == 200 and "<script" not in harness.without_own_scripts(answer.text) and "<img" not in answer.text, query
        Page(answer.text)
    empty = get(f"{base}/cgi-bin/whyfix.cgi")
    assert empty.status == 200 and 'name="q"' in empty.text
    assert get(f"{base}/phase-1.html").status == 200 and get(f"{base}/").status == 200


def check_other_requests(base, root):
    cgi = f"{base}/cgi-bin/whyfix.cgi"
    suggest = get(f"{cgi}/suggest?q={quote('连线')}")
    assert suggest.headers["Content-Type"].startswith("application/x-suggestions+json")
    typed, texts, descriptions, urls = suggest.json()
    assert typed == "连线" and texts[0].startswith("連線狀態") and urls[0] == "phase-1.html" and len(descriptions) == len(texts)
    entry = get(f"{cgi}/records/phase-1").json()
    assert entry["entry"] == "phase-1" and [r["id"] for r in entry["records"]] == ["phase-1#1", "phase-1#2"]
    assert get(f"{cgi}/records/nothing").status == 404
    assert get(f"{cgi}/nothing").status == 404
    health = get(f"{cgi}/health")
    assert health.status == 200 and health.json()["build"]


def check_protocol(base, root):
    cgi = f"{base}/cgi-bin/whyfix.cgi"
    first = get(f"{cgi}?q=UDP500")
    for name in ("ETag", "Cache-Control", "Vary", "Content-Security-Policy", "X-Content-Type-Options"):
        assert first.headers[name], name
    assert get(f"{cgi}?q=UDP500", headers={"If-None-Match": first.headers["ETag"]}).status == 304
    assert get(f"{cgi}?q=UDP501").headers["ETag"] != first.headers["ETag"]
    head = get(f"{cgi}?q=UDP500", method="HEAD")
    assert head.status == 200 and head.body == b""
    post = get(f"{cgi}?q=UDP500", method="POST")
    assert post.status == 405 and "GET" in post.headers["Allow"]
    for wrong in ("page=0", "page=x", "n=1000000", "format=xml", "q=%ff%fe", "q=a%00b", "lang=%3Cx%3E"):
        answer = get(f"{cgi}?{wrong}" + ("" if wrong.startswith("q") else "&q=a"))
        assert answer.status == 400, (wrong, answer.status)
    long = get(f"{cgi}?q=" + quote("斷線 " * 8000))  # 100 kB once decoded, more before
    assert long.status in (200, 400, 413, 414, 431), long.status


def check_answers_that_are_kept(base, root):
    """A program that answers many requests keeps answers: each has its own, whatever was asked before it."""
    cgi = f"{base}/cgi-bin/whyfix.cgi?q={quote('協商')}"
    for _ in range(2):
        whole = get(f"{cgi}&format=json").json()["results"]
        assert get(f"{cgi}&format=json&utm_source=mail").json()["results"] == whole and len(whole) > 1
        assert get(f"{cgi}&format=json&n=1").json()["results"] == whole[:1]
        assert get(f"{cgi}&format=json&n=1&page=2").json()["results"] == whole[1:2]
        assert [r["entry"] for r in get(f"{cgi}&format=json&category={quote('防火牆')}").json()["results"]] == ["phase-1"]
        assert get(f"{cgi}&format=json&lang=en").json()["results"] == []
        assert "<html" in get(cgi).text and "<html" not in get(f"{cgi}&format=markdown").text


def check_index_changes(base, root):
    cgi = f"{base}/cgi-bin/whyfix.cgi"
    database = root / "build" / "site" / "search.db"
    before = get(f"{cgi}/health").json()["build"]
    old = (root / "content" / "faq.md").read_text()
    (root / "content" / "faq.md").write_text(old + "\n## 全新的問題是什麼? {#fresh}\n\n全新的答案。\n")
    whyfix("-C", root, "build")
    assert get(f"{cgi}/health").json()["build"] != before
    assert get(f"{cgi}?q={quote('全新')}&format=json").json()["results"][0]["entry"] == "fresh"
    whole = database.read_bytes()
    database.unlink()
    missing = get(f"{cgi}?q=a")
    assert missing.status == 503 and "<html" in missing.text
    database.write_bytes(b"damaged " * 1000)
    damaged = get(f"{cgi}?q=a&format=json")
    assert damaged.status == 503 and damaged.json()["error"]
    assert get(f"{cgi}/health").status == 503
    database.write_bytes(whole)
    assert get(f"{cgi}/health").status == 200


def check_diagnosis(base, root):
    address = f"{base}/cgi-bin/whyfix.cgi/diagnose"
    log = "Nov 25 gw charon: starting\n" * 30 + "Nov 25 gw charon: 沒有放行 UDP500 端口\n"
    page = get(address, "POST", body={"log": log, "q": "協商", "site": ""})
    assert page.status == 200 and page.headers["Cache-Control"] == "no-store" and "UDP500 端口\n</code>" in page.text
    links = [link for link in Page(page.text).links if "#record" in link]
    assert urllib.parse.urljoin(address, links[0]).startswith(f"{base}/phase-1.html#"), links
    for link in Page(page.text).links:
        assert "whyfix.cgi" in link or get(urllib.parse.urljoin(address, link)).status == 200, link
    found = get(address, "POST", {"Accept": "application/json", "Content-Type": "text/plain"}, log.encode()).json()
    assert found["causes"][0]["entry"] == "phase-1" and found["causes"][0]["lines"] == [log.splitlines()[-1]]
    assert get(f"{address}?format=json&q={quote('算法不同')}").json()["causes"][0]["id"] == "phase-1#2"
    evil = get(address, "POST", body={"log": "<script>alert(1)</script> UDP500 端口"})
    assert "<script>alert" not in evil.text and "&lt;script&gt;alert" in evil.text
    large = get(address, "POST", body={"log": "端口 <%&\r\n" * 66000})  # 1 MB, several times that as a form
    assert large.status == 200, large.status
    assert get(address).status == 200 and get(address, "DELETE").status in (403, 405, 501)


CHECKS = [check_json, check_diagnosis, check_pages, check_other_requests, check_protocol, check_answers_that_are_kept, check_index_changes]


def run(server):
    with site({"faq.md": FAQ}, build=True) as root, SERVERS[server](root) as base:
        for check in CHECKS:
            check(base, root)


def cases():
    for server in SERVERS:
        yield server, lambda server=server: run(server)


def test_cgi_without_an_index():
    env = {**harness.ENVIRONMENT, "REQUEST_METHOD": "GET", "QUERY_STRING": "q=a", "GATEWAY_INTERFACE": "CGI/1.1"}
    process = subprocess.run([harness.CGI], env=env, capture_output=True, stdin=subprocess.DEVNULL)
    assert process.returncode == 0 and process.stdout.startswith(b"Status: 503 "), process
    assert b"WHYFIX_DB" in process.stderr


def test_query_of_100_kb():
    with site({"faq.md": FAQ}, build=True) as root:
        env = {**harness.ENVIRONMENT, "REQUEST_METHOD": "GET", "WHYFIX_DB": str(root / "build" / "site" / "search.db"),
               "QUERY_STRING": "format=json&q=" + "UDP500+log+line+" * 6400}
        process = subprocess.run([harness.CGI], env=env, capture_output=True, stdin=subprocess.DEVNULL)
        assert process.stdout.startswith(b"Status: 200 ") and b'"entry":"phase-1"' in process.stdout, process.stdout[:500]
        env["QUERY_STRING"] = "q=" + "a" * 120_000  # more than one variable of the environment can hold is not for us
        process = subprocess.run([harness.CGI], env=env, capture_output=True, stdin=subprocess.DEVNULL)
        assert process.stdout.startswith(b"Status: 200 "), process.stdout[:200]


def test_suggestions_name_the_entry_whose_way_to_ask_it_is():
    def entry(name, *ways):
        return f"## {ways[0]} {{#{name}}}\n\n<!--\naliases: [{', '.join(ways[1:])}]\n-->\n\n答案。\n\n"

    text = (entry("a", "甲一?", "乙二", "丙三") + entry("b", "隧道斷線?") + entry("c", "!!!", "丁隧道") + entry("d", "又問?", "戊", "隧道不通", "己") +
            entry("e", "隧道慢?", "隧道卡"))
    with site({"faq.md": text}, build=True) as root:
        def suggest(typed):
            env = {**harness.ENVIRONMENT, "REQUEST_METHOD": "GET", "WHYFIX_DB": str(root / "build" / "site" / "search.db"),
                   "PATH_INFO": "/suggest", "QUERY_STRING": "q=" + urllib.parse.quote(typed)}
            answer = subprocess.run([harness.CGI], env=env, capture_output=True, stdin=subprocess.DEVNULL).stdout
            _, texts, _, urls = json.loads(answer.partition(b"\r\n\r\n")[2])
            return list(zip(texts, (url.rpartition("/")[2].removesuffix(".html") for url in urls), strict=True))

        assert suggest("隧道") == [("隧道斷線?", "b"), ("隧道不通", "d"), ("隧道慢?", "e"), ("丁隧道", "c")]
        assert suggest("甲") == [("甲一?", "a")] and suggest("丙") == suggest("三") == [("丙三", "a")]
        assert suggest("己") == [("己", "d")] and suggest("卡") == [("隧道卡", "e")] and suggest("沒有") == []


def test_serve_follows_changes():
    with site({"faq.md": FAQ}) as root, serve(root) as base:
        before = get(f"{base}/.build").json()["build"]
        assert "/.build" in get(f"{base}/").text
        (root / "content" / "more.md").write_text("## 後來的問題? {#later}\n\n答案。\n")
        for _ in range(200):
            if get(f"{base}/later.html").status == 200:
                break
            subprocess.run(["sleep", "0.05"])
        assert get(f"{base}/later.html").status == 200 and get(f"{base}/.build").json()["build"] != before
        (root / "content" / "site.yml").write_text("title: [")
        subprocess.run(["sleep", "1"])
        assert get(f"{base}/later.html").status == 200


def test_serve_keeps_to_its_folder():
    with site({"faq.md": FAQ}) as root, serve(root, "--no-watch") as base:
        host = base.removeprefix("http://")
        for path in ("/../search.db", "/%2e%2e/search.db", "/..%2fsearch.db", "/static/../../search.db", "//etc/passwd", "/.git/config"):
            text = subprocess.run(["curl", "-s", "--path-as-is", "-o", "/dev/null", "-w", "%{http_code}", f"http://{host}{path}"],
                                  capture_output=True, text=True).stdout
            assert text == "404", (path, text)


def test_port_that_is_taken():
    with site({"faq.md": FAQ}) as root, serve(root, "--no-watch") as base:
        result = whyfix("-C", root, "serve", "-p", base.rsplit(":", 1)[1], expect=3)
        assert "another port" in result.err
