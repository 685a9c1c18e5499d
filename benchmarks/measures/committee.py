"""The committee's screen with ten thousand applications against the floor's page."""

import json

from bench import Bench
from campus import HERE, floor
from rounds import Target, interleaved
from table import Line, at_least, line

from measures.pages import AS_A_BROWSER, session_of

APPLICATIONS, PAGES, REQUESTS = 10_000, 40, 6_000


def measure(bench: Bench) -> list[Line]:
    """The first thousand of the ranking, page after page, and the floor take turns in the same rounds. Each opening is recorded.

    A row is drawn once in each process, by whoever comes first: those of the first round pay for it.
    """
    scene = json.loads(bench.campus.python(str(HERE / "applications.py"), str(APPLICATIONS)))
    turned = bench.folder / "committee.tsv"
    lines = (f"{scene['page']}?page={number % PAGES + 1}\t{scene['cookie']}\t" for number in range(REQUESTS))
    turned.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with bench.campus.served() as server, floor(bench.folder) as (least, floor_server):
        targets = [
            Target("floor page", f"{least}/page", floor_server, headers={"Cookie": session_of(least)}),
            Target("committee", bench.campus.url, server, headers=AS_A_BROWSER, lines=lambda _round: turned),
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
