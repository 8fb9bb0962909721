"""What the benchmarks share: corpora, the programs that speed is measured against, times and memory of whole processes."""
import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SHARED = ROOT.parent / "shared" / "bench"
BIN = ROOT / "build"
RUNS = int(os.environ.get("BENCH_RUNS", "5"))
# In memory, where there is room: a disk's speed varies more than a program's.
WORK = pathlib.Path(os.environ.get("BENCH_FOLDER") or tempfile.mkdtemp(prefix="whyfix-bench-", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None))


class Missing(Exception):
    """What a row needs is not here; the row says so."""


def need(path):
    if not pathlib.Path(path).exists():
        raise Missing(f"{path} is not there")
    return path


def program(name):
    path = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
    if not path:
        raise Missing(f"{name} is not installed")
    return path


def floor(name, *flags):
    """A program that does the least that any must do, compiled from the shared sources."""
    binary = WORK / name
    if not binary.exists():
        subprocess.run(["cc", "-O2", need(SHARED / f"{name}.c"), "-o", binary, *flags], check=True)
    return binary


def corpus(count, front_matter=False):
    """A generated site of `count` files; its root."""
    root = WORK / f"corpus-{count}{'-front' if front_matter else ''}"
    if not root.exists():
        (root / "content").mkdir(parents=True)
        options = ["--front-matter"] if front_matter else []
        subprocess.run([sys.executable, need(SHARED / "gen_corpus.py"), str(count), root / "content", *options], check=True)
    return root


def run(command, **options):
    """Seconds of one run."""
    start = time.perf_counter()
    process = subprocess.Popen(list(map(str, command)), stdout=options.pop("stdout", subprocess.DEVNULL), stderr=subprocess.DEVNULL, **options)
    process.wait()
    seconds = time.perf_counter() - start
    if process.returncode:
        raise Missing(f"exit {process.returncode}: {' '.join(map(str, command))[:200]}")
    return seconds


def peak(command):
    """Peak memory of one run, in MiB. A small process asks for it: that of this one would count as its child's."""
    ask = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=2); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    process = subprocess.run([sys.executable, "-c", ask, *map(str, command)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    if process.returncode:
        raise Missing(f"exit {process.returncode}: {' '.join(map(str, command))[:200]}")
    return int(process.stdout) / 1024


def compare(mine, other, runs=RUNS):
    """Two functions that return seconds, in turn: the medians of both, and of the ratios pair by pair."""
    mine(), other()
    pairs = [(mine(), other()) for _ in range(runs)]
    return (statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs), statistics.median(a / b for a, b in pairs))


def size(path):
    path = pathlib.Path(path)
    return path.stat().st_size if path.is_file() else sum(p.stat().st_size for p in path.rglob("*") if p.is_file())


ROWS = []


def row(measure, value, bar="", note=""):
    ROWS.append((measure, value, bar, note))
    print(f"| {measure} | {value} | {bar} | {note} |", flush=True)


def attempt(function, *arguments):
    """Runs a part of the benchmark; one that cannot run says why and the others go on."""
    try:
        return function(*arguments)
    except Missing as why:
        row(function.__name__.replace("_", " "), "not measured", "", str(why))


def machine():
    return f"{os.cpu_count()} processors, {resource.getpagesize()}-byte pages"
