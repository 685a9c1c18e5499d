"""Places handed out to 10,000 students by both methods (``mobility/allocation``), with a reason for each."""

from allocation_runs import FULL, median, rounds_of
from bench import Bench
from table import Line, at_most, line


def measure(bench: Bench) -> list[Line]:
    """By processor time, since all of it is work on one core, median of the rounds; memory is the most of any process."""
    runs = rounds_of(bench, ("deferred", "best"), FULL)
    spent = {way: median(runs[way], "processor") for way in runs}
    clock = {way: f"{median(runs[way]):.2f} s by the clock" for way in runs}
    peak = max(run["peak_mb"] for way in runs for run in runs[way])
    return [
        line("Deferred acceptance: 10,000 × 500 × 8", spent["deferred"], 1, at_most, unit="s", ours=clock["deferred"]),
        line("Best total: 10,000 × 500 × 8", spent["best"], 30, at_most, unit="s", ours=clock["best"]),
        line("Memory of either at its peak", peak, 1024, at_most, unit="MB"),
    ]
