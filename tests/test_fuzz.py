"""Fuzzers: each tests/fuzz/fuzz_NAME.c is run on what it broke on before (tests/fuzz/NAME/), then on inputs of its own making,
from the golden cases on, for WHYFIX_FUZZ_SECONDS (60). An input that breaks it is kept in build/fuzz/.
"""
import concurrent.futures
import os
import pathlib
import subprocess
import tempfile

import harness

FUZZ = harness.ROOT / "tests" / "fuzz"
SECONDS = int(os.environ.get("WHYFIX_FUZZ_SECONDS", "60"))
LIMITS = ["-timeout=10", "-rss_limit_mb=1500", "-max_len=8192", "-verbosity=0", "-print_final_stats=0"]


def run(program, *arguments, seconds=600):
    result = subprocess.run([program, *map(str, arguments)], capture_output=True, timeout=seconds, env={**harness.ENVIRONMENT, "LLVM_PROFILE_FILE": "/dev/null"})
    assert result.returncode == 0, result.stderr.decode("utf-8", "replace")[-4000:]


def seeds(name, folder):
    """What the fuzzer starts from; a file for each."""
    for number, path in enumerate((sorted(harness.GOLDEN.glob("*/input.*")) if name == "content" else []) + sorted((FUZZ / name).glob("*"))):
        (folder / str(number)).write_bytes(path.read_bytes())


def check(program):
    name = program.name.removeprefix("fuzz_")
    known = sorted((FUZZ / name).glob("*"))
    if known:
        run(program, *LIMITS, *known)
    found = harness.ROOT / "build" / "fuzz"
    found.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        seeds(name, pathlib.Path(folder))
        dictionary = FUZZ / f"{name}.dict"
        options = [f"-dict={dictionary}"] if dictionary.exists() else []
        run(program, *LIMITS, *options, f"-max_total_time={SECONDS}", f"-artifact_prefix={found}/{name}-", folder, seconds=SECONDS + 120)


def cases():
    """All of them at the same time: each waits for its minute, on a processor of its own."""
    programs = [harness.ROOT / "build" / "fuzz" / "fuzz" / source.stem for source in sorted(FUZZ.glob("fuzz_*.c"))]
    pool = concurrent.futures.ThreadPoolExecutor(len(programs))
    started = {}

    def result(program):
        if not started:
            started.update({one: pool.submit(check, one) for one in programs})
        started[program].result()

    for program in programs:
        yield program.name, lambda program=program: result(program)
