"""How long a course of 500 activities takes to be published, from the command line."""

import time

import made_course
from bench import Bench
from table import Line, at_most, line

ACTIVITIES = 500


def measure(bench: Bench) -> list[Line]:
    """Everything that a person waits for: the start of the command, the checks, the rendering, the rows."""
    folder = made_course.write_course(bench.folder / "large", activities=ACTIVITIES, slug="large", code="MADE-2")
    campus = bench.campus
    begun = time.monotonic()
    campus.salerno("course", "publish", str(folder))
    return [line(f"Publishing a course of {ACTIVITIES} activities", time.monotonic() - begun, 10, at_most, unit="s")]
