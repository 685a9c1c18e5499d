"""Races on PostgreSQL with real threads: the last place of a cohort, one student admitted twice, one number for two students."""

import pytest
from tests.support.courses import person
from tests.support.moments import LATER, NOON
from tests.support.races import at_once
from tests.support.regulations import small_rules
from tests.support.studies import AMU, CIVIL, made_up_cohort, student

from salerno.catalogue.models import Programme, ProgrammeOffering, Regulations
from salerno.catalogue.services import publish_regulations
from salerno.enrolment.enums import ProgrammeRefusal
from salerno.enrolment.errors import ProgrammeRefused
from salerno.enrolment.models import ProgrammeEnrolment, Registration
from salerno.enrolment.services import admit_to_programme, graduate, pin_regulations, register_at, withdraw_from_programme
from salerno.institutions.models import Institution

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def admit(learner, cohort):
    return admit_to_programme(student=learner, offering=cohort, track="biology", civil=CIVIL, by=None, at=NOON)


def refusals(results):
    return sorted(str(result.refusal) for result in results if isinstance(result, ProgrammeRefused))


def test_the_last_place_goes_to_one_of_ten():
    cohort = made_up_cohort(seats=1)
    people = [person(f"student-{number}@example.org") for number in range(10)]

    results = at_once(lambda number: admit(people[number], cohort), 10)

    assert ProgrammeEnrolment.objects.count() == 1
    assert refusals(results) == [ProgrammeRefusal.FULL] * 9


def test_two_officers_admit_the_same_person_once():
    cohort, learner = made_up_cohort(), person()

    results = at_once(lambda _number: admit(learner, cohort), 8)

    assert ProgrammeEnrolment.objects.live().count() == 1
    assert refusals(results) == [ProgrammeRefusal.ALREADY] * 7


def test_a_student_number_is_given_to_one_of_two():
    cohort = made_up_cohort()
    rows = [student(person(f"student-{number}@example.org"), at=(), cohort=cohort) for number in range(6)]
    institution = Institution.objects.get(schac=AMU)

    results = at_once(
        lambda number: register_at(
            enrolment=rows[number], institution=institution, student_number="1", starts_on=NOON.date(), by=None, at=NOON
        ),
        6,
    )

    assert Registration.objects.count() == 1
    assert refusals(results) == [ProgrammeRefusal.NUMBER_TAKEN] * 5


def test_a_student_graduates_or_withdraws_and_never_both():
    studies = student()
    ends = [
        lambda: graduate(enrolment=studies, by=None, at=LATER),
        lambda: withdraw_from_programme(enrolment=studies, reason="", by=None, at=LATER),
    ]

    results = at_once(lambda number: ends[number % 2](), 6)

    assert refusals(results) == [ProgrammeRefusal.ENDED] * 5


def test_regulations_do_not_change_under_a_student_who_is_being_admitted():
    cohort, learner = made_up_cohort(), person()
    later = Regulations.objects.create(
        programme=cohort.programme, number=2, digest="0" * 64, body=cohort.regulations.body, published_at=NOON
    )
    acts = [
        lambda: admit(learner, cohort),
        lambda: pin_regulations(offering=cohort, regulations=later, by=None, at=NOON),
    ]

    results = at_once(lambda number: acts[number](), 2)

    pinned = ProgrammeOffering.objects.get().regulations
    assert ProgrammeEnrolment.objects.count() == 1
    assert (pinned == later) is (refusals(results) == [])


def test_the_same_regulations_are_published_once():
    programme = Programme.objects.create(slug="p", code="P", title={"en": "P"}, eqf_level=7)
    for number, schac in enumerate(("a.example", "b.example")):
        institution = Institution.objects.create(
            slug=f"i{number}",
            code=f"I{number}",
            name={"en": schac},
            kind="university",
            standing="member",
            country="FR",
            schac=schac,
        )
        programme.institutions.create(institution=institution)

    results = at_once(lambda _number: publish_regulations(rules=small_rules(), by=None, at=NOON)[1], 6)

    assert (Regulations.objects.count(), sorted(results)) == (1, [False] * 5 + [True])
