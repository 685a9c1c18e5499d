"""The committee's screen with ten thousand applications against the floor's page."""

import json

from bench import Bench
from campus import HERE, floor
from rounds import Target, interleaved
from table import Line, at_least, line

from measures.pages import AS_A_BROWSER, session_of

APPLICATIONS = 10_000


def measure(bench: Bench) -> list[Line]:
    """The first page of the ranking, whose opening is recorded each time, and the floor take turns in the same rounds."""
    scene = json.loads(bench.campus.python(str(HERE / "applications.py"), str(APPLICATIONS)))
    with bench.campus.served() as server, floor(bench.folder) as (least, floor_server):
        targets = [
            Target("floor page", f"{least}/page", floor_server, headers={"Cookie": session_of(least)}),
            Target("committee", bench.campus.url + scene["page"], server, headers={**AS_A_BROWSER, "Cookie": scene["cookie"]}),
        ]
        done = interleaved(targets, rounds=bench.rounds, seconds=bench.seconds)
    return [
        line(
            "Committee's screen with 10,000 applications",
            done.ratio("committee", "floor page"),
            0.5,
            at_least,
            ours=f"{done.rate('committee'):,.0f}/s",
            floor=f"{done.rate('floor page'):,.0f}/s",
            thrift=done.ratio("committee", "floor page", "thrift"),
        )
    ]
