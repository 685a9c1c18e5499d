"""Accounts, the cohort, who studies in it, and who went away."""

from datetime import datetime
from pathlib import Path

import salerno.awards
from salerno.awards.agreements import read_agreement
from salerno.awards.boards.services.boards import publish_agreement
from salerno.catalogue.models import AcademicSession, Programme, ProgrammeOffering
from salerno.catalogue.services import load_made_up_regulations
from salerno.enrolment.models import ProgrammeEnrolment
from salerno.enrolment.services import interrupt, withdraw_from_programme
from salerno.institutions.models import Institution
from salerno.people.models import Person
from salerno.portal.operations.demo import DemoPerson, make_demo_people, make_demo_person
from salerno.portal.operations.demo_cohort.cast import OFFICERS, STAFF, STUDENTS, UNIVERSITIES, Fate
from salerno.portal.operations.demo_cohort.names import Invented
from salerno.portal.operations.demo_cohort.timeline import CALL_OPENED, INTERRUPTED, WITHDREW, YEARS, on_day

PROGRAMME = "JM-AIH"
AGREEMENT = Path(salerno.awards.__file__).parent / "data" / "agreement.toml"


def make_staff(at: datetime) -> None:
    """The staff around the cohort, and the people who are shown among the sign-ins."""
    make_demo_people(at=at)
    for facts in STAFF:
        make_demo_person(facts, at=at)


def make_accounts(at: datetime, people: tuple[Invented, ...]) -> None:
    """Accounts of ``people``; some are among the sign-ins and have theirs already."""
    there = set(Person.objects.filter(email__in=[each.email for each in people]).values_list("email", flat=True))
    for each in people:
        if each.email not in there:
            make_demo_person(DemoPerson(each.email, each.full_name, ""), at=at)


def open_cohort(at: datetime) -> None:
    """Two made-up years, a cohort that the public does not see, made-up regulations and the made-up agreement."""
    for year in YEARS:
        AcademicSession.objects.create(
            code=year.code,
            name=year.name,
            starts_on=on_day(at, year.starts).date(),
            ends_on=on_day(at, year.ends).date(),
        )
    programme = Programme.objects.get(code=PROGRAMME)
    first = AcademicSession.objects.get(code=YEARS[0].code)
    ProgrammeOffering.objects.create(programme=programme, academic_session=first, seats=60, is_public=False)
    load_made_up_regulations(at=on_day(at, CALL_OPENED))
    facts = read_agreement(AGREEMENT.read_text(encoding="utf-8"))
    publish_agreement(facts=facts, programme=programme, by=None, at=on_day(at, CALL_OPENED))


def cohort() -> ProgrammeOffering:
    """The made-up cohort."""
    found = ProgrammeOffering.objects.select_related("programme", "regulations")
    return found.get(programme__code=PROGRAMME, academic_session__code=YEARS[0].code)


def universities() -> dict[str, Institution]:
    """The three universities by ``schac``."""
    rows = Institution.objects.filter(schac__in=UNIVERSITIES).select_related("grading_scale")
    return {row.schac: row for row in rows}


def person(email: str) -> Person:
    """The made-up person with this address."""
    return Person.objects.get(email=email)


def studies_by_number() -> dict[int, ProgrammeEnrolment]:
    """The studies of each student by the number in the cast."""
    rows = ProgrammeEnrolment.objects.filter(offering=cohort()).select_related("student", "offering__regulations")
    by_email = {row.student.email: row for row in rows}
    return {each.number: by_email[each.email] for each in STUDENTS if each.email in by_email}


def leave(at: datetime) -> None:
    """One withdraws after the first semester, two interrupt after the second."""
    known = studies_by_number()
    for student in STUDENTS:
        values = {"enrolment": known[student.number], "by": person(OFFICERS[student.home])}
        if student.fate == Fate.WITHDRAWN:
            withdraw_from_programme(reason="Took up work (made up).", at=on_day(at, WITHDREW), **values)
        elif student.fate == Fate.INTERRUPTED:
            interrupt(reason="Parental leave (made up).", at=on_day(at, INTERRUPTED), **values)
