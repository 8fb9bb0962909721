"""Exports: read back by the libraries they are made for, in step with the content, with links that hold, found by Sphinx."""
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as xml

import harness
from harness import Skip, need_program, need_shared, node_cases, site, whyfix

CASES_BY_RUNNING = True
GOLDEN = harness.ROOT / "tests" / "export"
NODE = harness.ROOT / "tests" / "node"


def formats():
    return [line.split()[0] for line in whyfix("export", "--list").out.splitlines()]


def export_all(root, folder):
    for name in formats():
        whyfix("-C", root, "export", "--format", name, "--base-url", "https://kb.example.com", "-o", pathlib.Path(folder) / name)


def texts(folder):
    """Each file below a folder with its text."""
    return {str(p.relative_to(folder)): p.read_bytes().decode() for p in sorted(pathlib.Path(folder).rglob("*")) if p.is_file()}


def golden_contents():
    return {p.name: p.read_text() for p in (GOLDEN / "content").iterdir()}


def test_golden_files_in_both_scripts():
    """`python3 tests/test_exports.py` writes them, for you to read before you commit."""
    with site(golden_contents()) as root, tempfile.TemporaryDirectory() as folder:
        export_all(root, folder)
        made, expected = texts(folder), texts(GOLDEN / "expected")
        assert made.keys() == expected.keys()
        for name in made:
            assert re.sub(r'"hash":"\w+"', "", made[name]) == re.sub(r'"hash":"\w+"', "", expected[name]), name


def cases():
    yield from node_cases("read-back", lambda name: read_back(name))


def read_back(_):
    results = []
    sources = [("content", {p.relative_to(harness.ROOT / "content").as_posix(): p.read_bytes() for p in (harness.ROOT / "content").rglob("*") if p.is_file()}),
               ("golden", {f"{name}.md": text.decode() for name, text in harness.golden_sources()})]
    for label, files in sources:
        with site(files) as root, tempfile.TemporaryDirectory() as folder:
            export_all(root, folder)
            results += [(outcome, f"{label}/{name}", why) for outcome, name, why in harness.node_lines(NODE / "exports.mjs", folder)]
    return results


def test_every_address_leads_to_an_anchor():
    with site({"a.md": (GOLDEN / "content" / "faq.md").read_text()}, build=True) as root:
        for record in harness.records(root):
            page, anchor = record["url"].split("#")
            assert f'id="{anchor}"' in (root / "build" / "site" / "www" / page).read_text(), record["url"]
        for link in re.findall(r"\]\((.+?)\)", (root / "build" / "site" / "www" / "llms.txt").read_text()):
            assert (root / "build" / "site" / "www" / link).read_text().startswith("# "), link


def test_dita_topics():
    with site(golden_contents()) as root, tempfile.TemporaryDirectory() as folder:
        whyfix("-C", root, "export", "--format", "dita", "-o", folder)
        hrefs = [t.get("href") for t in xml.parse(pathlib.Path(folder) / "faq.ditamap").getroot().findall("topicref")]
        assert sorted(hrefs) == sorted(p.name for p in pathlib.Path(folder).glob("*.dita"))
        for record in harness.records(root):
            topic = xml.parse(pathlib.Path(folder) / f"{record['entry']}.dita").getroot()
            assert topic.find("title").text == record["question"]
            text = "".join("".join(topic.itertext()).split())
            for field in ("cause", "solution"):
                assert all("".join(line.split()) in text for line in re.split(r"[\n\t]", record[field] or "")), record["id"]
            if record["kind"] == "troubleshooting":
                assert topic.tag == "troubleshooting" and all(s.find("remedy") is not None for s in topic.iter("troubleSolution"))
                assert [c.tag for c in topic][:3] == ["title", "shortdesc", "troublebody"] and topic.find("troublebody")[0].tag == "condition"


