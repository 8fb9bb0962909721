"""The project's own knowledge base: complete, and without warnings."""
import json

import harness

SEED_QUESTIONS = {  # entry: how many cause and solution pairs the users' FAQ has for it
    "account-needed": 1, "phase-1-failed": 4, "phase-2-intermittent": 4, "vpc-to-onprem": 2, "onprem-to-vpc": 2, "one-way": 1,
    "ping-works-service-fails": 1, "cannot-connect": 1, "remote-gateway-subnet": 1, "remote-contains-local": 1,
}
FACTS = """nat-policy interzone trust untrust outbound|policy 0|action no-nat|policy source 192.168.0.0 mask 24
policy destination 192.168.1.0 mask 24|policy 1|action source-nat|easy-ip Dialer0|nat enable|nat disable|AES128|AES192|DPD|500|4500
rule 1 permit ip source 192.168.3.0 0.0.0.255 destination 192.168.1.0 0.0.0.255
rule 2 permit ip source 192.168.3.0 0.0.0.255 destination 192.168.2.0 0.0.0.255
rule 3 permit ip source 192.168.4.0 0.0.0.255 destination 192.168.1.0 0.0.0.255
rule 4 permit ip source 192.168.4.0 0.0.0.255 destination 192.168.2.0 0.0.0.255""".replace("\n", "|").split("|")


def test_builds_without_a_warning():
    result = harness.whyfix("-C", harness.ROOT, "build", "--strict", "-o", harness.ROOT / "build" / "test-site")
    assert result.err == "", result


def test_has_every_question_and_pair_of_the_seed():
    found = harness.records(harness.ROOT)
    for entry, pairs in SEED_QUESTIONS.items():
        assert sum(r["entry"] == entry for r in found) == pairs, entry
    assert len({r["entry"] for r in found}) >= len(SEED_QUESTIONS) + 10
    text = "\n".join(f"{r['cause']}\n{r['solution']}" for r in found if r["entry"] in SEED_QUESTIONS)
    assert not [fact for fact in FACTS if fact not in text]


def test_every_question_is_pinned_and_can_be_found_by_its_aliases():
    for record in harness.records(harness.ROOT):
        assert record["aliases"] and record["section"] and record["tags"], record["id"]
        assert record["lang"] == "zh-Hant", record["id"]


def test_readers_queries_find_their_entries():
    queries = harness.ROOT / "content" / "queries.jsonl"
    asked = [json.loads(line) for line in queries.read_text().splitlines()]
    entries = {r["entry"] for r in harness.records(harness.ROOT)}
    assert len(asked) >= 100 and {q["entry"] for q in asked} == entries  # each entry is asked for
    harness.whyfix("-C", harness.ROOT, "build", "-o", harness.ROOT / "build" / "test-site")
    index = harness.ROOT / "build" / "test-site" / "search.db"
    result = harness.whyfix("eval", "--db", index, "--min-mrr", "0.93", queries)
    assert result.code == 0, result


def test_no_sentence_is_copied_from_the_seed():
    seed = harness.need_shared("seed", "faq.md").read_text()
    sentences = [s.strip() for line in seed.splitlines() for s in line.replace("|", "。").split("。") if len(s.strip()) > 25]
    text = "\n".join(p.read_text() for p in (harness.ROOT / "content").glob("*.md"))
    prose = [s for s in sentences if not s.isascii()]  # commands are facts
    assert prose and not [s for s in prose if s in text]
