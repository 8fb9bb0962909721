"""Golden files: tests/golden/NAME/input.md gives records.jsonl, and, where there is a canonical.md, `import` gives that.
An input.html stands for what `import` makes of it.

To add a case, make a folder with input.md, run `python3 tests/test_golden.py NAME`, and read what it wrote.
"""
import json
import sys

import harness

GOLDEN = harness.GOLDEN
UNSTABLE = {"hash"}  # follows from the others


def extracted(folder):
    with harness.site({"input.md": harness.golden_markdown(folder)}) as root:
        return [{k: v for k, v in r.items() if k not in UNSTABLE} for r in harness.records(root)]


def imported(folder):
    return harness.whyfix("import", *folder.glob("input.*")).raw.decode()


def dump(records):
    return "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records)


def check_records(folder):
    expected = [json.loads(line) for line in (folder / "records.jsonl").read_text().splitlines()]
    found = extracted(folder)
    assert [r["id"] for r in found] == [r["id"] for r in expected], ([r["id"] for r in found], [r["id"] for r in expected])
    for mine, golden in zip(found, expected):
        for key in golden:
            assert mine[key] == golden[key], f"{mine['id']}: {key}: {mine[key]!r} is not {golden[key]!r}"
        assert mine.keys() == golden.keys()


def check_same(source, text, name):
    """What import writes is what its author would keep: importing it again changes nothing, and the records are the same."""
    with harness.site({"input.md": text}) as root:
        again = harness.whyfix("import", root / "content" / "input.md").raw.decode()
        assert again == text, f"a second import of {name} differs:\n{again}"
        mine = harness.records(root)
    with harness.site({"input.md": source}) as root:
        original = harness.records(root)
    for key in ("question", "category", "cause", "solution", "commands"):
        assert [r[key] for r in mine] == [r[key] for r in original], (name, key)


def check_import(folder):
    text = imported(folder)
    if (folder / "canonical.md").exists():
        assert text == (folder / "canonical.md").read_text(), text
    check_same(harness.golden_markdown(folder), text, folder.name)


def test_import_of_real_pages():
    for path in sorted(harness.need_shared("pages").rglob("*.md")):
        if path.name != "README.md":
            with harness.site({"input.md": path.read_bytes()}) as root:  # its name may give its title
                text = harness.whyfix("import", root / "content" / "input.md").raw.decode()
            check_same(path.read_bytes(), text, path.name)


def cases():
    for folder in sorted(GOLDEN.iterdir()):
        yield f"{folder.name}/records", lambda folder=folder: check_records(folder)
        yield f"{folder.name}/import", lambda folder=folder: check_import(folder)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        (GOLDEN / name / "records.jsonl").write_text(dump(extracted(GOLDEN / name)))
        if (GOLDEN / name / "canonical.md").exists():
            (GOLDEN / name / "canonical.md").write_text(imported(GOLDEN / name))
