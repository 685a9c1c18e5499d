"""How many credentials a second one core signs and verifies."""

import json

from bench import Bench
from campus import HERE
from table import Line, at_least, line


def measure(bench: Bench) -> list[Line]:
    """By processor time, so that others on the machine do not count."""
    assert bench.scene
    rates = json.loads(bench.campus.python(str(HERE / "signing.py")))
    return [
        line("Credentials signed on one core", rates["sign"], 400, at_least, unit="/s"),
        line("Credentials verified on one core", rates["verify"], 200, at_least, unit="/s"),
    ]
