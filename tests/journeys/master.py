"""The people and the data around one student of the joint Master, and how each of them sits down at their desk."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page
from tests.factories.people import PersonFactory, RoleAssignmentFactory
from tests.journeys.walking import fresh_visitor
from tests.support.boards import SU, WHOLE, graded, published_agreement, published_tables
from tests.support.studies import AMU, UNIPI, made_up_cohort, passed

from salerno.admissions.models import Call
from salerno.admissions.services import calls
from salerno.catalogue.models import ProgrammeOffering
from salerno.enrolment.models import ProgrammeEnrolment
from salerno.institutions.models import Institution
from salerno.people.enums import Role
from salerno.people.models import Person
from salerno.portal.operations.demo_cohort.calls import RUBRIC, RULES, TRACKS

SCALES = {"AMU": ("fr-20", "14"), "PI": ("it-30", "28"), "SU": ("se-af", "B")}
ASKED = {
    "fields": [{"key": "why", "kind": "text", "label": {"en": "Why this Master?"}, "required": True}],
    "documents": [{"key": "transcript", "label": {"en": "Transcript of records"}}],
}


@dataclass(frozen=True)
class Campus:
    """The cohort and the staff: by university two teachers, an officer and who sits on boards; the first of Marseille chairs."""

    url: str
    cohort: ProgrammeOffering
    teachers: dict[str, list[Person]]
    officers: dict[str, Person]
    members: list[Person]


def open_campus(url: str) -> Campus:
    """A campus with everything but a call and a student.

    A style sheet is asked for once, before two threads of the live server do so at the same moment: each would make a finder with a
    folder of its own, and the folder of the one that is not kept goes while it is being served from.
    """
    finders.find("theme/css/core.css")
    cohort = made_up_cohort()
    published_agreement(cohort.programme)
    published_tables()
    places = (AMU, UNIPI, SU)
    return Campus(
        url=url,
        cohort=cohort,
        teachers={schac: [_staff(schac, Role.TEACHER, f"Teacher {n} of {schac}") for n in (1, 2)] for schac in places},
        officers={schac: _staff(schac, Role.ADMINISTRATOR, f"Officer of {schac}") for schac in places},
        members=[_staff(schac, Role.BOARD_MEMBER, f"Member {n}") for n, schac in enumerate((AMU, AMU, UNIPI, SU), start=1)],
    )


def _staff(schac: str, role: Role, name: str) -> Person:
    person = PersonFactory(full_name=name)
    RoleAssignmentFactory(person=person, institution=Institution.objects.get(schac=schac), role=role)
    return person


def open_call(campus: Campus, at: datetime) -> Call:
    """A call with one place, open since yesterday, for journeys that begin with the applicant."""
    dates = {"opens_at": at - timedelta(days=1), "closes_at": at + timedelta(days=30)}
    asked = {"tracks": TRACKS, "rules": RULES, "rubric": RUBRIC, "referees": 1, **ASKED}
    values = {"title": {"en": "A made-up call"}, "places": 1, **dates, **asked}
    call = calls.create_call(offering=campus.cohort, slug="made-up", values=values, by=campus.officers[AMU], at=at)
    return calls.open_call(call=call, by=campus.officers[AMU], at=at)


def pass_the_rest(studies: ProgrammeEnrolment, *but: str) -> None:
    """Everything of the curriculum with a published grade, ``but`` what the journey itself examines."""
    for enrolment in passed(studies, *(code for code in WHOLE if code not in but)):
        scale, grade = SCALES[enrolment.offering.course.code.split("-")[0]]
        graded(enrolment, grade, scale=scale)


def sit_down(browser: Browser, campus: Campus, person: Person) -> tuple[BrowserContext, Page, list[str]]:
    """The browser of ``person``, who is signed in: how one signs in is another journey."""
    context, page, troubles = fresh_visitor(browser, campus.url)
    client = Client()
    client.force_login(person)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": campus.url}])
    return context, page, troubles


@contextmanager
def at_the_desk(browser: Browser, campus: Campus, somebody: Person) -> Iterator[Page]:
    """The page of somebody who is signed in; nothing may have gone wrong on it."""
    context, page, troubles = sit_down(browser, campus, somebody)
    yield page
    assert troubles == []
    context.close()
