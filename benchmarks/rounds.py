"""Interleaved rounds of wrk over several targets.

Speed on a machine that others use drifts by a factor of two and more. So targets take turns, the order alternates from round
to round, and a ratio is taken within each round: a slow minute meets both sides. Beside the rate stands what an answer costs the
server in processor time, which other people's work on the machine hardly touches.
"""

import json
import os
import shutil
import statistics
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from processes import processor_seconds

SCRIPT = Path(__file__).with_name("requests.lua")


class NotMeasured(Exception):
    """Why a figure could not be taken."""


@dataclass(frozen=True)
class Target:
    """One address under load, served by ``process``. ``lines`` gives a file of prepared requests for each round."""

    name: str
    url: str
    process: int
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    lines: Callable[[int], Path] | None = None


@dataclass(frozen=True)
class Reading:
    """What one target gave in one round. ``p95`` in milliseconds; ``thrift`` is good answers for a second of processor time."""

    rate: float
    p95: float
    thrift: float


@dataclass(frozen=True)
class Rounds:
    """All readings, by the target's name."""

    readings: dict[str, list[Reading]]

    def rate(self, name: str) -> float:
        """Median of good answers a second."""
        return statistics.median(reading.rate for reading in self.readings[name])

    def p95(self, name: str) -> float:
        """Median of the rounds' 95th percentiles, in milliseconds."""
        return statistics.median(reading.p95 for reading in self.readings[name])

    def ratio(self, name: str, floor: str, value: str = "rate") -> float:
        """Median of the ratios of each round."""
        pairs = zip(self.readings[name], self.readings[floor], strict=True)
        return statistics.median(getattr(ours, value) / getattr(least, value) for ours, least in pairs)


def interleaved(targets: list[Target], *, rounds: int, seconds: int, connections: int = 16) -> Rounds:
    """Take turns. Raises ``NotMeasured`` at the first answer that is not good: a fast refusal is no speed."""
    if shutil.which("wrk") is None:
        raise NotMeasured("wrk is missing. As root: apt install wrk")
    readings: dict[str, list[Reading]] = {target.name: [] for target in targets}
    for number in range(rounds):
        for target in targets if number % 2 == 0 else reversed(targets):
            readings[target.name].append(_one(target, number, seconds, connections))
    return Rounds(readings)


def _one(target: Target, number: int, seconds: int, connections: int) -> Reading:
    environment = {**os.environ, "METHOD": target.method}
    environment["HEADERS"] = "\n".join(f"{name}: {value}" for name, value in target.headers.items())
    if target.lines:
        environment["LINES"] = str(target.lines(number))
    before = processor_seconds(target.process)
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s", "-s", str(SCRIPT), target.url]
    output = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    line = next((line for line in output.stdout.splitlines() if line.startswith("JSON ")), None)
    if line is None:
        raise NotMeasured(f"wrk said nothing about {target.name}: {output.stderr.strip() or output.stdout.strip()}")
    said = json.loads(line.removeprefix("JSON "))
    if said["bad"] or said["spent"]:
        faults = f"{said['bad']} bad answers, {said['spent']} past the prepared ones"
        raise NotMeasured(f"{target.name}: {faults}. {said['first_bad']}")
    used = processor_seconds(target.process) - before
    return Reading(said["rate"], said["p95"], said["good"] / max(used, 0.01))
