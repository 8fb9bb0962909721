"""make bench: one table, whole processes, ratios in the same run, medians. Arguments: the parts wanted (all)."""
import importlib
import shutil
import sys

import measure

PARTS = ["build", "search", "export"]


def main(wanted):
    print(f"| measure | value | bar | {measure.machine()} |\n|---|---|---|---|", flush=True)
    try:
        for part in PARTS:
            if not wanted or part in wanted:
                importlib.import_module(f"bench_{part}").measure_all()
    finally:
        if "whyfix-bench-" in measure.WORK.name:
            shutil.rmtree(measure.WORK, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1:])
