"""Numbers that an institution gives its students: many at once, all of them or none; registrations that wait for one."""

import pytest
from django.db import IntegrityError, transaction
from tests.support.courses import person
from tests.support.moments import LATER, NOON
from tests.support.studies import AMU, UNIPI, made_up_cohort, student

from salerno.audit.models import Entry
from salerno.enrolment import moments
from salerno.enrolment.enums import FeeStatus, ProgrammeRefusal
from salerno.enrolment.errors import ProgrammeRefused
from salerno.enrolment.models import Registration
from salerno.enrolment.selectors.numbers import numbers_page, state_of
from salerno.enrolment.services import (
    change_fee_status,
    end_registration,
    give_numbers,
    register_at,
    register_each,
    withdraw_from_programme,
)
from salerno.enrolment.services.numbers import wrong_numbers
from salerno.institutions.models import Institution

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return made_up_cohort()


@pytest.fixture
def pisa(cohort):
    return Institution.objects.get(schac=UNIPI)


@pytest.fixture
def told(monkeypatch):
    """The numbers of which listeners are told."""
    found = []
    monkeypatch.setattr(moments, "_number_given", [])
    moments.on_number_given(lambda moment: found.append((moment.registration.student_number, moment.at)))
    return found


def waiting(cohort, institution, count):
    """``count`` students who are registered and wait for a number."""
    rows = [student(person(f"student-{number}@example.org"), at=(), cohort=cohort) for number in range(count)]
    register_each(enrolments=rows, institution=institution, starts_on=NOON.date(), by=None, at=NOON)
    return [row.registrations.get(institution=institution) for row in rows]


def give(cohort, institution, rows, *texts, state=None, by=None):
    given = {str(row.uuid): text for row, text in zip(rows, texts, strict=True)}
    now = state or state_of(Registration.objects.on_the_sheet(cohort, institution))
    return give_numbers(cohort=cohort, institution=institution, texts=given, state=now, by=by, at=LATER)


def numbers_of(rows):
    return [Registration.objects.get(pk=row.pk).student_number for row in rows]


def refused(act, *arguments, **values):
    with pytest.raises(ProgrammeRefused) as error:
        act(*arguments, **values)
    return error.value


def test_students_are_registered_and_wait_for_their_numbers(cohort, pisa):
    officer = person("officer@example.org")
    free, there = (student(person(f"{name}@example.org"), at=at, cohort=cohort) for name, at in (("a", ()), ("b", (UNIPI,))))
    left = student(person("c@example.org"), at=(), cohort=cohort)
    withdraw_from_programme(enrolment=left, reason="", by=None, at=NOON)

    results = register_each(
        enrolments=[free, there, left],
        institution=pisa,
        starts_on=NOON.date(),
        fee_status=FeeStatus.PAYS_ELSEWHERE,
        by=officer,
        at=NOON,
    )

    assert results == {free.pk: None, there.pk: ProgrammeRefusal.REGISTERED, left.pk: ProgrammeRefusal.ENDED}
    row = free.registrations.get()
    assert (row.student_number, row.fee_status, row.starts_on) == ("", "pays-elsewhere", NOON.date())
    entry = Entry.objects.filter(action="registration.created").latest("sequence")
    assert (entry.actor, entry.subject_person, entry.detail) == (officer.uuid, free.student.uuid, {"institution": "UNIPI"})


def test_a_registration_that_waits_takes_up_the_number_that_is_given_to_the_student(cohort, pisa, told):
    (row,) = waiting(cohort, pisa, 1)

    again = register_at(enrolment=row.enrolment, institution=pisa, student_number="7", starts_on=LATER.date(), by=None, at=LATER)

    assert (again.pk, numbers_of([row])) == (row.pk, ["7"])
    assert told == [("7", LATER)]
    assert Entry.objects.filter(action="registration.numbered", subject=row.uuid).count() == 1


def test_two_may_wait_and_no_two_have_the_same_number(cohort, pisa):
    first, second = waiting(cohort, pisa, 2)

    Registration.objects.filter(pk=first.pk).update(student_number="7")
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.filter(pk=second.pk).update(student_number="7")


