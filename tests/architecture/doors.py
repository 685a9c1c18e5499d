"""Every address of the campus, a world whose rows they can name, and who stands before them."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.factories.admissions import CallFactory
from tests.support.admissions import applied, before_the_committee
from tests.support.boards import examined
from tests.support.courses import offered_course, person
from tests.support.credentials import passed_course
from tests.support.mobility import wished_places
from tests.support.mobility_agreement import behind_doors
from tests.support.mobility_guests import behind_doors as a_nomination
from tests.support.mobility_papers import an_agreement
from tests.support.mobility_stays import gone_and_back
from tests.support.mobility_traineeships import a_traineeship
from tests.support.studies import student
from tests.support.theses import cast, deposited

from salerno.catalogue.models import Course, CourseOffering, Programme
from salerno.courseware.services import drafts
from salerno.enrolment.services import enrol
from salerno.institutions.enums import Standing
from salerno.institutions.models import Institution
from salerno.learning import services, sessions
from salerno.learning.models import Submission
from salerno.people.enums import LegalKind, Role, Scope
from salerno.people.models import Person
from salerno.people.services import ask_erasure, assign_role, publish_text
from salerno.people.tokens import create_token

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
Names = dict[str, object]


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


@dataclass(frozen=True)
class World:
    """Who stands before the doors, and the value of each name in an address. Every row is the owner's, or about her."""

    people: dict[str, Person | None]
    names: Names


def make_world() -> World:
    """A campus with one row of every kind that an address can name."""
    owner = person("owner@example.org", full_name="Olga Owner")
    offering, final, hidden = (offered_course(slug, HERE) for slug in ("counting", "final", "hidden"))
    people = _people(owner)
    credential = passed_course(owner, slug="passed", owner=HERE)
    Course.objects.filter(slug="hidden").update(is_public=False)
    studies = student(owner, at=(HERE,))
    publish_text(kind=LegalKind.TERMS, language="en", body="## Terms", change="First.", by=None, at=NOW)
    names = {
        **_studies(owner, offering),
        **{f"final_{name}": value for name, value in _studies(owner, final, is_final=True).items()},
        **_staff_work(owner, people, offering),
        "hidden_offering": hidden.uuid,
        "hidden_version": hidden.pinned.version.uuid,
        "credential": credential.uuid,
        "status_list": credential.status_list.uuid,
        "person": owner.uuid,
        "studies": studies.uuid,
        "registration": studies.registrations.get().uuid,
        "cohort": studies.offering.uuid,
        "regulations": studies.offering.regulations.uuid,
        **examined(studies),
        **applied(owner, studies.offering),
        **gone_and_back(studies),
        **a_nomination(owner, ELSEWHERE),
        **before_the_committee(CallFactory(offering=studies.offering), people["teacher here"]),
        **wished_places(studies),
        "thesis": deposited(cast(studies)).uuid,
        **behind_doors(),
        **an_agreement(studies),
        **a_traineeship(studies),
        "institution": Institution.objects.get(schac=HERE).uuid,
        "institution_slug": Institution.objects.get(schac=HERE).slug,
        "programme_slug": Programme.objects.public().first().slug,
        "slug": "counting",
        "pk": 10**6,
        "award": uuid.UUID(int=1),
        "nothing": uuid.UUID(int=1),
    }
    return World(people, names)


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


def _studies(owner: Person, offering: CourseOffering, *, is_final: bool = False) -> Names:
    """The owner's enrolment with a sitting under way: of a practice quiz, or of the final assessment."""
    version = offering.pinned.version
    if not is_final:
        version.grading = {}
        version.save()
    enrolment = enrol(learner=owner, offering=offering, by=owner, at=NOW)
    quiz = version.activities.get(key="check")
    quiz.version = version
    session = sessions.begin(enrolment=enrolment, activity=quiz, at=NOW)
    return {
        "enrolment": enrolment.uuid,
        "offering": offering.uuid,
        "version": version.uuid,
        "session": session.uuid,
        "sitting": session.uuid,
        "question": "who-is-missed",
        "key": "check",
    }


def _staff_work(owner: Person, people: dict[str, Person | None], offering: CourseOffering) -> Names:
    """What waits for staff: a report, a text that the owner wrote to her teacher, her wish to be erased, a draft."""
    version, author = offering.pinned.version, people["course lead here"]
    token, _text = create_token(person=owner, name="Hers", scopes=list(Scope.values), by=owner, at=NOW)
    draft = drafts.start(course=version.course, by=author, at=NOW)
    drafts.delete(draft=draft, path="data/people.csv", by=author, at=NOW)
    reflection = Submission.objects.create(
        enrolment=owner.enrolments.get(offering=offering),
        version=version,
        activity_key="counting-people",
        idempotency_key=uuid.uuid4(),
        text="What I thought.",
        is_shared=True,
        submitted_at=NOW,
    )
    return {
        "token": token.uuid,
        "reflection": reflection.uuid,
        "report": services.report_problem(version=version, key="check", text="Odd.", language="en", by=owner, at=NOW).uuid,
        "erasure": ask_erasure(person=owner, at=NOW).uuid,
        "role": people["teacher here"].roles.get().uuid,
    }


def address_of(name: str, route: str, names: Names) -> str:
    """The address of the door ``name``, filled in from ``names``."""
    wanted = [piece.partition(">")[0].rpartition(":")[2] for piece in route.split("<")[1:]]
    return reverse(name, kwargs={each: names[each] for each in wanted})


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
