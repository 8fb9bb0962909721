"""Building: whole sites against the least program, Hugo, and Hugo with Pagefind; memory, rebuilds, growth (growth.svg)."""
import math
import os
import shutil
import statistics
import subprocess

import measure
from measure import BIN, HERE, WORK, attempt, compare, corpus, floor, need, program, row

COUNTS = [int(n) for n in os.environ.get("BENCH_COUNTS", "1000 10000 100000").split()]
CMARK = ["-I/usr/include", "-lcmark-gfm", "-lcmark-gfm-extensions"]
CHANGES = 9  # rebuilds, each with one file changed
CURVES = {}  # name → {files: seconds}
LAYOUT = "<!DOCTYPE html><html lang=\"zh-Hant\"><head><meta charset=\"utf-8\"><title>{{ .Title }}</title></head><body><main><h1>{{ .Title }}</h1>%s</main></body></html>\n"


def note(name, count, seconds):
    CURVES.setdefault(name, {})[count] = seconds


def least(count):
    """The seconds of the least program, over the same files."""
    binary, root, out = floor("floor_build", *CMARK), corpus(count), WORK / "floor-out"
    names = "\n".join(map(str, sorted((root / "content").rglob("*.md")))).encode()

    def once():
        shutil.rmtree(out, ignore_errors=True)
        (WORK / "names").write_bytes(names + b"\n")
        with open(WORK / "names", "rb") as listed:
            return measure.run([binary, out], stdin=listed)
    return once


def whole(count):
    root, out = corpus(count), WORK / "site-out"

    def once():
        clear(out)
        return measure.run([BIN / "whyfix", "-C", root, "build", "-o", out])
    return once


def clear(out):
    """Nothing published, and nothing kept for the next build."""
    shutil.rmtree(out, ignore_errors=True)
    shutil.rmtree(out.parent / f".{out.name}.cache", ignore_errors=True)


def against_the_least(count):
    mine, other, ratio = compare(whole(count), least(count), 3 if count > 10000 else measure.RUNS)
    note("whyfix", count, mine)
    note("least program (cmark-gfm, one page a file)", count, other)
    row(f"build of {count:,} files, site and index, against floor_build", f"{ratio:.2f} × ({mine:.2f} s)", "2.0 ×" if count == 10000 else "")


def memory(count, bar):
    clear(WORK / "site-out")
    peak = measure.peak([BIN / "whyfix", "-C", corpus(count), "build", "-o", WORK / "site-out"])
    row(f"peak memory of that, {count:,} files", f"{peak:.0f} MiB", bar)


