"""Both methods of ``mobility/allocation`` beside libraries that do a part of it: ``pip install -r requirements/bench.txt``.

Ratios are taken in each round, by processor time: each works on one core. Ours makes a reason for every student and settles
every tie besides; the others do neither. A peer that finds something else ends the measure.
"""

import importlib.util

from allocation_runs import FULL, SMALL, median, median_ratio, rounds_of
from bench import Bench
from rounds import NotMeasured
from table import Line, at_most, line

PEERS = ("matching", "ortools", "scipy")


def measure(bench: Bench) -> list[Line]:
    """Ours as a multiple of each peer's time, on the same problem."""
    if missing := [name for name in PEERS if importlib.util.find_spec(name) is None]:
        raise NotMeasured(f"missing: {', '.join(missing)}. Install them: .venv/bin/pip install -r requirements/bench.txt")
    return [
        _beside(bench, "deferred", "matching", FULL, "Deferred acceptance, beside matching", 1),
        _beside(bench, "best", "ortools", FULL, "Best total, beside OR-Tools (four flows)", 100),
        _beside(bench, "best", "highs", FULL, "Best total, beside HiGHS (the last of four programmes)", 10),
        _beside(bench, "best", "linear_sum_assignment", SMALL, "Best total, beside linear_sum_assignment: 2,000 × 100 × 8", 1),
    ]


def _beside(bench: Bench, ours: str, peer: str, size: tuple[int, int], measure: str, limit: float) -> Line:
    runs = rounds_of(bench, (ours, peer), size)
    if any(one["found"] != runs[ours][0]["found"] for way in runs for one in runs[way]):
        raise NotMeasured(f"{ours} and {peer} do not find the same")
    seconds = {way: f"{median(runs[way], 'processor'):.2f} s" for way in runs}
    return line(measure, median_ratio(runs[ours], runs[peer]), limit, at_most, ours=seconds[ours], floor=seconds[peer])
