"""Symptom look-up in the terminal: what is found, in which order, and what is marked."""
import json
import sqlite3

import harness
from harness import search, site, whyfix

FAQ = """# 連線 {#s}

## 連線狀態顯示「第一階段協商失敗」，怎麼辦？ {#phase-1}
<!--
aliases: [IKE 起不來]
tags: [IKE]
-->

| 分類 | 原因 | 解決方案 |
|---|---|---|
| 防火牆 | 沒有放行 UDP500 端口 | 放行 UDP 500 與 4500 端口 |
| 設定 | 加密算法是 AES-128，對端是 AES-256 | 兩端都用 AES-128 |

## 密鑰在哪裡設定？ {#key}

在 192.168.1.0/24 的管理介面，用 nat-policy 命令。

# Other

## How do I restart the gateway? {#restart}

Press the button & wait <5> seconds.
"""


def entries(root, query, *args):
    return [r["entry"] for r in search(root, query, *args)["results"]]


def test_both_scripts_find_each_other():
    with site({"a.md": FAQ, "b.md": "## 网关设备的证书过期了怎么办？ {#hans}\n\n换发证书。\n"}, build=True) as root:
        assert entries(root, "协商失败")[0] == "phase-1"
        assert entries(root, "協商失敗")[0] == "phase-1"
        assert entries(root, "閘道設備 證書過期")[0] == "hans"
        hit = search(root, "协商失败")["results"][0]
        assert "「第一階段協商失敗」" in hit["question"]


def test_short_queries():
    with site({"a.md": FAQ}, build=True) as root:
        assert entries(root, "鑰") == ["key"]
        assert entries(root, "鑰匙在哪裡")[0] == "key"
        assert entries(root, "密鑰")[0] == "key"
        assert entries(root, "敗") == ["phase-1"]
        assert entries(root, "齉") == []


def test_what_is_not_there_is_loosened_and_said_to_be():
    with site({"a.md": FAQ}, build=True) as root:
        found = search(root, "鑰存在戚")  # no pair of these is there, single ones are
        assert found["loosened"] and found["results"][0]["entry"] == "key" and found["sections"]
        assert found["sections"][0].keys() == {"name", "url"}
        assert search(root, "restar")["results"][0]["entry"] == "restart"
        nothing = search(root, "齉齾")
        assert not nothing["loosened"] and nothing["results"] == [] and nothing["sections"]
        assert not search(root, "協商")["loosened"] and "sections" not in search(root, "協商")


def test_identifiers_whole_and_in_parts():
    with site({"a.md": FAQ}, build=True) as root:
        for query in ("AES-128", "aes128", "UDP500", "udp 500", "500", "ＵＤＰ５００"):
            assert entries(root, query)[0] == "phase-1", query
        for query in ("192.168.1.0/24", "192.168", "nat-policy", "policy", "NAT"):
            assert entries(root, query)[0] == "key", query


def test_synonyms_and_typos():
    with site({"a.md": FAQ, "synonyms.txt": "# 註解\n第一階段, phase 1\n閘道, gateway\n"}, build=True) as root:
        assert entries(root, "phase 1")[0] == "phase-1"
        assert entries(root, "Phase-1")[0] == "phase-1"
        assert entries(root, "閘道")[0] == "restart"
        found = search(root, "restrat the gatewey")
        assert found["results"][0]["entry"] == "restart"
        assert found["did_you_mean"] == "restart the gateway"
        assert search(root, "restart")["did_you_mean"] is None


def test_records_that_match_best_come_first():
    with site({"a.md": FAQ}, build=True) as root:
        first = search(root, "加密算法 AES-256")["results"][0]
        assert first["records"][0]["id"] == "phase-1#2" and first["records"][0]["category"] == "設定"
        first = search(root, "UDP500")["results"][0]
        assert first["records"][0]["cause"] == "沒有放行 UDP500 端口"


def test_an_index_of_another_whyfix_is_told():
    with site({"a.md": FAQ}, build=True) as root:
        path = root / "build" / "site" / "search.db"
        with sqlite3.connect(path) as db:
            assert db.execute("update meta set value = 'of long ago' where key = 'format'").rowcount == 1
        db.close()
        assert "build the site again" in whyfix("search", "--db", path, "協商", expect=3).err
        whyfix("-C", root, "build")
        assert entries(root, "協商")


