"""One answer to a quiz, logged: against the floor's one row, and 5,000 at once that must all stand."""

import sqlite3
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import parse_qs

from bench import ANSWERS_THAT_MUST_STAND, Bench
from campus import floor
from rounds import Target, interleaved
from table import Line, at_least, at_most, line

from measures.pages import session_of

CLIENTS = 16
AS_HTMX = {"Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true", "Accept-Encoding": "gzip, deflate"}


def measure(bench: Bench) -> list[Line]:
    """First the rounds, then the crowd, on one server and one database."""
    answers_of_round = bench.answers_of_round()
    with bench.campus.served() as server, floor(bench.folder) as (least, floor_server):
        targets = [
            Target("floor", f"{least}/attempt", floor_server, method="POST", headers={"Cookie": session_of(least)}),
            Target("answer", bench.campus.url, server, method="POST", headers=AS_HTMX, lines=answers_of_round),
        ]
        done = interleaved(targets, rounds=bench.rounds, seconds=bench.seconds, connections=CLIENTS)
        crowd = crowd_lines(bench)
    rate, slowest = done.ratio("answer", "floor"), done.ratio("answer", "floor", "p95")
    rates = {"ours": f"{done.rate('answer'):,.0f}/s", "floor": f"{done.rate('floor'):,.0f}/s"}
    times = {"ours": f"{done.p95('answer'):,.0f} ms", "floor": f"{done.p95('floor'):,.0f} ms"}
    return [
        line("Quiz answer logged", rate, 0.4, at_least, **rates, thrift=done.ratio("answer", "floor", "thrift")),
        line("Quiz answer logged, 95th percentile", slowest, 3, at_most, **times),
        *crowd,
    ]


def crowd_lines(bench: Bench) -> list[Line]:
    """16 clients send 5,000 answers as fast as they can; each must be a row afterwards."""
    requests = bench.answers_left()
    with ThreadPoolExecutor(CLIENTS) as pool:
        failed = sum(pool.map(lambda number: send(bench.campus.port, requests[number::CLIENTS]), range(CLIENTS)))
    lost = {key_of(request) for request in requests} - keys_that_stand(bench)
    locked = (bench.campus.folder / "server.log").read_text(errors="replace").count("locked")
    name = f"{ANSWERS_THAT_MUST_STAND:,} answers from {CLIENTS} clients on SQLite"
    return [
        line(f"{name}: lost", len(lost), 0, at_most),
        line(f"{name}: refused or “locked”", failed + locked, 0, at_most),
    ]


def send(port: int, requests: list[str]) -> int:
    """One client's answers over one connection; how many were not taken with 200."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    failed = 0
    for request in requests:
        path, cookie, body = request.split("\t")
        connection.request("POST", path, body, {**AS_HTMX, "Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        failed += answer.status != 200
    connection.close()
    return failed


def key_of(request: str) -> str:
    """The idempotency key of a prepared request, as SQLite holds it."""
    return uuid.UUID(parse_qs(request.rpartition("\t")[2])["attempt"][0]).hex


def keys_that_stand(bench: Bench) -> set[str]:
    """The keys of the attempts in the campus's database."""
    with closing(sqlite3.connect(bench.campus.folder / "data" / "salerno.sqlite3")) as database:
        return {row[0] for row in database.execute("SELECT idempotency_key FROM learning_attempt")}
