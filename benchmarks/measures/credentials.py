"""How many credentials a second one core signs and verifies."""

import json

from bench import Bench
from campus import HERE
from table import Line, at_least, line


def measure(bench: Bench) -> list[Line]:
    """By processor time, so that others on the machine do not count."""
    campus = bench.campus_with_course
    rates = json.loads(campus.python(str(HERE / "signing.py")))
    return [
        line(
            f"Simple credentials {words} on one core",
            rates[f"{verb} simple"],
            limit,
            at_least,
            unit="/s",
            ours=f"{rates[f'{verb} full']:,.0f}/s as the campus issues them",
        )
        for words, verb, limit in (("signed", "sign", 400), ("verified", "verify", 200))
    ]
