"""The linter. Each rule has a folder tests/lint/RULE/ with two sites: bad/, whose findings stand in findings.txt, and good/, which
has none. Where a rule can be mended, fixed/ holds what `lint --fix` makes of bad/.

After a change, `python3 tests/test_lint.py RULE` writes findings.txt and fixed/ anew, for you to read.
"""
import json
import pathlib
import shutil
import sys
import tempfile

import harness

CASES = harness.ROOT / "tests" / "lint"


def rules():
    return {line.split()[0]: "(--fix)" in line for line in harness.whyfix("lint", "--rules").out.splitlines()}


def lint(content, *options, fixed=None):
    """The lines that the linter says of a copy of a site; `fixed` gets the files as they are then."""
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder) / "content"
        shutil.copytree(content, copy)
        result = harness.whyfix("lint", *options, cwd=folder, expect=None)
        if fixed is not None:
            fixed.update({p.name: p.read_bytes() for p in copy.glob("*.md")})
        return result


def check_rule(rule, is_fixable):
    folder = CASES / rule
    bad, good = lint(folder / "bad"), lint(folder / "good")
    assert bad.err == (folder / "findings.txt").read_text(), bad.err
    assert f"[{rule}]" in bad.err
    assert good.err == "" and good.code == 0, good.err
    if is_fixable:
        after = {}
        lint(folder / "bad", "--fix", fixed=after)
        assert after == {p.name: p.read_bytes() for p in (folder / "fixed").glob("*.md")}, after
        with harness.site({name: text.decode() for name, text in after.items()}) as root:
            assert f"[{rule}]" not in harness.whyfix("-C", root, "lint", expect=None).err


def cases():
    for rule, is_fixable in rules().items():
        yield rule, lambda rule=rule, is_fixable=is_fixable: check_rule(rule, is_fixable)


def test_every_case_is_of_a_rule():
    assert {p.name for p in CASES.iterdir()} == set(rules())


def test_content_is_clean():
    result = harness.whyfix("-C", harness.ROOT, "lint", "--strict")
    assert result.err == "" and result.out == ""


def test_json_says_the_same():
    for rule in ("dead-link", "heading-id", "mixed-script"):
        found = [json.loads(line) for line in lint(CASES / rule / "bad", "--json").out.splitlines()]
        lines = [f"{f['path']}:{f['line']}:{str(f['column']) + ':' if f['column'] else ''} {f['severity']}: {f['message']} [{f['rule']}]" for f in found]
        assert sorted(lines) == sorted((CASES / rule / "findings.txt").read_text().splitlines())
        assert all(f["fixable"] == rules()[f["rule"]] for f in found)


def test_exit_codes():
    assert lint(CASES / "dead-link" / "bad").code == 1
    assert lint(CASES / "image-alt" / "bad").code == 0
    assert lint(CASES / "image-alt" / "bad", "--strict").code == 1
    with harness.site({"a.md": "## Why? {#why}\n\nSo.\n"}) as root:
        assert harness.whyfix("-C", root, "lint", "nothing.md", expect=2).err.startswith("whyfix: ")


def test_only_what_is_named():
    with harness.site({"a.md": "## Why?\n\nSo.\n", "b/c.md": "## How?\n\nSo.\n", "b/d.md": "## Who?\n\nSo.\n"}) as root:
        def found(*names):
            return sorted(line.split(":")[0] for line in harness.whyfix("lint", *names, cwd=root).err.splitlines())
        assert found() == found("content") == ["content/a.md", "content/b/c.md", "content/b/d.md"]
        assert found("content/b") == ["content/b/c.md", "content/b/d.md"]
        assert found("content/a.md", "content/b/d.md") == ["content/a.md", "content/b/d.md"]
        harness.whyfix("lint", "--fix", "content/b", cwd=root)
        assert found() == ["content/a.md"]


def test_what_is_off_is_not_fixed():
    text = "## 如何設定？\n\n在防火牆上執行以下的指令，之後再試一次。\n\nnat disable now\n"
    with harness.site({"a.md": text, "site.yml": "lint:\n  heading-id: off\n"}) as root:
        harness.whyfix("-C", root, "lint", "--fix")
        assert (root / "content" / "a.md").read_text() == text.replace("nat disable now", "```\nnat disable now\n```")


def test_files_of_no_site():
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        (root / "b").mkdir()
        (root / "a.md").write_text("## Why?\n\nSee [b](b/c.md#how) and [d](d.md).\n")
        (root / "b" / "c.md").write_text("## How? {#how}\n\nSo.\n")
        alone = harness.whyfix("lint", "a.md", cwd=root, expect=1).err.splitlines()
        both = harness.whyfix("lint", ".", cwd=root, expect=1).err.splitlines()
        harness.whyfix("lint", "--fix", "a.md", cwd=root, expect=1)
        absolute = harness.whyfix("lint", root / "a.md", root / "b", expect=1).err.splitlines()
        above = harness.whyfix("lint", "../a.md", "../b", cwd=root / "b", expect=1).err.splitlines()
        assert len(absolute) == len(above) == 1 and absolute[0].startswith(f"{root}/a.md:3: error: d.md"), (absolute, above)
        assert (root / "a.md").read_text().startswith("## Why? {#why}\n")
    assert [line.split()[-1] for line in alone] == ["[heading-id]", "[dead-link]", "[dead-link]"], alone
    assert [line.split()[-1] for line in both] == ["[heading-id]", "[dead-link]"] and "d.md leads" in both[1], both


def test_links_and_images_in_html():
    with harness.site({"a.md": '## Why? {#why}\n\nText <img src="x.png"> and\n\n<p><a href="no.md">x</a>\n<IMG alt="y" src=\'z.png\'></p>\n'}) as root:
        found = [(line.split(":")[1], line.split()[-1]) for line in harness.whyfix("-C", root, "lint", expect=1).err.splitlines()
                 for line in [line.partition("content/")[2]]]
    assert found == [("3", "[image-alt]"), ("3", "[image-missing]"), ("5", "[dead-link]"), ("6", "[image-missing]")], found


def test_fixes_keep_the_rest():
    text = "## Why?\r\n\r\nSo.  \r\nAnd so. \r\n"
    with harness.site({"a.md": text}) as root:
        harness.whyfix("-C", root, "lint", "--fix")
        assert (root / "content" / "a.md").read_bytes() == text.replace("Why?", "Why? {#why}").encode()


if __name__ == "__main__":
    for name in sys.argv[1:] or rules():
        after = {}
        (CASES / name / "findings.txt").write_text(lint(CASES / name / "bad").err)
        if rules()[name]:
            lint(CASES / name / "bad", "--fix", fixed=after)
            (CASES / name / "fixed").mkdir(exist_ok=True)
            for file, text in after.items():
                (CASES / name / "fixed" / file).write_bytes(text)