def test_numbers_are_written_each_with_its_line_in_the_record(cohort, pisa, told):
    rows, officer = waiting(cohort, pisa, 3), person("officer@example.org")

    assert give(cohort, pisa, rows, " 1 ", "2", "", by=officer) == 2

    assert numbers_of(rows) == ["1", "2", ""]
    entries = (
        Entry.objects.filter(action="registration.numbered").order_by("sequence").values_list("actor", "subject_person", "detail")
    )
    detail = {"institution": "UNIPI", "corrected": False}
    assert list(entries) == [(officer.uuid, row.enrolment.student.uuid, detail) for row in rows[:2]]
    assert told == [("1", LATER), ("2", LATER)]


def test_two_students_exchange_their_numbers_and_nobody_is_told_of_a_first_one(cohort, pisa, told):
    rows = waiting(cohort, pisa, 2)
    give(cohort, pisa, rows, "1", "2")
    told.clear()

    assert give(cohort, pisa, rows, "2", "1") == 2

    assert numbers_of(rows) == ["2", "1"]
    assert told == []
    assert Entry.objects.filter(action="registration.numbered", detail__corrected=True).count() == 2


def test_an_empty_cell_takes_no_number_away(cohort, pisa):
    rows = waiting(cohort, pisa, 1)
    give(cohort, pisa, rows, "1")

    assert give(cohort, pisa, rows, "  ") == 0
    assert numbers_of(rows) == ["1"]


def test_one_bad_cell_of_many_writes_nothing_and_each_bad_cell_is_named(cohort, pisa):
    elsewhere = student(person("elsewhere@example.org"), cohort=cohort).registrations.get(institution=pisa)
    end_registration(registration=elsewhere, on=NOON.date(), by=None, at=NOON)
    rows = waiting(cohort, pisa, 6)

    error = refused(give, cohort, pisa, rows, "1", "2", "2", elsewhere.student_number, "x" * 41, "4\t5")

    assert error.refusal == ProgrammeRefusal.BAD_NUMBERS
    taken = ProgrammeRefusal.NUMBER_TAKEN.label
    twice, long = "This number stands twice on the sheet.", "A number has 40 printable characters at most."
    assert [error.cells.get(str(row.uuid)) for row in rows] == [None, twice, twice, taken, long, long]
    assert set(numbers_of(rows)) == {""}
    assert not Entry.objects.filter(action="registration.numbered").exists()


def test_a_number_that_a_student_keeps_is_not_given_to_another(cohort, pisa):
    first, second = waiting(cohort, pisa, 2)
    give(cohort, pisa, [first], "1")

    assert set(refused(give, cohort, pisa, [second], "1").cells) == {str(second.uuid)}


def test_who_is_not_on_the_sheet_gets_no_number(cohort, pisa):
    amu = Institution.objects.get(schac=AMU)
    (row,) = waiting(cohort, amu, 1)

    assert set(refused(give, cohort, pisa, [row], "1").cells) == {str(row.uuid)}
    withdraw_from_programme(enrolment=row.enrolment, reason="", by=None, at=NOON)
    assert set(refused(give, cohort, amu, [row], "1").cells) == {str(row.uuid)}


def test_whoever_saves_on_an_old_state_overwrites_nothing(cohort, pisa):
    rows = waiting(cohort, pisa, 2)
    old = numbers_page(cohort, pisa).state
    give(cohort, pisa, rows, "1", "")

    error = refused(give, cohort, pisa, rows, "9", "2", state=old)

    assert error.refusal == ProgrammeRefusal.NUMBERS_CHANGED
    assert numbers_of(rows) == ["1", ""]


@pytest.mark.parametrize("count", [1, 20])
def test_the_sheet_and_its_judgement_cost_one_query_each(cohort, pisa, count, django_assert_num_queries):
    rows = waiting(cohort, pisa, count)

    with django_assert_num_queries(1):
        assert numbers_page(cohort, pisa).waiting == count
    with django_assert_num_queries(1):
        assert wrong_numbers(rows, {str(row.uuid): str(row.pk) for row in rows}) == {}


def test_who_pays_is_changed_once_and_recorded(cohort, pisa):
    (row,) = waiting(cohort, pisa, 1)

    for _time in range(2):
        change_fee_status(registration=row, fee_status=FeeStatus.WAIVED, by=None, at=LATER)

    row.refresh_from_db()
    assert row.fee_status == FeeStatus.WAIVED
    details = Entry.objects.filter(action="registration.fee_changed").values_list("detail", flat=True)
    assert list(details) == [{"before": "pays", "after": "waived"}]
