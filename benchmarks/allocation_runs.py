"""Runs of ``allocations.py``: each in a process of its own, so that its memory is its own, and in turns."""

import json
import statistics
import subprocess
import sys

from bench import Bench
from campus import HERE
from rounds import NotMeasured

FULL, SMALL = (10_000, 500), (2_000, 100)


def rounds_of(bench: Bench, ways: tuple[str, ...], size: tuple[int, int]) -> dict[str, list[dict]]:
    """What each run gave, by way; the order alternates from round to round."""
    runs: dict[str, list[dict]] = {way: [] for way in ways}
    for number in range(bench.rounds):
        for way in ways if number % 2 == 0 else reversed(ways):
            runs[way].append(_run(way, size))
    return runs


def median(runs: list[dict], value: str = "seconds") -> float:
    """Median of the rounds."""
    return statistics.median(run[value] for run in runs)


def median_ratio(ours: list[dict], theirs: list[dict]) -> float:
    """Median of the ratios of each round, by processor time."""
    return statistics.median(mine["processor"] / other["processor"] for mine, other in zip(ours, theirs, strict=True))


def _run(way: str, size: tuple[int, int]) -> dict:
    command = [sys.executable, str(HERE / "allocations.py"), way, *map(str, size)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode or not ran.stdout:
        raise NotMeasured(f"{way}: {ran.stderr.strip()[-500:]}")
    return json.loads(ran.stdout)
