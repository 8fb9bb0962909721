"""A second build: what says the same stays the same file, and what is published is never written to."""
import os
import random
import re
import sqlite3
import subprocess
import threading

from harness import Skip, site, snapshot, whyfix

LONG_AGO = 1_000_000_000
ENTRY = "## 問題 {n} 怎麼辦? {{#e{n}}}\n\n| 原因 | 解決方案 |\n|---|---|\n| 算法 {n} 不同 | 第 {version} 版的辦法 |\n"


def content(changed=None):
    return {"/content/site.yml": "title: FAQ\ncompress: [gz, br]\n",
            **{f"f{n}.md": ENTRY.format(n=n, version=2 if n == changed else 1) for n in range(12)}}


def times(www):
    return {p.relative_to(www).as_posix(): p.stat().st_mtime for p in www.rglob("*") if p.is_file()}


def test_files_that_say_the_same_keep_their_times():
    with site(content(), build=True) as root:
        www = root / "build" / "site" / "www"
        for path in www.rglob("*"):
            if path.is_file():
                os.utime(path, (LONG_AGO, LONG_AGO))
        before = {p: (www / p).read_bytes() for p in times(www)}
        with open(www / "e3.html", "rb") as old:
            (root / "content" / "f3.md").write_text(content(changed=3)["f3.md"])
            whyfix("-C", root, "build")
            assert old.read() == before["e3.html"], "a published file was written to"
        after = times(www)
        kept = {p for p in after if after[p] == LONG_AGO}
        same = {p for p in after if before.get(p) == (www / p).read_bytes()}
        assert kept == same - {"llms.txt", "llms-full.txt"}, kept ^ same
        assert {"e1.html", "e1.html.gz", "e1.html.br", "e1.md"} <= kept and "e3.html" not in kept and "e3.html.gz" not in kept
        incremental = snapshot(www)
        whyfix("-C", root, "build", "--full")
        assert snapshot(www) == incremental
        assert LONG_AGO not in times(www).values(), "--full writes all"


def test_files_that_stay_are_not_touched_however_many_change():
    with site(content(), build=True) as root:
        www = root / "build" / "site" / "www"

        def change_and_build(changes, remove=()):
            """Whether files were put in the folder that was there; else a new one has taken its place."""
            for name in remove:
                (root / "content" / name).unlink()
            for name, text in changes.items():
                path = root / "content" / name
                if path.parent.is_file():
                    path.parent.unlink()
                path.parent.mkdir(exist_ok=True)
                path.write_text(text)
            held = {p: open(p, "rb") for p in www.rglob("*") if p.is_file()}
            folder, numbers = www.stat().st_ino, {p: p.stat().st_ino for p in held}
            said = {p: f.read() for p, f in held.items()}
            whyfix("-C", root, "build")
            for path, file in held.items():
                file.seek(0)
                assert file.read() == said[path], f"{path}: a published file was written to"
                file.close()
            whyfix("-C", root, "build", "--full", "-o", root / "whole")
            wrong = differences(root / "build" / "site", root / "whole")
            assert not wrong, wrong
            assert sorted(p.name for p in www.rglob("*") if p.is_dir()) == sorted(p.name for p in (root / "whole" / "www").rglob("*") if p.is_dir())
            assert not [p for p in www.rglob("*") if p.is_symlink()]
            assert [p.name for p in (root / "build").iterdir() if p.name.startswith(".site.")] == [".site.cache"]
            same = [p for p in held if p.is_file() and p.read_bytes() == said[p] and not p.name.startswith("llms")]
            assert same and all(p.stat().st_ino == numbers[p] for p in same)
            return www.stat().st_ino == folder

        assert change_and_build({"f3.md": content(changed=3)["f3.md"]})
        assert not change_and_build({"f3.md": content()["f3.md"], "a": "a file", "b/x.txt": "in a folder"}), "a folder has come"
        assert not change_and_build({"f4.md": content(changed=4)["f4.md"], "a/y.txt": "a folder now"}, ["f5.md"])
        assert change_and_build({"c.txt": "one more"}, ["b/x.txt"]) is False, "a folder has gone"
        assert change_and_build({"d.txt": "one more"}, ["c.txt"])
        (root / "content" / "b").rmdir()
        assert change_and_build({"b": "a file now"})
        assert not change_and_build({"site.yml": "title: Another\n"}), "all pages have changed"
        assert change_and_build({"f7.md": content(changed=7)["f7.md"]})


