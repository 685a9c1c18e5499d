"""Every address of the campus, a world whose rows they can name, and who stands before them."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime

from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from salerno.awards.models import Award
from salerno.catalogue.services import load_programmes
from salerno.courseware.models import CourseVersion
from salerno.courseware.services.drafts import start
from salerno.credentials.models import StatusList
from salerno.enrolment.services import enrol
from salerno.institutions.enums import Standing
from salerno.institutions.models import Institution
from salerno.learning import services, sessions
from salerno.learning.models import Submission
from salerno.people.enums import LegalKind, Role, Scope
from salerno.people.models import Person
from salerno.people.services import ask_erasure, assign_role, publish_text
from salerno.people.tokens import create_token
from tests.support.courses import offered_course, person
from tests.support.credentials import passed_course

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HERE, ELSEWHERE = "unipi.it", "su.se"
ROLES = (
    "anonymous",
    "owner",
    "another learner",
    "teacher elsewhere",
    "administrator elsewhere",
    "teacher here",
    "course lead here",
    "coordinator",
)
Args = dict[str, object]


def every_address() -> dict[str, str]:
    """The names of all addresses with their routes, as the resolver knows them."""
    return dict(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns: list[URLPattern | URLResolver], namespace: str, route: str) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        whole = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner, whole)
        else:
            yield f"{namespace}{pattern.name or whole}", whole


def make_world() -> tuple[dict[str, Person | None], Args]:
    """Who stands before the doors, and the value of each name in an address. Every row is the owner's, or about her."""
    owner = person("owner@example.org", full_name="Olga Owner")
    offering = offered_course("counting", HERE)
    people = _people(owner)
    enrolment = enrol(learner=owner, offering=offering, by=owner, at=NOW)
    version = offering.pinned.version
    practice = version.activities.get(key="check")
    practice.version = CourseVersion(pk=version.pk, grading={}, uuid=version.uuid)
    credential = passed_course(owner, slug="passed", owner=HERE)
    load_programmes()
    publish_text(kind=LegalKind.TERMS, language="en", body="## Terms", change="First.", by=None, at=NOW)
    session = sessions.begin(enrolment=enrolment, activity=practice, at=NOW)
    report = services.report_problem(version=version, key="check", text="A slip.", language="en", by=owner, at=NOW)
    token, _text = create_token(person=owner, name="Hers", scopes=list(Scope.values), by=owner, at=NOW)
    start(course=version.course, by=people["course lead here"], at=NOW)
    world = {
        "enrolment": enrolment.uuid,
        "offering": offering.uuid,
        "version": version.uuid,
        "session": session.uuid,
        "sitting": session.uuid,
        "question": "who-is-missed",
        "key": "check",
        "credential": credential.uuid,
        "status_list": StatusList.objects.get().uuid,
        "report": report.uuid,
        "token": token.uuid,
        "person": owner.uuid,
        "role": people["teacher here"].roles.get().uuid,
        "institution": Institution.objects.get(schac=HERE).uuid,
        "reflection": _reflection(enrolment).uuid,
        "erasure": ask_erasure(person=owner, at=NOW).uuid,
        "slug": "counting",
        "pk": 10**6,
    }
    assert Award.objects.get().learner == owner
    return people, world


def _people(owner: Person) -> dict[str, Person | None]:
    here, elsewhere = (Institution.objects.get(schac=schac) for schac in (HERE, ELSEWHERE))
    coordinating = Institution.objects.get(standing=Standing.COORDINATOR)
    held = {
        "teacher elsewhere": (Role.TEACHER, elsewhere),
        "administrator elsewhere": (Role.ADMINISTRATOR, elsewhere),
        "teacher here": (Role.TEACHER, here),
        "course lead here": (Role.COURSE_LEAD, here),
        "coordinator": (Role.COORDINATOR, coordinating),
    }
    people: dict[str, Person | None] = {"anonymous": None, "owner": owner, "another learner": person("another@example.org")}
    for name, (role, institution) in held.items():
        people[name] = person(f"{name.replace(' ', '-')}@example.org", full_name=name)
        assign_role(person=people[name], institution=institution, role=role, by=None, on=NOW.date())
    return people


def _reflection(enrolment: object) -> Submission:
    """A text that the owner wrote to her teacher."""
    return Submission.objects.create(
        enrolment=enrolment,
        version=enrolment.offering.pinned.version,
        activity_key="counting-people",
        idempotency_key=uuid.uuid4(),
        text="What I thought.",
        is_shared=True,
        submitted_at=NOW,
    )


def address_of(name: str, route: str, world: Args) -> str:
    """The address of the door, filled in from the world."""
    arguments = {part.rpartition(":")[2]: None for part in _places(route)}
    return reverse(name, kwargs={each: world[each] for each in arguments}) if ":" in name or arguments else reverse(name)


def _places(route: str) -> list[str]:
    return [piece.split(">")[0] for piece in route.split("<")[1:]]


def seen(response: HttpResponseBase) -> str:
    """What the door did, in one letter: o opened, s asked to sign in, - said that nothing is there, x forbade, m not this way."""
    if response.status_code in (301, 302):
        return "s" if response["Location"].startswith("/accounts/login/") else "o"
    return {401: "s", 403: "x", 404: "-", 405: "m"}.get(response.status_code, "o" if response.status_code < 500 else "!")


def client_of(someone: Person | None) -> Client:
    """A browser in which ``someone`` is signed in."""
    client = Client()
    if someone is not None:
        client.force_login(someone)
    return client
