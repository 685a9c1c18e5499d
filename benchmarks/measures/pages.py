"""A learner's unit page against the floor's page; a public course page, without a session, against Django's bare view."""

import urllib.request

from bench import Bench
from campus import floor
from rounds import Target, interleaved
from table import Line, at_least, line

AS_A_BROWSER = {"Accept-Encoding": "gzip, deflate", "Accept-Language": "en-GB,en;q=0.8"}


def measure(bench: Bench) -> list[Line]:
    """Both pages and both floors take turns in the same rounds."""
    scene, campus = bench.scene, bench.campus
    with campus.served() as server, floor(bench.folder) as (least, floor_server):
        targets = [
            Target("floor page", f"{least}/page", floor_server, headers={"Cookie": session_of(least)}),
            Target("unit page", campus.url + scene["unit_page"], server, headers={**AS_A_BROWSER, "Cookie": scene["cookie"]}),
            Target("bare view", f"{least}/bare", floor_server),
            Target("course page", campus.url + scene["course_page"], server, headers=AS_A_BROWSER),
        ]
        done = interleaved(targets, rounds=bench.rounds, seconds=bench.seconds)
    return [
        line(
            name,
            done.ratio(target, against),
            limit,
            at_least,
            ours=f"{done.rate(target):,.0f}/s",
            floor=f"{done.rate(against):,.0f}/s",
            thrift=done.ratio(target, against, "thrift"),
        )
        for name, target, against, limit in (
            ("Learner's unit page", "unit page", "floor page", 0.6),
            ("Public course page, no session", "course page", "bare view", 0.3),
        )
    ]


def session_of(floor_url: str) -> str:
    """The cookie of a session on the floor."""
    with urllib.request.urlopen(f"{floor_url}/login", timeout=20) as answer:
        return answer.headers["Set-Cookie"].partition(";")[0]
