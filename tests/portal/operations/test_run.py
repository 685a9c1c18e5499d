"""``salerno run`` as it is started in life, and killed as in the worst of it."""

import contextlib
import http.client
import json
import os
import shutil
import signal
import threading
import time
import uuid
from urllib.parse import urlencode

import pytest
from tests.portal.operations.campus import Campus
from tests.portal.operations.processes import descendants, free_port, is_alive, started, wait_until

pytestmark = pytest.mark.sqlite

CSRF = "a" * 32
SITTINGS = """
import json
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from salerno.catalogue.models import CourseOffering
from salerno.enrolment.services import enrol
from salerno.learning import sessions
from salerno.people.models import Person
offering = CourseOffering.objects.get(course__slug="ai-in-health")
activity = offering.pinned.version.activities.select_related("version").get(key="question-check")
rows = []
for number in range(25):
    person = Person.objects.create_user(f"learner{number}@example.org")
    enrolment = enrol(learner=person, offering=offering, by=person, at=timezone.now())
    sitting = sessions.begin(enrolment=enrolment, activity=activity, at=timezone.now())
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "salerno.people.backends.SignInBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    for item in sitting.drawn:
        address = f"/learn/{enrolment.uuid}/question-check/{sitting.uuid}/answer/{item['key']}/"
        rows.append({"address": address, "question": item["key"], "cookie": session.session_key})
print(json.dumps(rows))
"""
KEPT = """
import json
from salerno.learning.models import Attempt
print(json.dumps([str(key) for key in Attempt.objects.values_list("idempotency_key", flat=True)]))
"""


@pytest.fixture(scope="module")
def published_data(prepared_campus, tmp_path_factory):
    """The data of a campus whose own courses are published: what a second start finds."""
    data = tmp_path_factory.mktemp("published") / "data"
    shutil.copytree(prepared_campus.data, data)
    Campus(data).salerno("prepare")
    return data


@pytest.fixture
def campus(published_data, tmp_path):
    shutil.copytree(published_data, tmp_path / "data")
    return Campus(tmp_path / "data")


@contextlib.contextmanager
def open_campus(campus, log, **environment):
    """The supervisor of a campus that answers, and its port."""
    port = free_port()
    with started(["-m", "salerno", "run"], log=log, env=campus.environment(PORT=str(port), **environment)) as process:
        wait_until(lambda: "Ctrl-C stops everything." in log.read_text(), 60, f"no greeting in {log}")
        yield process, port


def get(port, address):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", address, headers={"Host": "localhost"})
    return connection.getresponse()


def post_attempt(port, sitting, key):
    """The status of handing in an answer; None when the connection broke."""
    fields = {"attempt": key, f"q-{sitting['question']}-dont_know": "on", "csrfmiddlewaretoken": CSRF}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(
            "POST",
            sitting["address"],
            body=urlencode(fields),
            headers={
                "Host": "localhost",
                "Cookie": f"sessionid={sitting['cookie']}; csrftoken={CSRF}",
                "Content-Type": "application/x-www-form-urlencoded",
                "HX-Request": "true",
            },
        )
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None


def server_processes(supervisor):
    """The server's main process, which alone has forked others, then its workers."""
    for pid in descendants(supervisor.pid):
        if workers := descendants(pid):
            return [pid, *sorted(workers)]
    return []


def test_run_greets_serves_and_stops_within_seconds(campus, tmp_path):
    with open_campus(campus, tmp_path / "log") as (process, port):
        statuses = [get(port, address).status for address in ("/healthz", "/", "/catalogue/")]
        below = descendants(process.pid)
        process.send_signal(signal.SIGTERM)
        assert process.wait(12) == 0

    said = (tmp_path / "log").read_text()
    assert statuses == [200, 200, 200]
    assert "learner@example.org" in said
    assert len(below) >= 4
    assert [pid for pid in below if is_alive(pid)] == []


def test_run_refuses_a_port_that_is_taken_and_a_second_campus_on_its_data(campus, tmp_path):
    with open_campus(campus, tmp_path / "log") as (_process, port):
        second = campus.salerno("run", expect=1)
        other = Campus(tmp_path / "other")
        os.environ["PORT"] = str(port)
        try:
            taken = other.salerno("run", expect=1)
        finally:
            del os.environ["PORT"]

    assert "is running on" in second
    assert f"port {port}: Address already in use" in taken


def test_no_accepted_attempt_is_lost_or_doubled_when_everything_is_killed(campus, tmp_path):
    """Server processes, the server and at last the supervisor are killed with -9 while learners hand in answers.

    Who got no answer sends the same form again, as a browser does: it counts once. Without the demonstration, which would be in
    the making all the while and takes longer than all the rest.
    """
    sittings = json.loads(campus.python(SITTINGS))
    accepted, strange, ended = [], [], threading.Event()

    with open_campus(campus, tmp_path / "log", SALERNO_DEMO="no", SALERNO_DAILY="no") as (process, port):

        def learn(own):
            for sitting in own:
                key = str(uuid.uuid4())
                while not ended.is_set():
                    status = post_attempt(port, sitting, key)
                    if status == 200:
                        accepted.append(key)
                        break
                    if status not in (None, 503):
                        strange.append(status)
                    time.sleep(0.1)

        threads = [threading.Thread(target=learn, args=(sittings[number::4],)) for number in range(4)]
        for thread in threads:
            thread.start()
        for share, victim in ((0.15, -1), (0.4, 0), (0.65, 1)):
            wait_until(lambda share=share: strange or len(accepted) > share * len(sittings), 90, f"{share} of the attempts")
            alive = wait_until(lambda: len(found := server_processes(process)) == 3 and found, 30, "a server with two workers")
            os.kill(alive[victim], signal.SIGKILL)
        wait_until(lambda: strange or len(accepted) > 0.9 * len(sittings), 90, "nine of ten attempts")
        below = descendants(process.pid)
        process.kill()
        ended.set()
        for thread in threads:
            thread.join()
        wait_until(lambda: not [pid for pid in below if is_alive(pid)], 10, "orphans")

    kept = json.loads(campus.python(KEPT))
    assert strange == []
    assert len(kept) == len(set(kept))
    assert set(accepted) - set(kept) == set()
    assert len(kept) > 0.9 * len(sittings)
    assert "ok     Database" in campus.salerno("doctor", "--at-rest")