def test_who_reads_while_files_are_put_in_place_has_all_of_one_build():
    """A page, another one, and the first again: where that has not changed, the other is of the same build."""
    with site(content(), build=True) as root:
        folder, ended, seen, wrong = root / "build" / "site", threading.Event(), set(), []

        def version_of(name):
            return re.search(rb"\xe7\xac\xac (\d+) \xe7\x89\x88", (folder / "www" / name).read_bytes())[1]

        def read():
            try:
                while not ended.is_set():
                    first, other, again = version_of("e3.html"), version_of("e9.md"), version_of("e3.html")
                    seen.add(first)
                    if first == again != other:
                        wrong.append((first, other))
            except Exception as error:  # a page that is not there, or not whole
                wrong.append(error)

        reader = threading.Thread(target=read)
        reader.start()
        for version in range(2, 22):
            for n in (3, 9):
                (root / "content" / f"f{n}.md").write_text(ENTRY.format(n=n, version=version))
            number = folder.stat().st_ino
            whyfix("-C", root, "build")
            assert folder.stat().st_ino == number, "files were put in place one by one"
        ended.set()
        reader.join()
        assert not wrong and len(seen) > 5, (wrong[:5], seen)


def add(www):
    (www / "more.txt").write_text("more")


def replace(www):
    page = www / "e1.html"
    (www / "aside").write_bytes(page.read_bytes().replace(b"FAQ", b"QAF"))
    (www / "aside").rename(page)


def make_a_folder(www):
    (www / "e1.html").unlink()
    (www / "e1.html").mkdir()


def test_a_published_file_that_somebody_removed_added_or_replaced_is_mended_by_the_next_build():
    with site(content(), build=True) as root:
        www, n = root / "build" / "site" / "www", 1
        for mend in (lambda www: (www / "e1.html").unlink(), lambda www: (www / "search" / "meta.js").unlink(), add, replace, make_a_folder):
            for changed in (False, True):
                if changed:
                    (root / "content" / "f3.md").write_text(ENTRY.format(n=3, version=(n := n + 1)))
                    whyfix("-C", root, "build")
                right = snapshot(www)
                mend(www)
                assert snapshot(www) != right
                if changed:
                    (root / "content" / "f3.md").write_text(ENTRY.format(n=3, version=(n := n + 1)))
                whyfix("-C", root, "build")
                whyfix("-C", root, "build", "--full", "-o", root / "whole")
                assert not (wrong := differences(root / "build" / "site", root / "whole")), wrong


def test_what_somebody_wrote_into_a_published_file_is_gone_with_a_full_build():
    with site(content(), build=True) as root:
        page = root / "build" / "site" / "www" / "e1.html"
        right = page.read_bytes()
        page.write_bytes(right.replace(b"FAQ", b"QAF"))
        whyfix("-C", root, "build", "--full")
        assert page.read_bytes() == right


def test_names_of_other_files_are_taken():
    with site({**content(), "llms.txt": "mine"}) as root:
        assert "content/llms.txt" in whyfix("-C", root, "build").err
        assert "問題 1" in (root / "build" / "site" / "www" / "llms.txt").read_text()


# ---- a second build makes what a full one makes, whatever was changed between the two -------------------------------

CAUSES = ["兩端的算法不同", "防火牆擋住了 UDP 500 埠", "防火牆擋住了 UDP 4500 埠", "共用金鑰抄錯", "MTU 太大"]


def document(dice, n, others):
    """Some questions about n, which name others, share causes and tags, and are asked in one or two ways."""
    parts = [] if dice.random() < 0.5 else [f"---\ntitle: 文件 {n}\ntags: [標籤{dice.randrange(3)}, VPN]\n---\n"]
    for k in range(dice.randrange(1, 4)):
        level = "##" if dice.random() < 0.7 else "###"
        parts.append(f"{level} 問題 {n} 之 {k} 怎麼辦? {{#q{n}-{k}}}\n")
        if dice.random() < 0.4:
            parts.append(f"<!--\naliases: [又稱 {n} {k}, error {n}{k}]\nredirects: old-{n}-{k}\n-->\n")
        parts.append(f"說明 {dice.randrange(5)}。參見 [那一篇](f{dice.choice(others)}.md)。\n")
        parts.append("| 分類 | 原因 | 解決方案 |\n|---|---|---|\n")
        for _ in range(dice.randrange(0, 4)):
            parts.append(f"| 類{dice.randrange(3)} | {dice.choice(CAUSES)} | 第 {dice.randrange(9)} 種辦法:`show {n}` |\n")
        parts.append("\n")
    return "\n".join(parts).replace("|\n\n|", "|\n|")


