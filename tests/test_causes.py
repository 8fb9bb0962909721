"""From symptom to cause: causes that questions share, the order of checks, maps, and what a log points to."""
import json
import re

import harness
from harness import site, whyfix
from test_site import Page

SHARED = """## 連線失敗怎麼辦? {#a}

| 原因 | 解決方案 |
|---|---|
| 對端閘道設備的存取控制策略沒有放行 UDP 500 端口。 | 放行端口。 |
| 兩端的預共享密鑰不同。 | 改成相同。 |

## 連線中斷怎麼辦? {#b}

| 原因 | 解決方案 |
|---|---|
| 對端閘道設備的訪問控制策略沒有放行 UDP 500 端口。 | 請更換整台設備。 |
| 對端閘道設備的存取控制策略沒有放行 UDP 4500 端口。 | 放行端口。 |
| 对端网关设备的访问控制策略已经放行 UDP 500 端口。 | 無。 |
"""


def www(root):
    return root / "build" / "site" / "www"


def causes_pages(root):
    return {p.name: p.read_text() for p in www(root).glob("cause.*.html")}


def test_a_shared_cause_has_a_page():
    with site({"faq.md": SHARED.replace("訪問控制策略沒有放行 UDP 500", "存取控制策略沒有放行 UDP 500")}, build=True) as root:
        (name, page), = causes_pages(root).items()
        links = Page(page).links
        assert any(link.startswith("a.html#") for link in links) and any(link.startswith("b.html#") for link in links)
        for entry in ("a.html", "b.html", "causes.html", "map.html"):
            assert f'href="{name}"' in (www(root) / entry).read_text(), entry


def test_the_list_of_causes_names_some_questions_and_leads_to_all():
    many = "".join(f"## 症狀 {n} 怎麼辦? {{#q{n:02}}}\n\n**原因：** 線路不通\n\n**解決方案：** 檢查線路 {n}\n\n" for n in range(14))
    with site({"faq.md": many}, build=True) as root:
        (name, page), = causes_pages(root).items()
        listed = (www(root) / "causes.html").read_text()
        assert listed.count('<li><a href="q') == 12 and re.search(rf'<p><a href="{name}">.*</a> <span class="count">14<', listed)
        assert page.count('<li><a href="q') == 14
        assert 'class="count"' not in (www(root) / "causes.html").read_text().replace('class="count">14', "")


def test_other_words_for_a_cause_are_one_but_another_number_or_a_denial_is_not():
    with site({"site.yml": "shared_causes: 60\n", "faq.md": SHARED}, build=True) as root:
        (_, page), = causes_pages(root).items()
        assert page.count("<li><a href=\"b.html#") == 1 and "4500" not in re.sub(r"<[^>]*>", "", page.split("<main")[1])


def test_the_threshold_is_the_authors():
    with site({"site.yml": "shared_causes: 100\n", "faq.md": SHARED}, build=True) as root:
        assert not causes_pages(root)
    with site({"site.yml": "shared_causes: 0\n", "faq.md": SHARED}) as root:
        result = whyfix("-C", root, "build", expect=1)
        assert "site.yml:1" in result.err and "1 to 100" in result.err


CHECKS = """## 不通怎麼辦? {#drop}

| 分類 | 原因 | 解決方案 | 檢查項目 |
|---|---|---|---|
| 防火牆 | 沒有放行端口一 | 1. 登入設備<br>2. 放行端口<br>3. 重新連線 | |
| 設定 | 算法不同 | 改成相同 | |
| 設定 | 密鑰不同 | 改成相同 | |
| 線路 | 光纖斷了 | 報修 | 燈號是不是紅色 |
"""


def test_checks_are_in_order():
    with site({"faq.md": CHECKS}, build=True) as root:
        page = (www(root) / "drop.html").read_text()
        summaries = [re.sub(r"<[^>]*>|\s+", " ", s).strip() for s in re.findall(r"<summary>(.*?)</summary>", page.split('id="diagnose"')[1].split("</section>")[0], re.S)]
        assert [s.split(" ")[0] for s in summaries][:3] == ["燈號是不是紅色", "設定", "防火牆"], summaries
        ids = set(re.findall(r'id="([^"]+)"', page))
        for link in re.findall(r'href="#([^"]+)"', page):
            assert link in ids, link
        assert {"diagnose", "check-1", "check-2", "check-3", "check-none"} <= ids


def test_a_check_by_its_label():
    text = "## 斷線怎麼辦? {#x}\n\n**原因:** 線斷了\n\n**Check:** 燈號\n\n**解決:** 換線\n\n**原因:** 停電\n\n**解決:** 送電\n"
    with site({"faq.md": text}, build=True) as root:
        records = harness.records(root)
        assert [(r["cause"], r["solution"]) for r in records] == [("線斷了", "換線"), ("停電", "送電")]
        assert "<summary>燈號" in (www(root) / "x.html").read_text()


def choices(page):
    """How many choices lead to each cause of a question's page, its symptom being the first."""
    part = page.split('id="diagnose"')
    if len(part) == 1:
        return {}
    found = {}
    for item in re.findall(r"<li><details>.*?</details></li>", part[1].split("</section>")[0], re.S):
        for anchor in re.findall(r'<a href="#([^"]+)"', item.split('class="ways"')[0]):
            found[anchor] = 3 if "count" in item else 2
    return found


