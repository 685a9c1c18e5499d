"""The documents of five hundred students in one job, with a worker that is killed in the middle."""

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass

from bench import Bench
from campus import HERE, Campus
from rounds import NotMeasured
from table import Line, at_most, line

STUDENTS = 500
DOCUMENTS_OF_A_SET = 10
SCRIPT = str(HERE / "document_jobs.py")
_DONE = "SELECT count(*) FROM credentials_documentjobitem WHERE state = 'done'"


@dataclass(frozen=True)
class Work:
    """What a worker's process took: by the clock, of all processors, of memory at its peak; and how many sets stood at its end."""

    seconds: float
    processor: float
    megabytes: float
    done: int


def measure(bench: Bench) -> list[Line]:
    """One worker is killed with -9 when half of the sets stand, another goes on: nothing is lost and nothing doubled.

    Processor time is that of both processes from their start, and is held against the bare work of ``document_sets.py``. The campus
    makes seals for itself, as a demonstration does.
    """
    campus = bench.campus
    job = json.loads(campus.python(SCRIPT, "order", str(STUDENTS)))
    first, second = worked(campus, "work", job, until=STUDENTS // 2), worked(campus, "resume", job)
    left = json.loads(campus.python(SCRIPT, "check", str(job)))
    bare = json.loads(campus.python(str(HERE / "document_sets.py")))["bare"]
    seconds, processor = first.seconds + second.seconds, first.processor + second.processor
    ours = 1_000 * processor / STUDENTS
    print(f"  {first}\n  {second}\n  {left}", flush=True)
    wanted = {"done": STUDENTS, "standing": STUDENTS * DOCUMENTS_OF_A_SET, "documents": STUDENTS * DOCUMENTS_OF_A_SET, "faults": 0}
    wrong = sum(left[name] != value for name, value in wanted.items()) + (not left["finished"])
    said = f"{seconds / 60:.1f} minutes by the clock"
    peak = f"{first.megabytes:.0f} MB at half, killed; {second.megabytes:.0f} MB at the end"
    return [
        line(f"{STUDENTS} sets in one job, a set", ours / bare, 2.5, at_most, ours=f"{ours:.0f} ms", floor=f"{bare:.0f} ms"),
        line(f"{STUDENTS} sets in one job, by the clock, a set", seconds / STUDENTS, 10, at_most, unit="s", ours=said),
        line("Memory of its worker at the peak", max(first.megabytes, second.megabytes), 512, at_most, unit="MB", ours=peak),
        line("Lost, doubled or refused after kill -9 at half", wrong, 0, at_most, ours=f"{first.done} sets, then {second.done}"),
    ]


def worked(campus: Campus, verb: str, job: int, *, until: int | None = None) -> Work:
    """A process that works off ``job``; killed with -9 when ``until`` sets stand."""
    begun, before = time.monotonic(), done(campus)
    environment = {**campus.environment, "SALERNO_DEMO": "yes"}
    command = [sys.executable, SCRIPT, verb, str(job)]
    process = subprocess.Popen(command, env=environment, cwd=campus.folder, stdout=subprocess.DEVNULL)
    while until is not None and done(campus) < until:
        if os.wait4(process.pid, os.WNOHANG)[0]:
            raise NotMeasured(f"the worker ended before {until} sets stood")
        time.sleep(0.2)
    if until is not None:
        os.kill(process.pid, signal.SIGKILL)
    _pid, status, used = os.wait4(process.pid, 0)
    if until is None and status:
        raise NotMeasured(f"the worker ended with {status}")
    return Work(time.monotonic() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, done(campus) - before)


def done(campus: Campus) -> int:
    """How many sets stand."""
    with contextlib.closing(sqlite3.connect(campus.folder / "data/salerno.sqlite3", timeout=20)) as database:
        return database.execute(_DONE).fetchone()[0]
