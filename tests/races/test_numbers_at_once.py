"""Races on PostgreSQL with real threads: one number for two students, two offices on one sheet."""

import pytest
from tests.support.courses import person
from tests.support.moments import NOON
from tests.support.races import at_once
from tests.support.studies import AMU, made_up_cohort, student

from salerno.enrolment.enums import ProgrammeRefusal
from salerno.enrolment.errors import ProgrammeRefused
from salerno.enrolment.models import Registration
from salerno.enrolment.selectors.numbers import state_of
from salerno.enrolment.services import give_numbers, register_at, register_each, withdraw_from_programme
from salerno.institutions.models import Institution

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sheet():
    """A cohort, its institution, and six registrations there that wait for a number."""
    cohort = made_up_cohort()
    institution = Institution.objects.get(schac=AMU)
    rows = [student(person(f"student-{number}@example.org"), at=(), cohort=cohort) for number in range(6)]
    register_each(enrolments=rows, institution=institution, starts_on=NOON.date(), by=None, at=NOON)
    return cohort, institution, list(Registration.objects.on_the_sheet(cohort, institution))


def refusals(results):
    assert not [error for error in results if isinstance(error, Exception) and not isinstance(error, ProgrammeRefused)]
    return sorted(str(error.refusal) for error in results if isinstance(error, ProgrammeRefused))


def give(sheet, texts, state):
    cohort, institution, _rows = sheet
    return give_numbers(cohort=cohort, institution=institution, texts=texts, state=state, by=None, at=NOON)


def test_of_offices_that_save_the_same_sheet_one_writes_and_the_others_look_again(sheet):
    rows = sheet[2]
    state = state_of(rows)

    results = at_once(lambda office: give(sheet, {str(row.uuid): f"{office}-{row.pk}" for row in rows}, state), 6)

    assert refusals(results) == [ProgrammeRefusal.NUMBERS_CHANGED] * 5
    assert len({row.student_number.partition("-")[0] for row in Registration.objects.all()}) == 1


def test_a_number_that_sheet_and_form_give_at_once_goes_to_one_student(sheet):
    _cohort, institution, rows = sheet
    state = state_of(rows)
    acts = [
        lambda: give(sheet, {str(rows[0].uuid): "1"}, state),
        lambda: register_at(
            enrolment=rows[1].enrolment, institution=institution, student_number="1", starts_on=NOON.date(), by=None, at=NOON
        ),
    ]

    results = at_once(lambda number: acts[number](), 2)

    assert Registration.objects.filter(student_number="1").count() == 1
    assert len(refusals(results)) == 1


def test_a_student_is_registered_once_by_officers_who_register_the_cohort_at_once(sheet):
    _cohort, _institution, rows = sheet
    pisa = Institution.objects.get(schac="unipi.it")
    students = [row.enrolment for row in rows]

    results = at_once(
        lambda _number: register_each(enrolments=students, institution=pisa, starts_on=NOON.date(), by=None, at=NOON), 4
    )

    assert refusals(results) == []
    assert Registration.objects.filter(institution=pisa).count() == 6
    assert sorted(sum(refusal is None for refusal in result.values()) for result in results) == [0, 0, 0, 6]


def test_a_student_who_withdraws_while_numbers_are_written_is_left_whole(sheet):
    rows = sheet[2]
    state = state_of(rows)
    acts = [
        lambda: give(sheet, {str(row.uuid): str(row.pk) for row in rows}, state),
        lambda: withdraw_from_programme(enrolment=rows[0].enrolment, reason="Left.", by=None, at=NOON),
    ]

    results = at_once(lambda number: acts[number](), 2)

    assert set(refusals(results)) <= {ProgrammeRefusal.NUMBERS_CHANGED, ProgrammeRefusal.BAD_NUMBERS}
    gone = Registration.objects.get(pk=rows[0].pk)
    assert gone.ends_on is not None
    others = set(Registration.objects.exclude(pk=gone.pk).values_list("student_number", flat=True))
    assert others == ({""} if refusals(results) else {str(row.pk) for row in rows[1:]})
