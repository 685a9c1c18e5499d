"""How long the degree audit of a thousand students takes, reading from the database included."""

import json

from bench import Bench
from campus import HERE
from table import Line, at_most, line


def measure(bench: Bench) -> list[Line]:
    """In one process, on rows that are read anew; see ``degrees.py``."""
    taken = json.loads(bench.campus.python(str(HERE / "degrees.py")))["seconds"]
    return [line("Degree audit of 1,000 students", taken, 5, at_most, unit="s")]