def test_options():
    with site(golden_contents()) as root:
        def lines(*options):
            return [json.loads(line) for line in whyfix("-C", root, "export", "--format", "langchain", *options).out.splitlines()]

        assert {d["metadata"]["lang"] for d in lines("--lang", "zh-Hans")} == {"zh-Hans"} and {d["metadata"]["lang"] for d in lines("--lang", "zh")} == {"zh-Hans", "zh-Hant"}
        whole = lines("--granularity", "entry")
        assert len(whole) < len(lines()) and all("#" not in d["id"] for d in whole)
        parts = lines("--granularity", "entry", "--max-chars", "60")
        assert len(parts) > len(whole) and len({d["id"] for d in parts}) == len(parts)
        for entry in {d["metadata"]["entry"] for d in whole}:  # nothing is lost, and no command is cut
            joined = "".join(d["page_content"].removeprefix(d["metadata"]["question"]) for d in parts if d["metadata"]["entry"] == entry)
            one = next(d["page_content"].removeprefix(d["metadata"]["question"]) for d in whole if d["metadata"]["entry"] == entry)
            assert "".join(joined.split()) == "".join(one.split()), entry
            assert all(d["page_content"].count("```") % 2 == 0 for d in parts)
        whyfix("-C", root, "export", "--granularity", "page", expect=2)
        whyfix("-C", root, "export", "--format", "nothing", expect=2)
        assert "folder" in whyfix("-C", root, "export", "--format", "rasa", expect=2).err


# ---- staying in step -------------------------------------------------------------------------------------------------------

def apply_jsonl(state, text):
    for line in text.splitlines():
        item = json.loads(line)
        if item.get("deleted"):
            state.pop(item["id"])
        else:
            state[item["id"]] = item
    return state


def apply_opensearch(state, text):
    lines = [json.loads(line) for line in text.splitlines()]
    while lines:
        action = lines.pop(0)
        if "delete" in action:
            state.pop(action["delete"]["_id"])
        else:
            state[action["index"]["_id"]] = lines.pop(0)
    return state


def edit(chance, files):
    """A random edit: a word changed, a question added, deleted or renamed."""
    name = chance.choice(sorted(name for name in files if name.endswith(".md")))
    entries = re.split(r"(?m)^(?=## )", files[name])
    at = chance.randrange(1, len(entries))
    kind = chance.choice(["change", "add", "delete", "rename"])
    if kind == "change":
        entries[at] += f"\n補充 {chance.randrange(1000)}。\n"
    elif kind == "add":
        entries.append(f"## 新的問題 {chance.randrange(10**6)} 是什麼? {{#new-{chance.randrange(10**6)}}}\n\n答案。\n\n")
    elif kind == "delete" and len(entries) > 3:
        entries.pop(at)
    else:
        entries[at] = re.sub(r"\{#([\w-]+)\}", lambda m: "{#%s-%d}" % (m[1], chance.randrange(1000)), entries[at], count=1)
    files[name] = "".join(entries)


def apply_sphinx(state, text):
    """A delta is an index of its own beside the main one: its documents and its kill list replace what is there."""
    if not text:
        return state
    tree = xml.fromstring(text)
    state = dict(state)
    for gone in tree.iter("{http://sphinxsearch.com/}killlist"):
        for number in gone.iter("id"):
            state.pop(number.text, None)
    for document in tree.iter("{http://sphinxsearch.com/}document"):
        state[document.get("id")] = {child.tag: child.text for child in document}
    return state


def test_deltas_make_what_a_whole_export_makes():
    chance = random.Random(7)
    for name, apply in (("jsonl", apply_jsonl), ("opensearch", apply_opensearch), ("sphinx", apply_sphinx)):
        files = golden_contents()
        files.pop("site.yml", None)
        with site(files) as root:
            manifest, state = root / "manifest.json", {}
            for _ in range(8):
                out = whyfix("-C", root, "export", "--format", name, "--since", manifest).out
                state = apply(state, out)
                whole = apply({}, whyfix("-C", root, "export", "--format", name).out)
                assert state == whole, name
                assert apply({}, whyfix("-C", root, "export", "--format", name, "--since", manifest).out) == {}, "nothing has changed"
                for _ in range(chance.randint(1, 3)):
                    edit(chance, files)
                for path, text in files.items():
                    (root / "content" / path).write_text(text)


def test_a_manifest_that_is_none_and_one_of_its_own():
    with site(golden_contents()) as root:
        (root / "bad.json").write_text("[]")
        assert "bad.json" in whyfix("-C", root, "export", "--since", root / "bad.json", expect=1).err
        whyfix("-C", root, "export", "--since", root / "m1", "-o", root / "all.jsonl")
        before = (root / "m1").read_text()
        whyfix("-C", root, "export", "--since", root / "m1", "--manifest", root / "m2", "-o", root / "delta.jsonl")
        assert (root / "m1").read_text() == before == (root / "m2").read_text() and (root / "delta.jsonl").read_text() == ""


# ---- Sphinx ------------------------------------------------------------------------------------------------------------------