def test_contract_of_the_json():
    with site({"a.md": FAQ}, build=True) as root:
        found = search(root, "端口")
        assert list(found) == ["query", "total", "took_ms", "build", "results", "facets", "did_you_mean", "loosened"]
        hit = found["results"][0]
        assert {"entry", "url", "question", "category", "snippet", "score", "records"} <= hit.keys()
        assert {"id", "category", "cause", "solution"} <= hit["records"][0].keys()
        assert {"value": "防火牆", "count": 1} in found["facets"]["category"]
        assert found["total"] == len(found["results"]) and found["query"] == "端口"


def test_snippets_mark_the_original_and_hold_no_other_markup():
    with site({"a.md": FAQ}, build=True) as root:
        hit = search(root, "端口 算法")["results"][0]
        assert "<mark>" in hit["snippet"]
        hit = search(root, "密钥 管理介面")["results"][0]
        assert "<mark>管理介面</mark>" in hit["snippet"]
        hit = search(root, "wait seconds")["results"][0]
        assert "<mark>wait</mark> &lt;5&gt; <mark>seconds</mark>" in hit["snippet"] and "&amp;" in hit["snippet"]


def test_number_category_and_lines():
    faq = "".join(f"# 節{i % 2}\n\n## 相同的問題 {i}? {{#q{i}}}\n\n答案 {i}\n\n" for i in range(30))
    with site({"a.md": faq}, build=True) as root:
        assert len(entries(root, "相同的問題")) == 10
        assert len(entries(root, "相同的問題", "-n", "25")) == 25
        assert all(int(e[1:]) % 2 for e in entries(root, "相同的問題", "-c", "節1"))
        lines = whyfix("-C", root, "search", "--json", "-n", "3", "-", stdin="相同\n\n答案 7\n".encode()).out.splitlines()
        assert [len(json.loads(line)["results"]) for line in lines][0] == 3 and len(lines) == 3
        assert json.loads(lines[2])["results"][0]["entry"] == "q7"


def test_all_text_of_an_answer_can_be_found():
    """Also what belongs to no record: remarks before and after a table, the words of its other columns."""
    faq = "## 怎麼辦? {#a}\n\n開場白獨特甲。\n\n| 原因 | 影響 | 解決方案 |\n|---|---|---|\n| 壞了 | 停擺獨特乙 | 修理 |\n\n結尾獨特丙。\n"
    with site({"a.md": faq, "b.md": FAQ}, build=True) as root:
        for word in ("獨特甲", "獨特乙", "獨特丙", "開場白", "停擺"):
            assert entries(root, word)[:1] == ["a"], word


def test_eval_measures_and_gates():
    queries = '{"q":"协商失败","entry":"phase-1"}\n{"q":"密鑰","entry":"key"}\n{"q":"UDP500","entry":"restart"}\n'
    with site({"a.md": FAQ, "/q.jsonl": queries, "/bad.jsonl": '{"q":"x","entry":"phase-1"}\n{"q":1}\nnot json\n'}, build=True) as root:
        result = whyfix("-C", root, "eval", root / "q.jsonl")
        assert "S@1 0.667" in result.out and "MRR@10 0.667" in result.out and "UDP500" in result.out, result
        whyfix("-C", root, "eval", "--min-mrr", "0.6", root / "q.jsonl")
        whyfix("-C", root, "eval", "--min-mrr", "0.7", root / "q.jsonl", expect=1)
        result = whyfix("-C", root, "eval", root / "bad.jsonl", expect=1)
        assert "bad.jsonl:2:" in result.err and "bad.jsonl:3:" in result.err, result


def test_words_of_other_regions_are_found_without_set_up():
    text = "## 資料庫連不上怎麼辦? {#db}\n\n請檢查網路與伺服器。\n\n## 磁碟滿了怎麼辦? {#disk}\n\n請刪除檔案。\n"
    with harness.site({"a.md": text}, build=True) as root:
        for query, entry in (("数据库", "db"), ("數據庫", "db"), ("服务器", "db"), ("硬盤滿了", "disk")):
            found = harness.search(root, query)["results"]
            assert found and found[0]["entry"] == entry, (query, found)