def change(dice, root):
    """One thing that an author may do."""
    folder, numbers = root / "content", list(range(30))
    files = sorted(folder.rglob("f*.md"))
    kind = dice.choice(["edit", "edit", "edit", "add", "remove", "rename", "move", "settings", "template", "synonyms", "translate", "touch", "image"])
    if kind == "edit" and files:
        path = dice.choice(files)
        path.write_text(document(dice, path.stem[1:].split(".")[0], numbers))
    elif kind == "add":
        n = dice.choice(numbers)
        (folder / f"f{n}.md").write_text(document(dice, n, numbers))
    elif kind == "remove" and len(files) > 3:
        dice.choice(files).unlink()
    elif kind == "rename" and files:
        dice.choice(files).rename(folder / f"f{dice.randrange(30, 60)}.md")
    elif kind == "move" and files:
        (folder / "目錄").mkdir(exist_ok=True)
        path = dice.choice(files)
        path.rename(folder / "目錄" / path.name)
    elif kind == "settings":
        (folder / "site.yml").write_text(f"title: FAQ {dice.randrange(3)}\nvariants: [{dice.choice(['', 'zh-Hans'])}]\ncompress: [{dice.choice(['', 'gz'])}]\nbase_url: {dice.choice(['', 'https://kb.example.com/'])}\n".replace("base_url: \n", ""))
    elif kind == "template":
        (root / "templates").mkdir(exist_ok=True)
        (root / "templates" / "guide.en.md").write_text(f"# guide {dice.random()}\n")
    elif kind == "synonyms":
        (folder / "synonyms.txt").write_text(f"算法, algorithm{dice.randrange(3)}\n")
    elif kind == "translate" and files:
        path = dice.choice(files)
        path.with_suffix(".en.md").write_text("## How? {#q1-0}\n\nBecause.\n")
    elif kind == "touch" and files:
        os.utime(dice.choice(files), (LONG_AGO + dice.randrange(3) * 86400, LONG_AGO))
    elif kind == "image":
        (folder / "a.png").write_bytes(bytes([dice.randrange(256)]))
    return kind


def differences(one, other):
    mine, theirs = snapshot(one), snapshot(other)
    return sorted(name for name in mine.keys() | theirs.keys() if mine.get(name) != theirs.get(name))


def check_rounds(seed, rounds):
    dice = random.Random(seed)
    files = {f"f{n}.md": document(dice, n, range(12)) for n in range(12)}
    with site({"/content/site.yml": "title: FAQ\n", **files}) as root:
        done, clock = [], 10
        for _ in range(rounds):
            for path in (root / "content").rglob("*"):  # half of what is new looks as if it had been there for long
                if path.stat().st_mtime > LONG_AGO + 1e7 and dice.random() < 0.5:
                    clock += 1
                    os.utime(path, (LONG_AGO, LONG_AGO + clock))
            memory = {"WHYFIX_MEMORY": "0"} if dice.random() < 0.5 else {}  # as a large site is built
            whyfix("-C", root, "build", expect=None, env=memory)
            whyfix("-C", root, "build", "--full", "-o", root / "whole", expect=None)
            wrong = differences(root / "build" / "site", root / "whole")
            assert not wrong, f"seed {seed}, after {done}: {wrong[:9]}"
            done.append([change(dice, root) for _ in range(dice.randrange(1, 4))])


OF_A_REBUILD = ["documents.changed", "published"]
CACHES = ["documents", "documents.bodies", "pages", "index", "plan", "llms", *OF_A_REBUILD]


