"""Run inside a campus: learners of the made course with sessions, and quizzes that wait for answers. Prints JSON.

``python scene.py FOLDER SITTINGS`` publishes the course that lies in FOLDER, and writes answers.tsv beside it: one prepared
request a line (see ``requests.lua``), each to another question with a fresh idempotency key, the first question of all sittings
before the second of any.
"""

import json
import sys
import uuid
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.contrib.sessions.models import Session  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from salerno.catalogue.models import CourseOffering  # noqa: E402
from salerno.courseware.models import CourseVersion, VersionActivity  # noqa: E402
from salerno.courseware.selectors import quiz_facts  # noqa: E402
from salerno.courseware.services.publishing import publish_folder  # noqa: E402
from salerno.enrolment.enums import State  # noqa: E402
from salerno.enrolment.models import Enrolment  # noqa: E402
from salerno.learning.models import QuizSession  # noqa: E402
from salerno.learning.quiz import drawing  # noqa: E402
from salerno.learning.quiz.drawing import DrawnQuestion  # noqa: E402
from salerno.people.models import Person  # noqa: E402
from salerno.portal.operations.courses import offer  # noqa: E402

QUIZ = "quiz-2"
CSRF = "benchmarkbenchmarkbenchmarkbench"
BACKEND = "salerno.people.backends.SignInBackend"


def make_scene(folder: Path, sittings: int) -> dict[str, str]:
    """The addresses and cookies that the measures use."""
    at = timezone.now()
    version, _new = publish_folder(folder=folder, by=None, at=at)
    offering = offer(course=version.course, at=at)
    people = make_people(sittings)
    cookies = make_sessions(people, at)
    enrolments = enrol_all(people, offering, at)
    lines = make_sittings(version, enrolments, cookies, at)
    answers = folder.parent / "answers.tsv"
    answers.write_text("\n".join(lines) + "\n", encoding="utf-8")
    first = enrolments[0]
    return {
        "answers": str(answers),
        "cookie": cookies[0],
        "unit_page": reverse("learning:activity", args=[first.uuid, "reading-1-1"]),
        "next_unit_page": reverse("learning:activity", args=[first.uuid, "reading-1-2"]),
        "quiz_page": reverse("learning:activity", args=[first.uuid, QUIZ]),
        "course_page": version.course.get_absolute_url(),
    }


def make_people(count: int) -> list[Person]:
    """Learners without a password."""
    people = [
        Person(email=f"learner-{number}@example.org", full_name=f"Learner {number}", is_demo=True) for number in range(count)
    ]
    for person in people:
        person.set_unusable_password()
    return Person.objects.bulk_create(people, batch_size=500)


def make_sessions(people: list[Person], at: datetime) -> list[str]:
    """A signed-in browser for each; gives the ``Cookie`` headers."""
    store, rows = SessionStore(), []
    for person in people:
        content = {
            SESSION_KEY: str(person.pk),
            BACKEND_SESSION_KEY: BACKEND,
            HASH_SESSION_KEY: person.get_session_auth_hash(),
        }
        expires = at + timedelta(days=1)
        rows.append(Session(session_key=uuid.uuid4().hex, session_data=store.encode(content), expire_date=expires))
    Session.objects.bulk_create(rows, batch_size=500)
    return [f"sessionid={row.session_key}; csrftoken={CSRF}" for row in rows]


def enrol_all(people: list[Person], offering: CourseOffering, at: datetime) -> list[Enrolment]:
    """All of them in one offering."""
    rows = [Enrolment(learner=person, offering=offering, state=State.ACTIVE, enrolled_at=at) for person in people]
    return Enrolment.objects.bulk_create(rows, batch_size=500)


def make_sittings(version: CourseVersion, enrolments: list[Enrolment], cookies: list[str], at: datetime) -> list[str]:
    """A quiz under way for each enrolment, with the same ten questions; gives the requests that answer them."""
    activity = VersionActivity.objects.select_related("version").get(version=version, key=QUIZ)
    drawn = drawing.draw(*quiz_facts(activity), "benchmark")
    stored = [{**item.to_stored(), "outcome": item.question.outcome} for item in drawn]
    rows = [
        QuizSession(enrolment=enrolment, version=version, activity_key=QUIZ, drawn=stored, started_at=at)
        for enrolment in enrolments
    ]
    QuizSession.objects.bulk_create(rows, batch_size=500)
    return [request_line(sitting, cookie, item) for item in drawn for sitting, cookie in zip(rows, cookies, strict=True)]


def request_line(sitting: QuizSession, cookie: str, drawn: DrawnQuestion) -> str:
    """One answer to one question, as a browser with htmx posts it."""
    key = drawn.question.key
    field = "number" if drawn.question.kind == "number" else "choice"
    fields = {
        "csrfmiddlewaretoken": CSRF,
        "attempt": str(uuid.uuid4()),
        f"q-{key}-{field}": "4" if field == "number" else "c1",
    }
    path = reverse("learning:answer", args=[sitting.enrolment.uuid, QUIZ, sitting.uuid, key])
    return f"{path}\t{cookie}\t{urlencode(fields)}"


if __name__ == "__main__":
    print(json.dumps(make_scene(Path(sys.argv[1]), int(sys.argv[2]))))
