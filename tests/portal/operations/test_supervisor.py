"""The supervisor with real, small processes: it keeps them alive, and leaves none behind however it ends."""

import contextlib
import json
import os
import signal
import socket

import pytest
from tests.portal.operations.processes import command_line, descendants, free_port, is_alive, started, wait_until

from salerno.portal.operations.supervisor import answers

RUN_PLAN = """
import json, os, sys
from functools import partial
from salerno.portal.operations import supervisor
from salerno.portal.operations.supervisor import Plan, Supervisor
supervisor.GRACE_SECONDS = 1.0  # eight in life
kept, once, port, later = json.loads(sys.argv[1])
def run(code):
    os.execv(sys.executable, [sys.executable, "-c", code])
tasks = [{name: partial(run, code) for name, code in codes.items()} for codes in (kept, once, later)]
plan = Plan(*tasks[:2], probe=("127.0.0.1", port), greeting="Open.", later=tasks[2])
sys.exit(Supervisor(plan, say=partial(print, flush=True)).run())
"""
SLEEPER = "import time; print('up', flush=True); time.sleep(600)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
PARENT = "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(601)']); time.sleep(600)"
WEB = """
import http.server, sys
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response({status}); self.end_headers()
    def log_message(self, *_): pass
http.server.HTTPServer(("127.0.0.1", {port}), Page).serve_forever()
"""


@pytest.fixture
def supervised(tmp_path):
    """``start(kept, once=…, port=…, later=…)`` gives the running supervisor; ``said()`` what it has said."""
    with contextlib.ExitStack() as stack:
        log = tmp_path / "log.txt"

        def start(kept, once=None, port=None, later=None):
            command = ["-c", RUN_PLAN, json.dumps([kept, once or {}, port or free_port(), later or {}])]
            return stack.enter_context(started(command, log=log))

        start.said = lambda: log.read_text() if log.exists() else ""
        yield start


def children(process, number):
    return wait_until(lambda: (found := descendants(process.pid)) and len(found) == number and found, 10, f"{number} children")


def test_supervisor_greets_when_the_preparations_ended_and_a_page_answers(supervised):
    port = free_port()
    supervised({"server": WEB.format(port=port, status=404)}, once={"courses": "print('Published.')"}, port=port)

    wait_until(lambda: "Open." in supervised.said(), 10, "greeting")

    assert supervised.said().split() == ["Published.", "Open."]


def test_supervisor_begins_what_was_left_for_later_after_the_greeting_and_stops_it_too(supervised):
    port = free_port()
    process = supervised(
        {"server": WEB.format(port=port, status=200)}, port=port, later={"history": SLEEPER, "short": "print('short')"}
    )
    wait_until(lambda: set(supervised.said().split()) == {"Open.", "up", "short"}, 10, "what comes later")
    assert supervised.said().split()[0] == "Open."
    below = children(process, 2)

    process.send_signal(signal.SIGTERM)

    assert process.wait(5) == 0
    assert [pid for pid in below if is_alive(pid)] == []


def test_answers_is_false_for_a_failing_page_and_for_nobody(supervised):
    port = free_port()
    supervised({"server": WEB.format(port=port, status=503)}, port=port)

    assert not answers(("127.0.0.1", free_port()))
    wait_until(lambda: _listens(port), 10, "a listener")
    assert not answers(("127.0.0.1", port))


def _listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_supervisor_stops_all_children_at_a_signal(supervised, sign):
    process = supervised({"server": SLEEPER, "worker": SLEEPER})
    below = children(process, 2)

    process.send_signal(sign)

    assert process.wait(5) == 0
    assert [pid for pid in below if is_alive(pid)] == []


def test_supervisor_kills_a_child_that_does_not_hear(supervised):
    process = supervised({"worker": DEAF})
    below = children(process, 1)
    wait_until(lambda: "SIG_IGN" in command_line(min(below)), 5, "the child's own command")

    process.terminate()

    assert process.wait(20) == 0
    assert [pid for pid in below if is_alive(pid)] == []


def test_supervisor_starts_a_killed_child_again_and_sweeps_what_it_left(supervised):
    process = supervised({"server": PARENT})
    parent, child = sorted(children(process, 2))

    os.kill(parent, signal.SIGKILL)

    again = wait_until(lambda: (now := descendants(process.pid)) and len(now) == 2 and parent not in now and now, 10, "back")
    assert child not in again
    assert not is_alive(child)
    assert "The server ended (-9): starting it again in 0.25 s." in supervised.said()


def test_killed_supervisor_leaves_no_orphans(supervised):
    process = supervised({"server": SLEEPER, "worker": SLEEPER})
    below = children(process, 2)
    wait_until(lambda: supervised.said().count("up") == 2, 10, "both up")

    process.kill()

    wait_until(lambda: not [pid for pid in below if is_alive(pid)], 5, "children still there")


def test_a_child_that_asks_for_it_is_started_anew_without_a_word(supervised, tmp_path):
    count = tmp_path / "count"
    grown = f"""
import time
open({str(count)!r}, "a").write("x")
if len(open({str(count)!r}).read()) > 6:
    time.sleep(600)
raise SystemExit(75)
"""
    process = supervised({"worker": grown})

    wait_until(lambda: count.exists() and len(count.read_text()) == 7, 30, "seven starts")

    assert process.poll() is None
    assert "worker" not in supervised.said()


def test_supervisor_gives_up_on_what_never_stays_up(supervised):
    process = supervised({"server": "raise SystemExit(3)"})

    assert process.wait(40) == 1
    assert "The server does not stay up." in supervised.said()
