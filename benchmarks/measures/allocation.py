"""Places handed out to 10,000 students by both methods (``mobility/allocation``), with a reason for each."""

from allocation_runs import FULL, median, rounds_of
from bench import Bench
from table import Line, at_most, line


def measure(bench: Bench) -> list[Line]:
    """By the clock on the wall, median of the rounds; memory is the most that a process had at any time in any round."""
    runs = rounds_of(bench, ("deferred", "best"), FULL)
    used = {way: f"{median(runs[way], 'processor'):.2f} s of processor time" for way in runs}
    peak = max(run["peak_mb"] for way in runs for run in runs[way])
    return [
        line("Deferred acceptance: 10,000 × 500 × 8", median(runs["deferred"]), 1, at_most, unit="s", ours=used["deferred"]),
        line("Best total: 10,000 × 500 × 8", median(runs["best"]), 30, at_most, unit="s", ours=used["best"]),
        line("Memory of either at its peak", peak, 1024, at_most, unit="MB"),
    ]
