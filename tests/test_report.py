"""What the log of searches says: keystrokes left out, equal queries together, what was not found first."""
import html.parser
import json

import harness
from harness import site, whyfix


def line(time, query, results, top=None):
    return json.dumps({"time": f"2024-05-{time}Z", "query": query, "results": results, "top": top, "took_ms": 0.2}, ensure_ascii=False)


LOG = "\n".join([
    line("06T07:00:00.000", "協", 3, "drop"), line("06T07:00:01.500", "協商", 3, "drop"), line("06T07:00:03.000", "協商失敗", 3, "phase-1"),
    line("06T09:00:00.000", "协商失败", 3, "phase-1"), line("06T09:00:30.000", "协商失败 IKE", 2, "phase-1"),
    line("08T08:00:00.000", "wireguard 路由", 0), line("07T08:00:00.000", "WireGuard 路由", 0), line("07T10:00:00.000", "憑證", 0),
    "{broken", json.dumps({"feedback": "solved"}), ""])
FAQ = "## 協商失敗怎麼辦? {#phase-1}\n\n請檢查。\n\n## 憑證過期怎麼辦? {#certificate}\n\n請更換。\n\n## 路由不通? {#route}\n\n請檢查路由。\n"


def report(*options, db=True):
    with site({"faq.md": FAQ}, build=True) as root:
        (root / "log.jsonl").write_text(LOG)
        arguments = ["--db", root / "build" / "site" / "search.db"] if db else ["--db", root / "none.db"]
        return whyfix("report", *options, *arguments, root / "log.jsonl", cwd=root)


def test_json():
    result = report("--json")
    assert result.err.count("[query-log]") == 1 and "log.jsonl:9:" in result.err
    said = json.loads(result.out)
    assert (said["searches"], said["without_results"], said["keystrokes"]) == (6, 3, 2)
    assert [(q["query"], q["count"], q["last"]) for q in said["not_found"]] == [("wireguard 路由", 2, "2024-05-08"), ("憑證", 1, "2024-05-07")]
    assert [[n["entry"] for n in q["near"]] for q in said["not_found"]] == [["route"], ["certificate"]]
    assert {q["query"]: (q["count"], q["top"]) for q in said["found"]} == {"协商失败": (2, "phase-1"), "协商失败 IKE": (1, "phase-1")}
    assert [(d["date"], d["searches"], d["without_results"]) for d in said["days"]] == [
        ("2024-05-06", 3, 0), ("2024-05-07", 2, 2), ("2024-05-08", 1, 1)]


def test_text_puts_what_was_not_found_first():
    text = report(db=False).out
    assert text.index("wireguard 路由") < text.index("憑證") < text.index("协商失败") and "near:" not in text


def test_page():
    class Page(html.parser.HTMLParser):
        def handle_starttag(self, tag, attributes):
            tags.append((tag, dict(attributes)))
    tags = []
    page = report("--html").out
    Page().feed(page)
    bars = [a for t, a in tags if t == "rect" and a["class"] == "bar"]
    missed = [float(a["height"]) for t, a in tags if t == "rect" and a["class"] == "missed"]
    assert len(bars) == 3 and float(bars[0]["height"]) == 200 and missed[0] == 0 < missed[1]
    assert all(0 <= float(a["x"]) and float(a["x"]) + float(a["width"]) <= 800 for a in bars)
    assert "憑證過期怎麼辦?" in page and "http" not in page.replace("http-equiv", "")


def test_gaps_are_one_list_with_places():
    said = json.dumps({"feedback": {"entry": "route", "solved": False, "reason": "hard", "text": "看不懂"}}, ensure_ascii=False)
    log = "\n".join([line("06T07:00:00.000", "憑證", 0), line("06T08:00:00.000", "協商失敗", 2, "phase-1"), line("06T09:00:00.000", "路由", 1, "route"),
                     json.dumps({"click": {"query": "路由", "entry": "route"}}), said, said])
    with site({"faq.md": FAQ + "\n## 沒有答案的問題?\n"}, build=True) as root:
        (root / "log.jsonl").write_text(log)
        gaps = json.loads(whyfix("report", "--json", root / "log.jsonl", cwd=root).out)["gaps"]
        told = [(g["kind"], g["count"], g["path"] and f"{g['path']}:{g['line']}", g["entry"]) for g in gaps]
        assert told[:3] == [("not-solved", 2, "content/faq.md:9", "route"), ("not-opened", 1, "content/faq.md:1", "phase-1"), ("not-found", 1, "content/faq.md:5", "certificate")], told
        assert gaps[0]["what"].count("看不懂") == 2 and "hard to follow 2" in gaps[0]["what"]
        assert {g["kind"] for g in gaps[3:]} == {"lint"} and any("no-solution" in g["what"] and g["line"] == 13 for g in gaps[3:])
        assert "content/faq.md:9: 2 × not-solved" in whyfix("report", root / "log.jsonl", cwd=root).out
        assert "content/faq.md:9" in whyfix("report", "--html", root / "log.jsonl", cwd=root).out


def test_usage_and_missing_files():
    with site({}) as root:
        assert whyfix("report", cwd=root, expect=2).err
        assert "nothing.jsonl" in whyfix("report", "nothing.jsonl", cwd=root, expect=3).err
        assert whyfix("report", "--json", "--html", "a", cwd=root, expect=2).err
        assert "0 searches in 0 days" in whyfix("report", "-", cwd=root, stdin=b"").out
        once = line("06T07:00:00.000", "憑證", 0).encode()
        assert "1 search in 1 day, 1 without a result" in whyfix("report", "-", cwd=root, stdin=once).out
