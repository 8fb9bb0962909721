"""Runs every test: the unit tests in C, then the functions test_* of the files test_*.py. The last line counts them.

    python3 tests/run.py [WORD...]     only tests whose name has one of the words
"""
import importlib
import pathlib
import re
import subprocess
import sys
import time
import traceback

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.dont_write_bytecode = True

import harness  # noqa: E402

counts = {"passed": 0, "failed": 0, "skipped": 0}


def report(outcome, name, detail="", seconds=0.0):
    counts[outcome] += 1
    word = {"passed": "ok", "failed": "FAIL", "skipped": "skip"}[outcome]
    note = f" ({seconds:.1f} s)" if seconds > 1 else ""
    print(f"{word:4} {name}{note}{': ' + detail if detail else ''}", flush=True)


def run_unit_program(path):
    """A cmocka program; each of its tests counts."""
    process = subprocess.run([path], capture_output=True, text=True, errors="replace", cwd=harness.ROOT, env=harness.ENVIRONMENT, timeout=600)
    text = process.stdout + process.stderr
    outcomes = {}
    for outcome, name in re.findall(r"^\[\s+(OK|FAILED|SKIPPED) \] (\w+)", text, re.M):
        outcomes[name] = outcome
    for name, outcome in outcomes.items():
        why = " ".join(re.findall(r"^skipped: (.*)$", text, re.M)) if outcome == "SKIPPED" else ""
        report({"OK": "passed", "FAILED": "failed", "SKIPPED": "skipped"}[outcome], f"unit/{path.name}/{name}", why)
    if process.returncode and "FAILED" not in outcomes.values():
        report("failed", f"unit/{path.name}", f"exit {process.returncode}")
    if process.returncode:
        print(text[-6000:])


def run_function(name, function):
    start = time.monotonic()
    try:
        function()
    except harness.Skip as why:
        report("skipped", name, str(why))
    except Exception:  # a test may fail in any way; the others go on
        report("failed", name, seconds=time.monotonic() - start)
        traceback.print_exc(limit=-4, file=sys.stdout)
    else:
        report("passed", name, seconds=time.monotonic() - start)


def cases(module):
    """The tests of a module: its functions test_*, and what its function cases() yields as (name, function)."""
    for name, value in list(vars(module).items()):
        if name.startswith("test_") and callable(value):
            yield name, value
    if hasattr(module, "cases"):
        yield from module.cases()


def main(words):
    def wanted(name):
        return not words or any(word in name for word in words)

    for path in sorted((harness.BIN / "unit").glob("test_*")):
        if path.suffix == "" and wanted(f"unit/{path.name}"):
            run_unit_program(path)
    for path in sorted(HERE.glob("test_*.py")):
        module = importlib.import_module(path.stem)
        if words and getattr(module, "CASES_BY_RUNNING", False) and not any(word.split("/")[0] in path.stem for word in words):
            continue  # its cases are known when its script has run, which takes minutes
        for name, function in cases(module):
            if wanted(f"{path.stem}/{name}"):
                run_function(f"{path.stem}/{name}", function)
    if counts["skipped"]:
        print(f"{counts['skipped']} skipped")
    print(f"{counts['passed']} passed, {counts['failed']} failed")
    return 1 if counts["failed"] or not counts["passed"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