def test_a_cache_that_is_damaged_or_gone_costs_time_alone():
    dice, place = random.Random(1), random.Random(2)  # of what is written, and of what is damaged
    for name in CACHES:
        for damage in (lambda b: b"", lambda b: b[:len(b) // 2], lambda b: b[:200], lambda b: b + b"x", lambda b: b[:-1] + bytes([b[-1] ^ 1]),
                       lambda b: (lambda at: b[:at] + bytes([b[at] ^ 1]) + b[at + 1:])(place.randrange(len(b)))):
            with site({f"f{n}.md": document(dice, n, range(4)) for n in range(4)}, build=True) as root:
                if name in OF_A_REBUILD:  # one of many is so small a change that it gets a file of its own
                    for n in range(40):
                        (root / "content" / f"more{n}.md").write_text(ENTRY.format(n=100 + n, version=1))
                    for path in (root / "content").iterdir():
                        os.utime(path, (LONG_AGO, LONG_AGO))
                    whyfix("-C", root, "build")
                    (root / "content" / "more1.md").write_text(ENTRY.format(n=101, version=2))
                    whyfix("-C", root, "build")
                cache = root / "build" / ".site.cache" / name
                cache.write_bytes(damage(cache.read_bytes()))
                (root / "content" / "f1.md").write_text(document(dice, 1, range(4)))
                whyfix("-C", root, "build")
                whyfix("-C", root, "build", "--full", "-o", root / "whole")
                assert not differences(root / "build" / "site", root / "whole"), name


def test_a_cache_that_cannot_be_opened_costs_time_alone():
    with site(content()) as root:
        for path in (root / "content").iterdir():
            os.utime(path, (LONG_AGO, LONG_AGO))
        whyfix("-C", root, "build")
        bodies = root / "build" / ".site.cache" / "documents.bodies"
        (root / "content" / "f3.md").write_text(content(changed=3)["f3.md"])
        if subprocess.run(["chattr", "+i", bodies], capture_output=True).returncode:
            raise Skip("no file can be made immutable here")
        try:
            whyfix("-C", root, "build")
            whyfix("-C", root, "build", "--full", "-o", root / "whole")
            assert not differences(root / "build" / "site", root / "whole")
        finally:
            subprocess.run(["chattr", "-i", bodies], check=True)


def rich_document(dice, n):
    """One whose words and characters are mostly its own."""
    def some():
        words = ["".join(dice.choice("abcdefghijklmnop") for _ in range(6)) for _ in range(30)]
        return " ".join(words) + "".join(chr(dice.randrange(0x4E00, 0x9FA0)) for _ in range(60))
    return "\n".join(f"## 第 {n} 組 {some()}? {{#rich{n}-{q}}}\n\n原因:{some()}\n\n解決:{some()}\n" for q in range(6))


def test_more_words_than_memory_has_room_for_are_indexed_as_others_are():
    """Terms are counted in several runs, which are merged with each other and with the index before."""
    dice = random.Random(3)
    with site({f"f{n}.md": rich_document(dice, n) for n in range(30)}) as root:
        whyfix("-C", root, "build", env={"WHYFIX_MEMORY": "0"})
        for n in (0, 7, 29, 30):
            whyfix("-C", root, "build", "--full", "-o", root / "whole")
            wrong = differences(root / "build" / "site", root / "whole")
            assert not wrong, f"before f{n}.md: {wrong[:9]}"
            (root / "content" / f"f{n}.md").write_text(rich_document(dice, n))
            whyfix("-C", root, "build", env={"WHYFIX_MEMORY": "0"})
        for n in range(5, 16):  # so many that they are runs, too
            (root / "content" / f"f{n}.md").write_text(rich_document(dice, n))
        whyfix("-C", root, "build", env={"WHYFIX_MEMORY": "0"})
        whyfix("-C", root, "build", "--full", "-o", root / "whole")
        assert not differences(root / "build" / "site", root / "whole")


def test_a_cache_that_is_mostly_of_the_past_is_begun_anew():
    """What documents said before they changed stays in it, until that is most of it. Each worker has a piece of it for
    itself: of one, sizes are known."""
    alone = {"WHYFIX_JOBS": "1"}
    with site(content()) as root:
        whyfix("-C", root, "build", env=alone)
        bodies = root / "build" / ".site.cache" / "documents.bodies"
        small = bodies.stat().st_size
        with open(bodies, "ab") as file:
            file.truncate(small + 1000000)
        for changed, least, most in ((3, 1000000, 2 * small + 1000000), (None, 1, 3 * small)):
            (root / "content" / "f3.md").write_text(content(changed=changed)["f3.md"])
            whyfix("-C", root, "build", env=alone)
            whyfix("-C", root, "build", "--full", "-o", root / "whole")
            assert not differences(root / "build" / "site", root / "whole")
            assert least <= bodies.stat().st_size <= most, changed
            with open(bodies, "ab") as file:
                file.truncate(small + 100 * 1000000)


def check_index_before(spoil):
    """The next index takes over what the published one has; one that was changed, or cannot be read, costs time alone."""
    with site(content(), build=True) as root:
        spoil(root / "build" / "site" / "search.db")
        (root / "content" / "f3.md").write_text(content(changed=3)["f3.md"])
        whyfix("-C", root, "build")
        whyfix("-C", root, "build", "--full", "-o", root / "whole")
        assert not differences(root / "build" / "site", root / "whole")


def test_an_index_that_somebody_changed_is_not_taken_over():
    def change(path):
        with sqlite3.connect(path) as db:
            db.execute("update entry set data = x''")
        db.close()
    check_index_before(change)
    check_index_before(lambda path: path.write_bytes(b""))
    check_index_before(lambda path: path.write_bytes(path.read_bytes()[:5000]))


def test_a_published_file_for_language_models_that_was_cut_short_is_made_anew():
    with site(content(), build=True) as root:
        path = root / "build" / "site" / "www" / "llms-full.txt"
        written = path.stat()
        path.write_bytes(path.read_bytes()[:-100])
        os.utime(path, ns=(written.st_atime_ns, written.st_mtime_ns))
        (root / "content" / "f3.md").write_text(content(changed=3)["f3.md"])
        whyfix("-C", root, "build")
        whyfix("-C", root, "build", "--full", "-o", root / "whole")
        assert not differences(root / "build" / "site", root / "whole")


def test_an_index_with_too_few_ways_to_ask_is_not_taken_over():
    def cut(path):
        written = path.stat()
        with sqlite3.connect(path) as db:
            db.execute("update whole set data = substr(data, 1, 9) where name = 'wordings'")
        db.close()
        os.utime(path, ns=(written.st_atime_ns, written.st_mtime_ns))
    check_index_before(cut)


def test_an_index_that_lacks_what_an_entry_that_is_gone_is_ranked_by_is_not_taken_over():
    def remove(path):
        written = path.stat()
        with sqlite3.connect(path) as db:
            assert db.execute("delete from ranking").rowcount == 1
        db.close()
        os.utime(path, ns=(written.st_atime_ns, written.st_mtime_ns))
    check_index_before(remove)


def test_an_index_with_damaged_tables_is_not_taken_over():
    for table in ("entry", "term", "ranking", "whole"):
        def damage(path):
            with sqlite3.connect(path) as db:
                page, = db.execute("select rootpage from sqlite_schema where name = ?", [table]).fetchone()
                size, = db.execute("pragma page_size").fetchone()
            db.close()
            written, data = path.stat(), bytearray(path.read_bytes())
            data[(page - 1) * size:page * size] = bytes(size)
            path.write_bytes(data)
            os.utime(path, ns=(written.st_atime_ns, written.st_mtime_ns))
        check_index_before(damage)


def test_a_folder_that_takes_no_cache_is_no_trouble():
    with site(content(), build=True) as root:
        for name in CACHES:
            path = root / "build" / ".site.cache" / name
            path.unlink(missing_ok=True)
            path.mkdir()
        (root / "content" / "f3.md").write_text(content(changed=3)["f3.md"])
        assert whyfix("-C", root, "build").err == ""
        assert "第 2 版" in (root / "build" / "site" / "www" / "e3.html").read_text()


def test_a_site_is_the_same_however_its_folder_is_spelled():
    with site(content(), build=True) as root:
        index = root / "build" / "site" / "search.db"
        before = index.stat().st_ino
        whyfix("build", cwd=root)
        whyfix("-C", ".", "build", cwd=root)
        assert index.stat().st_ino == before, "nothing had changed"


def test_what_is_wrong_is_said_again_though_nothing_changed():
    with site({**content(), "double.md": "## 另一個問題? {#e1}\n\n答案。\n", "bad.md": b"## Q? {#bad}\n\n\xff\xfe\n"}) as root:
        first = whyfix("-C", root, "build").err
        (root / "content" / "f3.md").write_text(content(changed=3)["f3.md"])
        assert whyfix("-C", root, "build").err == first and "bad.md" in first and "double.md" in first


def cases():
    for seed in range(8):
        yield f"a second build equals a full one, whatever has changed (seed {seed})", lambda seed=seed: check_rounds(seed, 12)
