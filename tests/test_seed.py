"""The users' own FAQ, verbatim: imported, built, exported, and scored against the labels made by hand."""
import json
import subprocess
import sys

import harness


def test_seed_scores_in_full():
    seed, gold, score = (harness.need_shared("seed", n) for n in ("faq.md", "gold.json", "score.py"))
    with harness.site() as root:
        harness.whyfix("import", seed, "-o", root / "content" / "faq.md")
        harness.whyfix("-C", root, "build")
        harness.whyfix("-C", root, "export", "-o", root / "out" / "records.jsonl")
        text = subprocess.run([sys.executable, score, root / "out", gold, "--strict"], capture_output=True, text=True, check=True).stdout
    scores = {line.split()[0]: line.split()[1] for line in text.splitlines() if len(line.split()) == 2}
    for name in ("question_recall", "record_recall", "record_precision"):
        assert float(scores[name]) == 1.0, text
    for name in ("cause_similarity", "solution_similarity"):
        assert float(scores[name]) >= 0.99, text


def test_seed_without_import_gives_the_same_records():
    seed = harness.need_shared("seed", "faq.md")
    with harness.site({"faq.md": seed.read_bytes()}) as raw, harness.site() as imported:
        harness.whyfix("import", seed, "-o", imported / "content" / "faq.md")
        strip = lambda records: [{k: v for k, v in r.items() if k not in ("source", "updated")} for r in records]
        assert strip(harness.records(raw)) == strip(harness.records(imported))


def test_real_pages_build():
    pages = harness.need_shared("pages")
    files = {str(p.relative_to(pages)): p.read_bytes() for p in pages.rglob("*") if p.is_file()}
    with harness.site(files, build=True) as root:
        found = harness.records(root)
        assert len(found) > 300
        assert len({r["id"] for r in found}) == len(found)
        for record in found:
            page = (root / "build" / "site" / "www" / f"{record['entry']}.html").read_text()
            assert f'id="{record["url"].split("#")[1]}"' in page, record["id"]


def test_readers_queries_find_the_seed():
    """The wordings of readers: nearly all first, all but a few among the first three."""
    queries = [json.loads(line) for line in harness.need_shared("eval", "queries.jsonl").read_text().splitlines()]
    entries = ["account-needed", "phase-1-failed", "phase-2-intermittent", "vpc-to-onprem", "onprem-to-vpc", "one-way",
               "ping-works-service-fails", "cannot-connect", "remote-gateway-subnet", "remote-contains-local"]
    harness.whyfix("-C", harness.ROOT, "build", "-o", harness.ROOT / "build" / "test-site")
    text = harness.whyfix("search", "--db", harness.ROOT / "build" / "test-site" / "search.db", "--json", "-",
                          stdin="\n".join(q["q"] for q in queries).encode() + b"\n").out
    ranks = []
    for query, line in zip(queries, text.splitlines(), strict=True):
        found = [r["entry"] for r in json.loads(line)["results"]]
        wanted = entries[query["question"] - 1]
        ranks.append(found.index(wanted) + 1 if wanted in found else 99)
    assert sum(r == 1 for r in ranks) / len(ranks) >= 0.85, ranks
    assert sum(r <= 3 for r in ranks) / len(ranks) >= 0.95, ranks