def test_each_cause_of_the_seed_is_three_choices_away():
    seed = harness.need_shared("seed", "faq.md")
    with site() as root:
        whyfix("import", seed, "-o", root / "content" / "faq.md")
        whyfix("-C", root, "build")
        start, count = (www(root) / "diagnose.html").read_text(), 0
        for record in harness.records(root):
            if not record["cause"]:
                continue
            page = (www(root) / f"{record['entry']}.html").read_text()
            assert f'href="{record["entry"]}.html' in start, record["id"]
            anchor = record["url"].split("#")[1]
            assert "id=\"diagnose\"" not in page or choices(page).get(anchor, 9) <= 3, record["id"]
            count += 1
        assert count >= 14, count


LOG_LINE = re.compile(r"[A-Z]{3,}_[A-Z_]+|(received|payload|retransmit|proposal|Negotiation|failed|sending)", re.I)


def test_each_log_line_of_the_content_leads_to_its_cause():
    whyfix("-C", harness.ROOT, "build", "-o", harness.ROOT / "build" / "test-site")
    database, noise = harness.ROOT / "build" / "test-site" / "search.db", "Nov 25 01:02:03 gw sshd[77]: session opened\nNov 25 01:02:04 gw cron: job 17 done\n"
    lines = {}
    for record in harness.records(harness.ROOT):
        for text in [*record["aliases"], record["question"]]:
            if LOG_LINE.search(text) and text.isascii():
                lines.setdefault(text, set()).add(record["entry"])
    assert len(lines) >= 8, lines
    for line, entries in lines.items():
        log = f"{noise}Nov 25 01:02:03 gw charon: 05[IKE] {line}\n{noise}"
        found = json.loads(whyfix("search", "--db", database, "--json", "--log", "-", stdin=log.encode()).out)
        assert found["causes"] and found["causes"][0]["entry"] in entries, (line, [c["entry"] for c in found["causes"]])
        assert line in found["causes"][0]["lines"][0], line


def test_a_line_of_a_log_leads_to_the_cause_that_has_it_in_its_row():
    text = """## 協商失敗怎麼辦? {#x}

| 原因 | 解決方法 | 日誌 |
|---|---|---|
| 版本不同 | 設定同一個版本 | `received AUTHENTICATION_FAILED error notify` |
| 金鑰不同 | 設定同一個金鑰 | `invalid HASH_V1 payload length`<br>`could not decrypt payloads` |
| 群組不同 | 設定同一個群組 | 無 |
"""
    with site({"faq.md": text}, build=True) as root:
        records = harness.records(root)
        assert [(r["category"], r["cause"], r["solution"]) for r in records][1:] == [(None, "金鑰不同", "設定同一個金鑰"), (None, "群組不同", "設定同一個群組")]
        page = (www(root) / "x.html").read_text()
        assert "<summary>invalid HASH_V1" in page and "<summary>群組不同" in page
        for row, line in ((0, "received AUTHENTICATION_FAILED error notify"), (1, "could not decrypt payloads")):
            log = f"Nov 25 01:02:03 gw charon: 05[IKE] {line}\nNov 25 01:02:04 gw cron: job 17 done\n"
            found = json.loads(whyfix("-C", root, "search", "--json", "--log", "-", stdin=log.encode()).out)["causes"]
            assert found[0]["cause"] == records[row]["cause"] and line in found[0]["lines"][0], found
            assert not found[1]["lines"] and not found[2]["lines"], found


def test_a_log_of_a_megabyte_is_bounded():
    with site({"faq.md": CHECKS + "\n## 日誌出現 NO_PROPOSAL_CHOSEN? {#n}\n\n**原因:** 算法不同\n\n**解決:** 改成相同\n"}, build=True) as root:
        lines = [f"Nov 25 01:02:03 gw charon: {i:05}[NET] word{i * 7919 % 65521} packet {i}" for i in range(18000)]
        lines[9000] = "received NO_PROPOSAL_CHOSEN notify error"
        (root / "big.log").write_text("\n".join(lines))
        found = json.loads(whyfix("-C", root, "search", "--json", "--log", root / "big.log", timeout=60).out)
        assert found["causes"][0]["entry"] == "n" and found["causes"][0]["lines"] == [lines[9000]]
        assert whyfix("-C", root, "search", "--log", root / "big.log", "不通").out.startswith("1. ")
        assert "no such file" in whyfix("-C", root, "search", "--log", root / "none.log", expect=3).err.lower()


def test_maps_are_the_same_each_time_and_have_every_cause():
    with site({"faq.md": CHECKS}, build=True) as root:
        first = harness.snapshot(www(root))
        whyfix("-C", root, "build", "--full")
        assert harness.snapshot(www(root)) == first
        drawing = first["drop.html"].decode().split("<svg")[1].split("</svg>")[0]
        assert all(text in drawing for text in ("不通怎麼辦?", "防火牆", "沒有放行端口一", "光纖斷了", "報修"))
        assert drawing.count("<rect") == drawing.count("<text") and "script" not in drawing


def test_a_question_of_very_many_causes_has_no_map_and_all_the_rest():
    def question(count):
        rows = "".join(f"| 第 {i} 條線路中斷 | 更換第 {i} 條線路 |\n" for i in range(count))
        return f"# {count} 條線路為何不通? {{#n{count}}}\n\n| 原因 | 解決方案 |\n|---|---|\n{rows}\n"

    with site({"faq.md": question(200) + question(201)}, build=True) as root:
        some, many = ((www(root) / f"n{count}.html").read_text() for count in (200, 201))
        assert some.count("<svg") == many.count("<svg") + 1
        assert "第 199 條線路中斷" in some and "第 200 條線路中斷" in many and "check-201" in many
