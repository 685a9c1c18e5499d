"""What the campus costs, as a table: ``make bench``, or ``python benchmarks/run.py --only pages --rounds 7``.

Everything happens in a folder that is thrown away, on this machine's loopback. See README.md for the method.
"""

import argparse
import importlib
import os
import sys
import tempfile
from pathlib import Path

from bench import Bench
from rounds import NotMeasured
from table import Line, text_of

MEASURES = (
    "pages",
    "attempts",
    "credentials",
    "degrees",
    "committee",
    "start",
    "publishing",
    "conversion",
    "documents",
    "cohort_documents",
    "allocation",
    "allocation_peers",
    "weight",
)
LONG = ("cohort_documents",)
"""Only when they are asked for by name: a quarter of an hour, or more."""


def main() -> int:
    """Measure what was asked and print the table; 1 when a measure could not be taken."""
    parser = argparse.ArgumentParser(description="Measure what the campus costs.")
    usual = [name for name in MEASURES if name not in LONG]
    parser.add_argument("--only", nargs="+", choices=MEASURES, default=usual, metavar="MEASURE", help=", ".join(MEASURES))
    parser.add_argument("--rounds", type=int, default=5, help="interleaved rounds for each ratio (5)")
    parser.add_argument("--seconds", type=int, default=3, help="length of a round for each target (3)")
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {load()} before", flush=True)
    with tempfile.TemporaryDirectory(prefix="salerno-bench-") as folder:
        lines, failures = measured(options.only, Bench(Path(folder), options.rounds, options.seconds))
    print(f"load {load()} after\n\n{text_of(lines)}")
    for failure in failures:
        print(f"\nNot measured: {failure}", file=sys.stderr)
    return 1 if failures else 0


def measured(names: list[str], bench: Bench) -> tuple[list[Line], list[str]]:
    """The lines of ``names``, and what could not be measured."""
    lines, failures = [], []
    for name in names:
        print(f"measuring {name} …", flush=True)
        try:
            lines += importlib.import_module(f"measures.{name}").measure(bench)
        except NotMeasured as problem:
            failures.append(f"{name}: {problem}")
    return lines, failures


def load() -> str:
    """The load average of the last minute."""
    return f"{os.getloadavg()[0]:.1f}"


if __name__ == "__main__":
    sys.exit(main())
