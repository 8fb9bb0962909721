"""Exports of 100,000 records: speed against `cat` of the same bytes to a file, and memory."""
import shutil
import subprocess

import measure
from measure import BIN, WORK, attempt, compare, corpus, row

FILES = 33000  # some 100,000 records
FORMATS = ["jsonl", "csv", "langchain", "opensearch", "sphinx", "openai", "dita"]


def known():
    text = subprocess.run([BIN / "whyfix", "export", "--list"], capture_output=True, text=True, check=True).stdout
    return {line.split()[0] for line in text.splitlines() if line.strip()}


def export(name):
    root, out = corpus(FILES), WORK / f"export-{name}"
    command = [BIN / "whyfix", "-C", root, "export", "--format", name, "-o", out]

    def mine():
        shutil.rmtree(out, ignore_errors=True)
        out.unlink(missing_ok=True) if out.is_file() else None
        return measure.run(command)

    def copy():
        files = [out] if out.is_file() else sorted(p for p in out.rglob("*") if p.is_file())
        with open(WORK / "copied", "wb") as target:
            return measure.run(["cat", *files], stdout=target)
    seconds, theirs, ratio = compare(mine, copy, 3)
    row(f"export {name} of {FILES:,} files: speed, against cat of its output", f"{1 / ratio:.3f} × ({seconds:.2f} s)", "0.3 ×")
    row(f"export {name}: peak memory", f"{measure.peak(command):.0f} MiB", "64 MiB")


def measure_all():
    for name in FORMATS:
        if name in known():
            attempt(export, name)