def test_a_large_site_that_cannot_be_read_leaves_nothing_open():
    with site({"/content/site.yml": "title: [\n", "a.md": "## 為什麼?\n\n因為。\n"}) as root:
        result = whyfix("-C", root, "export", env={"WHYFIX_MEMORY": "0"}, expect=None)
        assert result.code and not result.raw and "site.yml" in result.err, result


def test_a_large_site_is_walked_through_in_little_memory():
    """What is read of more than 10 MB is kept in an unnamed file; the same comes out where there can be none."""
    try:
        os.close(os.open("/var/tmp", os.O_TMPFILE | os.O_RDWR))
    except OSError:
        raise Skip("the file system of /var/tmp has no unnamed files") from None
    block = "\n".join(f"rule {i} permit ip source 192.168.{i % 250}.0 0.0.0.255" for i in range(400))
    files = {f"f{n}.md": "\n\n".join(f"## 問題 {n}-{k} 怎麼辦?\n\n見[另一題](f{(n + 1) % 300}.md)。\n\n```\n{block}\n```" for k in range(5)) for n in range(300)}
    with site(files) as root:
        peaks, outputs = [], []
        # A process of its own asks for the peak: this one's memory would count as the child's.
        measure = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
        for folder in ("", str(root / "missing")):
            output = root / f"out{len(peaks)}.jsonl"
            process = subprocess.run([sys.executable, "-c", measure, harness.ROOT / "build" / "whyfix", "-C", root, "export", "-o", output],
                                     env={**harness.ENVIRONMENT, "TMPDIR": folder}, check=True, capture_output=True)
            peaks.append(int(process.stdout))
            outputs.append(output.read_bytes())
        assert outputs[0] == outputs[1] and outputs[0].count(b"\n") == 1500
        assert peaks[0] < 64 * 1024 and peaks[0] < peaks[1] / 2, peaks
        assert whyfix("-C", root, "export").raw == outputs[0]
        sites = [root / f"site{memory}" for memory in (0, 1000)]
        peaks = []
        for site_folder, memory in zip(sites, (0, 1000)):
            process = subprocess.run([sys.executable, "-c", measure, harness.ROOT / "build" / "whyfix", "-C", root, "build", "-o", site_folder],
                                     env={**harness.ENVIRONMENT, "WHYFIX_MEMORY": str(memory)}, check=True, capture_output=True)
            peaks.append(int(process.stdout))
        assert peaks[0] < peaks[1] / 2, peaks
        assert harness.snapshot(sites[0]) == harness.snapshot(sites[1])


def test_sphinx_finds_the_records():
    """indexer and searchd of Debian read the export; Chinese queries, folded as we fold, find the entry."""
    indexer, searchd = need_program("indexer"), need_program("searchd")
    search = need_program("mysql") if shutil.which("mysql") else None
    with site(golden_contents()) as root, tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        whyfix("-C", root, "export", "--format", "sphinx", "-o", folder / "sphinx.xml")
        whyfix("-C", root, "export", "--format", "sphinx-conf", "-o", folder / "sphinx.conf")
        out = subprocess.run([indexer, "--config", "sphinx.conf", "faq"], cwd=folder, capture_output=True, text=True)
        assert out.returncode == 0 and "ERROR" not in out.stdout and "WARNING" not in out.stdout, out.stdout
        count = int(re.search(r"collected (\d+) docs", out.stdout)[1])
        assert count == len({r["entry"] for r in harness.records(root)}), out.stdout
        port = harness.free_port()
        conf = (folder / "sphinx.conf").read_text().replace("127.0.0.1:9306:mysql41", f"127.0.0.1:{port}:mysql41").replace("  listen = 127.0.0.1:9312\n", "")
        (folder / "sphinx.conf").write_text(conf)
        with harness.running([searchd, "--config", "sphinx.conf", "--nodetach"], port, cwd=folder):
            if not search:
                raise Skip("the mysql client is not installed")
            for query, entry in (("协商 商失 失败", "phase-1"), ("密钥", "key")):
                out = subprocess.run([search, "-h127.0.0.1", f"-P{port}", "-N", "-e", f"SELECT entry FROM faq WHERE MATCH('{query}') LIMIT 1"], capture_output=True, text=True)
                assert out.stdout.strip().startswith(entry), (query, out)


if __name__ == "__main__":
    with site(golden_contents()) as root:
        shutil.rmtree(GOLDEN / "expected", ignore_errors=True)
        export_all(root, GOLDEN / "expected")