def rebuilds(count):
    root, out, command = corpus(count), WORK / "site-out", [BIN / "whyfix", "-C", corpus(count), "build", "-o", WORK / "site-out"]
    full = statistics.median(whole(count)() for _ in range(3))
    none = statistics.median(measure.run(command) for _ in range(3))
    row(f"rebuild without a change, {count:,} files, against a full build", f"{none / full:.3f} ×", "0.10 ×")
    pages, times = sorted((root / "content").rglob("*.md")), []
    changed = {path: path.read_text() for path in pages[:: len(pages) // CHANGES]}
    for path, text in changed.items():
        path.write_text(f"{text}\n第 {len(times)} 次修改。\n")
        times.append(measure.run(command))
    for path, text in changed.items():
        path.write_text(text)
    row(f"rebuild with one file changed, {count:,} files, against a full build", f"{statistics.median(times) / full:.2f} ×", "0.15 ×")
    row(f"the slowest of {len(times)} such, each of another file", f"{max(times) / full:.2f} ×", "0.15 ×")


def hugo_site(count):
    root = WORK / f"hugo-{count}"
    if not root.exists():
        (root / "layouts" / "_default").mkdir(parents=True)
        (root / "config.toml").write_text('baseURL = "https://kb.example.com/"\ntitle = "FAQ"\ndisableKinds = ["RSS", "sitemap", "taxonomy", "term"]\n')
        (root / "layouts" / "_default" / "single.html").write_text(LAYOUT % "{{ .Content }}")
        (root / "layouts" / "_default" / "list.html").write_text(LAYOUT % '<ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>')
        (root / "layouts" / "index.html").write_text(LAYOUT % '<ul>{{ range .Site.Sections }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>')
        shutil.copytree(corpus(count, front_matter=True) / "content", root / "content")
    return root


def pagefind():
    folder = WORK / "pagefind"
    if not (folder / "node_modules" / ".bin" / "pagefind").exists():
        folder.mkdir(exist_ok=True)
        done = subprocess.run([program("npm"), "install", "--silent", "--prefix", folder, "pagefind@1"], capture_output=True)
        if done.returncode:
            raise measure.Missing("pagefind cannot be installed from npm")
    return folder / "node_modules" / ".bin" / "pagefind"


def against_hugo(count):
    root, hugo, out = hugo_site(count), program("hugo"), WORK / "hugo-out"

    def build():
        shutil.rmtree(out, ignore_errors=True)
        return measure.run([hugo, "--quiet", "-s", root, "-d", out])
    mine, other, ratio = compare(whole(count), build, 3)
    note("Hugo", count, other)
    row(f"the same of {count:,} files against Hugo (pages alone, no search)", f"{ratio:.2f} × ({other:.2f} s)")
    search = pagefind()

    def both():
        return build() + measure.run([search, "--site", out, "--force-language", "zh"])
    theirs = both()
    note("Hugo + Pagefind", count, theirs)
    row(f"the same of {count:,} files against Hugo + Pagefind", f"{mine / theirs:.3f} × ({theirs:.1f} s)", "0.10 ×" if count == 10000 else "")


def growth():
    times = CURVES.get("whyfix", {})
    if 10000 in times and 100000 in times:
        row("100,000 files against 10,000", f"{times[100000] / times[10000]:.1f} ×", "11 ×")
    if times:
        (HERE / "growth.svg").write_text(draw(CURVES))


def draw(curves):
    """Seconds by files, both logarithmic, a line a program."""
    width, height, left, bottom = 720, 380, 56, 44
    points = [(n, s) for curve in curves.values() for n, s in curve.items()]
    x0, x1 = math.log10(min(n for n, _ in points)), math.log10(max(n for n, _ in points) * 3)
    y0, y1 = math.floor(math.log10(min(s for _, s in points))), math.ceil(math.log10(max(s for _, s in points)))
    x = lambda n: left + (math.log10(n) - x0) / (x1 - x0 or 1) * (width - left - 20)
    y = lambda s: height - bottom - (math.log10(s) - y0) / (y1 - y0 or 1) * (height - bottom - 20)
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="13" role="img" aria-label="Time of a build by number of files">',
             f'<rect width="{width}" height="{height}" fill="#fff"/>']
    for power in range(y0, y1 + 1):
        parts.append(f'<path d="M{left} {y(10 ** power):.1f}H{width - 20}" stroke="#d5dee3"/><text x="{left - 8}" y="{y(10 ** power) + 4:.1f}" text-anchor="end">{10 ** power:g} s</text>')
    for count in sorted({n for n, _ in points}):
        parts.append(f'<text x="{x(count):.1f}" y="{height - 16}" text-anchor="middle">{count:,} files</text>')
    for (name, curve), color in zip(curves.items(), ("#0a5a73", "#7a8790", "#b4481e", "#7b3fa0")):
        line = " ".join(f"{x(n):.1f},{y(s):.1f}" for n, s in sorted(curve.items()))
        end = max(curve)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{color}" stroke-width="2.5"/>' + "".join(f'<circle cx="{x(n):.1f}" cy="{y(s):.1f}" r="3.5" fill="{color}"/>' for n, s in curve.items()))
        parts.append(f'<text x="{x(end) + 8:.1f}" y="{y(curve[end]) + 4:.1f}" fill="{color}">{name.split(" (")[0]} {curve[end]:.1f} s</text>')
    return "\n".join(parts) + "\n</svg>\n"


def measure_all():
    for count in COUNTS:
        attempt(against_the_least, count)
    for count, bar in ((10000, "96 MiB"), (100000, "160 MiB")):
        if count in COUNTS:
            attempt(memory, count, bar)
    attempt(rebuilds, 10000)
    for count in COUNTS:
        if count <= 10000:
            attempt(against_hugo, count)
    attempt(growth)
